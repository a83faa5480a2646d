"""One cell of a table: data with a known θ, drawn or enumerated, and what the product's own estimator says of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import numpy as np

from calibration.chances import Chances, Tails, chances
from experiments.health.values import values
from experiments.inference import Estimator
from experiments.metric import Metric
from experiments.observation import ArmData, Faults, Statistic
from experiments.pooling import Data
from experiments.verdict import Status

_LOOKED_AT = 300
_EITHER = 0.5
Generator = np.random.Generator


class Case(NamedTuple):
    """One possible set of data: the statistic of each arm, treatment first, and its weight."""

    arms: tuple[Statistic, ...]
    weight: float = 1.0


Draw = Callable[[Generator, int], Iterable[Case]]
Make = Callable[..., Estimator]


@dataclass(frozen=True)
class Cell:
    """Data of one size; ``measure`` takes a random generator and the number of replicates."""

    data: str
    size: str
    measure: Callable[[Generator, int], Chances]


@dataclass(frozen=True)
class Table:
    """All cells of one estimator; ``does`` says what the product does where the method does not hold."""

    title: str
    about: str
    cells: tuple[Cell, ...]
    does: str


def simulated(metric: Metric, make: Make, truth: float, draw: Draw) -> Callable[[Generator, int], Chances]:
    """Return what measures a cell by drawing data."""

    def measure(rng: Generator, replicates: int) -> Chances:
        cases = iter(draw(rng, replicates))
        first = list(islice(cases, _LOOKED_AT))
        return chances(_tails(make, truth, first, cases), warned(metric, first))

    return measure


def enumerated(
    metric: Metric, make: Make, truth: float, cases: Callable[[], Iterable[Case]]
) -> Callable[[Generator, int], Chances]:
    """Return what measures a cell by going through every outcome: each case weighs its probability."""

    def measure(rng: Generator, replicates: int) -> Chances:  # noqa: ARG001 - nothing is drawn
        known = list(cases())
        likely = sorted(known, key=lambda case: -case.weight)[:_LOOKED_AT]
        return chances(_tails(make, truth, known, ()), warned(metric, likely), exact=True)

    return measure


def warned(metric: Metric, cases: Iterable[Case]) -> float:
    """Return the share of cases on which the product warns of the values of this metric, or refuses them."""
    seen = [(case.weight, _warns(metric, case.arms)) for case in cases]
    return sum(weight for weight, warns in seen if warns) / sum(weight for weight, _ in seen)


def _warns(metric: Metric, arms: tuple[Statistic, ...]) -> bool:
    names = ("treatment", "control")
    data = {
        name: ArmData(units=statistic.n, statistics={metric.name: statistic})
        for name, statistic in zip(names, arms, strict=False)
    }
    return any(check.status is not Status.ok for check in values(metric, Data(data, Faults())))


def _tails(make: Make, truth: float, first: Iterable[Case], rest: Iterable[Case]) -> Iterator[Tails]:
    for part in (first, rest):
        for arms, weight in part:
            found = make(*arms)
            above = found.p_above(truth)
            # What was seen is in both tails, so they add up to 1 at least: only one of them can be small.
            yield Tails(above, 1 - above if above < _EITHER else found.p_below(truth), weight)
