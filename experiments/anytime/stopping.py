"""When a test of one rate that is looked at after every unit will stop, and how: every path counted, none simulated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from experiments.anytime.bernoulli import BernoulliSequence, tuned
from experiments.anytime.e_value import threshold


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
        """Return what happens at a true rate, by recursion over successes among the tests that go on."""
        going, above, below, size = np.ones(1), 0.0, 0.0, 0.0
        for least, most in zip(self.least, self.most, strict=True):
            size += float(going.sum())
            after = np.zeros(len(going) + 1)
            after[1:] += going * rate
            after[:-1] += going * (1 - rate)
            above += float(after[least:].sum())
            after[least:] = 0.0
            below += float(after[: most + 1].sum())
            after[: most + 1] = 0.0
            going = after
        return Stopping(above, below, size)


def boundaries(low: float, high: float, levels: tuple[float, float], units: int) -> Boundaries:
    """Return the boundaries of a plan that tells two rates apart, looked at after each of up to ``units``.

    Parameters
    ----------
    low, high
        The smaller and the larger of bar and target.
    levels
        The error rate against ``low`` (a limit above it) and against ``high`` (a limit below it).
    units
        How many units there will be at most.
    """
    found = list(_boundaries(low, high, levels, units))
    return Boundaries(tuple(least for least, _ in found), tuple(most for _, most in found))


def _boundaries(low: float, high: float, levels: tuple[float, float], units: int) -> Iterator[tuple[int, int]]:
    mixtures = tuned(low, high, None)
    wanted = threshold(levels[0]), threshold(levels[1])
    least, most = 0, -1
    for n in range(1, units + 1):  # both only ever grow with n: one more failure never helps, nor one more success
        while least <= n and BernoulliSequence(least, n, *mixtures).log_e_above(low) < wanted[0]:
            least += 1
        while most < n and BernoulliSequence(most + 1, n, *mixtures).log_e_below(high) >= wanted[1]:
            most += 1
        yield least, most
