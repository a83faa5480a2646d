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
from math import inf, isfinite, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import special

from experiments.inference.root import crossing, narrowing, quantile
from experiments.inference.score import Array, Contrast
from experiments.inference.table_region import SPACING, SPREAD, Region, Searched, likely

_GAMMA = 1e-7
_WHOLE_RANGE_UP_TO = 300
_BEND = 4 * sqrt(2) * SPACING**2 / 8
_STEPS, _IN_A_ROW, _LONGER = 6, 4, 1.3
_WHOLE_TABLE_UP_TO, _TRACED_UP_TO, _DOUBT, _FEW_ROWS = 100, 300, 0.02, 30
_TOLERANCE = 1e-6
_TIE = 1e-9


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
    def _rough(self) -> dict[float, Searched | float]:
        """The same before the last digits: on the coarse grid, or the value itself where there is none."""
        return {}

    def _p_above(self, null: float) -> float:
        searched = self._searched(null)
        return searched if isinstance(searched, float) else min(1.0, searched.highest() + searched.gamma)

    def _searched(self, null: float) -> Searched | float:
        if null not in self._rough:
            self._rough[null] = self._search(null)
        return self._rough[null]

    def _search(self, null: float) -> Searched | float:
        contrast = self.contrast
        if null <= contrast.least:
            return 1.0 if contrast.estimate(self.x1, self.n1, self.x2, self.n2) <= null else 0.0
        if null >= contrast.most:
            return 1.0
        low, high, gamma = self._nuisance(null)
        if low > high:  # no pair of rates at the null is near the data: refused on the side where they lie
            return gamma if self._score(null) > 0 else 1.0
        return Searched.over(self._region(null, low, high), low, high, gamma)

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
        return contrast.at(self._closed(level, low, high, _TOLERANCE * stride))

    def _beyond(self, level: float) -> Callable[[float], float]:
        """Return how far the p-value at a place lies above the level, as normal quantiles: nearly a straight line."""
        return lambda place: quantile(self.p_above(self.contrast.at(place))) - quantile(level)

    def _closed(self, level: float, low: float, high: float, tolerance: float) -> float:
        """Return the limit between a refused place and one that is not.

        The p-value jumps where a table ties with the one seen, and is smooth in between. Once one tie is left, its
        score tells where it lies, and two p-values whether the limit does.
        """
        place = low
        for refused, open_ in narrowing(self._beyond(level), low, high, tolerance):
            place = refused
            tie = self._tie(refused, open_, tolerance)
            if tie is None:
                continue
            after = min(tie + tolerance, open_)
            if tie in (refused, open_):
                return self._on_smooth(level, refused, open_, tolerance)
            if self._refused(tie, level):
                jumps = after == open_ or not self._refused(after, level)
                return tie if jumps else self._on_smooth(level, after, open_, tolerance)
            if not self._refused(after, level):
                return self._on_smooth(level, refused, tie, tolerance)
        return place

    def _tie(self, low: float, high: float, tolerance: float) -> float | None:
        """Return, less half the tolerance at most, where the tables between two regions tie with the one seen.

        An end where the regions are the same; None where there is more than one such place. With equal arms tables
        come in pairs: counting failures in place of successes and exchanging the arms gives the same score.
        """
        left, right = (self._searched(self.contrast.at(place)) for place in (low, high))
        if isinstance(left, float) or isinstance(right, float):
            return None
        apart = left.region.apart(right.region)
        if apart is None or apart > 2:
            return None
        ties = [
            self._tie_of(table, sign, low, high, tolerance / 4)
            for ours, theirs, sign in ((left.region, right.region, -1.0), (right.region, left.region, 1.0))
            for table in ours.beyond(theirs)
        ]
        if not ties:
            return high
        return min(ties) if max(ties) - min(ties) <= tolerance / 4 else None

    def _tie_of(self, table: tuple[float, float], sign: float, low: float, high: float, tolerance: float) -> float:
        """Return where a table ties with the one seen, coming into the region (sign 1) or leaving it (−1)."""
        return crossing(lambda place: sign * self._ahead(*table, place), low, high, tolerance)

    def _ahead(self, x1: float, x2: float, place: float) -> float:
        """Return by how much a table's score is above the least that counts as that of the table seen."""
        null = self.contrast.at(place)
        return self.contrast.z(x1, self.n1, x2, self.n2, null) - _counted_from(self._score(null))

    def _on_smooth(self, level: float, low: float, high: float, tolerance: float) -> float:
        """Return the limit between two places with the same region, from the chance near the peak of either.

        Should another peak be higher at the place found, the whole range is searched as before.
        """
        left, right = (self._searched(self.contrast.at(place)) for place in (low, high))
        if isinstance(left, float) or isinstance(right, float):
            return crossing(self._beyond(level), low, high, tolerance)
        (least, most), (other_least, other_most) = left.around, right.around
        if max(least, other_least) > min(most, other_most):  # one peak gives way to another
            return crossing(self._beyond(level), low, high, tolerance)
        least, most = min(least, other_least), max(most, other_most)

        def beyond(place: float) -> float:
            null = self.contrast.at(place)
            ends = np.arcsin(np.sqrt(np.array(self._nuisance(null)[:2]))).clip(least, most)
            near = replace(left.region, null=null).peak(ends[:1], ends[1:])
            return quantile(near + left.gamma) - quantile(level)

        found = crossing(beyond, low, high, tolerance)
        if found < high and self._refused(found, level):
            return found
        return crossing(self._beyond(level), low, found, tolerance)

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

    def _region(self, null: float, low: float, high: float) -> Region:
        """Return the tables at least as far above the null, for second rates from ``low`` to ``high``."""
        ends = self.contrast.first(np.array([low, high]), null)
        rows = likely(self.n1, float(ends.min()), float(ends.max()))
        columns = likely(self.n2, low, high)
        observed = self._score(null)
        least = _counted_from(observed)
        if len(rows) * len(columns) <= _WHOLE_TABLE_UP_TO:
            reached = self.contrast.score(rows[:, None], self.n1, columns[None, :], self.n2, null) >= least
            cut = columns[0] - 1 + reached.sum(axis=1)
        elif isfinite(least) and max(self.n1, self.n2) <= _TRACED_UP_TO:
            cut = self._traced(rows, columns, least, null)
        else:
            cut = self._staircase(rows, columns, least, null)
        return Region(self.contrast, null, (self.n1, rows), (self.n2, columns), cut)

    def _traced(self, rows: Array, columns: Array, least: float, null: float) -> Array:
        """Return the largest x₂ of each row that reaches the least score, read off the curve of that score.

        The curve is traced to about 0.01 of a unit; where it comes closer to a whole number, the score decides.
        """
        low, high = self.contrast.nuisance(null)
        first, second = self.contrast.curve(least, low + (high - low) * SPREAD, self.n1, self.n2, null)
        first = np.minimum.accumulate(first[::-1])[::-1]
        real = np.interp(rows, first, second, -1.0, self.n2 + 1.0)
        cut, whole = np.floor(real).clip(columns[0] - 1, columns[-1]), np.round(real)
        inner = (rows > first[0]) & (rows < first[-1])
        for row in np.flatnonzero(inner & (np.abs(real - whole) < _DOUBT)):
            reached = self.contrast.z(float(rows[row]), self.n1, float(whole[row]), self.n2, null) >= least
            cut[row] = whole[row] if reached else whole[row] - 1
        outer = np.flatnonzero(~inner)  # a rate lies at an end of its range, where the curve is not the boundary
        if len(outer) > _FEW_ROWS:
            outer = outer[self._doubted(rows[outer], cut[outer], columns, least, null)]
        for row in outer:
            cut[row] = self._step(float(rows[row]), float(cut[row]), columns, least, null)
        return cut.clip(columns[0] - 1, columns[-1])

    def _doubted(self, rows: Array, guess: Array, columns: Array, least: float, null: float) -> NDArray[np.bool_]:
        """Say of which rows the guess is not the largest x₂ that reaches the least score."""
        places = np.array([guess, guess + 1]).clip(0, self.n2)
        here, next_ = self.contrast.score(rows, self.n1, places, self.n2, null) >= least
        return np.asarray((~here & (guess >= columns[0])) | (next_ & (guess < columns[-1])))

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


def _counted_from(observed: float) -> float:
    """Return the least score that counts as no smaller than the observed one, whatever the rounding."""
    return observed - _TIE * max(1.0, abs(observed)) if observed < inf else observed


def _interval(x: int, n: int) -> tuple[float, float]:
    """Return a Clopper–Pearson interval that misses the rate with chance γ / 2: both arms together miss with γ."""
    least = float(special.betaincinv(x, n - x + 1, _GAMMA / 4)) if x else 0.0
    most = float(special.betainccinv(x + 1, n - x, _GAMMA / 4)) if x < n else 1.0
    return least, most
