"""Two shares: the worst control rate of all where arms are small, one rate where they are large; enumerated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from calibration.cells import Case, Cell, Table, enumerated, warned
from calibration.chances import ALPHA, BETA, COVERAGE, Chance, Chances
from calibration.tables import doing
from calibration.tables.proportion import likely
from experiments.inference import Estimator, proportion
from experiments.inference.score import Contrast, Difference, Lift
from experiments.metric import Kind, Metric, Scale
from experiments.statistic import Counts

Array = NDArray[np.float64]
_TAIL = (1 - COVERAGE) / 2
_RATES = np.concatenate([np.logspace(-3, -1.5, 25), np.linspace(0.04, 0.96, 93), 1 - np.logspace(-1.5, -3, 25)])
_DECIDED, _NEGLIGIBLE = (1e-7, 0.5), 1e-9
_SMALL = [(5, 5), (12, 12), (30, 30), (60, 60), (20, 80), (80, 20)]
_LARGE = [(200, 200), (1_000, 1_000), (400, 40), (20_000, 20_000)]


def tables() -> Iterator[Table]:
    """Yield the tables of a difference and of a lift."""
    yield _table(
        Scale.difference,
        "Two proportions, difference",
        "Miettinen–Nurminen score; exact unconditional (Chan–Zhang) where counts are small. Themes against a control"
        " arm and top-box differences are judged the same way.",
        small=(0.0, 0.1),
        large=((0.1, 0.02), (0.01, 0.002)),
    )
    yield _table(
        Scale.relative,
        "Two proportions, relative lift",
        "Koopman score; exact unconditional where counts are small.",
        small=(0.0, 0.2),
        large=((0.1, 0.2), (0.01, 0.2)),
    )


def _table(
    scale: Scale, title: str, about: str, *, small: tuple[float, ...], large: tuple[tuple[float, float], ...]
) -> Table:
    metric = Metric(name="share", kind=Kind.proportion, scale=scale, bar=0.05, target=0.1)
    worst = [
        Cell(
            f"θ = {null:g}, worst of {len(_RATES)} control rates",
            f"{n1:,} / {n2:,}",
            partial(_worst, metric, scale, (n1, n2), null),
        )
        for null in small
        for n1, n2 in _SMALL
    ]
    make = partial(_judged, scale)
    one = [
        Cell(
            f"control rate {p2:g}, θ = {null:g}",
            f"{n1:,} / {n2:,}",
            enumerated(metric, make, null, partial(_outcomes, n1, _first(scale, p2, null), n2, p2)),
        )
        for p2, null in large
        for n1, n2 in _LARGE
    ]
    return Table(
        title,
        about,
        (*worst, *one),
        does=doing.TWO_PROPORTIONS,
    )


def _contrast(scale: Scale) -> Contrast:
    return Difference() if scale is Scale.difference else Lift()


def _first(scale: Scale, p2: float, null: float) -> float:
    return p2 + null if scale is Scale.difference else p2 * (1 + null)


def _judged(scale: Scale, treatment: Counts, control: Counts) -> Estimator:
    return proportion.against_control(treatment, control, scale)


def _outcomes(n1: int, p1: float, n2: int, p2: float) -> Iterator[Case]:
    second = [(Counts(successes=x, trials=n2), weight) for x, weight in likely(n2, p2)]
    for x, first in likely(n1, p1):
        treatment = Counts(successes=x, trials=n1)
        for control, weight in second:
            if first * weight > _NEGLIGIBLE / 100:
                yield Case((treatment, control), first * weight)


def _worst(
    metric: Metric, scale: Scale, sizes: tuple[int, int], null: float, _rng: object, _replicates: int
) -> Chances:
    """Return the largest of each chance over control rates, from the p-values of all tables."""
    contrast, (n1, n2) = _contrast(scale), sizes
    low, high = contrast.nuisance(null)
    p2 = low + (high - low) * _RATES
    first = stats.binom.pmf(np.arange(n1 + 1)[:, None], n1, contrast.first(p2, null))
    second = stats.binom.pmf(np.arange(n2 + 1)[:, None], n2, p2)

    def most(reached: NDArray[np.bool_]) -> Chance:
        return Chance(float((first * (reached.astype(float) @ second)).sum(axis=0).max()), 0.0)

    above, below = _p_values(partial(_judged, scale), contrast, sizes, null)
    middle = len(_RATES) // 2
    likeliest = partial(_outcomes, n1, float(contrast.first(p2, null)[middle]), n2, float(p2[middle]))
    return Chances(
        most(above <= ALPHA),
        most(below <= BETA),
        most(np.minimum(above, below) <= _TAIL),
        warned(metric, sorted(likeliest(), key=lambda case: -case.weight)[:100]),
    )


def _p_values(
    make: Callable[..., Estimator], contrast: Contrast, sizes: tuple[int, int], null: float
) -> tuple[Array, Array]:
    """Return both p-values of every table; where the score test leaves no doubt, its own stand in for exact ones."""
    n1, n2 = sizes
    above, below = np.empty((2, n1 + 1, n2 + 1))
    for x1 in range(n1 + 1):
        z = contrast.score(np.full(n2 + 1, float(x1)), n1, np.arange(n2 + 1.0), n2, null)
        above[x1], below[x1] = special.ndtr(-z), special.ndtr(z)
        for x2 in range(n2 + 1):
            found = make(Counts(successes=x1, trials=n1), Counts(successes=x2, trials=n2))
            if _DECIDED[0] < above[x1, x2] < _DECIDED[1]:
                above[x1, x2] = found.p_above(null)
            elif _DECIDED[0] < below[x1, x2] < _DECIDED[1]:
                below[x1, x2] = found.p_below(null)
    return above, below
