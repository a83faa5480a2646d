"""The power of a test that is normal in large samples: of a score (spread under the null) or of an estimate."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from math import sqrt

from scipy import special

from experiments.planning import Asked, smallest


@dataclass(frozen=True)
class Spread:
    """What one unit of the pair contributes: the distance from the null, and standard deviations.

    ``null`` is the one the test divides by, ``true`` the one the estimate has; both in units of θ times √units.
    """

    distance: float
    null: float
    true: float


class LargeSample(ABC):
    """Power Φ((√N · distance − z(α) · σ₀) / σ₁), all towards better (Farrington & Manning 1990, eq. 3)."""

    method: str
    least = 4
    """The fewest units a size can be."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._sign = asked.metric.direction.sign

    @abstractmethod
    def spread(self, null: float, at: float) -> Spread:
        """Return distance and spread of one unit when ``null`` is tested and θ is ``at``."""

    def clears(self, units: float, at: float) -> float:
        """Return the power against the bar at level α."""
        return self._beyond(units, self._asked.alpha, self.spread(self._asked.null, at), self._sign)

    def misses(self, units: float, at: float) -> float:
        """Return the same chance towards worse of the target, at β."""
        return self._beyond(units, self._asked.beta, self.spread(self._asked.target, at), -self._sign)

    def size(self, power: float) -> int | None:
        """Return the fewest units."""
        return smallest(self, power, self._asked.target, least=self.least)

    def _beyond(self, units: float, level: float, spread: Spread, sign: int) -> float:
        drift = sign * spread.distance * sqrt(units)
        wanted = drift + float(special.ndtri(level)) * spread.null
        if spread.true <= 0:
            return float(wanted > 0)
        return float(special.ndtr(wanted / spread.true))
