"""When a test of one arm of counts that is looked at after every unit will stop, and how: every path is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import special

from experiments.anytime import bernoulli, poisson
from experiments.anytime.e_value import threshold

Array = NDArray[np.float64]
_NOTHING = 1e-13


@dataclass(frozen=True)
class Stopping:
    """The chances to be the first beyond a boundary by the last look, above and below, and the mean size then."""

    above: float
    below: float
    mean_size: float


@dataclass(frozen=True)
class Boundaries:
    """After each unit, the least successes that refuse ``low`` and the most that refuse ``high``.

    Where none do, n + 1 and −1.
    """

    least: tuple[int, ...]
    most: tuple[int, ...]

    def stopping(self, rate: float) -> Stopping:
        """Return what happens at a true rate of successes, by recursion over them among the tests that go on."""
        return self._stopping(np.array([1 - rate, rate]))

    def stopping_of_events(self, expected: float) -> Stopping:
        """Return what happens where a unit brings Poisson events, ``expected`` of them."""
        most = int(special.pdtrik(1 - _NOTHING, expected)) + 2 if expected > 0 else 1
        counts = np.arange(most + 1)
        return self._stopping(np.exp(special.xlogy(counts, expected) - expected - special.gammaln(counts + 1)))

    def _stopping(self, step: Array) -> Stopping:
        going, above, below, size = np.ones(1), 0.0, 0.0, 0.0
        for least, most in zip(self.least, self.most, strict=True):
            size += float(going.sum())
            going = np.convolve(going, step)
            above += float(going[least:].sum())
            below += float(going[: most + 1].sum())
            going[: most + 1] = 0.0
            going = going[: max(least, 1)]
        return Stopping(above, below, size)


@lru_cache(maxsize=64)
def boundaries(low: float, high: float, levels: tuple[float, float], units: int) -> Boundaries:
    """Return the boundaries of a plan that tells two shares apart, looked at after each of up to ``units``.

    Parameters
    ----------
    low, high
        The smaller and the larger of bar and target.
    levels
        The error rate against ``low`` (a limit above it) and against ``high`` (a limit below it).
    units
        How many units there will be at most.
    """
    mixtures = bernoulli.tuned(low, high, None)

    def sequence(successes: int, n: int) -> bernoulli.BernoulliSequence:
        return bernoulli.BernoulliSequence(successes, n, *mixtures)

    return _found(sequence, (low, high), levels, units, lambda n: n)


@lru_cache(maxsize=64)
def boundaries_of_events(
    low: float, high: float, levels: tuple[float, float], units: int, exposure: float
) -> Boundaries:
    """Return the boundaries of a plan that tells two rates of events apart; each unit brings ``exposure``."""
    mixtures = poisson.tuned(low, high, None)

    def sequence(events: int, n: int) -> poisson.PoissonSequence:
        return poisson.PoissonSequence(events, n * exposure, *mixtures)

    return _found(sequence, (low, high), levels, units, None)


_Sequence = bernoulli.BernoulliSequence | poisson.PoissonSequence


def _found(
    sequence: Callable[[int, int], _Sequence],
    nulls: tuple[float, float],
    levels: tuple[float, float],
    units: int,
    largest: Callable[[int], int] | None,
) -> Boundaries:
    found = list(_boundaries(sequence, nulls, levels, units, largest))
    return Boundaries(tuple(least for least, _ in found), tuple(most for _, most in found))


def _boundaries(
    sequence: Callable[[int, int], _Sequence],
    nulls: tuple[float, float],
    levels: tuple[float, float],
    units: int,
    largest: Callable[[int], int] | None,
) -> Iterator[tuple[int, int]]:
    wanted = threshold(levels[0]), threshold(levels[1])
    least, most = 0, -1
    for n in range(1, units + 1):  # both only ever grow with n: one more failure never helps, nor one more success
        top = largest(n) if largest else None
        while (top is None or least <= top) and sequence(least, n).log_e_above(nulls[0]) < wanted[0]:
            least += 1
        while (top is None or most < top) and sequence(most + 1, n).log_e_below(nulls[1]) >= wanted[1]:
            most += 1
        yield least, most
