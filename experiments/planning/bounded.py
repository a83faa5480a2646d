"""Planning a mean of values with known ends that is looked at at any time: tests are drawn and go through its bets.

What exact bets cost depends on where the values lie and not only on how they spread, so no formula for large samples
tells their size. Batches are drawn as normal means (or as normal numbers of steps up and down) with a fixed seed. One
drawing serves every size and every truth, so that chances grow with the size.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from experiments.anytime.bounded import USUAL_SD, Expected, best_bet, purse
from experiments.anytime.ends import counts_steps, ends, planned_spread
from experiments.plan import Comparison
from experiments.planning import Asked, smallest
from experiments.sequential.ending import Ending

Array = NDArray[np.float64]
_TESTS, _LOOKS, _SEED = 2_000, 20, 20_24
_INSIDE = 1e-6


class Bets:
    """What happens to tests of one mean that are looked at after every twentieth of so many units."""

    def __init__(self, asked: Asked, ends: tuple[float, float], spread: float | None, *, three: bool) -> None:
        """Take what is asked, the least and the greatest value, and one unit's spread in units of θ.

        ``three`` says that a value is the least, the greatest or halfway, and how many of each there are is recorded.
        """
        self._asked = asked
        least, greatest = ends
        rising = asked.target > asked.null
        self._start, self._width = (least, greatest - least) if rising else (greatest, least - greatest)
        self._sd = spread / (greatest - least) if spread else USUAL_SD
        self._three = three

    def size(self, power: float, about: int) -> int | None:
        """Return the fewest units of which so many tests find the target, stops obeyed; from half of ``about`` on."""
        return smallest(self, power, self._asked.target, max(2, about // 2))

    def clears(self, units: float, at: float) -> float:
        """Return P(some look clears the null before one falls short of the target)."""
        return self.ending(int(units), at, obeyed=True).invest

    def ending(self, units: int, at: float, *, obeyed: bool) -> Ending:
        """Return how tests of so many units end where θ is ``at``; none stops but to invest unless that is obeyed."""
        looks = min(_LOOKS, units)
        reached = np.round(np.arange(1, looks + 1) * (units / looks))
        null, target, true = (self._placed(value) for value in (self._asked.null, self._asked.target, at))
        drawn = _Drawn.of(np.diff(reached, prepend=0.0), true, self._sd, three=self._three)
        cleared = _first(drawn.refuses(null, self._bet(target, null), self._asked.alpha))
        short = np.full_like(cleared, looks)
        if obeyed:
            short = _first(drawn.reflected.refuses(1 - target, self._bet(1 - null, 1 - target), self._asked.beta))
        last = np.minimum(np.minimum(cleared, short), looks - 1)
        return Ending(
            float(((cleared < looks) & (cleared <= short)).mean()),
            float((short < cleared).mean()),
            float(reached[last].mean()) / units,
        )

    def _placed(self, value: float) -> float:
        """Return where a value lies from 0 to 1, more being better."""
        return min(max((value - self._start) / self._width, _INSIDE), 1 - _INSIDE)

    def _bet(self, mean: float, null: float) -> float:
        return best_bet(Expected(mean, self._sd), null, three=self._three)


def bets(asked: Asked, comparison: Comparison) -> Bets | None:
    """Return the bets on a metric whose values have known ends; None of one whose values have none."""
    known = ends(asked.metric, comparison)
    if known is None:
        return None
    spread, three = planned_spread(asked.metric, comparison), counts_steps(asked.metric, comparison)
    return Bets(asked, known, spread, three=three)


@dataclass(frozen=True)
class _Drawn:
    """Batches of many tests: a row per test, a column per batch, both with the same number of units in a column.

    ``more`` and ``less`` are how many units of a batch count 1 and 0, where all others count ½ (``three``); else
    ``more`` is the mean of a batch and ``less`` one minus that.
    """

    sizes: Array
    more: Array
    less: Array
    variance: float
    three: bool

    @classmethod
    def of(cls, sizes: Array, mean: float, sd: float, *, three: bool) -> _Drawn:
        """Draw tests whose values from 0 to 1 have this mean and spread."""
        first, second = _normals(len(sizes))
        if not three:
            means = np.clip(mean + sd / np.sqrt(sizes) * first, 0.0, 1.0)
            return cls(sizes, means, 1 - means, sd * sd, three)
        net = 2 * mean - 1
        changed = min(max(4 * sd * sd + net * net, abs(net)), 1.0)
        spread = sqrt(max(changed - net * net, 1e-12))
        shared = net * (1 - changed) / spread
        rest = sqrt(max(changed * (1 - changed) - shared * shared, 0.0))
        up_less_down = sizes * net + np.sqrt(sizes) * spread * first
        both = np.clip(sizes * changed + np.sqrt(sizes) * (shared * first + rest * second), 0.0, sizes)
        up_less_down = np.clip(up_less_down, -both, both)
        return cls(sizes, (both + up_less_down) / 2, (both - up_less_down) / 2, 0.0, three)

    @property
    def reflected(self) -> _Drawn:
        """Return the same with 1 − x in place of every value."""
        return _Drawn(self.sizes, self.less, self.more, self.variance, self.three)

    def refuses(self, null: float, bet: float, level: float) -> NDArray[np.bool_]:
        """Say after which batches of which tests the e-value against means up to ``null`` reached 1/level."""
        bets, shares = purse(bet)
        capital = (self._of_three if self.three else self._of_two)(bets[:, None, None], null).cumsum(axis=2)
        with np.errstate(over="ignore"):
            held = np.exp(capital, out=capital)
        return np.asarray(np.tensordot(np.exp(shares), held, axes=1) >= 1 / level)

    def _of_three(self, bets: Array, null: float) -> Array:
        rest = self.sizes - self.more - self.less
        one, half, nothing = (np.log1p(bets * (x / null - 1)) for x in (1.0, 0.5, 0.0))
        return np.asarray(self.more * one + rest * half + self.less * nothing)

    def _of_two(self, bets: Array, null: float) -> Array:
        mean = np.maximum(self.more, 1e-12)
        variance = np.minimum(self.variance, mean * (1 - mean))
        at_nothing = variance / (variance + mean * mean)
        place = np.log1p(bets * ((mean + variance / mean) / null - 1))
        return np.asarray(self.sizes * (at_nothing * np.log1p(-bets) + (1 - at_nothing) * place))


@lru_cache(maxsize=8)
def _normals(looks: int) -> tuple[Array, Array]:
    """Return two tables of standard normal numbers, a row per test; each test has its mirror image."""
    drawn = np.random.default_rng(_SEED).standard_normal((2, _TESTS // 2, looks))
    first, second = (np.concatenate([half, -half]) for half in drawn)
    return first, second


def _first(hit: NDArray[np.bool_]) -> NDArray[np.int_]:
    """Return the column of each row's first hit; the number of columns where there is none."""
    return np.asarray(np.where(hit.any(axis=1), hit.argmax(axis=1), hit.shape[1]))
