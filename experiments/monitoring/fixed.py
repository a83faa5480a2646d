"""One look, at the planned size."""

from __future__ import annotations

from dataclasses import replace

from experiments.inference import Estimator
from experiments.monitoring import Bounds, Question
from experiments.plan import Direction


class Fixed:
    """Limits at the plan's own error rates, seen once."""

    def may_look(self, units: int, planned: int | None, *, final: bool) -> bool:
        """Allow the one look at the planned size, or when no more data will come.

        Where no size was planned, the data at hand are the one look.
        """
        return final or planned is None or units >= planned

    def bounds(self, estimator: Estimator, question: Question) -> Bounds:
        """Return one-sided limits at α towards worse and β towards better."""
        if question.direction is Direction.increase:
            lower, upper = estimator.lower(question.alpha), estimator.upper(question.beta)
        else:
            lower, upper = estimator.lower(question.beta), estimator.upper(question.alpha)
        better, worse = estimator.p_above, estimator.p_below
        if question.direction is Direction.decrease:
            better, worse = worse, better
        found = Bounds(
            lower=lower,
            upper=upper,
            p_bar=better(question.bar),
            p_target=None if question.target is None else worse(question.target),
        )
        return agreeing(found, question)


def agreeing(bounds: Bounds, question: Question) -> Bounds:
    """Make limit and p-value say the same.

    They do, but for exact tests whose p-value is not monotone in the null (Chan & Zhang 1999, §4) and for rounding at
    the very edge. There the more careful of the two holds: the null stays inside the interval, and the p-value is that
    of the whole null hypothesis, which is no less than the level.
    """
    rising = question.direction is Direction.increase
    toward_worse = "lower" if rising else "upper"
    limit = getattr(bounds, toward_worse)
    excluded = limit > question.bar if rising else limit < question.bar
    if excluded and bounds.p_bar > question.alpha:
        bounds = replace(bounds, **{toward_worse: question.bar})
    elif not excluded and bounds.p_bar <= question.alpha:
        bounds = replace(bounds, p_bar=_just_above(question.alpha))
    if question.target is None or bounds.p_target is None:
        return bounds
    toward_better = "upper" if rising else "lower"
    limit = getattr(bounds, toward_better)
    missed = limit < question.target if rising else limit > question.target
    if missed and bounds.p_target > question.beta:
        return replace(bounds, **{toward_better: question.target})
    if not missed and bounds.p_target <= question.beta:
        return replace(bounds, p_target=_just_above(question.beta))
    return bounds


def _just_above(level: float) -> float:
    return level * (1 + 1e-12)
