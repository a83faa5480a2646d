"""What is counted: how often a verdict would be wrong at the bar and at the target, and how often an interval holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

ALPHA, BETA, COVERAGE = 0.05, 0.2, 0.95
_TAIL = (1 - COVERAGE) / 2
_ERRORS = 3
_SHOWN = 1e-4


class Tails(NamedTuple):
    """Both one-sided p-values at the true θ, and how much this outcome weighs."""

    above: float
    below: float
    weight: float = 1.0


@dataclass(frozen=True)
class Chance:
    """A probability and its Monte Carlo standard error: 0 where every outcome was enumerated."""

    value: float
    error: float

    def exceeds(self, level: float) -> bool:
        """Say whether it lies above ``level`` by more than three standard errors, or visibly if exact."""
        return self.value > level + (_ERRORS * self.error or _SHOWN)


@dataclass(frozen=True)
class Chances:
    """The three chances of one cell, and the share of its samples on which the product shows a warning.

    θ is the bar for ``invest``, the target for ``stop`` and inside the 95% interval but for ``misses``.
    """

    invest: Chance
    stop: Chance
    misses: Chance
    warned: float

    @property
    def outside(self) -> bool:
        """Say whether any of the three is above its level."""
        return any(chance.exceeds(level) for chance, level in self.levels)

    @property
    def levels(self) -> tuple[tuple[Chance, float], ...]:
        """Return each chance with the level it must not exceed."""
        return (self.invest, ALPHA), (self.stop, BETA), (self.misses, 1 - COVERAGE)


def chances(tails: Iterable[Tails], warned: float, *, exact: bool = False) -> Chances:
    """Count how often p-values at the true θ reach the levels.

    A limit excludes θ exactly where the p-value at θ is at most its level, which the laws of the estimators say and
    their tests hold them to; one p-value is cheaper than a limit.
    """
    invest = stop = misses = total = 0.0
    for above, below, weight in tails:
        total += weight
        invest += weight * (above <= ALPHA)
        stop += weight * (below <= BETA)
        misses += weight * (min(above, below) <= _TAIL)

    def share(found: float) -> Chance:
        return Chance(min(found, 1.0), 0.0) if exact else _drawn(found / total, total)

    return Chances(share(invest), share(stop), share(misses), warned)


def _drawn(value: float, total: float) -> Chance:
    return Chance(value, sqrt(max(value * (1 - value), 1 / total) / total))
