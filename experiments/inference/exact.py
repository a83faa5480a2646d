"""Exact unconditional test of two proportions, ordered by the score statistic.

Source: Chan & Zhang, Biometrics 55:1202 (1999); Barnard 1947. The p-value is the largest probability, over the nuisance
rate p₂, of a table at least as far from the null. Where there are many units the nuisance is searched only where both
arms' rates lie in their 1 − γ/2 intervals, and γ is added to the p-value (Berger & Boos, JASA 89:1012, 1994): it stays
valid.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from math import asin, exp, inf, isfinite, log, sqrt

import numpy as np
from scipy import special

from experiments.inference.root import crossing
from experiments.inference.score import Array, Contrast

_GAMMA = 1e-7
_WHOLE_RANGE_UP_TO = 300
_SPACING, _FEWEST, _PEAKS, _BEST, _CLOSE = 0.3, 15, 4, 2, 0.5
_BESIDE = np.arange(-2.0, 3.0)
_FIFTHS = np.linspace(0.0, 1.0, 5)
_FILLED = np.vander(np.linspace(0.0, 1.0, 201), 5) @ np.linalg.inv(np.vander(_FIFTHS))
_BEND = 4 * sqrt(2) * _SPACING**2 / 8
_STEPS, _IN_A_ROW, _LONGER = 6, 4, 1.3
_WHOLE_TABLE_UP_TO, _TRACED_UP_TO, _DOUBT = 100, 300, 0.02
_MOST_CELLS = 2_000_000
_TOLERANCE = 1e-6
_TIE = 1e-9
_LEAST_P, _MOST_P = 1e-300, 1 - 2.0**-53
_ROUND = 32
_SPREAD = np.sin(np.linspace(0.0, np.pi / 2, 257)) ** 2


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
        if null not in self._found:
            self._found[null] = self._p_above(null)
        return self._found[null]

    @cached_property
    def _found(self) -> dict[float, float]:
        """The p-values worked out so far, by null: limits at two levels ask for some of the same ones."""
        return {}

    @cached_property
    def _rough(self) -> dict[float, _Searched | float]:
        """The same before the last digits: on the coarse grid, or the value itself where there is none."""
        return {}

    def _p_above(self, null: float) -> float:
        searched = self._searched(null)
        return searched if isinstance(searched, float) else min(1.0, searched.highest() + searched.gamma)

    def _searched(self, null: float) -> _Searched | float:
        if null not in self._rough:
            self._rough[null] = self._search(null)
        return self._rough[null]

    def _search(self, null: float) -> _Searched | float:
        contrast = self.contrast
        if null <= contrast.least:
            return 1.0 if contrast.estimate(self.x1, self.n1, self.x2, self.n2) <= null else 0.0
        if null >= contrast.most:
            return 1.0
        low, high, gamma = self._nuisance(null)
        if low > high:  # no pair of rates at the null is near the data: refused on the side where they lie
            return gamma if self._score(null) > 0 else 1.0
        return _Searched.over(self._region(null, low, high), low, high, gamma)

    def _refused(self, place: float, level: float) -> bool:
        return self._near(self.contrast.at(place), level) <= level

    def _near(self, null: float, level: float) -> float:
        """Return the p-value, exact to the last digits only where they decide on which side of ``level`` it lies.

        Between two places of the grid the chance P bends at most by 4√2 √P per unit of distance squared (Cauchy and
        Schwarz, with the second derivative of the log-likelihood as for a normal count).
        """
        if null in self._found:
            return self._found[null]
        searched = self._searched(null)
        if isinstance(searched, float):
            return searched
        rough = min(1.0, searched.top + searched.gamma)
        beyond_doubt = rough > level or rough + _BEND * sqrt(level) <= level
        return rough if beyond_doubt else self.p_above(null)

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
        """Return a refused place and, just above it, the lowest one found that is not.

        The places tried lie on one ladder down from the estimate, each rung wider than the one above. The score test
        says which rung to try first; none is taken for refused that was not tried itself.
        """
        least, most = self.contrast.ends
        rungs, wanted, growing = [min(start, most)], -float(special.ndtri(level)), step
        while rungs[-1] > least and self._score(self.contrast.at(rungs[-1])) < wanted:
            rungs.append(max(least, rungs[-1] - growing))
            growing *= _LONGER
        while len(rungs) > 1 and self._refused(rungs[-1], level):
            rungs.pop()
        high = rungs[-1]
        if len(rungs) == 1:
            growing = step
            while high < most and self._refused(high, level):
                high, growing = min(high + growing, most), 2 * growing
        place, low, refused = high, least, 0
        step *= _LONGER ** (len(rungs) - 1)
        while place > least and refused < _IN_A_ROW:
            place = max(least, place - step)
            if self._refused(place, level):
                low, refused = (place if not refused else low), refused + 1
            else:
                high, refused, step = place, 0, step * _LONGER
        return low, high

    def _score(self, null: float) -> float:
        return self.contrast.z(self.x1, self.n1, self.x2, self.n2, null)

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

    def _region(self, null: float, low: float, high: float) -> _Region:
        """Return the tables at least as far above the null, for second rates from ``low`` to ``high``."""
        ends = self.contrast.first(np.array([low, high]), null)
        rows = _likely(self.n1, float(ends.min()), float(ends.max()))
        columns = _likely(self.n2, low, high)
        observed = self._score(null)
        least = observed - _TIE * max(1.0, abs(observed)) if observed < inf else observed
        if len(rows) * len(columns) <= _WHOLE_TABLE_UP_TO:
            reached = self.contrast.score(rows[:, None], self.n1, columns[None, :], self.n2, null) >= least
            cut = columns[0] - 1 + reached.sum(axis=1)
        elif isfinite(least) and max(self.n1, self.n2) <= _TRACED_UP_TO:
            cut = self._traced(rows, columns, least, null)
        else:
            cut = self._staircase(rows, columns, least, null)
        return _Region(self.contrast, null, (self.n1, rows), (self.n2, columns), cut)

    def _traced(self, rows: Array, columns: Array, least: float, null: float) -> Array:
        """Return the largest x₂ of each row that reaches the least score, read off the curve of that score.

        The curve is traced to about 0.01 of a unit; where it comes closer to a whole number, the score decides.
        """
        low, high = self.contrast.nuisance(null)
        first, second = self.contrast.curve(least, low + (high - low) * _SPREAD, self.n1, self.n2, null)
        first = np.minimum.accumulate(first[::-1])[::-1]
        real = np.interp(rows, first, second, -1.0, self.n2 + 1.0)
        cut, whole = np.floor(real).clip(columns[0] - 1, columns[-1]), np.round(real)
        inner = (rows > first[0]) & (rows < first[-1])
        for row in np.flatnonzero(inner & (np.abs(real - whole) < _DOUBT)):
            reached = self.contrast.z(float(rows[row]), self.n1, float(whole[row]), self.n2, null) >= least
            cut[row] = whole[row] if reached else whole[row] - 1
        for row in np.flatnonzero(~inner):  # a rate lies at an end of its range, where the curve is not the boundary
            cut[row] = self._step(float(rows[row]), float(cut[row]), columns, least, null)
        return cut.clip(columns[0] - 1, columns[-1])

    def _step(self, x1: float, guess: float, columns: Array, least: float, null: float) -> float:
        """Return the largest x₂ of one row that reaches the least score, a few steps from a guess."""
        first, last = float(columns[0]), float(columns[-1])
        while guess >= first and self.contrast.z(x1, self.n1, guess, self.n2, null) < least:
            guess -= 1
        while guess < last and self.contrast.z(x1, self.n1, guess + 1, self.n2, null) >= least:
            guess += 1
        return guess

    def _staircase(self, rows: Array, columns: Array, least: float, null: float) -> Array:
        """Return the same by halving: the score falls as x₂ grows."""
        inside = np.full(rows.shape, columns[0] - 1.0)
        outside = np.full(rows.shape, columns[-1] + 1.0)
        while np.any(outside - inside > 1):
            middle = np.floor((inside + outside) / 2)
            reached = self.contrast.score(rows, self.n1, middle.clip(0, self.n2), self.n2, null) >= least
            open_ = outside - inside > 1
            inside = np.where(open_ & reached, middle, inside)
            outside = np.where(open_ & ~reached, middle, outside)
        return inside


@dataclass(frozen=True)
class _Region:
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

    def _part(self, p2: Array) -> Array:
        (n1, rows), (n2, columns) = self.first, self.second
        first = _mass(rows, n1, self.contrast.first(p2, self.null))
        second = np.zeros((len(columns) + 1, len(p2)))
        np.cumsum(_mass(columns, n2, p2), axis=0, out=second[1:])
        below = second[(self.cut - columns[0] + 1).astype(int)]
        return np.asarray(np.einsum("xg,xg->g", first, below))


@dataclass(frozen=True)
class _Searched:
    """The chance of a region along the second rates that the null allows.

    Places on that line are distances in the metric of Fisher's information, √(n₁ dφ₁² + n₂ dφ₂²) with φ = asin √p.
    The derivative of asin √P there is at most 1, whatever the region and the sizes, so that one spacing suits all.
    """

    region: _Region
    angles: Array
    distances: Array
    places: Array
    chances: Array
    gamma: float

    @classmethod
    def over(cls, region: _Region, low: float, high: float, gamma: float) -> _Searched:
        """Work out the chance at evenly spaced places for second rates from ``low`` to ``high``."""
        first, last = asin(sqrt(low)), asin(sqrt(high))
        angles = first + (last - first) * _SPREAD
        others = np.arcsin(np.sqrt(region.contrast.first(np.sin(angles) ** 2, region.null)))
        steps = np.sqrt(region.first[0] * np.diff(others) ** 2 + region.second[0] * np.diff(angles) ** 2)
        distances = np.concatenate([[0.0], np.cumsum(steps)])
        places = np.linspace(0.0, distances[-1], max(_FEWEST, int(distances[-1] / _SPACING) + 2))
        return cls(region, angles, distances, places, region.chance(_rates(places, distances, angles)), gamma)

    @property
    def top(self) -> float:
        """Return the highest chance at those places."""
        return float(self.chances.max())

    def highest(self) -> float:
        """Return the highest chance near the highest peaks.

        Half-way to the neighbours of each peak lie two more places. There, and once more closer by, the parabola
        through the logs of three chances says where to look.
        """
        padded = np.concatenate([[-1.0], self.chances, [-1.0]])
        peaks = np.flatnonzero((self.chances >= padded[:-2]) & (self.chances >= padded[2:]))
        peaks = peaks[np.argsort(self.chances[peaks])[-_PEAKS:]]
        step = float(self.places[1] - self.places[0]) / 2
        near = (self.places[peaks, None] + step * _BESIDE).clip(0.0, self.places[-1])
        chances = self._chance(near.ravel()).reshape(near.shape)
        top = max(self.top, float(chances.max()))
        middles = np.argmax(chances, axis=1).clip(1, len(_BESIDE) - 2)
        summits = [_vertex(*chances[peak, at - 1 : at + 2].tolist()) for peak, at in enumerate(middles)]
        best = sorted(range(len(summits)), key=lambda peak: -summits[peak][1])[:_BEST]
        summit = np.array([near[peak, middles[peak]] + step * summits[peak][0] for peak in best])
        ends = (summit[:, None] + step * np.array([-_CLOSE, _CLOSE])).clip(0.0, self.places[-1])
        low, high = np.interp(ends, self.distances, self.angles).T
        angles = low + (high - low) * _FIFTHS[:, None]
        found = self.region.chance(np.sin(angles.ravel()) ** 2).reshape(angles.shape)
        return max(top, float((_FILLED @ found).max()))

    def _chance(self, places: Array) -> Array:
        return self.region.chance(_rates(places, self.distances, self.angles))


def _rates(places: Array, distances: Array, angles: Array) -> Array:
    return np.asarray(np.sin(np.interp(places, distances, angles)) ** 2)


def _vertex(before: float, at: float, after: float) -> tuple[float, float]:
    """Return where a parabola through the logs of three chances at −1, 0 and 1 is highest, at most 1 away, and how."""
    if min(before, at, after) <= 0:
        return 0.0, at
    low, middle, high = log(before), log(at), log(after)
    bend = 2 * middle - low - high
    if bend <= 0 or abs(high - low) >= 2 * bend:
        return (1.0, after) if after > before else (-1.0, before)
    place = (high - low) / (2 * bend)
    return place, exp(middle + place * (high - low) / 4)


def _interval(x: int, n: int) -> tuple[float, float]:
    """Return a Clopper–Pearson interval that misses the rate with chance γ / 2: both arms together miss with γ."""
    least = float(special.betaincinv(x, n - x + 1, _GAMMA / 4)) if x else 0.0
    most = float(special.betainccinv(x + 1, n - x, _GAMMA / 4)) if x < n else 1.0
    return least, most


def _likely(n: int, low: float, high: float) -> Array:
    """Return the counts that matter for rates from ``low`` to ``high``: what is left out has chance under 1e-15."""
    least = n * low - 9 * sqrt(n * low * (1 - low)) - 40
    most = n * high + 9 * sqrt(n * high * (1 - high)) + 40
    return np.arange(max(0, int(least) // _ROUND * _ROUND), min(n, int(most)) + 1, dtype=float)


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
