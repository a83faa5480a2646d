"""Means adjusted for what was known of each unit before the test (CUPED, ANCOVA), from cross products."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt

import numpy as np
from numpy.typing import NDArray

from experiments.inference import Estimator
from experiments.inference.mean import Fieller, StudentT, satterthwaite
from experiments.plan import Scale
from experiments.statistic import CrossMoments

Array = NDArray[np.float64]


@dataclass(frozen=True)
class AdjustedArm:
    """One arm's regression of the outcome on the covariates, about the covariate mean of all arms."""

    mean: float
    variance: float
    freedom: float
    slopes: Array


def against_control(treatment: CrossMoments, control: CrossMoments, scale: Scale) -> Estimator:
    """Return the estimator of a difference or lift of adjusted means; the first variable is the outcome.

    Each arm has slopes of its own (Lin, Annals of Applied Statistics 7:295, 2013: the fully interacted regression), so
    that adjusting never makes the estimate less precise in large samples. The common centre is estimated too, which
    adds (β₁ − β₂)ᵀ Σ (β₁ − β₂) / N to the variance (Negi & Wooldridge 2021) and a covariance to a lift.
    """
    n = treatment.n + control.n
    centre = (treatment.n * _covariates(treatment) + control.n * _covariates(control)) / n
    first, second = _regression(treatment, centre), _regression(control, centre)
    spread = _pooled_covariance(treatment, control) / n
    shared = float(first.slopes @ spread @ second.slopes)
    variances = [arm.variance + float(arm.slopes @ spread @ arm.slopes) for arm in (first, second)]
    if scale is Scale.relative:
        return Fieller(
            first.mean,
            variances[0],
            first.freedom,
            second.mean,
            variances[1],
            second.freedom,
            method="lift of adjusted means (Lin, Fieller)",
            covariance=shared,
        )
    freedom = satterthwaite(first.variance, first.freedom, second.variance, second.freedom)
    error = sqrt(max(0.0, sum(variances) - 2 * shared))
    return StudentT(first.mean - second.mean, error, freedom, "regression adjustment (Lin)")


def variance_cut(treatment: CrossMoments, control: CrossMoments) -> float:
    """Return the share of the outcome's variance that the covariates explain, averaged over the arms."""
    return (explained(treatment) + explained(control)) / 2


def explained(arm: CrossMoments) -> float:
    """Return the share of the outcome's variance that the covariates explain (R²) in one arm."""
    total = arm.covariance[0][0]
    if not total:
        return 0.0
    matrix = np.array(arm.covariance)
    return float(matrix[0, 1:] @ _solved(matrix[1:, 1:], matrix[1:, :1])[:, 0]) / total


def _covariates(arm: CrossMoments) -> Array:
    return np.array(arm.means[1:])


def _regression(arm: CrossMoments, centre: Array) -> AdjustedArm:
    matrix, away = np.array(arm.covariance), _covariates(arm) - centre
    asked = np.column_stack([matrix[1:, 0], away])
    slopes, reached = _solved(matrix[1:, 1:], asked).T
    freedom = float(arm.n - 1 - len(slopes))
    mean = arm.means[0] - float(slopes @ away)
    if freedom <= 0:
        return AdjustedArm(mean, nan, nan, slopes)
    left = max(0.0, arm.covariance[0][0] - float(matrix[0, 1:] @ slopes))
    # The slopes are estimated too: the farther the arm's covariates lie from the centre, the more that matters.
    reach = 1 / arm.n + max(0.0, float(away @ reached)) / (arm.n - 1)
    return AdjustedArm(mean, left * (arm.n - 1) / freedom * reach, freedom, slopes)


def _solved(matrix: Array, asked: Array) -> Array:
    """Return the least-squares solution, 0 along what does not vary; of one covariate that is a quotient."""
    if len(matrix) == 1:
        return asked / matrix if matrix[0, 0] else np.zeros_like(asked)
    return np.asarray(np.linalg.lstsq(matrix, asked, rcond=None)[0])


def _pooled_covariance(treatment: CrossMoments, control: CrossMoments) -> Array:
    """Return the covariance of the covariates over all units."""
    return np.array(treatment.plus(control).covariance)[1:, 1:]
