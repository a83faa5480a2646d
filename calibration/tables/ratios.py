"""Ratios of two measurements per unit, and means and shares of clusters: the delta method."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from math import exp

import numpy as np

from calibration.cells import Case, Cell, Draw, Generator, Table, simulated
from calibration.samples import Array, drawn_cross_moments
from calibration.tables import doing
from experiments.inference import Estimator, ratio
from experiments.metric import Kind, Metric, Scale
from experiments.statistic import CrossMoments

METRIC = Metric(name="amount", kind=Kind.ratio, bar=1, target=2)
_NAMES = ("numerator", "denominator")
_SPEND = 0.2 * exp(1 + 0.5)
_SHARE = 0.3
_BY_VISIT = "geometric visits (mean 4), each buys with 20% for lognormal(1, 1)"
Pair = Callable[[Generator, tuple[int, int]], Sequence[Array]]


def tables() -> Iterator[Table]:
    """Yield the tables of ratios and of clusters."""
    yield Table(
        title="Ratio against a benchmark",
        about="Delta method, t with n − 1 degrees of freedom: revenue per visit over people.",
        cells=tuple(
            Cell(_BY_VISIT, f"{n:,}", simulated(METRIC, ratio.against_benchmark, _SPEND, one(visits, n)))
            for n in (10, 30, 100, 300, 1_000)
        ),
        does=doing.RATIO,
    )
    for scale in Scale:
        yield Table(
            title=f"Two ratios, {scale}",
            about="Delta method; both arms have the same distribution: θ = 0.",
            cells=tuple(
                Cell(
                    _BY_VISIT,
                    f"{n1:,} / {n2:,}",
                    simulated(METRIC, partial(_judged, scale), 0.0, two(visits, n1, visits, n2)),
                )
                for n1, n2 in ((10, 10), (30, 30), (100, 100), (200, 50), (1_000, 1_000))
            ),
            does=doing.RATIO,
        )
    yield _clustered()


def _clustered() -> Table:
    cells = []
    for icc in (0.0, 0.05, 0.2):
        for clusters, people in ((4, 20), (6, 20), (10, 20), (20, 20), (30, 20), (100, 20)):
            draw = partial(cluster, icc, people)
            cells.append(
                Cell(
                    f"difference of shares of 30%, ICC {icc:g}, about {people} people each",
                    f"{clusters} / {clusters} clusters",
                    simulated(METRIC, partial(_judged, Scale.difference), 0.0, two(draw, clusters, draw, clusters)),
                )
            )
    for n1, n2 in ((30, 6), (6, 30)):
        draw = partial(cluster, 0.05, 20)
        cells.append(
            Cell(
                "difference of shares of 30%, ICC 0.05, about 20 people each",
                f"{n1} / {n2} clusters",
                simulated(METRIC, partial(_judged, Scale.difference), 0.0, two(draw, n1, draw, n2)),
            )
        )
    for clusters in (6, 10, 30):
        draw = partial(cluster, 0.05, 20)
        cells.append(
            Cell(
                "one share of 30% against a benchmark, ICC 0.05, about 20 people each",
                f"{clusters} clusters",
                simulated(METRIC, ratio.against_benchmark, _SHARE, one(draw, clusters)),
            )
        )
    uneven = partial(cluster, 0.05, 0)
    for clusters in (6, 10, 30, 100):
        cells.append(
            Cell(
                "difference of shares of 30%, ICC 0.05, sizes lognormal(3, 1)",
                f"{clusters} / {clusters} clusters",
                simulated(METRIC, partial(_judged, Scale.difference), 0.0, two(uneven, clusters, uneven, clusters)),
            )
        )
    for n1, n2 in ((100, 20), (20, 100)):
        cells.append(
            Cell(
                "difference of shares of 30%, ICC 0.05, sizes lognormal(3, 1)",
                f"{n1} / {n2} clusters",
                simulated(METRIC, partial(_judged, Scale.difference), 0.0, two(uneven, n1, uneven, n2)),
            )
        )
    for clusters in (30, 100, 300):
        cells.append(
            Cell(
                "one share of 30% against a benchmark, ICC 0.05, sizes lognormal(3, 1)",
                f"{clusters} clusters",
                simulated(METRIC, ratio.against_benchmark, _SHARE, one(uneven, clusters)),
            )
        )
    return Table(
        title="Clustered data",
        about="The unit is what was randomised: totals per cluster, delta method. Within a cluster the share is beta"
        " with the named intraclass correlation; sizes are 1 + Poisson, or lognormal where said.",
        cells=tuple(cells),
        does=doing.CLUSTERS,
    )


def _judged(scale: Scale, treatment: CrossMoments, control: CrossMoments) -> Estimator:
    return ratio.against_control(treatment, control, scale)


def visits(rng: Generator, shape: tuple[int, int]) -> Sequence[Array]:
    """Return what each person spends in all visits, and how many those are."""
    number = rng.geometric(1 / 4, shape)
    bought = rng.binomial(number, 0.2)
    spent = rng.lognormal(1.0, 1.0, int(bought.sum()))
    who = np.repeat(np.arange(bought.size), bought.ravel())
    revenue = np.asarray(np.bincount(who, spent, bought.size).reshape(shape), float)
    return revenue, np.asarray(number, float)


def cluster(icc: float, people: int, rng: Generator, shape: tuple[int, int]) -> Sequence[Array]:
    """Return successes and people of each cluster; about ``people`` each, or uneven sizes where that is 0."""
    sizes = 1 + rng.poisson(people - 1, shape) if people else np.ceil(rng.lognormal(3.0, 1.0, shape)).astype(int)
    both = (1 - icc) / icc if icc else 0.0
    shares = rng.beta(_SHARE * both, (1 - _SHARE) * both, shape) if icc else np.full(shape, _SHARE)
    return rng.binomial(sizes, shares).astype(float), sizes.astype(float)


def one(draw: Pair, n: int) -> Draw:
    """Return what draws one arm."""

    def drawn(rng: Generator, replicates: int) -> Iterable[Case]:
        return (Case((arm,)) for arm in drawn_cross_moments(rng, _NAMES, draw, n, replicates))

    return drawn


def two(first: Pair, n1: int, second: Pair, n2: int) -> Draw:
    """Return what draws two arms."""

    def drawn(rng: Generator, replicates: int) -> Iterable[Case]:
        ours, theirs = rng.spawn(2)
        arms = (
            drawn_cross_moments(ours, _NAMES, first, n1, replicates),
            drawn_cross_moments(theirs, _NAMES, second, n2, replicates),
        )
        return (Case(pair) for pair in zip(*arms, strict=True))

    return drawn
