"""Score statistics of two proportions under a fixed difference or ratio, on whole tables at once.

Source: Miettinen & Nurminen, Statistics in Medicine 4:213 (1985), eqs. 6–12 and appendix; Farrington & Manning 1990.
statsmodels 0.15 has a fault in the cubic of the difference (its issue 10269), and its interval for the ratio takes a
complex root where an arm is at 100%, hence our own.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import acos, copysign, cos, expm1, inf, log1p, pi, sqrt
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
_NOTHING = 1e-14
_POLISH, _CLOSE = 1e-6, 1e-8
_FARTHEST = 50.0


class Contrast(Protocol):
    """A way to hold p₁ against p₂, indexed by a null value θ."""

    def __hash__(self) -> int:
        """Return the hash of a value: what was worked out with one contrast is kept for all like it."""

    @property
    def least(self) -> float:
        """Return the least value θ can have."""

    @property
    def most(self) -> float:
        """Return the most."""

    def estimate(self, x1: float, n1: float, x2: float, n2: float) -> float:
        """Return θ as observed."""

    def score(self, x1: ArrayLike, n1: float, x2: ArrayLike, n2: float, null: float) -> Array:
        """Return the score statistic z of each table (x₁, x₂); positive where the table lies above ``null``."""

    def z(self, x1: float, n1: float, x2: float, n2: float, null: float) -> float:
        """Return :meth:`score` of one table."""

    def curve(self, z: float, p2: Array, n1: float, n2: float, null: float) -> tuple[Array, Array]:
        """Return the tables (x₁, x₂), in fractions of units, whose score is ``z`` and whose restricted rate is p₂."""

    def nuisance(self, null: float) -> tuple[float, float]:
        """Return the range of p₂ for which p₁ is a probability."""

    def first(self, p2: Array, null: float) -> Array:
        """Return p₁ that goes with each p₂."""

    def second(self, p1: float, null: float) -> float:
        """Return p₂ that goes with p₁."""

    def swapped(self, null: float) -> float:
        """Return the value of θ when the two arms change places."""

    @property
    def ends(self) -> tuple[float, float]:
        """Return where the line that a search walks along begins and ends."""

    def along(self, null: float) -> float:
        """Return the place of a null on that line."""

    def at(self, place: float) -> float:
        """Return the null at a place on that line."""

    def stride(self, x1: float, n1: float, x2: float, n2: float) -> float:
        """Return a length on that line of the order of the standard error, also where a count is 0."""


@dataclass(frozen=True)
class Difference:
    """θ = p₁ − p₂."""

    least: float = -1.0
    most: float = 1.0

    def estimate(self, x1: float, n1: float, x2: float, n2: float) -> float:
        """Return p̂₁ − p̂₂."""
        return x1 / n1 - x2 / n2

    def score(self, x1: ArrayLike, n1: float, x2: ArrayLike, n2: float, null: float) -> Array:
        """Return z with the N / (N − 1) correction; the restricted estimate solves a cubic (M&N 1985, appendix)."""
        x1, x2 = np.asarray(x1, float), np.asarray(x2, float)
        n, d = n1 + n2, null
        cubic = (n, (n1 + 2 * n2) * d - n - x1 - x2, (n2 * d - n - 2 * x2) * d + x1 + x2, x2 * d * (1 - d))
        p2 = np.clip(_middle_root(cubic), max(0.0, -d), min(1.0, 1.0 - d))
        p1 = np.clip(p2 + d, 0.0, 1.0)
        variance = (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2) * n / (n - 1)
        return _ratio(x1 / n1 - x2 / n2 - d, variance)

    def z(self, x1: float, n1: float, x2: float, n2: float, null: float) -> float:
        """Return :meth:`score` of one table, in plain floats: a search for a limit asks a dozen times."""
        n, d = n1 + n2, null
        b, c = (n1 + 2 * n2) * d - n - x1 - x2, (n2 * d - n - 2 * x2) * d + x1 + x2
        cubic = (n, b, c, x2 * d * (1 - d))
        p2 = min(max(_middle_root_of_one(cubic), 0.0, -d), 1.0, 1.0 - d)
        p1 = min(max(p2 + d, 0.0), 1.0)
        variance = (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2) * n / (n - 1)
        return _ratio_of_one(x1 / n1 - x2 / n2 - d, variance)

    def curve(self, z: float, p2: Array, n1: float, n2: float, null: float) -> tuple[Array, Array]:
        """Return the tables whose score is ``z``: see :func:`_curve`."""
        return _curve(z, (self.first(p2, null), p2), 1.0, n1, n2)

    def nuisance(self, null: float) -> tuple[float, float]:
        """Return the range of p₂ for which p₂ + θ is a probability."""
        return max(0.0, -null), min(1.0, 1.0 - null)

    def first(self, p2: Array, null: float) -> Array:
        """Return p₂ + θ."""
        return np.clip(p2 + null, 0.0, 1.0)

    def second(self, p1: float, null: float) -> float:
        """Return p₁ − θ."""
        return p1 - null

    def swapped(self, null: float) -> float:
        """Return −θ."""
        return -null

    @property
    def ends(self) -> tuple[float, float]:
        """Return −1 and 1: a difference is its own place."""
        return -1.0, 1.0

    def along(self, null: float) -> float:
        """Return θ."""
        return null

    def at(self, place: float) -> float:
        """Return θ."""
        return place

    def stride(self, x1: float, n1: float, x2: float, n2: float) -> float:
        """Return √(rarer count + 1) / n, summed over the arms."""
        return sqrt(min(x1, n1 - x1) + 1) / n1 + sqrt(min(x2, n2 - x2) + 1) / n2


@dataclass(frozen=True)
class Lift:
    """θ = p₁ / p₂ − 1."""

    least: float = -1.0
    most: float = inf

    def estimate(self, x1: float, n1: float, x2: float, n2: float) -> float:
        """Return p̂₁ / p̂₂ − 1; infinite where the second arm has no success."""
        if x2 == 0:
            return inf if x1 else 0.0
        return (x1 / n1) / (x2 / n2) - 1

    def score(self, x1: ArrayLike, n1: float, x2: ArrayLike, n2: float, null: float) -> Array:
        """Return z with the N / (N − 1) correction; the restricted estimate solves a quadratic (M&N 1985, eq. 10)."""
        x1, x2 = np.asarray(x1, float), np.asarray(x2, float)
        n, ratio = n1 + n2, 1.0 + null
        b = n1 * ratio + x1 + n2 + x2 * ratio
        root = np.sqrt(np.maximum(b * b - 4 * n * ratio * (x1 + x2), 0.0))
        p2 = np.clip(2 * (x1 + x2) / (b + root), 0.0, min(1.0, 1.0 / ratio) if ratio > 0 else 1.0)
        p1 = np.clip(ratio * p2, 0.0, 1.0)
        variance = (p1 * (1 - p1) / n1 + ratio * ratio * p2 * (1 - p2) / n2) * n / (n - 1)
        return _ratio(x1 / n1 - ratio * x2 / n2, variance)

    def z(self, x1: float, n1: float, x2: float, n2: float, null: float) -> float:
        """Return :meth:`score` of one table, in plain floats."""
        n, ratio = n1 + n2, 1.0 + null
        b = n1 * ratio + x1 + n2 + x2 * ratio
        root = sqrt(max(b * b - 4 * n * ratio * (x1 + x2), 0.0))
        p2 = min(2 * (x1 + x2) / (b + root), 1.0, 1.0 / ratio if ratio > 0 else 1.0)
        p1 = min(ratio * p2, 1.0)
        variance = (p1 * (1 - p1) / n1 + ratio * ratio * p2 * (1 - p2) / n2) * n / (n - 1)
        return _ratio_of_one(x1 / n1 - ratio * x2 / n2, variance)

    def curve(self, z: float, p2: Array, n1: float, n2: float, null: float) -> tuple[Array, Array]:
        """Return the tables whose score is ``z``: see :func:`_curve`."""
        return _curve(z, (self.first(p2, null), p2), 1.0 + null, n1, n2)

    def nuisance(self, null: float) -> tuple[float, float]:
        """Return the range of p₂ for which p₂(1 + θ) is a probability."""
        return 0.0, min(1.0, 1.0 / (1.0 + null)) if null > -1 else 1.0

    def first(self, p2: Array, null: float) -> Array:
        """Return p₂ (1 + θ)."""
        return np.clip(p2 * (1.0 + null), 0.0, 1.0)

    def second(self, p1: float, null: float) -> float:
        """Return p₁ / (1 + θ)."""
        return p1 / (1.0 + null)

    def swapped(self, null: float) -> float:
        """Return 1 / (1 + θ) − 1."""
        return inf if null <= -1 else (-1.0 if null == inf else 1.0 / (1.0 + null) - 1.0)

    @property
    def ends(self) -> tuple[float, float]:
        """Return the logarithms of the smallest and largest ratio ever tried."""
        return -_FARTHEST, _FARTHEST

    def along(self, null: float) -> float:
        """Return log(1 + θ)."""
        return min(max(log1p(null), -_FARTHEST), _FARTHEST) if -1 < null < inf else copysign(_FARTHEST, null)

    def at(self, place: float) -> float:
        """Return the lift of a log ratio; no ratio at all, and any, at the ends."""
        return self.least if place <= -_FARTHEST else self.most if place >= _FARTHEST else expm1(place)

    def stride(self, x1: float, n1: float, x2: float, n2: float) -> float:  # noqa: ARG002 - one signature for both
        """Return √(1/(x₁ + 1) + 1/(x₂ + 1)), the spread of the log ratio with one success more in each arm."""
        return sqrt(1 / (x1 + 1) + 1 / (x2 + 1))


def _curve(z: float, rates: tuple[Array, Array], slope: float, n1: float, n2: float) -> tuple[Array, Array]:
    """Return the tables with score ``z`` along the line p₁ = constant + slope · p₂ of rates that the null allows.

    At a restricted estimate inside its range the derivative of the likelihood is 0, so x₁ − n₁p₁ = t p₁q₁ and
    x₂ − n₂p₂ = −t · slope · p₂q₂ for some t, and the score is t √(p₁q₁/n₁ + slope² p₂q₂/n₂) / √(N / (N − 1)).
    """
    (p1, p2), n = rates, n1 + n2
    first, second = p1 * (1 - p1), slope * p2 * (1 - p2)
    spread = np.maximum(first / n1 + slope * second / n2, _NOTHING**2)
    t = z * np.sqrt(n / (n - 1) / spread)
    return n1 * p1 + t * first, n2 * p2 - t * second


def _ratio(distance: Array, variance: Array) -> Array:
    """Divide, where a table without spread lies at, above or below the null with certainty."""
    with np.errstate(divide="ignore", invalid="ignore"):
        z = distance / np.sqrt(variance)
    certain = np.where(distance > _NOTHING, inf, np.where(distance < -_NOTHING, -inf, 0.0))
    return np.asarray(np.where(variance > 0, z, certain))


def _ratio_of_one(distance: float, variance: float) -> float:
    """Return what :func:`_ratio` returns, for one table."""
    if variance > 0:
        return distance / sqrt(variance)
    return 0.0 if abs(distance) <= _NOTHING else copysign(inf, distance)


def _middle_root(cubic: tuple[float, Array, Array, Array]) -> Array:
    """Return the middle one of three real roots (trigonometric form), polished by Newton against cancellation."""
    a, b, c, d = cubic
    shift = b / (3 * a)
    q = shift**3 - b * c / (6 * a * a) + d / (2 * a)
    p = np.sqrt(np.maximum(shift * shift - c / (3 * a), 0.0))
    u = np.where(q >= 0, p, -p)
    with np.errstate(divide="ignore", invalid="ignore"):
        cosine = np.where(u != 0, q / u**3, 1.0)
    angle = (np.pi + np.arccos(np.clip(cosine, -1.0, 1.0))) / 3
    root = 2 * u * np.cos(angle) - shift
    for _ in range(2):
        slope = (3 * a * root + 2 * b) * root + c
        value = ((a * root + b) * root + c) * root + d
        with np.errstate(divide="ignore", invalid="ignore"):
            step = np.where(slope != 0, value / slope, 0.0)
        root = root - np.where(np.abs(step) < _POLISH, step, 0.0)
    return np.asarray(root)


def _middle_root_of_one(cubic: tuple[float, float, float, float]) -> float:
    """Return what :func:`_middle_root` returns, for one table."""
    a, b, c, d = cubic
    shift = b / (3 * a)
    q = shift**3 - b * c / (6 * a * a) + d / (2 * a)
    u = copysign(sqrt(max(shift * shift - c / (3 * a), 0.0)), q)
    cube = u**3
    root = 2 * u * cos((pi + acos(min(max(q / cube if cube else 1.0, -1.0), 1.0))) / 3) - shift
    for _ in range(2):
        slope = (3 * a * root + 2 * b) * root + c
        step = (((a * root + b) * root + c) * root + d) / slope if slope else 0.0
        if abs(step) >= _POLISH:
            break
        root -= step
        if abs(step) <= _CLOSE * abs(root):
            break
    return root
