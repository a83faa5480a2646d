"""How a test of several looks ends when whoever runs it ends it as told: with invest, with stop, or at its last look.

Efficacy is judged against the bar and futility against the target, each by bounds of its own that take no credit for
the other. So what a stop that is obeyed costs in power is not in either: it follows from the walk between both.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import inf, sqrt

from scipy import special
from scipy.optimize import brentq

from experiments.sequential.walk import Walk

_REACHES, _CLOSE = (4.0, 8.0, 16.0, 40.0), 1e-8


@dataclass(frozen=True)
class Ends:
    """When each look ends a test, at its fraction of the planned information.

    With invest where the z against the bar is at least ``invest``; else with stop where the z against the target, in
    the direction of falling short, is at least ``stop``. Infinite where a look may not end it that way.
    """

    fractions: tuple[float, ...]
    invest: tuple[float, ...]
    stop: tuple[float, ...]

    @property
    def overruled(self) -> Ends:
        """Return the ends of a test that goes on after every stop."""
        return Ends(self.fractions, self.invest, (inf,) * len(self.fractions))


@dataclass(frozen=True)
class Ending:
    """The chances of either end, and the mean information by then as a share of the planned."""

    invest: float
    stop: float
    information: float


@dataclass(frozen=True)
class Passage:
    """The chances to be ended by one look, and to go on after it."""

    invest: float
    stop: float
    going: float


@lru_cache(maxsize=512)
def ending(ends: Ends, to_bar: float, to_target: float = 0.0) -> Ending:
    """Return how a test ends; drifts as for :func:`passages`."""
    looks = passages(ends, to_bar, to_target)
    reached = (1.0, *(look.going for look in looks[:-1]))
    steps = (at - before for before, at in pairwise((0.0, *ends.fractions)))
    information = sum(going * step for going, step in zip(reached, steps, strict=True))
    return Ending(sum(look.invest for look in looks), sum(look.stop for look in looks), information)


@lru_cache(maxsize=512)
def passages(ends: Ends, to_bar: float, to_target: float = 0.0) -> tuple[Passage, ...]:
    """Return how each look ends a test.

    Parameters
    ----------
    to_bar : float
        The expected z against the bar at the planned information.
    to_target : float
        The expected z against the target there, in the direction of falling short: 0 if the target is true.
    """
    walk, going, found = Walk.start(0.0), 1.0, list[Passage]()
    for at, enough, short in zip(ends.fractions, ends.invest, ends.stop, strict=True):
        high = enough - to_bar * sqrt(at)
        low = min(to_target * sqrt(at) - short, high)  # what clears the bar is invested in, though short of the target
        above, below = walk.above(high, at), walk.below(low, at)
        going -= above + below
        found.append(Passage(above, below, going))
        walk = walk.on(low, high, at)
    return tuple(found)


@lru_cache(maxsize=512)
def never_short(ends: Ends, to_target: float = 0.0) -> tuple[float, ...]:
    """Return the chance that no look so far fell short of the target, whatever it said of the bar."""
    walk, going, found = Walk.start(0.0), 1.0, list[float]()
    for at, short in zip(ends.fractions, ends.stop, strict=True):
        low = to_target * sqrt(at) - short
        going -= walk.below(low, at)
        found.append(going)
        walk = walk.on(low, inf, at)
    return tuple(found)


@lru_cache(maxsize=256)
def drift_to_find(ends: Ends, power: float) -> float | None:
    """Return the expected z against the bar with which a target that is true is found with ``power``.

    None where a stop comes so much sooner that no drift is enough.
    """

    def missing(drift: float) -> float:
        return _normal(power) - _normal(ending(ends, drift).invest)

    low = 0.0
    for high in _REACHES:
        if missing(high) <= 0:
            return float(brentq(missing, low, high, xtol=_CLOSE))
        low = high
    return None


def _normal(chance: float) -> float:
    """Return the normal quantile, on whose scale power is nearly a straight line of the drift."""
    return float(special.ndtri(min(max(chance, 1e-300), 1 - 1e-16)))
