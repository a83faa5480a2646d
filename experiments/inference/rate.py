"""Rates: events per exposure, against a benchmark or a control arm."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf, sqrt

from scipy import special

from experiments.inference import Estimator
from experiments.inference import ratio as ratios
from experiments.inference.root import crossing
from experiments.plan import Scale
from experiments.statistic import Events

OVERDISPERSED = 0.01
"""Units that spread more than Poisson events would, at this level, become the sample."""


def against_benchmark(arm: Events) -> Estimator:
    """Return Garwood's exact estimator of one rate; the delta method over units where events cluster in units."""
    if arm.units is not None and dispersion_p(arm) < OVERDISPERSED:
        return ratios.against_benchmark(arm.units)
    return Garwood(arm.events, arm.exposure)


def against_control(treatment: Events, control: Events, scale: Scale) -> Estimator:
    """Return the estimator of a difference (score) or lift (exact conditional) of two rates."""
    per_unit = treatment.units, control.units
    if per_unit[0] and per_unit[1] and min(dispersion_p(treatment), dispersion_p(control)) < OVERDISPERSED:
        return ratios.against_control(per_unit[0], per_unit[1], scale)
    if scale is Scale.relative:
        return ConditionalLift(treatment.events, treatment.exposure, control.events, control.exposure)
    return ScoreRateDifference(treatment.events, treatment.exposure, control.events, control.exposure)


def dispersion(arm: Events) -> float:
    """Return how many times more units vary than Poisson counts of their exposure would: var(y − λe) / (λ ē)."""
    if arm.units is None or arm.units.n < 2 or not arm.events:
        return 1.0
    (yy, ye), (_, ee) = arm.units.covariance
    rate = arm.units.means[0] / arm.units.means[1]
    return max(0.0, yy - 2 * rate * ye + rate * rate * ee) / arm.units.means[0]


def dispersion_p(arm: Events) -> float:
    """Return P(χ² with n − 1 df exceeds (n − 1) times the dispersion): Fisher's index of dispersion."""
    if arm.units is None or arm.units.n < 2 or not arm.events:
        return 1.0
    freedom = arm.units.n - 1
    return float(special.chdtrc(freedom, freedom * dispersion(arm)))


@dataclass(frozen=True)
class Garwood:
    """The exact Poisson test and its inversion (Garwood, Biometrika 28:437, 1936), by the incomplete gamma function."""

    events: int
    exposure: float
    method: str = "exact Poisson (Garwood)"

    @property
    def estimate(self) -> float:
        """Return events / exposure."""
        return self.events / self.exposure

    @property
    def standard_error(self) -> float | None:
        """Return √events / exposure; the limits do not rest on it."""
        return sqrt(self.events) / self.exposure

    def lower(self, level: float) -> float:
        """Return the rate with P(X ≥ x) = level."""
        return float(special.gammaincinv(self.events, level)) / self.exposure if self.events else 0.0

    def upper(self, level: float) -> float:
        """Return the rate with P(X ≤ x) = level."""
        return float(special.gammainccinv(self.events + 1, level)) / self.exposure

    def p_above(self, null: float) -> float:
        """Return P(X ≥ x | null)."""
        return float(special.gammainc(self.events, max(null, 0.0) * self.exposure)) if self.events else 1.0

    def p_below(self, null: float) -> float:
        """Return P(X ≤ x | null)."""
        return float(special.gammaincc(self.events + 1, max(null, 0.0) * self.exposure))


@dataclass(frozen=True)
class ConditionalLift:
    """λ₁ / λ₂ − 1 given the total: x₁ is binomial in it (Przyborowski & Wilenski 1940), limits by Clopper–Pearson."""

    x1: int
    t1: float
    x2: int
    t2: float
    method: str = "exact conditional (rate ratio)"
    standard_error: float | None = None

    @property
    def estimate(self) -> float:
        """Return the ratio of the rates less one; infinite where control had no event."""
        if not self.x2:
            return inf if self.x1 else 0.0
        return (self.x1 / self.t1) / (self.x2 / self.t2) - 1

    def lower(self, level: float) -> float:
        """Return the ratio less one at the lower limit of x₁'s share."""
        share = float(special.betaincinv(self.x1, self.x2 + 1, level)) if self.x1 else 0.0
        return share / (1 - share) * self.t2 / self.t1 - 1 if share < 1 else inf

    def upper(self, level: float) -> float:
        """Return the ratio less one at the upper limit of x₁'s share."""
        share = float(special.betainccinv(self.x1 + 1, self.x2, level)) if self.x2 else 1.0
        return share / (1 - share) * self.t2 / self.t1 - 1 if share < 1 else inf

    def p_above(self, null: float) -> float:
        """Return P(X₁ ≥ x₁ | total)."""
        return float(special.betainc(self.x1, self.x2 + 1, self._share(null))) if self.x1 else 1.0

    def p_below(self, null: float) -> float:
        """Return P(X₁ ≤ x₁ | total)."""
        return float(special.betaincc(self.x1 + 1, self.x2, self._share(null))) if self.x2 else 1.0

    def _share(self, null: float) -> float:
        weight = max(0.0, 1 + null) * self.t1
        return weight / (weight + self.t2)


@dataclass(frozen=True)
class ScoreRateDifference:
    """The score test of λ₁ − λ₂ and its inversion, rates restricted to the null (Miettinen & Nurminen 1985, eq. 14)."""

    x1: int
    t1: float
    x2: int
    t2: float
    method: str = "score for a difference of rates"

    @property
    def estimate(self) -> float:
        """Return the difference of the rates."""
        return self.x1 / self.t1 - self.x2 / self.t2

    @property
    def standard_error(self) -> float | None:
        """Return √(x₁/t₁² + x₂/t₂²); the limits do not rest on it."""
        return sqrt(self.x1 / self.t1**2 + self.x2 / self.t2**2)

    def lower(self, level: float) -> float:
        """Return the null at which z is the upper ``level`` quantile."""
        wanted = -float(special.ndtri(level))
        stride = sqrt(self.x1 + 1) / self.t1 + sqrt(self.x2 + 1) / self.t2
        high, low = self.estimate, self.estimate - 2 * stride
        while wanted - self._z(low) > 0:
            high, stride = low, 2 * stride
            low -= 2 * stride
        return crossing(lambda null: wanted - self._z(null), low, high, 1e-9 * stride)

    def upper(self, level: float) -> float:
        """Return the lower limit with the arms exchanged, sign turned."""
        return -replace(self, x1=self.x2, t1=self.t2, x2=self.x1, t2=self.t1).lower(level)

    def p_above(self, null: float) -> float:
        """Return P(Z ≥ z(null))."""
        return float(special.ndtr(-self._z(null)))

    def p_below(self, null: float) -> float:
        """Return P(Z ≤ z(null))."""
        return float(special.ndtr(self._z(null)))

    def _z(self, null: float) -> float:
        """Return the score statistic; λ₂ solves (t₁ + t₂) λ₂² − (x₁ + x₂ − (t₁ + t₂)θ) λ₂ − x₂ θ = 0."""
        total = self.t1 + self.t2
        b = self.x1 + self.x2 - total * null
        second = (
            (b + sqrt(b * b + 4 * total * self.x2 * null)) / (2 * total)
            if b * b + 4 * total * self.x2 * null > 0
            else 0.0
        )
        second = max(second, 0.0, -null)
        variance = (second + null) / self.t1 + second / self.t2
        distance = self.estimate - null
        if variance <= 0:
            return 0.0 if distance == 0 else inf if distance > 0 else -inf
        return distance / sqrt(variance)
