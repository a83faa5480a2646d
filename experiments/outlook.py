"""How likely each end is from here, while a test of several looks goes on."""

from __future__ import annotations

from math import isfinite, sqrt

from scipy import special

from experiments.monitoring import Question, Sight
from experiments.monitoring.fixed import better_p, worse_p
from experiments.monitoring.group_sequential import ascending
from experiments.plan import Plan
from experiments.sequential.after_stopping import conditional_power, predictive_power
from experiments.sequential.boundaries import efficacy, spent
from experiments.sequential.spending import named
from experiments.verdict import Outlook


def outlook(plan: Plan, seen: tuple[Sight, ...], question: Question) -> Outlook | None:
    """Return the chances to end with `invest` or `stop` if the next look is the one at the planned size.

    At the target: conditional power (Lan, Simon & Halperin 1982). As the data look: predictive power, averaged over
    what they say of θ from a flat prior. None where nothing is left to come, or the estimate has no spread yet.
    """
    latest = seen[-1]
    if latest.fraction >= 1 or question.target is None:
        return None
    to_bar = -float(special.ndtri(better_p(latest.estimator, question.bar, question.direction)))
    to_target = -float(special.ndtri(worse_p(latest.estimator, question.target, question.direction)))
    if not (isfinite(to_bar) and isfinite(to_target)):
        return None
    reach_bar = _final_bound(seen, question.alpha, plan.spending)
    reach_target = _final_bound(seen, question.beta, plan.futility)
    t = latest.fraction
    # Both statistics share their spread, so bar and target lie this many standard errors apart at the planned size.
    apart = (to_bar + to_target) / sqrt(t)
    invest = conditional_power(t, to_bar, reach_bar, apart), predictive_power(t, to_bar, reach_bar)
    short = conditional_power(t, to_target, reach_target, apart), predictive_power(t, to_target, reach_target)
    return Outlook(
        invest_at_target=invest[0],
        stop_at_bar=short[0],
        invest_as_seen=invest[1],
        stop_as_seen=min(short[1], 1 - invest[1]),  # what clears the bar is invested in, though short of the target
    )


def _final_bound(seen: tuple[Sight, ...], rate: float, spending: str) -> float:
    """Return the bound of one more look, at the planned size, after those that were made."""
    fractions = ascending(seen)
    used = spent(fractions, rate, named(spending))
    return efficacy((*fractions, 1.0), (*used, rate))[-1]
