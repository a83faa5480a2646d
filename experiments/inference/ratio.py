"""Ratios of two measurements per unit (revenue per visit), and clustered data: the unit is what was randomised."""

from __future__ import annotations

from math import nan, sqrt

from experiments.inference import Estimator
from experiments.inference.mean import Fieller, StudentT, satterthwaite
from experiments.plan import Scale
from experiments.statistic import CrossMoments

Arm = tuple[float, float, float]
"""A ratio, its variance and the degrees of freedom of that."""


def against_benchmark(arm: CrossMoments) -> Estimator:
    """Return the delta-method estimator of one ratio, t with the degrees of freedom of as many even units."""
    value, variance, freedom = _held_back(arm)
    return StudentT(value, sqrt(variance), freedom, "ratio (delta method)")


def against_control(treatment: CrossMoments, control: CrossMoments, scale: Scale) -> Estimator:
    """Return the delta-method estimator of a difference of ratios, or Fieller's of their lift."""
    first, second = _held_back(treatment), _held_back(control)
    if scale is Scale.relative:
        return Fieller(*first, *second, method="lift of ratios (delta method, Fieller)")
    return _difference(first, second, "difference of ratios (delta method)")


def textbook_difference(treatment: CrossMoments, control: CrossMoments) -> Estimator:
    """Return the difference with the plain delta method and n − 1 degrees of freedom; no verdict rests on it."""
    first, second = (*ratio(treatment), treatment.n - 1.0), (*ratio(control), control.n - 1.0)
    return _difference(first, second, "difference of ratios (plain delta method)")


def _difference(first: Arm, second: Arm, method: str) -> Estimator:
    freedom = satterthwaite(first[1], first[2], second[1], second[2])
    return StudentT(first[0] - second[0], sqrt(first[1] + second[1]), freedom, method)


def even_units(arm: CrossMoments) -> float:
    """Return how many units of one size would know the ratio as well: 1 / Σ w², w each unit's share of the denominator.

    That is n / (1 + cv²), cv the coefficient of variation of the denominator (divisor n; Kish 1965, § 11.7).
    """
    denominator = arm.means[1]
    if not arm.n or denominator == 0:
        return 0.0
    return arm.n / (1 + arm.covariance[1][1] * (arm.n - 1) / arm.n / (denominator * denominator))


def _held_back(arm: CrossMoments) -> Arm:
    """Return R, its variance and degrees of freedom, both as of as many even units as the uneven ones are worth.

    A large unit draws R towards itself, so that its residual is too small: by 1 − w at least, and squared that is what
    the leave-one-out variance gives back (CR3: Bell & McCaffrey, Survey Methodology 28:169, 2002). With only moments
    known, w is its weighted average Σ w² instead of each unit's own. Units of one size keep n − 1 and their variance.
    """
    value, variance = ratio(arm)
    even = even_units(arm)
    if even <= 1 or arm.n < 2:
        return value, nan, nan
    return value, variance * ((1 - 1 / arm.n) / (1 - 1 / even)) ** 2, even - 1


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
