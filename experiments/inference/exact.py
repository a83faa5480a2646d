"""Exact unconditional test of two proportions, ordered by the score statistic.

Source: Chan & Zhang, Biometrics 55:1202 (1999); Barnard 1947. The p-value is the largest probability, over the nuisance
rate p₂, of a table at least as far from the null. Where there are many units the nuisance is searched only where both
arms' rates lie in their 1 − γ/2 intervals, and γ is added to the p-value (Berger & Boos, JASA 89:1012, 1994): it stays
valid.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from math import inf, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import special

from experiments.inference.root import crossing
from experiments.inference.score import Array, Contrast

_GAMMA = 1e-7
_WHOLE_RANGE_UP_TO = 300
_GRID, _FINE, _ROUNDS, _PEAKS = 81, 9, 3, 4
_STEPS, _IN_A_ROW, _LONGER = 6, 4, 1.3
_WHOLE_TABLE_UP_TO = 20_000
_MOST_CELLS = 2_000_000
_TOLERANCE = 1e-6
_TIE = 1e-9
_LEAST_P = 1e-300


@dataclass(frozen=True)
class ExactUnconditional:
    """x₁ of n₁ against x₂ of n₂."""

    contrast: Contrast
    x1: int
    n1: int
    x2: int
    n2: int

    def p_above(self, null: float) -> float:
        """Return sup over p₂ of P(Z ≥ z) under θ = null: the p-value of H₀: θ ≤ null."""
        contrast = self.contrast
        if null <= contrast.least:
            return 1.0 if contrast.estimate(self.x1, self.n1, self.x2, self.n2) <= null else 0.0
        if null >= contrast.most:
            return 1.0
        low, high, gamma = self._nuisance(null)
        if low > high:  # no pair of rates at the null is near the data: refused on the side where they lie
            return gamma if contrast.z(self.x1, self.n1, self.x2, self.n2, null) > 0 else 1.0
        rows, cut = self._region(null, low, high)
        grid = np.sin(np.linspace(np.arcsin(sqrt(low)), np.arcsin(sqrt(high)), _GRID)) ** 2
        chances = self._chance(rows, cut, grid, null)
        return min(1.0, self._highest(grid, chances, lambda rates: self._chance(rows, cut, rates, null)) + gamma)

    @staticmethod
    def _highest(grid: Array, chances: Array, chance: Callable[[Array], Array]) -> float:
        """Return the highest chance near the highest peaks of a coarse grid."""
        padded = np.concatenate([[-1.0], chances, [-1.0]])
        peaks = np.flatnonzero((chances >= padded[:-2]) & (chances >= padded[2:]))
        peaks = peaks[np.argsort(chances[peaks])[-_PEAKS:]]
        top = float(chances.max())
        fine = np.concatenate([np.linspace(*_beside(grid, int(peak)), _FINE) for peak in peaks])
        for _ in range(_ROUNDS):
            found = chance(fine)
            best = int(np.argmax(found))
            top = max(top, float(found[best]))
            fine = np.linspace(*_beside(fine, best), _FINE)
        return top

    def lower(self, level: float) -> float:
        """Return the null below which every null tried is refused at ``level``.

        The p-value is not monotone in the null, so the search walks down in small steps until several in a row are
        refused, and closes in on the last one that was not.
        """
        contrast = self.contrast
        estimate = contrast.estimate(self.x1, self.n1, self.x2, self.n2)
        if estimate <= contrast.least:
            return contrast.least
        stride = contrast.stride(self.x1, self.n1, self.x2, self.n2)
        low, high = self._bracket(level, contrast.along(min(estimate, contrast.most)), stride / _STEPS)
        wanted = float(special.ndtri(level))

        def beyond(place: float) -> float:
            """Return how far the p-value lies above the level, as normal quantiles: nearly a straight line."""
            return float(special.ndtri(max(self.p_above(contrast.at(place)), _LEAST_P))) - wanted

        return contrast.at(crossing(beyond, low, high, _TOLERANCE * stride))

    def _bracket(self, level: float, start: float, step: float) -> tuple[float, float]:
        """Return a refused place and, just above it, the lowest one found that is not."""
        least, most = self.contrast.ends
        high, growing = min(start, most), step
        while high < most and self.p_above(self.contrast.at(high)) <= level:
            high, growing = min(high + growing, most), 2 * growing
        place, low, refused = high, least, 0
        while place > least and refused < _IN_A_ROW:
            place = max(least, place - step)
            if self.p_above(self.contrast.at(place)) > level:
                high, refused, step = place, 0, step * _LONGER
            else:
                low, refused = (place if not refused else low), refused + 1
        return low, high

    @cached_property
    def mirrored(self) -> ExactUnconditional:
        """The same table with the arms in each other's place: upper limits are its lower ones."""
        return replace(self, x1=self.x2, n1=self.n2, x2=self.x1, n2=self.n1)

    def _nuisance(self, null: float) -> tuple[float, float, float]:
        low, high = self.contrast.nuisance(null)
        if self.n1 + self.n2 <= _WHOLE_RANGE_UP_TO:
            return low, high, 0.0
        least, most = _interval(self.x2, self.n2)
        first_least, first_most = _interval(self.x1, self.n1)
        least = max(low, least, self.contrast.second(first_least, null))
        most = min(high, most, self.contrast.second(first_most, null))
        return least, most, _GAMMA

    def _region(self, null: float, low: float, high: float) -> tuple[Array, Array]:
        """Return each likely x₁ and the largest x₂ beside which the table is at least as far above the null."""
        ends = self.contrast.first(np.array([low, high]), null)
        rows = _likely(self.n1, float(ends.min()), float(ends.max()))
        columns = _likely(self.n2, low, high)
        observed = float(self.contrast.score(self.x1, self.n1, self.x2, self.n2, null))
        least = observed - _TIE * max(1.0, abs(observed)) if observed < inf else observed
        if len(rows) * len(columns) <= _WHOLE_TABLE_UP_TO:
            reached = self.contrast.score(rows[:, None], self.n1, columns[None, :], self.n2, null) >= least
            return rows, columns[0] - 1 + reached.sum(axis=1)
        return rows, self._staircase(rows, columns, least, null)

    def _staircase(self, rows: Array, columns: Array, least: float, null: float) -> Array:
        """Return the largest x₂ of each row by halving: the score falls as x₂ grows."""
        inside = np.full(rows.shape, columns[0] - 1.0)
        outside = np.full(rows.shape, columns[-1] + 1.0)
        while np.any(outside - inside > 1):
            middle = np.floor((inside + outside) / 2)
            reached = self.contrast.score(rows, self.n1, np.clip(middle, 0, self.n2), self.n2, null) >= least
            open_ = outside - inside > 1
            inside = np.where(open_ & reached, middle, inside)
            outside = np.where(open_ & ~reached, middle, outside)
        return inside

    def _chance(self, rows: Array, cut: Array, p2: Array, null: float) -> Array:
        """Return P(region) at each p₂, a few rates at a time where there are many counts."""
        columns = _likely(self.n2, float(p2.min()), float(p2.max()))
        at = np.clip(cut - columns[0], -1, len(columns) - 1).astype(int)
        parts = np.array_split(p2, max(1, len(p2) * (len(rows) + len(columns)) // _MOST_CELLS))
        return np.concatenate([self._part(rows, columns, at, part, null) for part in parts if len(part)])

    def _part(self, rows: Array, columns: Array, at: NDArray[np.int_], p2: Array, null: float) -> Array:
        first = _mass(rows, self.n1, self.contrast.first(p2, null))
        second = np.cumsum(_mass(columns, self.n2, p2), axis=0)
        below = np.where((at >= 0)[:, None], second[np.maximum(at, 0)], 0.0)
        return np.asarray(np.einsum("xg,xg->g", first, below))


def _interval(x: int, n: int) -> tuple[float, float]:
    """Return a Clopper–Pearson interval that misses the rate with chance γ / 2: both arms together miss with γ."""
    least = float(special.betaincinv(x, n - x + 1, _GAMMA / 4)) if x else 0.0
    most = float(special.betainccinv(x + 1, n - x, _GAMMA / 4)) if x < n else 1.0
    return least, most


def _beside(grid: Array, place: int) -> tuple[float, float]:
    """Return the neighbours of a point of a grid."""
    return float(grid[max(place - 1, 0)]), float(grid[min(place + 1, len(grid) - 1)])


def _likely(n: int, low: float, high: float) -> Array:
    """Return the counts that matter for rates from ``low`` to ``high``: what is left out has chance under 1e-15."""
    least = n * low - 9 * sqrt(n * low * (1 - low)) - 40
    most = n * high + 9 * sqrt(n * high * (1 - high)) + 40
    return np.arange(max(0, int(least)), min(n, int(most)) + 1, dtype=float)


def _mass(counts: Array, n: int, rates: Array) -> Array:
    """Return binomial probabilities, counts down and rates across."""
    ways = -special.betaln(counts + 1, n - counts + 1) - np.log1p(n)
    up = special.xlogy(counts[:, None], rates[None, :])
    down = special.xlog1py((n - counts)[:, None], -rates[None, :])
    return np.asarray(np.exp(ways[:, None] + up + down))
