"""Means: one, two by Welch, their lift by Fieller."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from calibration.cells import Case, Cell, Draw, Generator, Table, simulated
from calibration.samples import drawn_moments
from calibration.shapes import EXPONENTIAL, LOGNORMAL, NORMAL, REVENUE, Shape, times
from calibration.tables import doing
from experiments.inference import Estimator, mean
from experiments.metric import Kind, Metric, Scale
from experiments.statistic import Moments

METRIC = Metric(name="amount", kind=Kind.mean, bar=1, target=2)
_ONE = {
    NORMAL: (5, 30, 1_000),
    EXPONENTIAL: (12, 30, 100, 1_000),
    LOGNORMAL: (30, 100, 1_000),
    REVENUE: (100, 500, 2_000),
}
_TWO = {
    NORMAL: ((5, 5), (10, 40), (40, 10), (200, 200)),
    EXPONENTIAL: ((10, 10), (30, 30), (10, 40), (40, 10), (200, 200)),
    LOGNORMAL: ((30, 30), (200, 200), (20, 200), (200, 20), (500, 100), (2_000, 200)),
    REVENUE: ((100, 100), (500, 500), (500, 2_000), (2_000, 500), (2_000, 2_000)),
}
_LIFT = 1.2


def tables() -> Iterator[Table]:
    """Yield the tables of one mean, a difference and a lift."""
    yield Table(
        title="Mean against a benchmark",
        about="One-sample t.",
        cells=tuple(
            Cell(shape.words, f"{n:,}", simulated(METRIC, mean.against_benchmark, shape.mean, one(shape, n)))
            for shape, sizes in _ONE.items()
            for n in sizes
        ),
        does=doing.ONE_MEAN,
    )
    yield _two(
        "Two means, difference",
        "Welch t. Both arms have the same distribution: θ = 0.",
        partial(_judged, Scale.difference),
        lambda _: 0.0,
        1.0,
        doing.TWO_MEANS,
    )
    yield _two(
        "Two means, relative lift",
        "Fieller with Welch's degrees of freedom. The treatment arm is control × 1.2: θ = 20%.",
        partial(_judged, Scale.relative),
        lambda _: _LIFT - 1,
        _LIFT,
        doing.LIFT_OF_MEANS,
    )


def _two(
    title: str,
    about: str,
    make: Callable[..., Estimator],
    truth: Callable[[Shape], float],
    factor: float,
    does: str,
) -> Table:
    cells = [
        Cell(
            shape.words,
            f"{n1:,} / {n2:,}",
            simulated(METRIC, make, truth(shape), two(times(factor, shape) if factor != 1 else shape, n1, shape, n2)),
        )
        for shape, sizes in _TWO.items()
        for n1, n2 in sizes
    ]
    return Table(title, about, tuple(cells), does)


def _judged(scale: Scale, treatment: Moments, control: Moments) -> Estimator:
    return mean.against_control(treatment, control, scale)


def one(shape: Shape, n: int) -> Draw:
    """Return what draws one arm."""

    def draw(rng: Generator, replicates: int) -> Iterable[Case]:
        return (Case((arm,)) for arm in drawn_moments(rng, shape, n, replicates))

    return draw


def two(first: Shape, n1: int, second: Shape, n2: int) -> Draw:
    """Return what draws two arms."""

    def draw(rng: Generator, replicates: int) -> Iterable[Case]:
        ours, theirs = rng.spawn(2)
        arms = drawn_moments(ours, first, n1, replicates), drawn_moments(theirs, second, n2, replicates)
        return (Case(pair) for pair in zip(*arms, strict=True))

    return draw
