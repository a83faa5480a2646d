"""Ratios of two measurements per unit (revenue per visit), and clustered data: the unit is what was randomised."""

from __future__ import annotations

from math import nan, sqrt

from experiments.inference import Estimator
from experiments.inference.mean import Fieller, StudentT, satterthwaite
from experiments.plan import Scale
from experiments.statistic import CrossMoments


def against_benchmark(arm: CrossMoments) -> Estimator:
    """Return the delta-method estimator of one ratio."""
    value, variance = ratio(arm)
    return StudentT(value, sqrt(variance), arm.n - 1.0, "ratio (delta method)")


def against_control(treatment: CrossMoments, control: CrossMoments, scale: Scale) -> Estimator:
    """Return the delta-method estimator of a difference of ratios, or Fieller's of their lift."""
    first, second = ratio(treatment), ratio(control)
    if scale is Scale.relative:
        return Fieller(*first, treatment.n - 1, *second, control.n - 1, method="lift of ratios (delta method, Fieller)")
    freedom = satterthwaite(first[1], treatment.n - 1, second[1], control.n - 1)
    return StudentT(first[0] - second[0], sqrt(first[1] + second[1]), freedom, "difference of ratios (delta method)")


def ratio(arm: CrossMoments) -> tuple[float, float]:
    """Return R = Σ numerator / Σ denominator over units and its variance.

    var R = (s²ₙ − 2 R sₙd + R² s²d) / (n d̄²), linearised (Cochran 1977, eq. 2.46; Deng, Knoblich & Lu 2018).
    """
    numerator, denominator = arm.means
    if arm.n < 2 or denominator == 0:
        return nan, nan
    value = numerator / denominator
    (nn, nd), (_, dd) = arm.covariance
    spread = max(0.0, nn - 2 * value * nd + value * value * dd)
    return value, spread / (arm.n * denominator * denominator)
