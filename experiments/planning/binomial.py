"""The exact binomial test against a benchmark, with its saw-tooth."""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import special

from experiments.planning import MOST_UNITS, Asked

Array = NDArray[np.float64]


class Binomial:
    """Exact power of "at least c of n", c the smallest count the judge would call above the bar.

    Power is not monotone in n: each time c steps up it drops. ``size`` is the first n from which on no drop goes below
    the power asked for (the conservative size of Chernick & Liu, American Statistician 56:149, 2002).
    """

    method = "exact binomial"

    def __init__(self, asked: Asked) -> None:
        rising = asked.metric.direction.sign > 0
        self._bar = asked.null if rising else 1 - asked.null
        self._target = asked.target if rising else 1 - asked.target
        self._rising = rising
        self._alpha, self._beta = asked.alpha, asked.beta

    def clears(self, units: float, at: float) -> float:
        """Return P(X ≥ c)."""
        n = int(units)
        least = self._least_clearing(n)
        return float(special.betainc(least, n - least + 1, self._oriented(at))) if least <= n else 0.0

    def misses(self, units: float, at: float) -> float:
        """Return P(X ≤ d), d the largest count whose upper limit falls short of the target."""
        n = int(units)
        most = self._most_missing(n)
        return float(special.betaincc(most + 1, n - most, self._oriented(at))) if most >= 0 else 0.0

    def size(self, power: float) -> int | None:
        """Return the first n from which on power never falls below ``power`` again."""
        centre = self._roughly(power)
        reach = 12 * sqrt(centre) + 60
        counts = np.arange(max(1, int(centre - reach)), int(centre + reach) + 1, dtype=float)
        starts = self._last_unit(counts - 1) + 1
        at_start = _upper(counts, starts, self._target)
        failing = np.flatnonzero(at_start < power)
        if not len(failing):
            return int(starts[0])
        tooth = int(failing[-1])
        if tooth + 1 >= len(counts) or starts[tooth + 1] > MOST_UNITS:
            return None
        return self._within_tooth(float(counts[tooth]), int(starts[tooth]), int(starts[tooth + 1]), power)

    def _within_tooth(self, count: float, low: int, high: int, power: float) -> int:
        """Return the first n of a tooth that is strong enough; the next tooth's first where none is."""
        while low < high:
            middle = (low + high) // 2
            if float(_upper(np.array([count]), np.array([float(middle)]), self._target)[0]) >= power:
                high = middle
            else:
                low = middle + 1
        return high

    def _roughly(self, power: float) -> float:
        """Return about how many successes the normal approximation needs at the bar."""
        b, t = self._bar, self._target
        spread = -special.ndtri(self._alpha) * sqrt(b * (1 - b)) + special.ndtri(power) * sqrt(t * (1 - t))
        return float(max(1.0, (spread / (t - b)) ** 2 * b))

    def _last_unit(self, counts: Array) -> Array:
        """Return the largest n in which each count still clears the bar: P(X ≥ count | n) ≤ α; 0 where none does."""
        low, high = np.maximum(counts - 1, 0.0), np.full(counts.shape, float(MOST_UNITS))
        while np.any(high - low > 1):
            middle = np.floor((low + high) / 2)
            clears = (counts > 0) & (_upper(counts, middle, self._bar) <= self._alpha)
            low, high = np.where(clears, middle, low), np.where(clears, high, middle)
        return np.asarray(low)

    def _least_clearing(self, n: int) -> int:
        low, high = 0, n + 1
        while high - low > 1:
            middle = (low + high) // 2
            refused = special.betainc(middle, n - middle + 1, self._bar) <= self._alpha
            low, high = (low, middle) if refused else (middle, high)
        return high

    def _most_missing(self, n: int) -> int:
        low, high = -1, n
        while high - low > 1:
            middle = (low + high) // 2
            short = special.betaincc(middle + 1, n - middle, self._target) <= self._beta
            low, high = (middle, high) if short else (low, middle)
        return low

    def _oriented(self, rate: float) -> float:
        return min(max(rate if self._rising else 1 - rate, 0.0), 1.0)


def _upper(counts: Array, n: Array, rate: float) -> Array:
    """Return P(X ≥ count) element by element, counts from 1; 0 where the count is more than n."""
    possible = (counts <= n) & (counts > 0)
    first, rest = np.where(possible, counts, 1.0), np.where(possible, n - counts + 1, 1.0)
    return np.asarray(np.where(possible, special.betainc(first, rest, rate), 0.0))
