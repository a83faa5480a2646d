"""Tests of one arm of counts, every path counted: where the product's monitor ends one, and with what chance it does.

A state is a look and the events until then; the product's own :class:`Monitor` says in which states a limit has passed
bar or target, and the chances to get there follow by recursion over looks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from experiments.inference import Estimator, proportion, rate
from experiments.monitoring import Monitor, Question, Sight, monitor
from experiments.plan import Direction, Plan
from experiments.statistic import Counts, Events

Array = NDArray[np.float64]
_NOTHING = 1e-13


@dataclass(frozen=True)
class OneArm:
    """One share or one rate of events, held against a bar under a way of looking, after so many units."""

    monitoring: str
    kind: str
    bar: float
    target: float
    planned: int
    alpha: float = 0.05
    beta: float = 0.2
    spending: str = "obrien-fleming"
    futility: str = "obrien-fleming"

    @cached_property
    def plan(self) -> Plan:
        """Return it as a plan that the product can judge."""
        metric = {"name": "m", "kind": self.kind, "bar": self.bar, "target": self.target}
        metric |= {"exposure_per_unit": 1.0} if self.kind == "rate" else {}
        fields = {"monitoring": self.monitoring, "metric": [metric], "planned_size": self.planned}
        if self.monitoring == "group-sequential":
            fields |= {"looks": "daily"}  # whose bounds do not depend on how the looks before came out
        return Plan.of(fields | {"spending": self.spending, "futility": self.futility})

    @property
    def unsized(self) -> Plan:
        """Return the plan without a size, as the planner gets it, looks of the group-sequential one at fifths."""
        return self.plan.but(planned_size=None, looks=5 if self.monitoring == "group-sequential" else None)

    @property
    def question(self) -> Question:
        """Return what the monitor is asked."""
        return Question(Direction.increase, self.bar, self.target, self.alpha, self.beta)

    def before(self, units: Sequence[int]) -> Sequence[int]:
        """Return the earlier looks that what the latest says depends on: at any time, none."""
        return () if self.monitoring == "anytime" else units[:-1]

    def most(self, units: int) -> int:
        """Return the most events that matter after so many units."""
        if self.kind == "proportion":
            return units
        return int(stats.poisson.isf(_NOTHING, self.target * units)) + 10

    def sight(self, events: int, units: int) -> Sight:
        """Return what a look would show."""
        made: Estimator
        seen: Counts | Events
        if self.kind == "proportion":
            seen = Counts(successes=events, trials=units)
            made = proportion.against_benchmark(seen)
        else:
            seen = Events(over=units, events=events, exposure=float(units))
            made = rate.against_benchmark(seen)
        return Sight(made, seen, None, units, units / self.planned, self.plan.metrics[0])

    def step(self, theta: float, units: int) -> Array:
        """Return the chances of 0, 1, … events in so many more units."""
        if self.kind == "proportion":
            return np.asarray(stats.binom.pmf(np.arange(units + 1), units, theta))
        most = int(stats.poisson.isf(_NOTHING, theta * units)) + 1
        return np.asarray(stats.poisson.pmf(np.arange(most + 1), theta * units))


@dataclass(frozen=True)
class Edges:
    """At each look, the least events at which the lower limit is above the bar, the most that miss the target."""

    units: tuple[int, ...]
    least: tuple[int, ...]
    most: tuple[int, ...]


def edges(test: OneArm, units: Sequence[int]) -> Edges:
    """Ask the product's monitor at each look."""
    found, hint = [], (0, 0)
    for look in range(1, len(units) + 1):
        hint = edge(test, tuple(units[:look]), hint)
        found.append(hint)
        hint = hint if test.monitoring == "anytime" else (0, 0)  # there both only ever grow
    return Edges(tuple(units), tuple(up for up, _ in found), tuple(down for _, down in found))


@cache
def edge(test: OneArm, units: tuple[int, ...], hint: tuple[int, int] = (0, 0)) -> tuple[int, int]:
    """Return the least events that clear the bar at the latest of these looks, and the most that miss the target.

    ``hint`` is no more than either.
    """
    watch, beyond = monitor(test.plan), test.most(units[-1]) + 1
    up = _first(lambda x: _clears(watch, test, units, x), hint[0], beyond)
    down = _first(lambda x: not _misses(watch, test, units, x), max(hint[1], 0), beyond) - 1
    return up, down


def _first(holds: Callable[[int], bool], low: int, beyond: int) -> int:
    """Return the least number from ``low`` on at which ``holds``, which it goes on doing; ``beyond`` where none."""
    step = 1
    while low + step < beyond and not holds(low + step - 1):
        low, step = low + step, 2 * step
    high = min(low + step, beyond)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


def _clears(watch: Monitor, test: OneArm, units: Sequence[int], events: int) -> bool:
    earlier = [_silent(test, size, events=0) for size in test.before(units)]
    seen = [*earlier, test.sight(events, units[-1])]
    return watch.bounds(seen, test.question).lower > test.bar


def _misses(watch: Monitor, test: OneArm, units: Sequence[int], events: int) -> bool:
    earlier = [_silent(test, size, events=test.most(size)) for size in test.before(units)]
    seen = [*earlier, test.sight(events, units[-1])]
    return watch.bounds(seen, test.question).upper < test.target


@cache
def _silent(test: OneArm, units: int, events: int) -> Sight:
    """Return an earlier look that said nothing to that side, so that the latest alone speaks."""
    return test.sight(events, units)


@dataclass(frozen=True)
class Passing:
    """Chances of the first passage above and below, and the mean size when the test ends."""

    above: float
    below: float
    size: float


def passing(test: OneArm, found: Edges, theta: float, *, up: bool = True, down: bool = True) -> Passing:
    """Return what happens at a true θ to those who stop above (``up``), below (``down``), or both."""
    going, above, below, size, before = np.ones(1), 0.0, 0.0, 0.0, 0
    for units, least, most in zip(found.units, found.least, found.most, strict=True):
        size += float(going.sum()) * (units - before)
        going = np.convolve(going, test.step(theta, units - before))
        if up:
            above += float(going[least:].sum())
            going[least:] = 0.0
        if down:
            below += float(going[: most + 1].sum())
            going[: most + 1] = 0.0
        before = units
    return Passing(above, below, size)
