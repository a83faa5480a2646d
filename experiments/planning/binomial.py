"""The exact binomial test against a benchmark, with its saw-tooth."""

from __future__ import annotations

from math import log, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import special

from experiments.planning import MOST_UNITS, Asked, smallest

Array = NDArray[np.float64]
_TEETH_MATTER_UP_TO = 5_000.0


class Binomial:
    """Exact power of "at least c of n", c the smallest count the judge would call above the bar.

    Power is not monotone in n: each time c steps up it drops. ``size`` is the first n from which on no drop goes below
    the power asked for (the conservative size of Chernick & Liu, American Statistician 56:149, 2002). Beyond some
    thousands of successes the drops are too small to matter and the first strong enough n is taken.
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
        if self._bar < 0:
            return 1.0
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
        if self._bar < 0:
            return 1
        centre = self._roughly(power)
        if centre > _TEETH_MATTER_UP_TO:
            return smallest(self, power, self._target if self._rising else 1 - self._target)
        return self._by_failures(centre, power) if self._bar > 0.5 else self._by_successes(centre, power)

    def _by_successes(self, centre: float, power: float) -> int | None:
        """Walk over c, the successes needed: within a tooth power grows with n, so its first n is its weakest."""
        counts = np.arange(1.0, 4 * centre + 200)
        starts = self._last_unit(counts - 1) + 1
        failing = np.flatnonzero(_upper(counts, starts, self._target) < power)
        if not len(failing):
            return int(starts[0])
        tooth = int(failing[-1])
        if tooth + 1 >= len(counts) or starts[tooth + 1] > MOST_UNITS:
            return None
        return self._within_tooth(float(counts[tooth]), int(starts[tooth]), int(starts[tooth + 1]), power)

    def _by_failures(self, centre: float, power: float) -> int | None:
        """Walk over k, the failures allowed: within a tooth power falls with n, so its last n is its weakest."""
        allowed = np.arange(0.0, 4 * centre + 200)
        starts = self._first_unit(allowed)
        ends = starts[1:] - 1
        at_end = special.betaincc(allowed[:-1] + 1, np.maximum(ends - allowed[:-1], 0.5), 1 - self._target)
        failing = np.flatnonzero(np.where(ends > allowed[:-1], at_end, 1.0) < power)
        found = starts[int(failing[-1]) + 1 if len(failing) else 0]
        return int(found) if found <= MOST_UNITS and len(failing) < len(ends) else None

    def _first_unit(self, allowed: Array) -> Array:
        """Return the smallest n in which so few failures still clear the bar: P(F ≤ k | n) ≤ α."""
        tail = -log(self._alpha)  # so many expected failures are enough: Chernoff's P(F ≤ k) ≤ e^(−(m − k)² / 2m)
        enough = (allowed + tail + np.sqrt(tail * tail + 2 * tail * allowed)) / (1 - self._bar) + 2
        low, high = allowed.copy(), np.minimum(np.ceil(enough), MOST_UNITS)
        while np.any(high - low > 1):
            middle = np.floor((low + high) / 2)
            chance = special.betaincc(allowed + 1, np.maximum(middle - allowed, 0.5), 1 - self._bar)
            clears = (middle > allowed) & (chance <= self._alpha)
            low, high = np.where(clears, low, middle), np.where(clears, middle, high)
        return np.asarray(high)

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
        """Return about how many successes (failures, for a bar above one half) the normal approximation needs."""
        b, t = self._bar, self._target
        spread = -special.ndtri(self._alpha) * sqrt(b * (1 - b)) + special.ndtri(power) * sqrt(t * (1 - t))
        return float(max(1.0, (spread / (t - b)) ** 2 * min(b, 1 - b)))

    def _last_unit(self, counts: Array) -> Array:
        """Return the largest n in which each count still clears the bar: P(X ≥ count | n) ≤ α; 0 where none does."""
        most = counts / max(self._bar, 1 / MOST_UNITS) + 2  # with an expected count above it, P(X ≥ count) is over ½
        low, high = np.maximum(counts - 1, 0.0), np.minimum(np.ceil(most), MOST_UNITS)
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
