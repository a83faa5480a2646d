"""Before data: how likely the judge's own methods are to see what is there. One file per kind of metric."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Protocol

from experiments.form import Form
from experiments.plan import Comparison, Metric

MOST_UNITS = 100_000_000_000
REPEATS = 2_000
"""How many tests are simulated unless asked otherwise: a chance of 80% is then known to ± 0.9 points (one error)."""
_AFFORDABLE = {Form.prices: 200}
"""How many tests of a form can be simulated in a matter of seconds, where those are fewer: prices bootstrap."""


def affordable(repeats: int, forms: Iterable[Form]) -> int:
    """Return how many tests to simulate of a plan whose metrics have these forms."""
    return min([repeats, *(_AFFORDABLE.get(form, repeats) for form in forms)])


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


class Clears(Protocol):
    """The chance that one metric clears its null."""

    def clears(self, units: float, at: float) -> float:
        """Return P(the limit towards worse lies beyond the null) with so many units in the pair, if θ is ``at``."""


class Planner(Clears, Protocol):
    """The chances of one metric's outcomes, by the method that will judge it."""

    method: str

    def misses(self, units: float, at: float) -> float:
        """Return P(the limit towards better falls short of the target)."""

    def size(self, power: float) -> int | None:
        """Return the fewest units in the pair that clear the null with ``power`` at the target, or None if none do."""


_MAKERS: Mapping[tuple[Form, Comparison], str] = {
    (Form.counts, Comparison.benchmark): "binomial:Binomial",
    (Form.counts, Comparison.control): "two_proportions:TwoProportions",
    (Form.coded, Comparison.benchmark): "binomial:Binomial",
    (Form.coded, Comparison.control): "two_proportions:TwoProportions",
    (Form.moments, Comparison.benchmark): "means:OneMean",
    (Form.moments, Comparison.control): "means:TwoMeans",
    (Form.totals, Comparison.benchmark): "ratios:one",
    (Form.totals, Comparison.control): "ratios:two",
    (Form.adjusted, Comparison.control): "adjusted:two",
    (Form.events, Comparison.benchmark): "rates:OneRate",
    (Form.events, Comparison.control): "two_rates:two",
    (Form.levels, Comparison.benchmark): "answers:one",
    (Form.levels, Comparison.control): "answers:two",
    (Form.event_table, Comparison.benchmark): "retention:OneShare",
    (Form.event_table, Comparison.control): "retention:TwoShares",
    (Form.prices, Comparison.benchmark): "prices:OnePrice",
    (Form.pairs, Comparison.paired): "pairs:PairedShares",
    (Form.differences, Comparison.paired): "pairs:PairedMeans",
    (Form.steps, Comparison.paired): "pairs:PairedShares",
}


def planner(asked: Asked, form: Form, comparison: Comparison) -> Planner:
    """Import and make the planner for data in this form."""
    module, name = _MAKERS[form, comparison].split(":")
    made: Planner = getattr(importlib.import_module(f"experiments.planning.{module}"), name)(asked)
    return made


def smallest(enough: Clears, power: float, at: float, least: int = 2) -> int | None:
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
