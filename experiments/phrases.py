"""What an estimate means, in the words of its kind of metric; what a plan counts."""

from __future__ import annotations

from experiments.estimand import scoring
from experiments.metric import Comparison, Kind, Metric, Scale
from experiments.plan import Plan
from experiments.words import count


def unit_noun(plan: Plan) -> str:
    """Return what a plan's size counts: units, pairs, or the clusters that are assigned."""
    if plan.comparison is Comparison.paired:
        return "pairs"
    return "clusters" if plan.columns.cluster else "units"


def size_words(plan: Plan, size: int) -> str:
    """Return a size with what it counts; where there are several arms, that it is the size of all together."""
    noun = unit_noun(plan)
    number = f"{count(size)} {noun.removesuffix('s') if size == 1 else noun}"
    return f"{number} over all arms" if plan.comparison is Comparison.control else number


def meaning(metric: Metric, estimate: str) -> str:
    """Return what to add to the observed data of one group, where they do not show the estimate themselves."""
    return f", an optimal price point of {estimate}" if metric.kind is Kind.price else ""


def difference(metric: Metric, estimate: str, arm: str, control: str) -> str:
    """Return how two arms differ."""
    if metric.kind is Kind.ordinal and scoring(metric, Comparison.control) is None:
        return f"so one of {arm} answers better than one of {control} {estimate} of the time (a tie counts half)"
    adjusted = f" when adjusted for {' and '.join(metric.covariates)}" if metric.covariates else ""
    what = "change" if metric.scale is Scale.relative else "difference"
    return f"a {what} of {estimate}{adjusted}"


def change(metric: Metric, estimate: str) -> str:
    """Return how pairs changed."""
    if metric.kind is Kind.ordinal:
        return f"net {estimate} moved up"
    if metric.kind is Kind.mean:  # what was seen is the change itself
        return "the mean change from before to after"
    return f"a change of {estimate}"
