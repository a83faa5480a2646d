"""Pairs: yes or no both times (enumerated), and differences."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from calibration.cells import Case, Cell, Table, enumerated, simulated
from calibration.shapes import Shape
from calibration.tables import doing
from calibration.tables.means import one
from experiments.inference import paired
from experiments.metric import Kind, Metric
from experiments.statistic import Pairs

PROPORTION = Metric(name="share", kind=Kind.proportion, bar=0.05, target=0.1)
MEAN = Metric(name="amount", kind=Kind.mean, bar=1, target=2)
_NEGLIGIBLE = 1e-11
Array = NDArray[np.float64]


def _steps(rng: np.random.Generator, shape: tuple[int, int]) -> Array:
    return np.asarray(rng.choice([-1.0, 0.0, 1.0, 2.0], shape, p=[0.2, 0.45, 0.25, 0.1]))


_NORMAL = Shape("normal differences", 0.0, lambda rng, shape: rng.normal(0.0, 1.0, shape))
_SKEWED = Shape("exponential differences", 1.0, lambda rng, shape: rng.exponential(1.0, shape))
_WHOLE = Shape("differences of −1, 0, 1, 2 points", 0.25, _steps)


def tables() -> Iterator[Table]:
    """Yield the tables of a paired share and a paired mean."""
    rates = ((0.05, 0.05), (0.02, 0.02), (0.2, 0.2), (0.15, 0.05), (0.35, 0.05))
    yield Table(
        title="Paired proportion",
        about="Tango's score interval. Discordant pairs gain and lose with the named chances.",
        cells=tuple(
            Cell(
                f"{gained:.0%} gain, {lost:.0%} lose",
                f"{n:,} ({n * (gained + lost):.0f} discordant)",
                enumerated(PROPORTION, paired.proportion, gained - lost, partial(_outcomes, n, gained, lost)),
            )
            for gained, lost in rates
            for n in (10, 20, 50, 100, 200, 500)
        ),
        does=doing.PAIRED_PROPORTION,
    )
    yield Table(
        title="Paired mean",
        about="Paired t.",
        cells=tuple(
            Cell(shape.words, f"{n:,}", simulated(MEAN, paired.mean, shape.mean, one(shape, n)))
            for shape in (_NORMAL, _WHOLE, _SKEWED)
            for n in (5, 10, 30, 100, 1_000)
        ),
        does=doing.PAIRED_MEAN,
    )


def _outcomes(n: int, gained: float, lost: float) -> Iterator[Case]:
    """Yield every number of gains and losses."""
    changed = gained + lost
    for total in range(n + 1):
        chance = float(stats.binom.pmf(total, n, changed))
        if chance < _NEGLIGIBLE:
            continue
        ups = stats.binom.pmf(np.arange(total + 1), total, gained / changed).tolist()
        for up, share in enumerate(ups):
            if chance * share > _NEGLIGIBLE / 100:
                pairs = Pairs(both=0, gained=up, lost=total - up, neither=n - total)
                yield Case((pairs,), chance * share)
