"""Several looks, each paying for its place out of the plan's error rates (group-sequential, α- and β-spending).

At each look the decision interval is the method's own at the levels that the boundaries imply: a repeated confidence
interval (Jennison & Turnbull 2000, ch. 9). Towards worse it holds at α over all looks, towards better at β over all
looks; neither takes credit for the other's stopping, so either may be overruled (non-binding). Looks are spent for
when they are made, on the information actually there, so they may be unplanned, skipped or late (Lan & DeMets 1983),
and where the plan lists its looks by size, also because of what earlier looks showed
(:mod:`experiments.sequential.unplanned`). Who sees effects could end a test when it looks best, so ending it early
earns nothing of what was not yet spent.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from math import inf, isfinite, sqrt

from scipy import special

from experiments.inference import Estimator
from experiments.monitoring import Bounds, Question, Sight
from experiments.monitoring.fixed import better_p, worse_p
from experiments.plan import Direction, Plan
from experiments.sequential.after_stopping import drift_at, stagewise_p
from experiments.sequential.boundaries import nominal, spent
from experiments.sequential.own_spread import Bounded, efficacy_of_estimated
from experiments.sequential.spending import named
from experiments.sequential.unplanned import Rule, bounds_of_looks
from experiments.verdict import AfterStopping

_LEAST_LEVEL = 1e-14
_REPORTED = 0.025
_ROUNDING = 1e-9
_ABOVE = 1 + 1e-6


class GroupSequential:
    """Limits at the levels that spending functions leave for each look."""

    def __init__(self, plan: Plan) -> None:
        self._alpha_spending, self._beta_spending = plan.spending, plan.futility
        self._planned = _planned_by_size(plan)
        self._limits: dict[tuple[int, Question, float, float], tuple[Sight, tuple[float, float]]] = {}
        self._tails: dict[tuple[int, float, Direction, bool], tuple[Sight, float]] = {}

    def may_look(self, units: int, planned: int | None, *, final: bool) -> bool:  # noqa: ARG002 - the protocol's
        """Allow every look: it is paid for."""
        return True

    def bounds(self, seen: Sequence[Sight], question: Question) -> Bounds:
        """Return the narrowest limits of all looks so far, and the stagewise p-value once some look has crossed."""
        alphas, betas = self._used(seen, question.alpha), self._used(seen, question.beta, towards_better=True)
        each_level = (_levels(found.upper) for found in (self._above(seen, question), self._below(seen, question)))
        levels = list(zip(seen, *each_level, strict=True))
        each = [self._limited(sight, question, alpha, beta) for sight, alpha, beta in levels]
        lower, upper = max(limits[0] for limits in each), min(limits[1] for limits in each)
        cleared = lower > question.bar if question.direction is Direction.increase else upper < question.bar
        return Bounds(
            lower=lower,
            upper=upper,
            p_bar=self._p(seen, alphas, question) if cleared or alphas[-1] >= question.alpha else None,
            p_target=None,
            alpha_spent=alphas[-1],
            beta_spent=betas[-1],
        )

    def shows_below(self, seen: Sequence[Sight], null: float, direction: Direction, level: float) -> bool:
        """Test at every look, at what the spending function leaves of the level for it."""
        levels = _levels(self._bounded(seen, level, self._alpha_spending, (null, direction, False)).upper)
        return any(
            self._tail(sight, null, direction, better=False) <= own
            for sight, own in zip(seen, levels, strict=True)
            if own > 0
        )

    def _above(self, seen: Sequence[Sight], question: Question) -> Bounded:
        """Return the bounds against the bar."""
        return self._bounded(seen, question.alpha, self._alpha_spending, (question.bar, question.direction, True))

    def _below(self, seen: Sequence[Sight], question: Question) -> Bounded:
        """Return the bounds against the target; the limit towards better has them where there is none, too."""
        null = None if question.target is None else (question.target, question.direction, False)
        return self._bounded(seen, question.beta, self._beta_spending, null)

    def _bounded(
        self, seen: Sequence[Sight], rate: float, spending: str, null: tuple[float, Direction, bool] | None
    ) -> Bounded:
        """Return bounds that spend a rate; ``null`` is θ, the direction, and whether better than it is what counts."""
        fractions, freedoms = ascending(seen), _freedoms(seen)
        if self._planned is None or null is None:
            return _efficacy(fractions, spent(fractions, rate, named(spending)), freedoms)
        theta, direction, better = null

        def statistic(look: int) -> float:
            return _z(self._tail(seen[look], theta, direction, better=better))

        return bounds_of_looks(Rule(rate, spending, self._planned), fractions, freedoms, statistic)

    def _used(self, seen: Sequence[Sight], rate: float, *, towards_better: bool = False) -> tuple[float, ...]:
        spending = named(self._beta_spending if towards_better else self._alpha_spending)
        return spent([sight.fraction for sight in seen], rate, spending)

    def after_stopping(self, seen: Sequence[Sight], question: Question, stopped: int) -> AfterStopping | None:
        """Return estimate, 95% interval and p-value in the stagewise ordering, for a test that is over.

        The look is the first that cleared the bar; where none did, the one at which the test ``stopped``, from 1: since
        futility is not binding, stopping for it earns nothing. Each value is a limit of that look's own method, at the
        level that the ordering implies there; of a normal estimate these are the classical ones (Tsiatis, Rosner &
        Mehta 1984). None where a limit is not finite.
        """
        walked = self._above(seen, question)
        every, upper, information = self._statistics(seen, question), walked.upper, walked.information
        look = _crossed(every, upper) or stopped
        z, t, found = every[look - 1], sqrt(information[look - 1]), seen[look - 1].estimator

        def level_of(p: float) -> float:
            """Return the one-sided level of this look alone at the θ whose stagewise p-value is ``p``."""
            return float(special.ndtr(drift_at(information, upper, look, z, p) * t - z))

        estimate = found.estimate + _limit_from_half(found, level_of(0.5), question.direction)
        ends = sorted(_limit(found, level_of(p), question.direction) for p in (_REPORTED, 1 - _REPORTED))
        if not all(isfinite(value) for value in (estimate, *ends)):
            return None
        p = _p_of(walked, look, z, question, crossed=z >= upper[look - 1])
        return AfterStopping(estimate=estimate, lower=ends[0], upper=ends[1], p=p)

    def _limited(self, sight: Sight, question: Question, alpha: float, beta: float) -> tuple[float, float]:
        """Return one look's limits; they stay what they are at later looks."""
        key = (id(sight), question, alpha, beta)
        if key not in self._limits:
            self._limits[key] = sight, _limits(sight, question, alpha, beta)  # kept, so that its id stays its own
        return self._limits[key][1]

    def _tail(self, sight: Sight, null: float, direction: Direction, *, better: bool) -> float:
        """Return one look's p-value against "no better than the null", or against "at least as good"."""
        key = (id(sight), null, direction, better)
        if key not in self._tails:
            self._tails[key] = sight, (better_p if better else worse_p)(sight.estimator, null, direction)
        return self._tails[key][1]

    def _statistics(self, seen: Sequence[Sight], question: Question) -> tuple[float, ...]:
        """Return how far each look lies beyond the bar, in standard errors as its own method's p-value has them."""
        return tuple(_z(self._tail(sight, question.bar, question.direction, better=True)) for sight in seen)

    def _p(self, seen: Sequence[Sight], alphas: tuple[float, ...], question: Question) -> float | None:
        """Return the p-value of the look at which the test stopped for efficacy, or of the last one."""
        walked, z = self._above(seen, question), self._statistics(seen, question)
        look = _crossed(z, walked.upper)
        if look is None and alphas[-1] < question.alpha:
            return None
        at = look or len(seen)
        return _p_of(walked, at, z[at - 1], question, crossed=look is not None)


def ascending(seen: Sequence[Sight]) -> tuple[float, ...]:
    """Return the information at each look as a share of the planned one, each above the one before."""
    fractions = [sight.fraction for sight in seen]
    if any(later <= earlier for earlier, later in pairwise(fractions)):
        raise ValueError("looks must bring units")
    return tuple(fractions)


def nominal_levels(
    fractions: tuple[float, ...], used: tuple[float, ...], freedoms: tuple[float, ...] | None = None
) -> tuple[float, ...]:
    """Return the level of each look's own limit; without ``freedoms`` those of statistics whose spread is known."""
    return _levels(_efficacy(fractions, used, freedoms or (inf,) * len(fractions)).upper)


def _levels(upper: Sequence[float]) -> tuple[float, ...]:
    return tuple(level if level > _LEAST_LEVEL else 0.0 for level in nominal(upper))


def _planned_by_size(plan: Plan) -> tuple[float, ...] | None:
    """Return at which shares of the planned size the plan looks; None where the calendar says when, or no size is set.

    What is in by a day of the calendar does not depend on what the data show.
    """
    by_the_calendar = isinstance(plan.looks, str) or (isinstance(plan.looks, tuple) and isinstance(plan.looks[0], date))
    if by_the_calendar or plan.planned_size is None:
        return None
    from experiments.planning.monitored import planned_fractions

    size = plan.planned_size
    return tuple(sorted({round(at * size) / size for at in planned_fractions(plan)} - {0.0}))


def _freedoms(seen: Sequence[Sight]) -> tuple[float, ...]:
    """Return the degrees of freedom of each look's statistic; infinite where its spread is not estimated."""
    found = (getattr(sight.estimator, "freedom", inf) for sight in seen)
    return tuple(freedom if freedom > 0 else 0.0 for freedom in found)


@lru_cache(maxsize=256)
def _efficacy(fractions: tuple[float, ...], used: tuple[float, ...], freedoms: tuple[float, ...]) -> Bounded:
    return efficacy_of_estimated(fractions, used, freedoms)


def _limits(sight: Sight, question: Question, alpha: float, beta: float) -> tuple[float, float]:
    """Return one look's limits; a look that may spend nothing says nothing."""
    below, above = (alpha, beta) if question.direction is Direction.increase else (beta, alpha)
    return sight.estimator.lower(below) if below else -inf, sight.estimator.upper(above) if above else inf


def _p_of(walked: Bounded, look: int, z: float, question: Question, *, crossed: bool) -> float:
    """Return the stagewise p-value; what looks nobody planned have cost counts as used up where none has crossed."""
    found = min(1.0, stagewise_p(walked.information, walked.upper, look, z))
    return found if crossed else max(found, question.alpha * _ABOVE)


def _crossed(z: Sequence[float], upper: Sequence[float]) -> int | None:
    """Return the first look beyond its bound."""
    return next((at for at, (value, bound) in enumerate(zip(z, upper, strict=True), 1) if value >= bound), None)


def _limit(found: Estimator, level: float, direction: Direction) -> float:
    """Return the θ whose one-sided p-value is ``level``: a limit towards worse below ½, towards better above."""
    towards_lower = (level < 0.5) == (direction is Direction.increase)
    outer = max(min(level, 1 - level), _LEAST_LEVEL)
    return found.lower(outer) if towards_lower else found.upper(outer)


def _limit_from_half(found: Estimator, level: float, direction: Direction) -> float:
    """Return how far that limit has come from the one at ½, where a method for counts leaves a gap between the two."""
    if abs(level - 0.5) < _ROUNDING:
        return 0.0
    side = 0.5 - _ROUNDING if level < 0.5 else 0.5 + _ROUNDING
    return _limit(found, level, direction) - _limit(found, side, direction)


def _z(p: float) -> float:
    return min(38.0, max(-38.0, -float(special.ndtri(p)))) if 0 < p < 1 else (38.0 if p <= 0 else -38.0)
