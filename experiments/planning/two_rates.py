"""Two rates of events: the score test of their difference, the exact conditional test of their lift."""

from __future__ import annotations

from math import exp, log, pi, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import special

from experiments.plan import Scale
from experiments.planning import Asked, Planner, smallest
from experiments.planning.large_sample import LargeSample, Spread

Array = NDArray[np.float64]
_COUNTED_UP_TO = 200.0
"""Expected events up to which every total is weighed; beyond it an expansion is as good."""
_REACH = 6.0


def two(asked: Asked) -> Planner:
    """Return the planner that goes with the scale; rates are in events per exposure."""
    return RateLift(asked) if asked.metric.scale is Scale.relative else RateDifference(asked)


def _exposures(asked: Asked) -> tuple[float, float]:
    """Return the exposure that one unit of the pair brings to treatment and to control."""
    share, each = asked.control_share or 0.5, asked.metric.exposure_per_unit or 1.0
    return (1 - share) * each, share * each


class RateDifference(LargeSample):
    """Power of the score test in large samples, the spread under the null that of the restricted estimate.

    Miettinen & Nurminen, Statistics in Medicine 4:213 (1985), eq. 14: the restricted control rate solves
    (t₁ + t₂) λ² − (x₁ + x₂ − (t₁ + t₂) θ) λ − x₂ θ = 0, here at the expected counts.
    """

    method = "score for a difference of rates"

    def spread(self, null: float, at: float) -> Spread:
        """Return the distance of the rates from ``null`` and its standard deviations, for one unit of the pair."""
        t1, t2 = _exposures(self._asked)
        second = max(self._asked.metric.baseline or 0.0, 0.0)
        first = max(second + at, 0.0)
        total = t1 + t2
        b, x2 = first * t1 + second * t2 - total * null, second * t2
        inside = b * b + 4 * total * x2 * null
        rate = max((b + sqrt(inside)) / (2 * total) if inside > 0 else 0.0, 0.0, -null)
        return Spread(
            first - second - null,
            sqrt((rate + null) / t1 + rate / t2),
            sqrt(first / t1 + second / t2),
        )


class RateLift:
    """Power of the exact conditional test (Przyborowski & Wilenski 1940) averaged over the total of events.

    Given the total, treatment's events are binomial, and the judge's test is the exact one. Up to two hundred
    expected events every total is weighed by its Poisson chance; beyond, an expansion does as well.
    """

    method = "exact conditional (rate ratio)"

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._rising = asked.metric.direction.sign > 0
        self._baseline = max(asked.metric.baseline or 0.0, 0.0)
        self._needed: dict[tuple[float, float], Array] = {}

    def clears(self, units: float, at: float) -> float:
        """Return the power against the bar at level α."""
        return self._beyond(units, at, self._asked.null, self._asked.alpha, many=self._rising)

    def misses(self, units: float, at: float) -> float:
        """Return the same chance towards worse of the target, at β."""
        return self._beyond(units, at, self._asked.target, self._asked.beta, many=not self._rising)

    def size(self, power: float) -> int | None:
        """Return the fewest units in both arms; averaging over totals leaves next to nothing of the saw-tooth."""
        return smallest(self, power, self._asked.target)

    def _beyond(self, units: float, at: float, null: float, level: float, *, many: bool) -> float:
        t1, t2 = _exposures(self._asked)
        weight = max(0.0, 1 + null) * t1
        share = weight / (weight + t2)
        first, second = self._baseline * max(0.0, 1 + at) * t1 * units, self._baseline * t2 * units
        if not many:  # few events of treatment are many of control
            first, second, share = second, first, 1 - share
        total = first + second
        if total <= 0:
            return 0.0
        if total > _COUNTED_UP_TO:
            return _in_large_samples(first, second, share, level)
        return self._counted(total, first / total, share, level)

    def _counted(self, total: float, true: float, share: float, level: float) -> float:
        reach = _REACH * sqrt(total) + _REACH
        totals = np.arange(max(0.0, np.floor(total - reach)), np.ceil(total + reach))
        needed = self._events_needed(share, level)[totals.astype(int)]
        chances = special.betainc(needed, np.maximum(totals - needed, 0.0) + 1, true)
        weights = np.exp(totals * log(total) - total - special.gammaln(totals + 1))
        return float(np.sum(weights * np.where(needed <= totals, chances, 0.0)))

    def _events_needed(self, share: float, level: float) -> Array:
        """Return, for each total, the fewest events of one arm that the test calls too many."""
        if (share, level) not in self._needed:
            totals = np.arange(0.0, _COUNTED_UP_TO + _REACH * sqrt(_COUNTED_UP_TO) + 2 * _REACH)
            low, high = np.zeros_like(totals), totals + 1
            while np.any(high - low > 1):
                middle = np.maximum(np.floor((low + high) / 2), 1.0)
                refused = special.betainc(middle, np.maximum(totals - middle, 0.0) + 1, share) <= level
                wide = high - low > 1
                low, high = np.where(wide & ~refused, middle, low), np.where(wide & refused, middle, high)
            self._needed[share, level] = high
        return self._needed[share, level]


def _in_large_samples(first: float, second: float, share: float, level: float) -> float:
    """Return the chance that the first of two expected counts is called too many, to the order of 1 / events.

    The count needed of a total is its expectation, z standard deviations, (z² − 1) / 6 times the skewness (Cornish &
    Fisher 1938) and half an event that whole counts lose on average; that it grows with the root of the total is part
    of the spread, and the skewness of the sum is met by an Edgeworth term.
    """
    total, z = first + second, -float(special.ndtri(level))
    null_spread = sqrt(share * (1 - share) * total)
    leaning = z * null_spread / (2 * total)
    up, down = 1 - share - leaning, share + leaning
    spread = sqrt(up**2 * first + down**2 * second)
    skewness = (up**3 * first - down**3 * second) / spread**3
    needed = z * null_spread + (z * z - 1) / 6 * (1 - 2 * share) + 0.5
    u = (needed - ((1 - share) * first - share * second)) / spread
    chance = float(special.ndtr(-u)) + exp(-u * u / 2) / sqrt(2 * pi) * skewness * (u * u - 1) / 6
    return min(max(chance, 0.0), 1.0)
