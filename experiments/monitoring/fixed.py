"""One look, at the planned size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from experiments.inference import Estimator
from experiments.monitoring import Bounds, Question, Sight
from experiments.plan import Direction, Plan


class Fixed:
    """Limits at the plan's own error rates, seen once."""

    def __init__(self, _plan: Plan) -> None:
        pass

    def may_look(self, units: int, planned: int | None, *, final: bool) -> bool:
        """Allow the one look at the planned size, or when no more data will come.

        Where no size was planned, the data at hand are the one look.
        """
        return final or planned is None or units >= planned

    def bounds(self, seen: Sequence[Sight], question: Question) -> Bounds:
        """Return one-sided limits at α towards worse and β towards better."""
        return agreeing(at_levels(seen[-1].estimator, question, question.alpha, question.beta), question)

    def shows_below(self, seen: Sequence[Sight], null: float, direction: Direction, level: float) -> bool:
        """Test once, at the level."""
        return worse_p(seen[-1].estimator, null, direction) <= level


def at_levels(estimator: Estimator, question: Question, alpha: float, beta: float) -> Bounds:
    """Return limits and p-values of one look at its own levels."""
    if question.direction is Direction.increase:
        lower, upper = estimator.lower(alpha), estimator.upper(beta)
    else:
        lower, upper = estimator.lower(beta), estimator.upper(alpha)
    return Bounds(
        lower=lower,
        upper=upper,
        p_bar=better_p(estimator, question.bar, question.direction),
        p_target=None if question.target is None else worse_p(estimator, question.target, question.direction),
    )


def better_p(estimator: Estimator, null: float, direction: Direction) -> float:
    """Return the p-value of "θ is no better than the null"."""
    return estimator.p_above(null) if direction is Direction.increase else estimator.p_below(null)


def worse_p(estimator: Estimator, null: float, direction: Direction) -> float:
    """Return the p-value of "θ is at least as good as the null"."""
    return estimator.p_below(null) if direction is Direction.increase else estimator.p_above(null)


def agreeing(bounds: Bounds, question: Question) -> Bounds:
    """Make limit and p-value say the same.

    They do, but for exact tests whose p-value is not monotone in the null (Chan & Zhang 1999, §4) and for rounding at
    the very edge. There the more careful of the two holds: the null stays inside the interval, and the p-value is that
    of the whole null hypothesis, which is no less than the level.
    """
    rising = question.direction is Direction.increase
    limit = bounds.lower if rising else bounds.upper
    excluded = limit > question.bar if rising else limit < question.bar
    p_bar = 1.0 if bounds.p_bar is None else bounds.p_bar
    if excluded and p_bar > question.alpha:
        bounds = replace(bounds, lower=question.bar) if rising else replace(bounds, upper=question.bar)
    elif not excluded and p_bar <= question.alpha:
        bounds = replace(bounds, p_bar=_just_above(question.alpha))
    if question.target is None or bounds.p_target is None:
        return bounds
    limit = bounds.upper if rising else bounds.lower
    missed = limit < question.target if rising else limit > question.target
    if missed and bounds.p_target > question.beta:
        return replace(bounds, upper=question.target) if rising else replace(bounds, lower=question.target)
    if not missed and bounds.p_target <= question.beta:
        return replace(bounds, p_target=_just_above(question.beta))
    return bounds


def _just_above(level: float) -> float:
    return level * (1 + 1e-12)
