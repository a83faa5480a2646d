"""What an `invest` does not promise: how often such verdicts are false, and what is left of a flattering effect."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from scipy import special

from experiments.noun import Value
from experiments.plan import Plan, Role
from experiments.verdict import Caution, MetricResult, Shrunk

USUAL_PRIOR = 0.5
_Z95 = 1.959963984540054
_LEAST_SPLIT = 1e-6


class _Belief(Value):
    """A normal belief about θ before the test."""

    mean: float
    sd: float


def caution(plan: Plan, results: tuple[MetricResult, ...]) -> Caution:
    """Return the false-positive risk of an `invest` under this plan, and the success metrics' estimates shrunk.

    The risk is π₀α / (π₀α + (1 − π₀)(1 − β)), π₀ the share of such ideas that are no better than the bar: 1 less the
    plan's prior (Wacholder et al., JNCI 96:434, 2004, eq. 1).
    """
    prior = plan.prior if plan.prior is not None else USUAL_PRIOR
    false, true = (1 - prior) * plan.alpha, prior * (1 - plan.beta)
    return Caution(
        prior=prior,
        assumed=plan.prior is None,
        false_positive_risk=false / (false + true),
        shrunk=tuple(_shrunk(result, prior) for result in results if _can_be_shrunk(result)),
    )


def _can_be_shrunk(result: MetricResult) -> bool:
    known = result.role is Role.success and None not in (result.estimate, result.ci95, result.bar, result.target)
    return known and all(isfinite(value) for value in (result.estimate or 0.0, *(result.ci95 or ())))


def _shrunk(result: MetricResult, prior: float) -> Shrunk:
    """Return the mean of θ given the estimate, for a normal belief and a normal estimate."""
    belief = _belief(result, prior)
    low, high = result.ci95 or (0.0, 0.0)
    error = (high - low) / (2 * _Z95)
    weight = belief.sd**2 / (belief.sd**2 + error**2)
    mean = weight * (result.estimate or 0.0) + (1 - weight) * belief.mean
    return Shrunk(name=result.name, arm=result.arm, estimate=mean, weight=weight)


def _belief(result: MetricResult, prior: float) -> _Belief:
    """Return the normal belief that the plan implies: P(better than the bar) = prior, P(better than the target) = half.

    So the target is the middle of what the team expects if it is right.
    """
    bar, target = result.bar or 0.0, result.target or 0.0
    at_bar = float(special.ndtri(min(max(prior, _LEAST_SPLIT), 1 - _LEAST_SPLIT)))
    at_target = float(special.ndtri(min(max(prior, _LEAST_SPLIT), 1 - _LEAST_SPLIT) / 2))
    signed = (target - bar) / (at_bar - at_target)  # negative where less is better
    return _Belief(mean=bar + signed * at_bar, sd=abs(signed))


def in_words(found: Caution, shown: Iterator[str]) -> str:
    """Return the caution as sentences; ``shown`` are the shrunk estimates as a reader would write them."""
    share = f"{100 * found.prior:g} in 100 such ideas are"
    if found.assumed:
        share = "every second such idea is"
    risk = f"If {share} truly better than the bar, {100 * found.false_positive_risk:.2g}% of such verdicts are false."
    values = ", ".join(shown)
    left = f" Shrunk towards what was believed before, the effect is about {values}." if values else ""
    return risk + left
