"""Student's and Welch's t: one mean, a difference of two, a lift; and whatever else is judged as a mean."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, sqrt

from scipy import special

from experiments.inference.mean import satterthwaite
from experiments.plan import Scale
from experiments.planning import Asked, smallest


@dataclass(frozen=True)
class Adjustment:
    """What a regression on covariates changes: the spread that is left, and the degrees of freedom it costs per arm.

    ``shared`` is the variance of the fitted part of one unit; it enters a lift, whose arms share the covariate mean.
    """

    left: float = 1.0
    freedom: int = 0
    shared: float = 0.0


class OneMean:
    """Power of the one-sample t test by the noncentral t distribution; ``sd`` in the units of θ."""

    def __init__(self, asked: Asked, method: str = "one-sample t", sd: float | None = None) -> None:
        self.method = method
        self._asked = asked
        self._sign = asked.metric.direction.sign
        self._sd = (asked.metric.sd or 0.0) if sd is None else sd

    def clears(self, units: float, at: float) -> float:
        """Return P(T > t(1 − α))."""
        return beyond(self._asked.alpha, units - 1, self._sign * (at - self._asked.null) * sqrt(units) / self._sd)

    def misses(self, units: float, at: float) -> float:
        """Return P(T < −t(1 − β)) about the target."""
        return beyond(self._asked.beta, units - 1, self._sign * (self._asked.target - at) * sqrt(units) / self._sd)

    def size(self, power: float) -> int | None:
        """Return the fewest units."""
        return smallest(self, power, self._asked.target)


class TwoMeans:
    """Power of Welch's t (or Fieller's, for a lift), both arms with the planned standard deviation.

    ``sd`` in the units of a mean, ``adjustment`` what covariates make of it.
    """

    def __init__(
        self, asked: Asked, method: str = "", sd: float | None = None, adjustment: Adjustment | None = None
    ) -> None:
        self._asked = asked
        self._sign = asked.metric.direction.sign
        self._adjustment = adjustment or Adjustment()
        self._sd = ((asked.metric.sd or 0.0) if sd is None else sd) * self._adjustment.left
        self._baseline = asked.metric.baseline or 0.0
        self._relative = asked.metric.scale is Scale.relative
        self.method = method or ("ratio of means (Fieller)" if self._relative else "Welch t")

    def clears(self, units: float, at: float) -> float:
        """Return P(T > t(1 − α)) with Welch's degrees of freedom."""
        drift, freedom = self._drift(units, at, self._asked.null)
        return beyond(self._asked.alpha, freedom, self._sign * drift)

    def misses(self, units: float, at: float) -> float:
        """Return P(T < −t(1 − β)) about the target."""
        drift, freedom = self._drift(units, at, self._asked.target)
        return beyond(self._asked.beta, freedom, -self._sign * drift)

    def size(self, power: float) -> int | None:
        """Return the fewest units in both arms."""
        return smallest(self, power, self._asked.target, least=4)

    def _drift(self, units: float, at: float, null: float) -> tuple[float, float]:
        share = self._asked.control_share or 0.5
        n1, n2 = max(2.0, units * (1 - share)), max(2.0, units * share)
        lost = 1 + self._adjustment.freedom
        if min(n1, n2) <= lost:
            return 0.0, 0.0
        factor = 1 + null if self._relative else 1.0
        distance = self._baseline * (at - null) if self._relative else at - null
        first, second = self._sd**2 / n1, factor**2 * self._sd**2 / n2
        common = (1 - factor) ** 2 * self._adjustment.shared / (n1 + n2)
        return distance / sqrt(first + second + common), satterthwaite(first, n1 - lost, second, n2 - lost)


_NORMAL_FROM = 1e5


def beyond(level: float, freedom: float, drift: float) -> float:
    """Return P(T > t(1 − level)) for the noncentral t; the normal distribution where they no longer differ.

    As P(T′ < t(level)) with the drift's sign turned, so that a small chance keeps its digits; where scipy has no number
    the drift is so far towards worse that the chance is 0.
    """
    if freedom < 1:
        return 0.0
    if freedom > _NORMAL_FROM or abs(drift) > 30:
        return float(special.ndtr(drift + special.ndtri(level)))
    chance = float(special.nctdtr(freedom, -drift, special.stdtrit(freedom, level)))
    return chance if not isnan(chance) else float(drift > 0)
