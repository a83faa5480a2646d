"""Tests of one share or one rate of events that end when a look says so, every path counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray
from scipy import special

from experiments.planning import Asked
from experiments.sequential.boundaries import nominal
from experiments.sequential.ending import Ending, Ends

Array = NDArray[np.float64]
MOST_COUNTED, _MOST_EVENTS = 500, 2_000.0
_NOTHING = 1e-13
_AT_ONCE = 16


@dataclass(frozen=True)
class Edges:
    """After so many units, the least count that is called more than the lower of bar and target, and the most that is
    called less than the higher. Where no count is, one that cannot be, and −1.
    """

    units: tuple[int, ...]
    least: tuple[int, ...]
    most: tuple[int, ...]


@dataclass(frozen=True)
class _Passed:
    """The chances to be the first beyond an edge at one look."""

    above: float
    below: float


class OneCount:
    """One share (``exposure`` None) or one rate of events, of which each unit brings so much exposure."""

    def __init__(self, asked: Asked, exposure: float | None) -> None:
        self._asked, self._exposure = asked, exposure
        self._rising = asked.target > asked.null
        self._low, self._high = sorted((asked.null, asked.target))

    def can_be_counted(self, units: int) -> bool:
        """Say whether there are few enough units and events for that to take milliseconds."""
        events = (self._exposure or 0.0) * self._high * units
        return 0 < units <= MOST_COUNTED and self._low >= 0 and events <= _MOST_EVENTS

    def edges_at_looks(self, ends: Ends, sizes: Sequence[int]) -> tuple[Edges, ...]:
        """Return where the exact tests end tests of each of these sizes, looked at as planned."""
        units = np.round(np.outer(sizes, ends.fractions))
        invest, stop = (np.broadcast_to(nominal(bounds), units.shape) for bounds in (ends.invest, ends.stop))
        above, below = (invest, stop) if self._rising else (stop, invest)
        least, most = self._least(units, above), self._most(units, below)
        return tuple(_of_looks(*looks) for looks in zip(units, least, most, strict=True))

    def edges_at_any_time(self, units: int, *, obeyed: bool) -> Edges:
        """Return where the exact sequences end it, looked at after every unit."""
        from experiments.anytime.stopping import boundaries, boundaries_of_events

        asked = self._asked
        each = (asked.alpha, asked.beta) if self._rising else (asked.beta, asked.alpha)
        if self._exposure is None:
            found = boundaries(self._low, self._high, each, units)
        else:
            found = boundaries_of_events(self._low, self._high, each, units, self._exposure)
        never = (self._beyond(units),) * units
        least = found.least if obeyed or self._rising else never
        most = found.most if obeyed or not self._rising else (-1,) * units
        return Edges(tuple(range(1, units + 1)), least, most)

    def ending(self, edges: Edges, at: float) -> Ending:
        """Return how the test ends at a true θ."""
        going, before = 1.0, 0
        above = below = size = 0.0
        for n, passed in zip(edges.units, self._passed(edges, at), strict=True):
            size += going * (n - before)
            above, below, before = above + passed.above, below + passed.below, n
            going -= passed.above + passed.below
        invest, stop = (above, below) if self._rising else (below, above)
        return Ending(invest, stop, size / before)

    def finds(self, ends: Ends, sizes: Sequence[int]) -> Iterator[float]:
        """Yield the chance that tests of each size, looked at as planned, find the target."""
        for some in _batched(sizes):
            for edges in self.edges_at_looks(ends, some):
                yield self.ending(edges, self._asked.target).invest

    def finds_after(self, edges: Edges, power: float) -> int | None:
        """Return after how many units the target is found with ``power``; None where all are too few."""
        found = 0.0
        for n, passed in zip(edges.units, self._passed(edges, self._asked.target), strict=True):
            found += passed.above if self._rising else passed.below
            if found >= power:
                return n
        return None

    def _passed(self, edges: Edges, at: float) -> Iterator[_Passed]:
        going, before = np.ones(1), 0
        steps: dict[int, Array] = {}
        for n, up, down in zip(edges.units, edges.least, edges.most, strict=True):
            step = n - before
            if step not in steps:
                steps[step] = self._step(at, step)
            going, before = np.convolve(going, steps[step]), n
            # What clears the bar is invested in, though short of the target.
            least, most = (up, min(down, up - 1)) if self._rising else (max(up, down + 1), down)
            above, below = float(going[least:].sum()), float(going[: most + 1].sum())
            going[: most + 1] = 0.0
            going = going[: max(least, 1)]
            yield _Passed(above, below)

    def _step(self, at: float, units: int) -> Array:
        """Return the chances of 0, 1, … in so many more units."""
        if self._exposure is None:
            counts, share = np.arange(units + 1), min(max(at, 0.0), 1.0)
            ways: Array = special.gammaln(units + 1) - special.gammaln(counts + 1) - special.gammaln(units - counts + 1)
            logs: Array = ways + special.xlogy(counts, share) + special.xlogy(units - counts, 1 - share)
            return np.exp(logs)
        mean = at * self._exposure * units
        counts = np.arange(int(_hardly(mean)))
        logs = special.xlogy(counts, mean) - mean - special.gammaln(counts + 1)
        return np.exp(logs)

    def _least(self, units: Array, levels: Array) -> Array:
        """Return the least counts that the exact test calls more than the lower rate."""
        if self._exposure is None:
            tail = _first(lambda x: special.betainc(np.maximum(x, 0.5), units - x + 1, self._low) <= levels, units + 1)
            return np.where(levels > 0, np.maximum(tail, 1), units + 1)
        means = self._low * self._exposure * units
        beyond = _hardly(self._high * self._exposure * units)
        tail = _first(lambda x: special.gammainc(np.maximum(x, 0.5), means) <= levels, beyond)
        return np.where(levels > 0, np.maximum(tail, 1), beyond)

    def _most(self, units: Array, levels: Array) -> Array:
        """Return the largest counts that it calls less than the higher one."""
        if self._exposure is None:
            tail = _first(lambda x: special.betaincc(x + 1, np.maximum(units - x, 0.5), self._high) > levels, units)
        else:
            means = self._high * self._exposure * units
            tail = _first(lambda x: special.gammaincc(x + 1, means) > levels, _hardly(means))
        return np.where(levels > 0, tail - 1, -1)

    def _beyond(self, units: int) -> int:
        """Return a count that cannot be after so many units, or hardly."""
        return units + 1 if self._exposure is None else int(_hardly(self._high * self._exposure * units))


def _batched(sizes: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield the sizes some at a time: edges are found for many at once, but a search ends before the last size."""
    return (sizes[start : start + _AT_ONCE] for start in range(0, len(sizes), _AT_ONCE))


def _of_looks(units: Array, least: Array, most: Array) -> Edges:
    """Return the edges of looks after which something was in; of looks after as many units, the last."""
    found = {int(n): (int(up), int(down)) for n, up, down in zip(units, least, most, strict=True) if n}
    return Edges(tuple(found), *zip(*found.values(), strict=True))


def _first(holds: Callable[[Array], NDArray[np.bool_]], beyond: Array) -> Array:
    """Return the first counts at which ``holds``, which it goes on doing; ``beyond`` where none."""
    low, high = np.zeros_like(beyond), beyond.copy()
    while np.any(low < high):
        middle = np.floor((low + high) / 2)
        found = holds(middle) & (low < high)
        low, high = np.where(found | (low >= high), low, middle + 1), np.where(found, middle, high)
    return np.asarray(low)


def _hardly(mean: Array | float) -> Array:
    """Return a count of events that is next to impossible: P(X ≥ m + t) ≤ e^(−t² / 2(m + t/3)), Bernstein."""
    spare = -log(_NOTHING)
    return np.floor(mean + spare + np.sqrt(2 * spare * np.asarray(mean))) + 2


def safest(powers_of: Callable[[Sequence[int]], Iterator[float]], power: float, about: int) -> int:
    """Return the first size near ``about`` from which on power, which goes up and down, never falls below ``power``."""
    reach = about // 16 + 5
    tops = range(about + reach, 4 * (about + reach), reach)
    top = next((top for top, found in zip(tops, powers_of(tops), strict=True) if found >= power), about)
    smaller = range(top - 1, 0, -1)
    return next((size + 1 for size, found in zip(smaller, powers_of(smaller), strict=True) if found < power), 1)
