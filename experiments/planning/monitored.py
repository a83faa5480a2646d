"""Planning for several looks: what paying for them costs in size, and what stopping early saves.

A test of one look and one of several share the drift of their statistic. So the power over all looks follows from the
drift that the one-look planner implies, z(α) plus the normal quantile of its power, for every method that judges.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import ceil, inf, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import special

from experiments.plan import Comparison, Kind, Monitoring, Plan
from experiments.planning import Asked, Planner
from experiments.sequential.after_stopping import expected_information
from experiments.sequential.boundaries import MOST_LOOKS, efficacy, spent
from experiments.sequential.spending import named
from experiments.sequential.walk import Walk

_USUAL_LOOKS = 5
_WEEK = 7
_ROUNDS = 4
_DRIFTS = np.arange(-2.0, 8.01, 0.5)
_SURE = 1e-13
_ANYTIME, _AT_ANY_TIME, _MANY = "anytime", 20, 1_000_000
_COUNTED, _COUNTED_EVENTS = 500, 2_000.0
_BASES, _REACH = np.arange(0.0, 8.01, 4.0), 2.0

Fractions = tuple[float, ...]


@dataclass(frozen=True)
class Price:
    """What several looks cost and save, in units of the pair of arms, against one look with the same error rates.

    ``most`` is the planned size over that of one look; ``at_bar`` and ``at_target`` the mean size at stopping.
    """

    most: float
    at_bar: float
    at_target: float


class Monitored:
    """A planner of one look, made to look several times.

    At any time stands for looks at every twentieth of the plan, by the boundary of the asymptotic confidence sequence;
    the exact sequences of shares and events need no more than it. How large tests of one share or rate become on
    average is counted exactly for up to some hundreds of units: there the exact sequences stop much sooner.
    """

    def __init__(self, once: Planner, asked: Asked, plan: Plan) -> None:
        self._once = once
        self._asked = asked
        if plan.monitoring is Monitoring.anytime:
            self._fractions = _equal(_AT_ANY_TIME)
            counted = asked.metric.kind in (Kind.proportion, Kind.theme, Kind.rate)
            self._exact = counted and plan.comparison is Comparison.benchmark
            waits = 0.05 if counted else 0.1 if asked.control_share is not None else 0.5
            self._spending = self._futility = f"{_ANYTIME}:{waits:g}"
            self.method = f"{once.method}, at any time"
        else:
            self._fractions, self._exact = planned_fractions(plan), False
            self._spending, self._futility = plan.spending, plan.futility
            if isinstance(plan.looks, str) and plan.pace.units_per_day and plan.planned_size is None:
                self._fractions = self._counted_by_the_clock(plan)
            self.method = f"{once.method}, {len(self._fractions)} looks"

    def clears(self, units: float, at: float) -> float:
        """Return P(some look clears the null), stopping for futility being ignored."""
        return _over_looks(self._once.clears(units, at), self._asked.alpha, self._fractions, self._spending)

    def misses(self, units: float, at: float) -> float:
        """Return P(some look falls short of the target), stopping for efficacy being ignored."""
        return _over_looks(self._once.misses(units, at), self._asked.beta, self._fractions, self._futility)

    def size(self, power: float) -> int | None:
        """Return the fewest units in the pair with this power over all looks."""
        return self._once.size(self._equivalent(power))

    def price(self, units: float, power: float) -> Price:
        """Return what looking costs against the size of one look with this power."""
        single = self._once.size(power)
        exact = self._exact_means(int(units)) if self._exact else None
        if exact is not None:
            return Price(units / single if single else inf, *exact)
        drift = _drift(self._once.clears(units, self._asked.target), self._asked.alpha)
        upper = _bounds(self._fractions, self._asked.alpha, self._spending)
        short = _bounds(self._fractions, self._asked.beta, self._futility)
        lower = [
            min(drift * sqrt(t) - bound, above) for t, bound, above in zip(self._fractions, short, upper, strict=True)
        ]
        means = [units * expected_information(self._fractions, upper, lower, at) for at in (0.0, drift)]
        return Price(units / single if single else inf, *means)

    def _counted_by_the_clock(self, plan: Plan) -> Fractions:
        """Return looks for every day or week that the test will take, whose size depends on how many they are."""
        for _ in range(_ROUNDS):
            pair = self.size(1 - plan.beta)
            if pair is None:
                break
            size = ceil(pair / _pair_share(plan))
            fractions = planned_fractions(plan.model_copy(update={"planned_size": size}))
            if fractions == self._fractions:
                break
            self._fractions = fractions
        return self._fractions

    def _exact_means(self, units: int) -> tuple[float, float] | None:
        """Return the mean size at bar and target with a look after every unit; None where counting would take long."""
        asked, rate = self._asked, self._asked.metric.kind is Kind.rate
        exposure = (asked.metric.exposure_per_unit or 1.0) if rate else 1.0
        rising = asked.target > asked.null
        (low, high), levels = sorted((asked.null, asked.target)), (asked.alpha, asked.beta)
        if not 0 < units <= _COUNTED or low < 0 or high * exposure * units > _COUNTED_EVENTS:
            return None
        from experiments.anytime.stopping import boundaries, boundaries_of_events

        each = levels if rising else levels[::-1]
        if rate:
            seen = boundaries_of_events(low, high, each, units, exposure)
            bar, target = (seen.stopping_of_events(theta * exposure) for theta in (asked.null, asked.target))
        else:
            seen = boundaries(low, high, each, units)
            bar, target = (seen.stopping(theta) for theta in (asked.null, asked.target))
        return bar.mean_size, target.mean_size

    def _equivalent(self, power: float) -> float:
        """Return the power of one look whose drift has ``power`` over all looks."""
        chances = _chances(self._fractions, self._asked.alpha, self._spending)
        drift = float(np.interp(special.ndtri(power), special.ndtri(chances), _DRIFTS))
        return float(special.ndtr(drift + special.ndtri(self._asked.alpha)))


def planned_fractions(plan: Plan) -> Fractions:
    """Return the shares of the planned information at which looks are planned; five equal steps where none are."""
    match plan.looks:
        case None:
            return _equal(_USUAL_LOOKS)
        case int():
            return _equal(plan.looks)
        case str():
            return _equal(_by_the_clock(plan))
        case _:
            return _as_listed(plan, plan.looks)


def _by_the_clock(plan: Plan) -> int:
    return min(MOST_LOOKS, looks_asked(plan))


def looks_asked(plan: Plan) -> int:
    """Return how many looks the plan asks for, be they more than can be paid for; five where nobody can know."""
    match plan.looks:
        case int():
            return plan.looks
        case str() if (days := days_planned(plan)) is not None:
            return max(1, days if plan.looks == "daily" else ceil(days / _WEEK))
        case tuple():
            return len(plan.looks)
        case _:
            return _USUAL_LOOKS


def days_planned(plan: Plan) -> int | None:
    """Return how many days the data will take, by pace and size or else by the calendar; None where nobody says."""
    pace, size = plan.pace.units_per_day, plan.planned_size
    if pace and size:
        return ceil(size / pace)
    if plan.start and plan.deadline:
        return (plan.deadline - plan.start).days + 1
    return None


def _pair_share(plan: Plan) -> float:
    """Return the share of all units that control and the smallest treatment arm have together."""
    if plan.comparison is not Comparison.control or not plan.shares:
        return 1.0
    return plan.shares[plan.control] + min(share for arm, share in plan.shares.items() if arm != plan.control)


def _as_listed(plan: Plan, looks: Sequence[int] | Sequence[date]) -> Fractions:
    if isinstance(looks[0], date):
        days = [look.toordinal() for look in looks if isinstance(look, date)]
        start = plan.start.toordinal() if plan.start else days[0] - 1
        reached = [day - start + 1 for day in days]
    else:
        reached = [look for look in looks if isinstance(look, int)]
        if size := plan.planned_size:  # which is looked at, too
            reached = [*(look for look in reached if look < size), size]
    kept = [value / reached[-1] for value in reached if value > 0]
    return tuple(kept[-MOST_LOOKS:]) if kept else _equal(_USUAL_LOOKS)


def _equal(looks: int) -> Fractions:
    return tuple((look + 1) / looks for look in range(looks))


def _over_looks(once: float, rate: float, fractions: Fractions, spending: str) -> float:
    chances = _chances(fractions, rate, spending)
    found = np.interp(_drift(once, rate), _DRIFTS, special.ndtri(chances))
    return float(special.ndtr(found))


def _drift(once: float, rate: float) -> float:
    """Return the expected final z under which one look at this rate has the given power."""
    return float(special.ndtri(min(max(once, _SURE), 1 - _SURE)) - special.ndtri(rate))


@lru_cache(maxsize=64)
def _bounds(fractions: Fractions, rate: float, spending: str) -> Fractions:
    if spending.startswith(_ANYTIME):
        waits = float(spending.partition(":")[2])
        return tuple(_any_time(fraction, rate) if fraction >= waits else inf for fraction in fractions)
    return efficacy(fractions, spent(fractions, rate, named(spending)))


def _any_time(fraction: float, rate: float) -> float:
    """Return the boundary of the confidence sequence, in standard errors; it depends on the share of the plan only."""
    from experiments.anytime.asymptotic import multiplier

    return multiplier(round(fraction * _MANY), _MANY, rate)


@lru_cache(maxsize=64)
def _chances(fractions: Fractions, rate: float, spending: str) -> NDArray[np.float64]:
    """Return the chance to cross at some look for each of the drifts."""
    upper = _bounds(fractions, rate, spending)
    found = np.empty(len(_DRIFTS))
    for base in _BASES:  # one walk serves all drifts near its own
        walk = Walk.start(float(base))
        for fraction, bound in zip(fractions, upper, strict=True):
            walk = walk.on(-inf, bound, fraction)
        for at in np.flatnonzero(np.abs(_DRIFTS - base) <= _REACH):
            found[at] = 1 - float(walk.tilted(float(_DRIFTS[at])).mass.sum())
    return np.asarray(np.clip(found, _SURE, 1 - _SURE))
