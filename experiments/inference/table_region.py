"""A set of tables of two proportions, and its chance over every pair of rates that a null value allows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import asin, sqrt

import numpy as np
from scipy import special

from experiments.inference.score import Array, Contrast

SPACING = 0.3
_FEWEST, _BEST, _ALIKE = 15, 3, 0.97
_EIGHTHS = np.linspace(0.0, 1.0, 9)
_FILLED = np.linalg.solve(np.vander(2 * _EIGHTHS - 1).T, np.vander(np.linspace(-1.0, 1.0, 1601), 9).T).T
_MOST_CELLS = 2_000_000
_LEAST_P, _MOST_P = 1e-300, 1 - 2.0**-53
_ROUND = 32
SPREAD = np.sin(np.linspace(0.0, np.pi / 2, 257)) ** 2


@dataclass(frozen=True)
class Region:
    """The tables at least as far above a null: in each row (count of the first arm), all columns up to ``cut``."""

    contrast: Contrast
    null: float
    first: tuple[int, Array]
    second: tuple[int, Array]
    cut: Array

    def chance(self, p2: Array) -> Array:
        """Return P(region) at each p₂, a few rates at a time where there are many counts."""
        cells = len(p2) * (len(self.first[1]) + len(self.second[1]))
        if cells <= _MOST_CELLS:
            return self._part(p2)
        parts = np.array_split(p2, cells // _MOST_CELLS + 1)
        return np.concatenate([self._part(part) for part in parts if len(part)])

    def apart(self, other: Region) -> int | None:
        """Return how many tables are in one region and not in the other; None where the counts listed differ."""
        alike = all(
            len(ours) == len(theirs) and ours[0] == theirs[0]
            for (_, ours), (_, theirs) in ((self.first, other.first), (self.second, other.second))
        )
        return int(np.abs(self.cut - other.cut).sum()) if alike else None

    def beyond(self, other: Region) -> Iterator[tuple[float, float]]:
        """Yield the tables in this region and not in the other, which lists the same counts."""
        for row in np.flatnonzero(self.cut > other.cut):
            for column in np.arange(other.cut[row] + 1, self.cut[row] + 1):
                yield float(self.first[1][row]), float(column)

    def peak(self, first: Array, last: Array) -> float:
        """Return the highest chance between pairs of angles asin √p₂, each pair less than about 1 apart.

        The polynomial through nine chances is off by some 1e-9 there: P bends like the density of a normal count.
        """
        angles = first + (last - first) * _EIGHTHS[:, None]
        chances = self.chance(np.sin(angles.ravel()) ** 2).reshape(angles.shape)
        return float((_FILLED @ chances).max())

    def _part(self, p2: Array) -> Array:
        (n1, rows), (n2, columns) = self.first, self.second
        first = _mass(rows, n1, self.contrast.first(p2, self.null))
        second = np.zeros((len(columns) + 1, len(p2)))
        np.cumsum(_mass(columns, n2, p2), axis=0, out=second[1:])
        below = second[(self.cut - columns[0] + 1).astype(int)]
        return np.asarray(np.einsum("xg,xg->g", first, below))


@dataclass(frozen=True)
class Searched:
    """The chance of a region along the second rates that the null allows.

    Places on that line are distances in the metric of Fisher's information, √(n₁ dφ₁² + n₂ dφ₂²) with φ = asin √p.
    The derivative of asin √P there is at most 1, whatever the region and the sizes, so that one spacing suits all.
    """

    region: Region
    angles: Array
    distances: Array
    places: Array
    chances: Array
    gamma: float

    @classmethod
    def over(cls, region: Region, low: float, high: float, gamma: float) -> Searched:
        """Work out the chance at evenly spaced places for second rates from ``low`` to ``high``."""
        first, last = asin(sqrt(low)), asin(sqrt(high))
        angles = first + (last - first) * SPREAD
        others = np.arcsin(np.sqrt(region.contrast.first(np.sin(angles) ** 2, region.null)))
        steps = np.sqrt(region.first[0] * np.diff(others) ** 2 + region.second[0] * np.diff(angles) ** 2)
        distances = np.concatenate([[0.0], np.cumsum(steps)])
        places = np.linspace(0.0, distances[-1], max(_FEWEST, int(distances[-1] / SPACING) + 2))
        return cls(region, angles, distances, places, region.chance(_rates(places, distances, angles)), gamma)

    @property
    def top(self) -> float:
        """Return the highest chance at those places."""
        return float(self.chances.max())

    @property
    def around(self) -> tuple[float, float]:
        """Return the angles on either side of the place with the highest chance."""
        at = int(self.chances.argmax())
        beside = self.places[[max(0, at - 1), min(at + 1, len(self.places) - 1)]]
        low, high = np.interp(beside, self.distances, self.angles)
        return float(low), float(high)

    def highest(self) -> float:
        """Return the highest chance near the highest peaks.

        The parabola through a peak and its neighbours says, to within 1%, which peaks to look at more closely.
        """
        before, at, after = self.chances[:-2], self.chances[1:-1], self.chances[2:]
        high = (at >= before) & (at >= after)
        high[0] |= before[0] >= at[0]
        high[-1] |= after[-1] >= at[-1]
        peaks = np.flatnonzero(high)
        if len(peaks) > 1:
            before, at, after = before[peaks], at[peaks], after[peaks]
            rise = (after - before) ** 2 / (8 * np.maximum(2 * at - before - after, _LEAST_P))
            beside = np.maximum(before, after)
            summits = np.where(at > beside, at + rise, beside)
            order = np.argsort(summits)[-_BEST:]
            peaks = peaks[order[summits[order] >= _ALIKE * summits[order[-1]]]]
        ends = np.interp(self.places[[peaks, peaks + 2]], self.distances, self.angles)
        return max(self.top, self.region.peak(*ends))


def _rates(places: Array, distances: Array, angles: Array) -> Array:
    return np.asarray(np.sin(np.interp(places, distances, angles)) ** 2)


def likely(n: int, low: float, high: float) -> Array:
    """Return the counts that matter for rates from ``low`` to ``high``: what is left out has chance under 1e-15."""
    least = n * low - 9 * sqrt(n * low * (1 - low)) - 40
    most = n * high + 9 * sqrt(n * high * (1 - high)) + 40
    first, last = int(least) // _ROUND * _ROUND, -(int(-most) // _ROUND) * _ROUND
    return np.arange(max(0, first), min(n, last) + 1, dtype=float)


def _mass(counts: Array, n: int, rates: Array) -> Array:
    """Return binomial probabilities, counts down and rates across."""
    inner = rates.clip(_LEAST_P, _MOST_P)
    logs = np.empty((3, len(rates)))
    logs[0] = 1.0
    np.log(inner, out=logs[1])
    np.log1p(-inner, out=logs[2])
    found = _terms(int(counts[0]), int(counts[-1]), n) @ logs
    return np.asarray(np.exp(found, out=found))


@lru_cache(maxsize=16)
def _terms(first: int, last: int, n: int) -> Array:
    """Return what multiplies 1, log p and log(1 − p) in the log of each binomial probability: one row per count."""
    counts = np.arange(first, last + 1, dtype=float)
    ways = -special.betaln(counts + 1, n - counts + 1) - np.log1p(n)
    return np.stack([ways, counts, n - counts], axis=1)
