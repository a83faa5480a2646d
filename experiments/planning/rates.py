"""One rate of events against a benchmark: the exact Poisson test, with its saw-tooth."""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import special

from experiments.planning import MOST_UNITS, Asked, smallest

Array = NDArray[np.float64]
_TEETH_MATTER_UP_TO = 5_000.0


class OneRate:
    """Exact power of Garwood's test on the exposure that whole units bring: units × exposure per unit.

    As for a binomial, power drops each time one event more (or one fewer) is needed; ``size`` is the first number of
    units from which on no drop goes below the power asked for (Chernick & Liu, American Statistician 56:149, 2002).
    Beyond some thousands of events the first strong enough size is taken. Rates are in events per exposure; units whose
    events cluster are judged as ratios, and need more than this.
    """

    method = "exact Poisson"

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._rising = asked.metric.direction.sign > 0
        self._exposure = asked.metric.exposure_per_unit or 1.0

    def clears(self, units: float, at: float) -> float:
        """Return P(X ≥ c), or P(X ≤ d) where fewer events are better."""
        if self._asked.null < 0:
            return float(self._rising)
        return self._beyond(units, self._asked.null, self._asked.alpha, at, many=self._rising)

    def misses(self, units: float, at: float) -> float:
        """Return the chance of a count whose limit towards better falls short of the target."""
        return self._beyond(units, self._asked.target, self._asked.beta, at, many=not self._rising)

    def size(self, power: float) -> int | None:
        """Return the first number of units from which on power never falls below ``power`` again."""
        bar, target = self._asked.null, max(self._asked.target, 0.0)
        if bar <= 0:
            return smallest(self, power, target, least=1)
        spread = -special.ndtri(self._asked.alpha) * sqrt(bar) + special.ndtri(power) * sqrt(target)
        events = (spread / (target - bar)) ** 2 * max(bar, target)
        if events > _TEETH_MATTER_UP_TO:
            return smallest(self, power, target, least=1)
        counts = np.arange(0.0, 4 * max(1.0, events) + 200)
        if self._rising:
            return self._by_events_needed(counts + 1, target, power)
        return self._by_events_allowed(counts, target, power)

    def _beyond(self, units: float, rate: float, level: float, at: float, *, many: bool) -> float:
        exposure = int(units) * self._exposure
        expected, seen = max(rate, 0.0) * exposure, max(at, 0.0) * exposure
        if many:
            return float(special.gammainc(_least_above(expected, level), seen))
        most = _most_below(expected, level)
        return float(special.gammaincc(most + 1, seen)) if most >= 0 else 0.0

    def _by_events_needed(self, counts: Array, target: float, power: float) -> int | None:
        """Walk over the events needed: within a tooth power grows with the units, so its first is its weakest."""
        last = special.gammaincinv(counts, self._asked.alpha) / self._asked.null / self._exposure
        starts = np.floor(np.concatenate(([0.0], last[:-1]))) + 1
        chances = special.gammainc(counts, target * self._exposure * starts)
        failing = np.flatnonzero((chances < power) & (starts <= np.floor(last)))
        tooth = int(failing[-1]) if len(failing) else 0
        if tooth + 1 >= len(counts) or starts[tooth + 1] > MOST_UNITS:
            return None
        low, high = int(starts[tooth]), int(starts[tooth + 1])
        while len(failing) and low < high:
            middle = (low + high) // 2
            strong = special.gammainc(counts[tooth], target * self._exposure * middle) >= power
            low, high = (low, middle) if strong else (middle + 1, high)
        return low

    def _by_events_allowed(self, counts: Array, target: float, power: float) -> int | None:
        """Walk over the events allowed: within a tooth power falls with the units, so its last is its weakest."""
        first = special.gammainccinv(counts + 1, self._asked.alpha) / self._asked.null / self._exposure
        starts = np.maximum(np.ceil(first), 1.0)
        ends = starts[1:] - 1
        chances = special.gammaincc(counts[:-1] + 1, target * self._exposure * ends)
        failing = np.flatnonzero((chances < power) & (ends >= starts[:-1]))
        found = int(failing[-1]) + 1 if len(failing) else 0
        return int(starts[found]) if found < len(ends) and starts[found] <= MOST_UNITS else None


def _least_above(expected: float, level: float) -> int:
    """Return the smallest count that so many expected events reach with probability ``level`` at most."""
    low, high = 0, int(expected + 40 * sqrt(expected) + 100)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if special.gammainc(middle, expected) <= level else (middle, high)
    return high


def _most_below(expected: float, level: float) -> int:
    """Return the largest count that so many expected events stay within with probability ``level`` at most; or −1."""
    low, high = -1, int(expected) + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if special.gammaincc(middle + 1, expected) <= level else (low, middle)
    return low
