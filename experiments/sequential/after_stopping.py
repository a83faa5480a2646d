"""What may be said after a group-sequential test stopped: p-value, estimate and interval in the stagewise ordering.

Outcomes are ordered by the look at which the test stopped, earlier being stronger, then by z (Tsiatis, Rosner & Mehta,
Biometrics 40:797, 1984). So the p-value never depends on looks that were planned and not made.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import inf, sqrt

from scipy import special
from scipy.optimize import brentq

from experiments.sequential.boundaries import efficacy, first_crossings, spent
from experiments.sequential.spending import Spending
from experiments.sequential.walk import Walk

_MOST_TURNS = 40
_NEAR, _WITHIN = 1.0, 4.0
"""In standard errors: how near a drift must end to the one a walk was made for, and how far it is searched at once."""


def stagewise_p(fractions: Sequence[float], upper: Sequence[float], look: int, z: float, drift: float = 0.0) -> float:
    """Return P(stop before ``look`` above, or reach it with at least ``z``) for a drift; looks count from 1."""
    walk = _reaching(tuple(fractions[: look - 1]), tuple(upper[: look - 1]), drift)
    return _p(walk, z, fractions[look - 1])


def drift_at(fractions: Sequence[float], upper: Sequence[float], look: int, z: float, level: float) -> float:
    """Return the drift under which the stagewise p-value is ``level``: ½ gives the median-unbiased estimate."""
    information, found = fractions[look - 1], z / sqrt(fractions[look - 1])
    for _ in range(_MOST_TURNS):
        walk, start = _reaching(tuple(fractions[: look - 1]), tuple(upper[: look - 1]), found), found
        found = _solved(walk, z, information, level)
        if abs(found - start) * sqrt(information) < _NEAR:
            break
    return found


@lru_cache(maxsize=32)
def _reaching(fractions: tuple[float, ...], upper: tuple[float, ...], drift: float) -> Walk:
    """Return the walk after these looks; the same one serves the p-value and all limits."""
    walk = Walk.start(drift)
    for fraction, above in zip(fractions, upper, strict=True):
        if above < inf:  # where nothing can stop, there is nothing to leave out
            walk = walk.on(-inf, above, fraction)
    return walk


def _p(walk: Walk, z: float, information: float) -> float:
    """Return the chance not to get as far as the walk, or to lie above ``z`` at the next look."""
    return min(1.0, max(0.0, 1 - float(walk.mass.sum())) + walk.above(z, information))


def _solved(walk: Walk, z: float, information: float, level: float) -> float:
    """Return the drift at which the p-value is ``level``, within reach of the drift that the walk was made for."""

    def excess(drift: float) -> float:
        return _p(walk.tilted(drift), z, information) - level

    reach = _WITHIN / sqrt(information)
    low, high = walk.drift - reach, walk.drift + reach
    if excess(low) >= 0:
        return low
    if excess(high) <= 0:
        return high
    return float(brentq(excess, low, high, xtol=1e-10))


def sequential_p(fractions: Sequence[float], z: Sequence[float], spending: Spending) -> float:
    """Return the least α whose bounds the observed path would have crossed (Liu & Anderson, JASA 103:1612, 2008)."""

    def margin(alpha: float) -> float:
        bounds = efficacy(fractions, spent(fractions, alpha, spending))
        return max(value - bound for value, bound in zip(z, bounds, strict=True))

    if margin(0.5) < 0:
        return 1.0
    low = 1e-12
    if margin(low) >= 0:
        return low
    return float(brentq(margin, low, 0.5, xtol=1e-12, rtol=1e-10))


def conditional_power(fraction: float, z: float, z_final: float, drift: float) -> float:
    """Return the chance that the final z reaches ``z_final`` from here (Lan, Simon & Halperin 1982)."""
    left = 1 - fraction
    return float(special.ndtr((z * sqrt(fraction) + drift * left - z_final) / sqrt(left)))


def predictive_power(fraction: float, z: float, z_final: float) -> float:
    """Return the same chance averaged over what the data say of the drift, from a flat prior."""
    return float(special.ndtr((z - z_final * sqrt(fraction)) / sqrt(1 - fraction)))


def expected_information(
    fractions: Sequence[float], upper: Sequence[float], lower: Sequence[float], drift: float
) -> float:
    """Return the mean information at stopping, as a share of the planned."""
    going, total, last = 1.0, 0.0, 0.0
    for fraction, (above, below) in zip(fractions, first_crossings(fractions, upper, lower, drift), strict=True):
        total += going * (fraction - last)
        going, last = going - above - below, fraction
    return total
