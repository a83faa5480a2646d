"""Events per exposure: enumerated where they are Poisson, drawn where units differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from scipy import stats

from calibration.cells import Case, Cell, Draw, Generator, Table, enumerated, simulated
from calibration.samples import Array, drawn_cross_moments
from calibration.tables import doing
from experiments.inference import Estimator, rate
from experiments.metric import Kind, Metric, Scale
from experiments.statistic import Events

METRIC = Metric(name="events", kind=Kind.rate, bar=1, target=2)
_NAMES = ("events", "exposure")
_NEGLIGIBLE = 1e-12


def tables() -> Iterator[Table]:
    """Yield the tables of one rate and of two."""
    yield Table(
        title="Rate against a benchmark",
        about="Exact Poisson (Garwood); where units are known, no narrower than the delta method over them. θ is 1"
        " event per exposure.",
        cells=(
            *(_poisson(expected) for expected in (0.5, 3.0, 10.0, 100.0, 10_000.0)),
            *(_by_unit(size, n) for size in (0.0, 1.0) for n in (10, 30, 100, 300)),
            *(_hidden(n) for n in (30, 300)),
        ),
        does=doing.ONE_RATE,
    )
    for scale in Scale:
        method = (
            "Mid-p limits of both arms (MOVER), by score from 100 events in each arm"
            if scale is Scale.difference
            else "Exact conditional (Przyborowski–Wilenski)"
        )
        yield Table(
            title=f"Two rates, {scale}",
            about=f"{method}; where units are known, no narrower than the delta method over them. Both arms have the"
            " same rate: θ = 0.",
            cells=(
                *(_two_poisson(scale, *means) for means in _EXPECTED),
                *(_two_by_unit(scale, size, n) for size in (0.0, 1.0) for n in (10, 30, 100, 300)),
            ),
            does=doing.TWO_RATES,
        )


_EXPECTED = ((0.5, 0.5), (2.0, 2.0), (5.0, 5.0), (20.0, 20.0), (200.0, 200.0), (2.0, 20.0), (20.0, 2.0), (100.0, 10.0))


def _poisson(expected: float) -> Cell:
    draw = partial(_counts, expected)
    return Cell("Poisson", f"{expected:g} expected", enumerated(METRIC, rate.against_benchmark, 1.0, draw))


def _likely(expected: float) -> list[tuple[int, float]]:
    low, high = stats.poisson.ppf([_NEGLIGIBLE, 1 - _NEGLIGIBLE], expected)
    counts = range(max(0, int(low)), int(high) + 2)
    return list(zip(counts, stats.poisson.pmf(list(counts), expected).tolist(), strict=True))


def _counts(expected: float) -> Iterator[Case]:
    for events, weight in _likely(expected):
        yield Case((Events(events=events, exposure=expected),), weight)


def _two_poisson(scale: Scale, first: float, second: float) -> Cell:
    def cases() -> Iterator[Case]:
        for x1, one in _likely(first):
            for x2, other in _likely(second):
                if one * other > _NEGLIGIBLE:
                    arms = Events(events=x1, exposure=first), Events(events=x2, exposure=second)
                    yield Case(arms, one * other)

    words = f"{first:g} / {second:g} expected"
    return Cell("Poisson", words, enumerated(METRIC, partial(_judged, scale), 0.0, cases))


def _judged(scale: Scale, treatment: Events, control: Events) -> Estimator:
    return rate.against_control(treatment, control, scale)


def units(dispersion: float, rng: Generator, shape: tuple[int, int]) -> Sequence[Array]:
    """Return events and exposure of each unit: rate 1, exposure uniform, the unit's own rate gamma."""
    exposure = rng.uniform(0.5, 1.5, shape)
    own = rng.gamma(1 / dispersion, dispersion, shape) if dispersion else 1.0
    return rng.poisson(own * exposure).astype(float), exposure


def _arm(dispersion: float, n: int, rng: Generator, replicates: int, *, known: bool = True) -> Iterator[Events]:
    for found in drawn_cross_moments(rng, _NAMES, partial(units, dispersion), n, replicates):
        yield Events(events=round(found.means[0] * n), exposure=found.means[1] * n, units=found if known else None)


def _words(dispersion: float) -> str:
    return "negative binomial, units' rates gamma with variance 1" if dispersion else "Poisson, units known"


def _by_unit(dispersion: float, n: int) -> Cell:
    def draw(rng: Generator, replicates: int) -> Iterable[Case]:
        return (Case((arm,)) for arm in _arm(dispersion, n, rng, replicates))

    return Cell(_words(dispersion), f"{n:,} units", simulated(METRIC, rate.against_benchmark, 1.0, draw))


def _hidden(n: int) -> Cell:
    def draw(rng: Generator, replicates: int) -> Iterable[Case]:
        return (Case((arm,)) for arm in _arm(1.0, n, rng, replicates, known=False))

    measure = simulated(METRIC, rate.against_benchmark, 1.0, draw)
    return Cell(f"{_words(1.0)}, but only totals recorded", f"{n:,} units", measure)


def _two_by_unit(scale: Scale, dispersion: float, n: int) -> Cell:
    return Cell(
        _words(dispersion),
        f"{n:,} / {n:,} units",
        simulated(METRIC, partial(_judged, scale), 0.0, _two(dispersion, n)),
    )


def _two(dispersion: float, n: int) -> Draw:
    def draw(rng: Generator, replicates: int) -> Iterable[Case]:
        ours, theirs = rng.spawn(2)
        arms = _arm(dispersion, n, ours, replicates), _arm(dispersion, n, theirs, replicates)
        return (Case(pair) for pair in zip(*arms, strict=True))

    return draw
