"""Student's and Welch's t: one mean, a difference of two, a lift."""

from __future__ import annotations

from math import sqrt

from scipy import special

from experiments.inference.mean import satterthwaite
from experiments.plan import Scale
from experiments.planning import Asked, smallest


class OneMean:
    """Power of the one-sample t test by the noncentral t distribution."""

    method = "one-sample t"

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._sign = asked.metric.direction.sign
        self._sd = asked.metric.sd or 0.0

    def clears(self, units: float, at: float) -> float:
        """Return P(T > t(1 − α))."""
        return _beyond(self._asked.alpha, units - 1, self._sign * (at - self._asked.null) * sqrt(units) / self._sd)

    def misses(self, units: float, at: float) -> float:
        """Return P(T < −t(1 − β)) about the target."""
        return _beyond(self._asked.beta, units - 1, self._sign * (self._asked.target - at) * sqrt(units) / self._sd)

    def size(self, power: float) -> int | None:
        """Return the fewest units."""
        return smallest(self, power, self._asked.target)


class TwoMeans:
    """Power of Welch's t (or Fieller's, for a lift), both arms with the planned standard deviation."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._sign = asked.metric.direction.sign
        self._sd = asked.metric.sd or 0.0
        self._baseline = asked.metric.baseline or 0.0
        self._relative = asked.metric.scale is Scale.relative
        self.method = "ratio of means (Fieller)" if self._relative else "Welch t"

    def clears(self, units: float, at: float) -> float:
        """Return P(T > t(1 − α)) with Welch's degrees of freedom."""
        drift, freedom = self._drift(units, at, self._asked.null)
        return _beyond(self._asked.alpha, freedom, self._sign * drift)

    def misses(self, units: float, at: float) -> float:
        """Return P(T < −t(1 − β)) about the target."""
        drift, freedom = self._drift(units, at, self._asked.target)
        return _beyond(self._asked.beta, freedom, -self._sign * drift)

    def size(self, power: float) -> int | None:
        """Return the fewest units in both arms."""
        return smallest(self, power, self._asked.target, least=4)

    def _drift(self, units: float, at: float, null: float) -> tuple[float, float]:
        share = self._asked.control_share or 0.5
        n1, n2 = max(2.0, units * (1 - share)), max(2.0, units * share)
        factor = 1 + null if self._relative else 1.0
        distance = self._baseline * (at - null) if self._relative else at - null
        first, second = self._sd**2 / n1, factor**2 * self._sd**2 / n2
        return distance / sqrt(first + second), satterthwaite(first, n1 - 1, second, n2 - 1)


_NORMAL_FROM = 1e5


def _beyond(level: float, freedom: float, drift: float) -> float:
    """Return P(T > t(1 − level)) for the noncentral t; the normal distribution where they no longer differ."""
    if freedom < 1:
        return 0.0
    if freedom > _NORMAL_FROM or abs(drift) > 30:
        return float(special.ndtr(drift + special.ndtri(level)))
    from statsmodels.stats.power import ttest_power

    # With one observation the effect size is the noncentrality itself, and the degrees of freedom are ours.
    return float(ttest_power(drift, 1, level, df=freedom, alternative="larger"))
