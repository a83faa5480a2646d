"""Two rates projected onto a null hypothesis: the pair in it that is nearest in Kullback–Leibler divergence.

Of a block with nₐ and n_b units and predicted rates (pₐ, p_b), it is the pair (p°ₐ, p°_b) with the least
nₐ KL(pₐ‖p°ₐ) + n_b KL(p_b‖p°_b). A half plane such as pₐ − p_b ≤ δ or pₐ ≤ (1 + δ) p_b is convex, so unless (pₐ, p_b)
is in it, the pair lies on its edge, where it solves the equations of a restricted maximum likelihood estimate with nₐpₐ
and n_bp_b successes: Miettinen & Nurminen, Statistics in Medicine 4:213 (1985), appendix (difference), eq. 10 (ratio).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import expm1, inf, log1p, sqrt
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from experiments.statistic import Counts

Array = NDArray[np.float64]
_FARTHEST = 50.0


@dataclass(frozen=True)
class Units:
    """How many units of each arm a block has: a column of numbers per arm, one row per block."""

    first: Array
    second: Array


class HalfPlane(Protocol):
    """A family of null hypotheses θ(pₐ, p_b) ≤ δ whose edges are straight lines."""

    @property
    def ends(self) -> tuple[float, float]:
        """Return where the line that limits are searched along begins and ends."""

    def first(self, second: Array, effect: float) -> Array:
        """Return the pₐ that lies an effect away from each p_b."""

    def baseline(self, successes: Array, units: Units, effect: float) -> Array:
        """Return the p_b at which both arms together expect these successes."""

    def edge(self, pa: Array, pb: Array, units: Units, null: Array) -> tuple[Array, Array]:
        """Return the nearest pair on the edge θ = δ."""

    def within(self, pa: Array, pb: Array, null: Array) -> NDArray[np.bool_]:
        """Say which pairs satisfy θ ≤ δ."""

    def at(self, place: float) -> float:
        """Return the δ at a place on the line that limits are searched along."""

    def estimate(self, a: Counts, b: Counts) -> float:
        """Return θ as observed."""

    def around(self, a: Counts, b: Counts) -> tuple[float, float]:
        """Return the place of the estimate and a length of the order of its standard error."""

    def swapped(self, effect: float) -> float:
        """Return θ when the arms change places."""


@dataclass(frozen=True)
class Difference:
    """θ = pₐ − p_b."""

    ends: tuple[float, float] = (-1.0, 1.0)

    def first(self, second: Array, effect: float) -> Array:
        """Return p_b + θ."""
        return second + effect

    def baseline(self, successes: Array, units: Units, effect: float) -> Array:
        """Return (x − nₐθ)/n."""
        return np.asarray((successes - effect * units.first) / (units.first + units.second))

    def edge(self, pa: Array, pb: Array, units: Units, null: Array) -> tuple[Array, Array]:
        """Return the middle root of the cubic in p_b, and θ more; Newton takes out what cancellation left."""
        na, nb, d = units.first, units.second, null
        n, xa, xb = na + nb, na * pa, nb * pb
        b, c = (na + 2 * nb) * d - n - xa - xb, (nb * d - n - 2 * xb) * d + xa + xb
        constant, shift = xb * d * (1 - d), b / (3 * n)
        q = shift * shift * shift - b * c / (6 * n * n) + constant / (2 * n)  # products: powers of arrays are slow
        u = np.copysign(np.sqrt(np.maximum(shift * shift - c / (3 * n), 1e-100)), q)
        angle = (np.pi + np.arccos(np.clip(q / (u * u * u), -1.0, 1.0))) / 3
        root = 2 * u * np.cos(angle) - shift
        slope = (3 * n * root + 2 * b) * root + c
        step = (((n * root + b) * root + c) * root + constant) / np.where(slope != 0, slope, inf)
        root = root - np.where(np.abs(step) < 1e-6, step, 0.0)
        second = np.clip(root, np.maximum(0.0, -d), np.minimum(1.0, 1.0 - d))
        return np.clip(second + d, 0.0, 1.0), second

    def within(self, pa: Array, pb: Array, null: Array) -> NDArray[np.bool_]:
        """Say where pₐ − p_b ≤ δ."""
        return np.asarray(pa - pb <= null)

    def at(self, place: float) -> float:
        """Return the place: a difference is its own."""
        return place

    def estimate(self, a: Counts, b: Counts) -> float:
        """Return p̂ₐ − p̂_b."""
        return a.rate - b.rate

    def around(self, a: Counts, b: Counts) -> tuple[float, float]:
        """Return the difference and its standard error with a success and a failure more in each arm."""
        rates = [(arm.successes + 1) / (arm.trials + 2) for arm in (a, b)]
        errors = [rate * (1 - rate) / (arm.trials + 2) for rate, arm in zip(rates, (a, b), strict=True)]
        return rates[0] - rates[1], sqrt(sum(errors))

    def swapped(self, effect: float) -> float:
        """Return −θ."""
        return -effect


@dataclass(frozen=True)
class Lift:
    """θ = pₐ / p_b − 1: pₐ ≤ (1 + δ) p_b is a half plane too."""

    ends: tuple[float, float] = (-_FARTHEST, _FARTHEST)

    def first(self, second: Array, effect: float) -> Array:
        """Return (1 + θ) p_b."""
        return second * (1 + effect)

    def baseline(self, successes: Array, units: Units, effect: float) -> Array:
        """Return x/((1 + θ)nₐ + n_b)."""
        return np.asarray(successes / ((1 + effect) * units.first + units.second))

    def edge(self, pa: Array, pb: Array, units: Units, null: Array) -> tuple[Array, Array]:
        """Return the smaller root of the quadratic in p_b, and its multiple."""
        na, nb, ratio = units.first, units.second, np.maximum(1 + null, 1e-300)
        xa, xb = na * pa, nb * pb
        b = na * ratio + xa + nb + xb * ratio
        root = np.sqrt(np.maximum(b * b - 4 * (na + nb) * ratio * (xa + xb), 0.0))
        second = np.clip(2 * (xa + xb) / (b + root), 0.0, np.minimum(1.0, 1 / ratio))
        return np.clip(ratio * second, 0.0, 1.0), second

    def within(self, pa: Array, pb: Array, null: Array) -> NDArray[np.bool_]:
        """Say where pₐ ≤ (1 + δ) p_b."""
        return np.asarray(pa <= (1 + null) * pb)

    def at(self, place: float) -> float:
        """Return the lift of a log ratio; no ratio at all, and any, at the ends."""
        return -1.0 if place <= -_FARTHEST else inf if place >= _FARTHEST else expm1(place)

    def estimate(self, a: Counts, b: Counts) -> float:
        """Return p̂ₐ / p̂_b − 1; infinite where the second arm has no success."""
        return a.rate / b.rate - 1 if b.successes else inf if a.successes else 0.0

    def around(self, a: Counts, b: Counts) -> tuple[float, float]:
        """Return the log ratio with half a success more in each arm, and its standard error."""
        xa, xb = a.successes + 0.5, b.successes + 0.5
        return log1p(xa / (a.trials + 0.5) / (xb / (b.trials + 0.5)) - 1), sqrt(1 / xa + 1 / xb)

    def swapped(self, effect: float) -> float:
        """Return 1/(1 + θ) − 1."""
        return inf if effect <= -1 else 1 / (1 + effect) - 1
