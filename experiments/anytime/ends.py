"""Between which ends the values lie whose mean is judged: what makes looks at any time exact."""

from __future__ import annotations

from math import sqrt

from experiments.estimand import ends_of_theta, scoring
from experiments.metric import Comparison, Kind, Metric, Score

_OF_PAIRS = (Kind.proportion, Kind.theme, Kind.ordinal)


def ends(metric: Metric, comparison: Comparison) -> tuple[float, float] | None:
    """Return the least and the greatest value of one unit of a single group or of pairs; None where nobody knows.

    A promoter counts 1 and a detractor −1, and so does a pair that gained and one that lost.
    """
    if comparison is Comparison.control:
        return None
    if counts_steps(metric, comparison):
        return (-1.0, 1.0)
    return ends_of_theta(metric.between, comparison) if metric.between is not None else None


def planned_spread(metric: Metric, comparison: Comparison) -> float | None:
    """Return the standard deviation that the plan expects of one such value; None where it expects none."""
    if comparison is Comparison.paired and counts_steps(metric, comparison):
        expected = metric.target if metric.target is not None else 0.0
        return sqrt(max(metric.discordant - expected * expected, 0.0)) if metric.discordant else None
    return metric.sd


def counts_steps(metric: Metric, comparison: Comparison) -> bool:
    """Say whether a unit counts −1, 0 or 1, and how many of each there are is recorded."""
    paired = comparison is Comparison.paired and metric.kind in _OF_PAIRS
    return paired or scoring(metric, comparison) is Score.nps
