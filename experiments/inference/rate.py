"""Rates: events per exposure, against a benchmark or a control arm."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf, sqrt

from scipy import special

from experiments.inference import Estimator
from experiments.inference import ratio as ratios
from experiments.inference.mid_p import MidP
from experiments.inference.mover import Mover
from experiments.inference.root import crossing
from experiments.inference.wider import Wider
from experiments.plan import Scale
from experiments.statistic import Events

OVERDISPERSED = 0.01
"""Units that spread more than Poisson events would, at this level, are said to do so."""
FEW_FOR_SCORE = 100
"""Events in an arm below which a difference rests on the limits of both arms instead of a score."""


def against_benchmark(arm: Events) -> Estimator:
    """Return Garwood's exact estimator of one rate, no narrower than the units' own spread where it is known.

    Events of one unit may come together, and a test of that sees it too late in few units: it is not asked. Units that
    are all alike tell of no spread; events are then taken as Poisson.
    """
    exact = Garwood(arm.events, arm.exposure)
    if arm.units is None:
        return exact
    return _no_narrower(exact, ratios.against_benchmark(arm.units))


def against_control(treatment: Events, control: Events, scale: Scale) -> Estimator:
    """Return the estimator of a difference or lift of two rates, no narrower than the units' own spread.

    A lift is exact (conditional). A difference is by score where events are many; in arms with few the score leaves
    its level, most where exposures are unequal, and the mid-p limits of both arms hold it (docs/calibration.md).
    """
    found: Estimator
    table = (treatment.events, treatment.exposure, control.events, control.exposure)
    if scale is Scale.relative:
        found = ConditionalLift(*table)
    elif min(treatment.events, control.events) < FEW_FOR_SCORE:
        first, second = (MidP(Garwood(arm.events, arm.exposure)) for arm in (treatment, control))
        found = Mover(first, second, scale, (0.0, inf), "difference of rates (MOVER, mid-p Poisson)")
    else:
        found = ScoreRateDifference(*table)
    if treatment.units is None or control.units is None:
        return found
    return _no_narrower(found, ratios.against_control(treatment.units, control.units, scale))


def _no_narrower(found: Estimator, of_units: Estimator) -> Estimator:
    """Hold an estimator back by that of the units, unless these claim nothing: one unit, all alike, or no event."""
    silent = min(of_units.p_above(0.0), of_units.p_below(0.0)) == 1.0
    return found if silent else Wider(found, of_units)


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
