"""Paired measurements: the same unit with and without the change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf, nan, sqrt

from scipy import special

from experiments.inference import Estimator
from experiments.inference.mean import StudentT
from experiments.inference.root import crossing
from experiments.statistic import Moments, Pairs, Tally


def mean(differences: Moments) -> Estimator:
    """Return the paired t estimator, from the moments of each pair's difference."""
    error = sqrt(differences.variance / differences.n) if differences.n > 1 else nan
    return StudentT(differences.mean, error, differences.n - 1.0, "paired t")


def proportion(pairs: Pairs) -> Estimator:
    """Return Tango's score estimator of the difference of two paired rates."""
    return Tango(pairs.gained, pairs.lost, pairs.n)


def moved(steps: Tally) -> Estimator:
    """Return Tango's score estimator of the net share of pairs that moved up, from each pair's step in levels.

    The signed-rank test judges a median shift only where shifts are spread evenly around it; whole steps rarely are,
    and then it refuses a true null more often the more pairs there are. Who moved up and who moved down needs no such
    assumption.
    """
    rows = list(zip(steps.values, steps.counts, strict=True))
    up = sum(count for value, count in rows if value[0] > 0)
    down = sum(count for value, count in rows if value[0] < 0)
    return Tango(up, down, steps.n)


@dataclass(frozen=True)
class Tango:
    """The score test of (gained − lost) / n and its inversion (Tango, Statistics in Medicine 17:891, 1998)."""

    gained: int
    lost: int
    n: int
    method: str = "paired score (Tango)"

    @property
    def estimate(self) -> float:
        """Return the difference of the paired rates."""
        return (self.gained - self.lost) / self.n

    @property
    def standard_error(self) -> float | None:
        """Return √(gained + lost − (gained − lost)²/n) / n; the limits do not rest on it."""
        return sqrt(self.gained + self.lost - (self.gained - self.lost) ** 2 / self.n) / self.n

    def lower(self, level: float) -> float:
        """Return the null at which z is the upper ``level`` quantile."""
        wanted = -float(special.ndtri(level))
        return crossing(lambda null: wanted - self._z(null), -1.0, self.estimate, 1e-11)

    def upper(self, level: float) -> float:
        """Return the lower limit with gains and losses exchanged, sign turned."""
        return -replace(self, gained=self.lost, lost=self.gained).lower(level)

    def p_above(self, null: float) -> float:
        """Return P(Z ≥ z(null))."""
        return float(special.ndtr(-self._z(null)))

    def p_below(self, null: float) -> float:
        """Return P(Z ≤ z(null))."""
        return float(special.ndtr(self._z(null)))

    def _z(self, null: float) -> float:
        """Return the score statistic; the restricted loss rate solves a quadratic (Tango 1998, eq. 10)."""
        n, b, c = self.n, self.gained, self.lost
        if not -1 <= null <= 1:
            return inf if null < 0 else -inf
        first = -b - c + (2 * n - b + c) * null
        second = -c * null * (1 - null)
        rate = max(0.0, (sqrt(max(0.0, first * first - 8 * n * second)) - first) / (4 * n))
        variance = n * (2 * rate + null * (1 - null))
        distance = b - c - n * null
        if variance <= 0:
            return 0.0 if abs(distance) < 1e-12 else inf if distance > 0 else -inf
        return distance / sqrt(variance)


def mcnemar_p(pairs: Pairs) -> float:
    """Return the exact two-sided McNemar p-value: discordant pairs are a fair coin if nothing changed."""
    discordant = pairs.gained + pairs.lost
    if not discordant:
        return 1.0
    smaller = min(pairs.gained, pairs.lost)
    return min(1.0, 2 * float(special.bdtr(smaller, discordant, 0.5)))
