"""Means adjusted for covariates: the spread that is left once they have explained their part."""

from __future__ import annotations

from math import sqrt

from experiments.plan import Scale
from experiments.planning import Asked
from experiments.planning.means import Adjustment, TwoMeans


def two(asked: Asked) -> TwoMeans:
    """Return the planner of a difference or lift of adjusted means.

    The standard deviation left is sd · √(1 − r²), r the (multiple) correlation with the covariates, 0 where none is
    given (Deng, Xu, Kohavi & Walker 2013, eq. 3); each covariate costs each arm a degree of freedom. The variance from
    estimating the slopes themselves, about k/n of the whole, is left out here as it is by the judge.
    """
    metric = asked.metric
    explained = (metric.correlation or 0.0) ** 2
    shared = explained * (metric.sd or 0.0) ** 2
    lift = metric.scale is Scale.relative
    method = "lift of adjusted means (Lin)" if lift else "regression adjustment (Lin)"
    return TwoMeans(asked, method, adjustment=Adjustment(sqrt(1 - explained), len(metric.covariates), shared))
