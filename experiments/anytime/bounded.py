"""A mean of values with known ends, at any time, exactly: the same few bets on every value, of counts or of sums.

Take values x from 0 to 1 whose mean, whatever came before, is at most m. A bet of the share g of the capital multiplies
it by 1 + g(x/m − 1), which is never below 0 and expected to be at most 1. So what several bettors hold together after
all values is an e-process against every mean up to m (Waudby-Smith & Ramdas, JRSS B 86:1, 2024, §4, with bets that stay
the same). It falls in m for every g, so limits are intervals and p-values agree with them.

Where it is known how often each value came, this is the capital itself. Where a batch is known by its number, mean and
variance only, the values are taken for those of this mean and variance that leave the bettor least: some at 0 and all
others at one place. That holds since log(1 + g(x/m − 1)) has a positive third derivative: it lies nowhere below the
parabola that meets it at 0 and touches it at that place, and the parabola's mean is the same for both (the lower
principal representation: Karlin & Studden, Tchebycheff Systems, 1966, ch. III). So nothing is promised that the values
themselves would not have given; a batch of one value loses nothing at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, inf, log, nan, sqrt

import numpy as np
from numpy.typing import NDArray

from experiments.anytime.e_value import p_value, threshold
from experiments.inference.root import crossing
from experiments.statistic import Moments

Array = NDArray[np.float64]

TUNED_SHARE = 0.95
"""The share of the capital on the bet that grows fastest at the target; the rest is spread over :data:`OTHERS`.

More bettors near the first one cost 2 to 6 points of power at twice the size of one look, and gain nothing beyond it.
"""
OTHERS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 0.95)
"""Bets that answer for means which the plan did not think of."""
LEAST_BET, MOST_BET = 0.01, 0.98
USUAL_SD = 0.25
"""The spread of one value from 0 to 1 where the plan expects none: half of the widest there can be."""
_PLANNED_DISTANCE = 2.5
_CLOSE = 1e-10
_DEEPEST = 40.0


@dataclass(frozen=True)
class Values:
    """How often each value from 0 to 1 came, as arrays of the same length; the numbers need not be whole."""

    at: Array
    counts: Array

    @property
    def reflected(self) -> Values:
        """Return 1 − x of every value."""
        return Values(1 - self.at, self.counts)

    def log_capital(self, bets: Array, null: float) -> Array:
        """Return the logarithm of what each bet against means up to ``null`` above 0 holds."""
        return np.asarray(np.log1p(np.outer(bets, self.at / null - 1)) @ self.counts)

    @property
    def mean(self) -> float:
        """Return the mean (NaN of nothing)."""
        n = float(self.counts.sum())
        return float(self.at @ self.counts) / n if n else nan


@dataclass(frozen=True)
class Expected:
    """The mean and standard deviation of one value from 0 to 1 as a plan expects them."""

    mean: float
    sd: float

    def in_two(self) -> Values:
        """Return some values at 0 and all others at one place, whose mean and spread these are."""
        return _least_favourable(1.0, self.mean, self.sd**2)

    def in_three(self) -> Values:
        """Return values of 0, ½ and 1 whose mean and spread these are, as far as there are such."""
        half = min(max(4 * (self.mean * (1 - self.mean) - self.sd**2), 0.0), 2 * min(self.mean, 1 - self.mean))
        return Values(np.array([0.0, 0.5, 1.0]), np.array([1 - self.mean - half / 2, half, self.mean - half / 2]))


@lru_cache(maxsize=256)
def best_bet(expected: Expected, null: float, *, three: bool) -> float:
    """Return the bet with which capital grows fastest against ``null`` (Kelly, Bell Syst. Tech. J. 35:917, 1956).

    ``three`` says that values are 0, ½ or 1, and how many of each there are is known.
    """
    values = expected.in_three() if three else expected.in_two()
    gains = values.at / null - 1

    def falling(bet: float) -> float:
        return -float((gains / (1 + bet * gains)) @ values.counts)

    if falling(MOST_BET) <= 0:
        return MOST_BET
    return crossing(falling, LEAST_BET, MOST_BET, 1e-6) if falling(LEAST_BET) < 0 else LEAST_BET


def purse(bet: float) -> tuple[Array, Array]:
    """Return all bets beside the tuned one, and the logarithms of their shares of the capital."""
    shares = [TUNED_SHARE, *[(1 - TUNED_SHARE) / len(OTHERS)] * len(OTHERS)]
    return np.array([bet, *OTHERS]), np.log(shares)


@dataclass(frozen=True)
class Side:
    """One e-process against means up to a null, from values on a scale on which more speaks against it."""

    values: Values
    bet: float

    def log_e(self, null: float) -> float:
        """Return the log e-value against every mean up to ``null``."""
        if null <= 0:
            return inf if self.values.mean > 0 or null < 0 else 0.0
        bets, shares = purse(self.bet)
        held = self.values.log_capital(bets, null) + shares
        most = float(held.max())
        return most + log(float(np.exp(held - most).sum()))

    def limit(self, level: float) -> float:
        """Return the mean up to which every one is refused at ``level``."""
        mean, wanted = self.values.mean, threshold(level)
        if not mean > 0 or wanted == inf:
            return 0.0

        def short(depth: float) -> float:
            return self.log_e(mean * exp(-depth)) - wanted

        return mean * exp(-crossing(short, 0.0, _DEEPEST, _CLOSE)) if short(_DEEPEST) > 0 else 0.0


@dataclass(frozen=True)
class BoundedSequence:
    """The confidence sequence and e-process of a mean of values between ``least`` and ``greatest``.

    ``above`` holds the values against nulls below them, ``below`` the same values upside down.
    """

    estimate: float
    standard_error: float | None
    least: float
    greatest: float
    above: Side
    below: Side
    method: str = "anytime-valid exact bounded mean (betting)"

    def log_e_above(self, null: float) -> float:
        """Return the log e-value against every mean up to ``null``."""
        return self.above.log_e(self._placed(null))

    def log_e_below(self, null: float) -> float:
        """Return the log e-value against every mean from ``null`` on."""
        return self.below.log_e(1 - self._placed(null))

    def p_above(self, null: float) -> float:
        """Return min(1, 1/e) against every mean up to ``null``."""
        return p_value(self.log_e_above(null))

    def p_below(self, null: float) -> float:
        """Return min(1, 1/e) against every mean from ``null`` on."""
        return p_value(self.log_e_below(null))

    def lower(self, level: float) -> float:
        """Return the mean up to which every one is refused at ``level``."""
        return self.least + self._width * self.above.limit(level)

    def upper(self, level: float) -> float:
        """Return the mean from which on every one is refused at ``level``."""
        return self.greatest - self._width * self.below.limit(level)

    @property
    def _width(self) -> float:
        return self.greatest - self.least

    def _placed(self, value: float) -> float:
        return (value - self.least) / self._width


@dataclass(frozen=True)
class Tuning:
    """What a plan tells apart: bar and target (None: none is named), one unit's spread and the planned units."""

    bar: float
    target: float | None
    sd: float | None
    planned: int

    def expectations(self, least: float, greatest: float) -> tuple[tuple[Expected, float], tuple[Expected, float]]:
        """Return what to expect against which null, from 0 to 1: against the lower, and upside down the higher."""
        width = greatest - least
        sd = self.sd / width if self.sd else USUAL_SD
        bar = (self.bar - least) / width
        if self.target is None:
            distance = _PLANNED_DISTANCE * sd / sqrt(max(self.planned, 1))
            low, high = bar, bar + distance
            falling = bar - distance
        else:
            target = (self.target - least) / width
            low, high = min(bar, target), max(bar, target)
            bar, falling = high, low
        return (Expected(_inside(high), sd), _inside(low)), (Expected(_inside(1 - falling), sd), _inside(1 - bar))


def of_steps(up: int, down: int, n: int, tuning: Tuning) -> BoundedSequence:
    """Return the sequence of a net share: of ``n``, so many count +1 and so many −1 (pairs that changed, promoters)."""
    values = Values(np.array([0.0, 0.5, 1.0]), np.array([down, n - up - down, up], float))
    (rising, low), (falling, high) = tuning.expectations(-1.0, 1.0)
    error = sqrt(max(up + down - (up - down) ** 2 / n, 0.0)) / n if n else None
    return BoundedSequence(
        (up - down) / n if n else nan,
        error,
        -1.0,
        1.0,
        Side(values, best_bet(rising, low, three=True)),
        Side(values.reflected, best_bet(falling, high, three=True)),
    )


def of_batches(batches: Sequence[Moments], least: float, greatest: float, tuning: Tuning) -> BoundedSequence:
    """Return the sequence of a mean, from batches of new units that are known by their moments."""
    width = greatest - least
    known = [(float(b.n), (b.mean - least) / width, b.variance * (b.n - 1) / b.n / width**2) for b in batches if b.n]
    (rising, low), (falling, high) = tuning.expectations(least, greatest)
    total = Moments(n=0, mean=0.0, variance=0.0)
    for batch in batches:
        total = total.plus(batch)
    return BoundedSequence(
        total.mean if total.n else nan,
        sqrt(total.variance / total.n) if total.n > 1 else None,
        least,
        greatest,
        Side(_together(_least_favourable(*one) for one in known), best_bet(rising, low, three=False)),
        Side(
            _together(_least_favourable(n, 1 - mean, variance) for n, mean, variance in known),
            best_bet(falling, high, three=False),
        ),
        "anytime-valid exact bounded mean (betting, from sums)",
    )


def _least_favourable(n: float, mean: float, variance: float) -> Values:
    """Return the values with these moments of which some are 0 and all others the same."""
    mean = min(max(mean, 0.0), 1.0)
    variance = min(max(variance, 0.0), mean * (1 - mean))
    square = mean * mean
    at_nothing = variance / (variance + square) if square else 1.0
    return Values(
        np.array([0.0, mean + variance / mean if square else 0.0]), n * np.array([at_nothing, 1 - at_nothing])
    )


def _together(parts: Iterable[Values]) -> Values:
    kept = list(parts) or [Values(np.empty(0), np.empty(0))]
    return Values(np.concatenate([part.at for part in kept]), np.concatenate([part.counts for part in kept]))


def _inside(share: float) -> float:
    return min(max(share, 1e-6), 1 - 1e-6)
