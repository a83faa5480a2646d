"""Planning for several looks: what paying for them costs in size, and what stopping early saves.

A test of one look and one of several share the drifts of their statistics. So what happens over all looks follows from
the drifts against bar and target that the one-look planner implies, z(α) and z(β) plus the normal quantiles of its
chances, for every method that judges.

Power is that of a test that is ended when a look says so, with *stop* as well as with *invest*. Its judge takes no
credit for a stop in α, so nothing is lost there by going on; but a plan whose power counted on going on would find a
true target less often than it promises, by three to five points, for everybody who stops when told to.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import date
from functools import lru_cache
from math import ceil, floor, inf

from scipy import special

from experiments.plan import Monitoring, Plan, Role
from experiments.planning import Asked, Planner, smallest
from experiments.planning.binomial import Binomial
from experiments.planning.bounded import Bets, bets
from experiments.planning.counted import MOST_COUNTED, OneCount, safest
from experiments.planning.rates import OneRate
from experiments.planning.shares import pair_share
from experiments.planning.waiting import Wait, waiting
from experiments.sequential.boundaries import MOST_LOOKS, efficacy, spent
from experiments.sequential.ending import Ending, Ends, Passage, drift_to_find, ending, never_short, passages
from experiments.sequential.spending import named

_USUAL_LOOKS = 5
_WEEK = 7
_ROUNDS = 4
_SURE = 1e-15
_ANYTIME, _AT_ANY_TIME, _MANY = "anytime", 20, 1_000_000
_SEARCHED = 4_000
"""Up to how many units times looks the fewest units are searched one by one."""
_LONGER = (50, 100, 200, MOST_COUNTED)
"""How many units are counted where those that large samples ask for are too few."""
_ROUNDED = 20
"""How many more are tried where looks after whole units come out a little worse."""

Fractions = tuple[float, ...]


class Monitored:
    """A planner of one look, made to look several times, by somebody who ends the test when a look says so.

    A success metric ends it either way. Of a guardrail only clearing its null is asked; it stops nothing for want of
    that. Several metrics or arms are planned as though each ended the test alone: where any of them suffices, or other
    arms are still open, fewer stops come of it than are counted here.

    Tests of one share or rate of up to some hundreds of units are counted path by path, and bets on values with known
    ends are drawn. Else at any time stands for looks at every twentieth of the plan, from when the judge allows one, by
    the boundary of the asymptotic confidence sequence; the exact sequences of shares and events need no more than it.
    """

    def __init__(self, once: Planner, asked: Asked, plan: Plan) -> None:
        self.once = once
        self._asked = asked
        self._obeyed = asked.metric.role is Role.success
        self._beside_guardrails = bool(plan.of_role(Role.guardrail))
        self._at_any_time = plan.monitoring is Monitoring.anytime
        self._count = _one_count(once, asked)
        self._bets: Bets | None = None
        self._wait: Wait | None = None
        self._endings: dict[tuple[float, float], Ending] = {}
        self._sizes: dict[tuple[Fractions, float], int] = {}
        self._least = 1  # units for which there are as many days or weeks as looks
        if self._at_any_time:
            self._fractions = _equal(_AT_ANY_TIME)
            self._wait = waiting(asked.metric, plan, asked.control_share)
            self._bets = bets(asked, plan.comparison)
            self._least = self._wait.until(1)
            self._spending = self._futility = f"{_ANYTIME}:{self._wait.share:g}"
            self.method = f"{once.method if self._bets is None else 'bets on values with known ends'}, at any time"
        else:
            self._fractions = planned_fractions(plan)
            self._spending, self._futility = plan.spending, plan.futility
            if isinstance(plan.looks, str) and plan.pace.units_per_day and plan.planned_size is None:
                self._fractions = self._counted_by_the_clock(plan)
            self.method = f"{once.method}, {len(self._fractions)} looks"

    @property
    def overruled(self) -> Monitored:
        """Return the same planner for somebody who goes on after every stop, which α allows."""
        made = copy(self)
        made._obeyed, made._endings, made._sizes = False, {}, {}
        return made

    def over(self, once: Planner) -> Monitored:
        """Return the same looks over what another planner, such as a simulated one, says of one."""
        made = copy(self)
        made.once, made._count, made._bets, made._endings, made._sizes = once, None, None, {}, {}
        made.method = f"{once.method}, {self.method.rsplit(', ', 1)[1]}"
        return made

    def clears(self, units: float, at: float) -> float:
        """Return P(a look clears the null before one stops for futility)."""
        return self._ending(units, at).invest

    def misses(self, units: float, at: float) -> float:
        """Return P(a look falls short of the target before one clears the null)."""
        return self._ending(units, at).stop

    def size(self, power: float) -> int | None:
        """Return the fewest units in the pair with this power over all looks.

        Beside guardrails a success metric is asked for more power than β leaves it: so much that obeying stops could
        take several times the size. There it has this power if stops are overruled, and
        :func:`experiments.planning.whole_rule.enough` sees to the power of the whole rule.
        """
        about, obeyed = self._about(power), self._obeyed and not self._beside_guardrails
        if about is None:
            return None
        if self._bets is not None:
            found = self._bets.size(power, about, obeyed=obeyed)
            return None if found is None else max(found, self._least)
        if obeyed:
            asked = self._fractions, power
            if asked not in self._sizes:
                self._sizes[asked] = self._fewest(about, power)
            about = self._sizes[asked]
        return max(about, self._least)

    def _fewest(self, about: int, power: float) -> int:
        """Return the fewest units, near what large samples say."""
        if self._wait is not None and not self._wait.exact:  # a small plan waits for a larger share of its units
            return smallest(self, power, self._asked.target, max(about, self._least)) or about
        return self._counted_size(about, power)

    def _about(self, power: float) -> int | None:
        """Return the size as large samples have it."""
        wanted = self.equivalent(power)
        return None if wanted is None else self.once.size(wanted)

    def equivalent(self, power: float) -> float | None:
        """Return the power of one look that has as much drift as it takes for ``power`` over all looks."""
        ends = self._ends(self._fractions, obeyed=self._obeyed and not self._beside_guardrails)
        drift = drift_to_find(ends, power)
        return None if drift is None else float(special.ndtr(drift + special.ndtri(self._asked.alpha)))

    def mean_size(self, units: float, at: float) -> float:
        """Return the mean number of units in the pair when the test ends."""
        return units * self._ending(units, at).information

    @property
    def fractions(self) -> Fractions:
        """Return the shares of the planned information at which looks are planned."""
        return self._fractions

    def passages(self, units: float, at: float) -> tuple[Passage, ...]:
        """Return how each look ends a test, in large samples; bets on values with known ends are drawn."""
        if self._bets is not None:
            return self._bets.passages(units, at, obeyed=self._obeyed)
        return passages(self._ends(self._fractions, obeyed=self._obeyed, units=units), *self._drifts(units, at))

    def never_short(self, units: float, at: float) -> tuple[float, ...]:
        """Return the chance that no look so far fell short of the target, whatever it said of the null."""
        if self._bets is not None:
            return self._bets.never_short(units, at)
        ends = self._ends(self._fractions, obeyed=self._obeyed, units=units)
        return never_short(ends, self._drifts(units, at)[1])

    def _ending(self, units: float, at: float) -> Ending:
        if (units, at) not in self._endings:
            found = self._bets.ending(units, at, obeyed=self._obeyed) if self._bets is not None else None
            self._endings[units, at] = found or self._counted(int(units), at) or self._walked(units, at)
        return self._endings[units, at]

    def _walked(self, units: float, at: float) -> Ending:
        ends = self._ends(self._fractions, obeyed=self._obeyed, units=units)
        return ending(ends, *self._drifts(units, at))

    def _drifts(self, units: float, at: float) -> tuple[float, float]:
        """Return the expected final z against the null, and that of falling short of the target."""
        to_null = _drift(self.once.clears(units, at), self._asked.alpha)
        return to_null, _drift(self.once.misses(units, at), self._asked.beta) if self._obeyed else 0.0

    def _ends(self, fractions: Fractions, *, obeyed: bool, units: float | None = None) -> Ends:
        """Return when looks end a test: of so many ``units``, where that decides from when on they can."""
        asked, spending, futility = self._asked, self._spending, self._futility
        if self._wait is not None and units is not None:
            spending = futility = f"{_ANYTIME}:{self._wait.until(units) / units:g}"
        ends = _both(fractions, (asked.alpha, spending), (asked.beta, futility))
        return ends if obeyed else ends.overruled

    def _counted_by_the_clock(self, plan: Plan) -> Fractions:
        """Return looks for every day or week that the test will take, whose size depends on how many they are."""
        power = 1 - plan.beta
        for _ in range(_ROUNDS):
            fractions = _fractions_of(plan, self._about(power))
            if fractions in (None, self._fractions):
                break
            self._fractions = fractions or self._fractions
        enough = self._fractions
        if self._count is not None:  # whose size goes up and down with the looks, and is mostly less
            fewest = _fractions_of(plan, self.size(power)) or enough
            for looks in range(len(fewest), len(enough)):
                self._fractions = _equal(looks)
                if len(_fractions_of(plan, self.size(power)) or enough) <= looks:
                    break
            else:
                self._fractions = enough
        days = (len(self._fractions) - 1) * (1 if plan.looks == "daily" else _WEEK)
        self._least = ceil((floor(days * (plan.pace.units_per_day or 0.0)) + 1) * pair_share(plan))
        return self._fractions

    def _counted(self, units: int, at: float) -> Ending | None:
        """Return the ending with every path counted; None where there are no counts, or too many."""
        if self._count is None or not self._count.can_be_counted(units):
            return None
        if self._at_any_time:
            edges = self._count.edges_at_any_time(units, obeyed=self._obeyed)
        else:  # looks come after whole units, and are judged by those
            whole = tuple(sorted({round(fraction * units) / units for fraction in self._fractions} - {0.0}))
            (edges,) = self._count.edges_at_looks(self._ends(whole, obeyed=self._obeyed), [units])
        return self._count.ending(edges, at)

    def _counted_size(self, about: int, power: float) -> int:
        """Return the fewest units by counting, near what large samples say; that where counting would take long."""
        count, target = self._count, self._asked.target
        if count is None or not count.can_be_counted(about):
            return about
        if self._at_any_time:
            for most in (about, *_LONGER):  # at small levels, and where the target is sure, sequences need more
                if most >= about and count.can_be_counted(most):
                    found = count.finds_after(count.edges_at_any_time(most, obeyed=True), power)
                    if found is not None:
                        return found
            return about
        found = about
        if about * len(self._fractions) <= _SEARCHED:
            ends = self._ends(self._fractions, obeyed=True)
            found = safest(lambda sizes: count.finds(ends, sizes), power, about)
        return next((units for units in range(found, found + _ROUNDED) if self.clears(units, target) >= power), found)


def _one_count(once: Planner, asked: Asked) -> OneCount | None:
    """Return what counts the paths of one share or one rate of events; None for everything else."""
    if isinstance(once, Binomial):
        return OneCount(asked, None)
    return OneCount(asked, asked.metric.exposure_per_unit or 1.0) if isinstance(once, OneRate) else None


def _fractions_of(plan: Plan, pair: int | None) -> Fractions | None:
    """Return the looks of a test of so many units in the pair, by the plan's calendar and pace."""
    if pair is None:
        return None
    return planned_fractions(plan.model_copy(update={"planned_size": ceil(pair / pair_share(plan))}))


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


def _drift(once: float, rate: float) -> float:
    """Return the expected final z under which one look at this rate has the given power."""
    return float(special.ndtri(min(max(once, _SURE), 1 - _SURE)) - special.ndtri(rate))


@lru_cache(maxsize=64)
def _both(fractions: Fractions, invest: tuple[float, str], stop: tuple[float, str]) -> Ends:
    return Ends(fractions, _bounds(fractions, *invest), _bounds(fractions, *stop))


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
