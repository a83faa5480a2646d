"""Ratios of two measurements per unit, and clustered data: a mean of linearised values, one per unit or cluster.

The planned standard deviation is that of one unit's (numerator − R · denominator) / mean denominator, or of one
cluster's mean (Cochran 1977, eq. 2.46; Deng, Knoblich & Lu 2018); the size counts units, or clusters.
"""

from __future__ import annotations

from experiments.plan import Scale
from experiments.planning import Asked
from experiments.planning.means import OneMean, TwoMeans


def one(asked: Asked) -> OneMean:
    """Return the planner of one ratio, t with n − 1 degrees of freedom."""
    return OneMean(asked, "ratio (delta method)")


def two(asked: Asked) -> TwoMeans:
    """Return the planner of a difference of ratios (Welch) or of their lift (Fieller)."""
    lift = asked.metric.scale is Scale.relative
    return TwoMeans(asked, "lift of ratios (delta method)" if lift else "difference of ratios (delta method)")
