"""What an estimate means, in the words of its kind of metric."""

from __future__ import annotations

from experiments.estimand import scoring
from experiments.metric import Comparison, Kind, Metric, Scale


def meaning(metric: Metric, estimate: str) -> str:
    """Return what to add to the observed data of one group, where they do not show the estimate themselves."""
    return f", an optimal price point of {estimate}" if metric.kind is Kind.price else ""


def difference(metric: Metric, estimate: str, arm: str, control: str) -> str:
    """Return how two arms differ."""
    if metric.kind is Kind.ordinal and scoring(metric, Comparison.control) is None:
        return f"so one of {arm} answers better than one of {control} {estimate} of the time (a tie counts half)"
    adjusted = f"adjusted for {' and '.join(metric.covariates)} " if metric.covariates else ""
    what = "change" if metric.scale is Scale.relative else "difference"
    return f"{adjusted}a {what} of {estimate}"


def change(metric: Metric, estimate: str) -> str:
    """Return how pairs changed."""
    if metric.kind is Kind.ordinal:
        return f"net {estimate} moved up"
    what = "a mean change" if metric.kind is Kind.mean else "a change"
    return f"{what} of {estimate}"
