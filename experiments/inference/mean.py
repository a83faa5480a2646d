"""Means: an amount per unit, against a benchmark or a control arm."""

from __future__ import annotations

from dataclasses import dataclass
from math import copysign, inf, isfinite, nan, sqrt

from scipy import special

from experiments.inference import Estimator
from experiments.observation import Moments
from experiments.plan import Scale


def against_benchmark(arm: Moments) -> Estimator:
    """Return Student's t estimator of one mean."""
    error = sqrt(arm.variance / arm.n) if arm.n > 1 else nan
    return StudentT(arm.mean, error, arm.n - 1.0, "one-sample t")


def against_control(treatment: Moments, control: Moments, scale: Scale) -> Estimator:
    """Return Welch's t estimator of a difference of means, or Fieller's of their ratio less one."""
    if min(treatment.n, control.n) < 2:
        return StudentT(treatment.mean - control.mean, nan, nan, "Welch t")
    first, second = treatment.variance / treatment.n, control.variance / control.n
    if scale is Scale.relative:
        return Fieller(treatment.mean, first, treatment.n - 1, control.mean, second, control.n - 1)
    freedom = satterthwaite(first, treatment.n - 1, second, control.n - 1)
    return StudentT(treatment.mean - control.mean, sqrt(first + second), freedom, "Welch t")


def satterthwaite(first: float, first_df: float, second: float, second_df: float) -> float:
    """Return the degrees of freedom of a sum of two variance estimates (Welch 1947, eq. 28); NaN without any."""
    total = first + second
    if total == 0 or min(first_df, second_df) <= 0:
        return nan
    share = first / total
    return 1 / (share * share / first_df + (1 - share) * (1 - share) / second_df)


@dataclass(frozen=True)
class StudentT:
    """An estimate with a standard error, judged by the t distribution. Without a standard error nothing is claimed."""

    estimate: float
    error: float
    freedom: float
    method: str

    @property
    def standard_error(self) -> float | None:
        """Return the standard error, or None with fewer than two units, no spread or no degrees of freedom."""
        return self.error if self.error > 0 and self.freedom > 0 else None

    def lower(self, level: float) -> float:
        """Return estimate + t(level) · se."""
        return self.estimate + self._quantile(level) * self.error if self.standard_error else -inf

    def upper(self, level: float) -> float:
        """Return estimate − t(level) · se."""
        return self.estimate - self._quantile(level) * self.error if self.standard_error else inf

    def p_above(self, null: float) -> float:
        """Return P(T ≥ (estimate − null) / se)."""
        return self._tail((null - self.estimate) / self.error) if self.standard_error else 1.0

    def p_below(self, null: float) -> float:
        """Return P(T ≤ (estimate − null) / se)."""
        return self._tail((self.estimate - null) / self.error) if self.standard_error else 1.0

    def _quantile(self, level: float) -> float:
        return float(special.stdtrit(self.freedom, level))

    def _tail(self, t: float) -> float:
        return float(special.stdtr(self.freedom, t))


@dataclass(frozen=True)
class Fieller:
    """The relative lift m₁ / m₂ − 1 of two means (Fieller 1954; df at the estimate: Tamhane & Logan 2004).

    Where the control mean is not clearly above zero, no finite interval exists; the limits are then infinite.
    """

    mean1: float
    variance1: float
    df1: float
    mean2: float
    variance2: float
    df2: float
    method: str = "ratio of means (Fieller, Welch df)"
    covariance: float = 0.0
    standard_error: float | None = None

    @property
    def estimate(self) -> float:
        """Return m₁ / m₂ − 1; infinite where the control mean is 0."""
        return self.mean1 / self.mean2 - 1 if self.mean2 else copysign(inf, self.mean1)

    @property
    def freedom(self) -> float:
        """Return the degrees of freedom at the estimate; NaN without any."""
        ratio = self.estimate + 1
        if not isfinite(ratio):
            return nan
        return satterthwaite(self.variance1, self.df1, ratio * ratio * self.variance2, self.df2)

    def lower(self, level: float) -> float:
        """Return the smallest ratio, less one, that T does not refuse from above."""
        root = self._roots(level)
        return -inf if root is None else root[0]

    def upper(self, level: float) -> float:
        """Return the largest ratio, less one, that T does not refuse from below."""
        root = self._roots(level)
        return inf if root is None else root[1]

    def p_above(self, null: float) -> float:
        """Return the largest p-value over all lifts up to ``null``: the limit of no control mean at all included."""
        return self._tail(-min(self._t(null + 1), self._least_certain))

    def p_below(self, null: float) -> float:
        """Return the largest p-value over all lifts from ``null`` on."""
        return self._tail(max(self._t(null + 1), -self._least_certain))

    @property
    def _least_certain(self) -> float:
        """T as the ratio runs to infinity: how many standard errors the control mean lies above zero."""
        if self.variance2 == 0:
            return inf if self.mean2 > 0 else -inf
        return self.mean2 / sqrt(self.variance2)

    def _t(self, ratio: float) -> float:
        spread = sqrt(self.variance1 - 2 * ratio * self.covariance + ratio * ratio * self.variance2)
        distance = self.mean1 - ratio * self.mean2
        return distance / spread if spread else (0.0 if distance == 0 else inf if distance > 0 else -inf)

    def _tail(self, t: float) -> float:
        return float(special.stdtr(self.freedom, t)) if self.freedom == self.freedom else 1.0

    def _roots(self, level: float) -> tuple[float, float] | None:
        """Return the lifts at which T is ±t; None where no finite interval exists.

        (m₁ − ρ m₂)² = t² (v₁ − 2ρc + ρ² v₂) solved for ρ − 1 in units of the control mean, without taking a difference
        of large numbers.
        """
        if self.freedom != self.freedom:
            return None
        t = -float(special.stdtrit(self.freedom, level))
        if self._least_certain <= t:
            return None
        ratio = self.mean1 / self.mean2
        first = self.variance1 / self.mean2 / self.mean2
        second = self.variance2 / self.mean2 / self.mean2
        shared = self.covariance / self.mean2 / self.mean2
        inside = first - 2 * ratio * shared + ratio * ratio * second - t * t * (first * second - shared * shared)
        spread = t * sqrt(max(inside, 0.0))
        centre, scale = (ratio - 1) + t * t * (second - shared), 1 - t * t * second
        return (centre - spread) / scale, (centre + spread) / scale
