"""Planning a mean of values with known ends that is looked at at any time: tests are drawn and go through its bets.

What exact bets cost depends on where the values lie and not only on how they spread, so no formula for large samples
tells their size. Values are drawn with a fixed seed: 0, ½ and 1 where those are all there are, else from the beta
distribution with the expected mean and spread. Where a batch is large, its mean is normal.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.anytime.bounded import USUAL_SD, Expected, best_bet, purse
from experiments.anytime.ends import counts_steps, ends, planned_spread
from experiments.plan import Comparison
from experiments.planning import Asked, smallest
from experiments.sequential.ending import Ending, Passage

Array = NDArray[np.float64]
LOOKS = 20
_TESTS, _VALUES, _SEED = 2_000, 400_000, 20_24
_MANY = 30
"""Units of a batch from which on its mean is drawn instead of its values."""
_INSIDE = 1e-6


@dataclass(frozen=True)
class _Played:
    """The look at which each drawn test first cleared its null and first fell short; the number of looks if never."""

    cleared: NDArray[np.int_]
    short: NDArray[np.int_]
    reached: Array


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
        self._known: dict[tuple[int, float], _Played] = {}

    def size(self, power: float, about: int, *, obeyed: bool) -> int | None:
        """Return the fewest units, from half of ``about`` on, of which so many tests find the target."""
        found = _Finding(self, obeyed)
        return smallest(found, power, self._asked.target, max(2, about // 2))

    def ending(self, units: float, at: float, *, obeyed: bool) -> Ending:
        """Return how tests of so many units end where θ is ``at``; none stops but to invest unless that is obeyed."""
        played = self._played(units, at)
        looks, short = len(played.reached), played.short if obeyed else np.full_like(played.short, LOOKS)
        last = np.minimum(np.minimum(played.cleared, short), looks - 1)
        invest, stop = (played.cleared < looks) & (played.cleared <= short), (short < looks) & (short < played.cleared)
        return Ending(float(invest.mean()), float(stop.mean()), float(played.reached[last].mean() / played.reached[-1]))

    def passages(self, units: float, at: float, *, obeyed: bool) -> tuple[Passage, ...]:
        """Return how each of twenty looks ends a test; a test of fewer units has none at first."""
        played = self._played(units, at)
        short = played.short if obeyed else np.full_like(played.short, LOOKS)
        found, going = [], 1.0
        for look in range(len(played.reached)):
            invest = float(((played.cleared == look) & (short >= look)).mean())
            stop = float(((short == look) & (played.cleared > look)).mean())
            going -= invest + stop
            found.append(Passage(invest, stop, max(going, 0.0)))
        return (*[Passage(0.0, 0.0, 1.0)] * (LOOKS - len(found)), *found)

    def never_short(self, units: float, at: float) -> tuple[float, ...]:
        """Return the chance that no look so far fell short of the target, whatever it said of the null."""
        played = self._played(units, at)
        found = [float((played.short > look).mean()) for look in range(len(played.reached))]
        return (*[1.0] * (LOOKS - len(found)), *found)

    def _played(self, units: float, at: float) -> _Played:
        key = max(1, int(units)), at
        if key not in self._known:
            self._known[key] = self._play(*key)
        return self._known[key]

    def _play(self, units: int, at: float) -> _Played:
        looks = min(LOOKS, units)
        reached = np.round(np.arange(1, looks + 1) * (units / looks)).astype(int)
        null, target, true = (self._placed(value) for value in (self._asked.null, self._asked.target, at))
        drawn = (_steps if self._three else _sums)(np.diff(reached, prepend=0), true, self._sd)
        cleared = drawn.refuses(null, self._bet(target, null), self._asked.alpha)
        short = drawn.reflected.refuses(1 - target, self._bet(1 - null, 1 - target), self._asked.beta)
        return _Played(_first(cleared), _first(short), reached.astype(float))

    def _placed(self, value: float) -> float:
        """Return where a value lies from 0 to 1, more being better."""
        return min(max((value - self._start) / self._width, _INSIDE), 1 - _INSIDE)

    def _bet(self, mean: float, null: float) -> float:
        return best_bet(Expected(mean, self._sd), null, three=self._three)


@dataclass(frozen=True)
class _Finding:
    """The bets as something that clears its null."""

    bets: Bets
    obeyed: bool

    def clears(self, units: float, at: float) -> float:
        """Return P(some look clears the null, before one falls short of the target where that is obeyed)."""
        return self.bets.ending(units, at, obeyed=self.obeyed).invest


def bets(asked: Asked, comparison: Comparison) -> Bets | None:
    """Return the bets on a metric whose values have known ends; None of one whose values have none."""
    known = ends(asked.metric, comparison)
    if known is None:
        return None
    spread, three = planned_spread(asked.metric, comparison), counts_steps(asked.metric, comparison)
    return Bets(asked, known, spread, three=three)


@dataclass(frozen=True)
class _Drawn:
    """What bets are made on, batch by batch: ``counts`` of ``values`` from 0 to 1, or means and variances.

    Each has a row per test and a column per batch; ``values`` one such table for each of its values.
    """

    at: tuple[Array, ...]
    counts: tuple[Array, ...]

    @property
    def reflected(self) -> _Drawn:
        """Return the same with 1 − x in place of every value."""
        return _Drawn(tuple(1 - value for value in self.at), self.counts)

    def refuses(self, null: float, bet: float, level: float) -> NDArray[np.bool_]:
        """Say after which batches of which tests the e-value against means up to ``null`` reached 1/level."""
        held = np.zeros(())
        with np.errstate(over="ignore"):
            for one, share in zip(*purse(bet), strict=True):
                pairs = zip(self.at, self.counts, strict=True)
                gain = sum((count * np.log1p(one * (value / null - 1)) for value, count in pairs), np.zeros(()))
                held = held + np.exp(gain.cumsum(axis=1) + share)
        return np.asarray(held >= 1 / level)


@dataclass(frozen=True)
class _Sums(_Drawn):
    """Batches of which means and variances are known: taken for the worst values that have them, on either side."""

    sizes: Array
    mean: Array
    variance: Array

    @classmethod
    def of(cls, sizes: Array, mean: Array, variance: Array) -> _Sums:
        """Return the values that leave least to who bets on more."""
        variance = np.clip(variance, 0.0, mean * (1 - mean))
        rest = mean + np.divide(variance, mean, out=np.zeros_like(mean), where=mean > 0)
        nothing = np.divide(variance, variance + mean**2, out=np.ones_like(mean), where=mean > 0)
        return cls((np.zeros_like(mean), rest), (sizes * nothing, sizes * (1 - nothing)), sizes, mean, variance)

    @property
    def reflected(self) -> _Drawn:
        """Return the values that leave least to who bets on less, upside down."""
        return _Sums.of(self.sizes, 1 - self.mean, self.variance)


def _steps(sizes: NDArray[np.int_], mean: float, sd: float) -> _Drawn:
    """Draw how many of each batch count 0, ½ and 1."""
    rng, chances = np.random.default_rng(_SEED), Expected(mean, sd).in_three().counts
    chances = np.clip(chances, 0.0, None) / np.clip(chances, 0.0, None).sum()
    counts = np.stack([rng.multinomial(int(size), chances, size=_TESTS) for size in sizes], axis=1).astype(float)
    at = tuple(np.full((), value) for value in (0.0, 0.5, 1.0))
    return _Drawn(at, tuple(counts[:, :, place] for place in range(3)))


def _sums(sizes: NDArray[np.int_], mean: float, sd: float) -> _Drawn:
    """Draw mean and variance of each batch."""
    rng, variance = np.random.default_rng(_SEED), min(sd * sd, mean * (1 - mean))
    if sizes.min() >= _MANY:
        means = np.clip(mean + np.sqrt(variance / sizes) * rng.standard_normal((_TESTS, len(sizes))), 0.0, 1.0)
        return _Sums.of(sizes.astype(float), means, np.broadcast_to(variance * (1 - 1 / sizes), means.shape))
    tests = min(_TESTS, _VALUES // int(sizes.sum()))
    values = _values(rng, mean, variance, (tests, int(sizes.sum())))
    starts = np.cumsum(sizes) - sizes
    means, squares = (np.add.reduceat(values**power, starts, axis=1) / sizes for power in (1, 2))
    return _Sums.of(sizes.astype(float), means, squares - means**2)


def _values(rng: np.random.Generator, mean: float, variance: float, shape: tuple[int, int]) -> Array:
    """Draw values from 0 to 1: beta, or 0 and 1 where they spread as widely as they can."""
    units = mean * (1 - mean) / variance - 1
    if units <= _INSIDE:
        return np.asarray(rng.random(shape) < mean, float)
    return rng.beta(mean * units, (1 - mean) * units, shape)


def _first(hit: NDArray[np.bool_]) -> NDArray[np.int_]:
    """Return the column of each row's first hit; where there is none, a number beyond all looks."""
    return np.asarray(np.where(hit.any(axis=1), hit.argmax(axis=1), LOOKS))
