"""Before data: how likely the judge's own methods are to see what is there. One file per kind of metric."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Protocol

from experiments.plan import Comparison, Kind, Metric

MOST_UNITS = 100_000_000_000


@dataclass(frozen=True)
class Asked:
    """What one metric has to show, on its own scale.

    ``null`` must be cleared with error rate ``alpha``; falling short of ``target`` is called with error rate ``beta``.
    ``control`` is the control arm's share of a pair of arms; None against a benchmark.
    """

    metric: Metric
    null: float
    target: float
    alpha: float
    beta: float
    control_share: float | None


class Planner(Protocol):
    """The chances of one metric's outcomes, by the method that will judge it."""

    method: str

    def clears(self, units: float, at: float) -> float:
        """Return P(the limit towards worse lies beyond the null) with so many units in the pair, if θ is ``at``."""

    def misses(self, units: float, at: float) -> float:
        """Return P(the limit towards better falls short of the target)."""

    def size(self, power: float) -> int | None:
        """Return the fewest units in the pair that clear the null with ``power`` at the target, or None if none do."""


_MAKERS: Mapping[tuple[Kind, Comparison], str] = {
    (Kind.proportion, Comparison.benchmark): "experiments.planning.binomial:Binomial",
    (Kind.proportion, Comparison.control): "experiments.planning.two_proportions:TwoProportions",
    (Kind.mean, Comparison.benchmark): "experiments.planning.means:OneMean",
    (Kind.mean, Comparison.control): "experiments.planning.means:TwoMeans",
}


def planner(asked: Asked, comparison: Comparison) -> Planner:
    """Import and make the planner of a kind of metric."""
    module, name = _MAKERS[asked.metric.kind, comparison].split(":")
    made: Planner = getattr(importlib.import_module(module), name)(asked)
    return made


def smallest(enough: Planner, power: float, at: float, least: int = 2) -> int | None:
    """Return the smallest size at which a planner with growing power clears its null, by doubling and halving."""
    high = least
    while enough.clears(high, at) < power:
        high *= 2
        if high > MOST_UNITS:
            return None
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough.clears(middle, at) >= power else (middle, high)
    return max(least, ceil(high))
