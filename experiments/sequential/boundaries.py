"""Boundaries that spend an error rate over looks, and the classical shapes that need no spending function."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from math import inf, sqrt

from scipy import special
from scipy.optimize import brentq

from experiments.errors import InvalidField
from experiments.sequential.spending import Spending
from experiments.sequential.walk import Walk

MOST_LOOKS = 20

LEAST_STEP = 1e-4
"""Looks that are nearer to each other show the same, and would take an integral of very small steps to tell apart."""

_CLOSE, _STEADY = 1e-11, 1e-9


def checked(fractions: Sequence[float]) -> tuple[float, ...]:
    """Return the fractions of the planned information at which looks are made.

    Raises
    ------
    InvalidField
        Where there are none, more than twenty, or they do not ascend from above 0.
    """
    if not 1 <= len(fractions) <= MOST_LOOKS:
        raise InvalidField("looks", len(fractions), f"plan from 1 to {MOST_LOOKS} looks")
    if fractions[0] <= 0 or any(later <= earlier for earlier, later in pairwise(fractions)):
        shown = ", ".join(f"{fraction:g}" for fraction in fractions)
        raise InvalidField("looks", shown, "each look needs more information than the one before, from above 0")
    return tuple(fractions)


def spent(fractions: Sequence[float], rate: float, spending: Spending) -> tuple[float, ...]:
    """Return the error used up by each look; from a fraction of 1 on, all of it."""
    return tuple(rate if fraction >= 1 else spending(rate, fraction) for fraction in fractions)


def efficacy(fractions: Sequence[float], cumulative: Sequence[float]) -> tuple[float, ...]:
    """Return z bounds so that P(first above at look k | no effect) is what look k may spend.

    ``cumulative`` is the error used up by each look. Futility is ignored, so that it may be overruled without losing
    the error rate (non-binding). A look that may spend nothing has an infinite bound, as has one that brings less than
    :data:`LEAST_STEP` of its information since the last one: it leaves what it may spend to the next.
    """
    found = _NOTHING_SPENT
    for fraction, may in zip(fractions, cumulative, strict=True):
        found = _with(found, fraction, may)
    return found.bounds


@dataclass(frozen=True, eq=False)
class _Spent:
    """The bounds of some looks, the walk of what has not crossed them, and the error they have used up."""

    bounds: tuple[float, ...]
    walk: Walk
    used: float


_NOTHING_SPENT = _Spent((), Walk.start(0.0), 0.0)


@lru_cache(maxsize=1024)
def _with(before: _Spent, fraction: float, may: float) -> _Spent:
    """Return what looks and one more spend; kept, since a test that goes on has the looks that it had, and one more."""
    if fraction - before.walk.information < LEAST_STEP * fraction:
        return replace(before, bounds=(*before.bounds, inf))
    bound = before.walk.upper_bound(may - before.used, fraction)
    if bound == inf:
        return replace(before, bounds=(*before.bounds, inf))
    return _Spent((*before.bounds, bound), before.walk.on(-inf, bound, fraction), may)


def two_sided(fractions: Sequence[float], cumulative: Sequence[float]) -> tuple[float, ...]:
    """Return symmetric bounds on |z|, each side spending ``cumulative``."""
    walk, used, bounds = Walk.start(0.0), 0.0, []
    for fraction, may in zip(fractions, cumulative, strict=True):
        bound = walk.upper_bound(may - used, fraction)
        bounds.append(bound)
        walk, used = walk.on(-bound, bound, fraction), may
    return tuple(bounds)


def nominal(bounds: Sequence[float]) -> tuple[float, ...]:
    """Return the one-sided p-value that reaches each bound: the level at which that look's limit is to be taken."""
    return tuple(float(special.ndtr(-bound)) for bound in bounds)


@dataclass(frozen=True)
class WithFutility:
    """Efficacy and futility bounds, and the drift (expected final z) at which their power is 1 − β."""

    upper: tuple[float, ...]
    lower: tuple[float, ...]
    drift: float

    def inflation(self, alpha: float, beta: float) -> float:
        """Return the most information needed, as a multiple of a design with one look."""
        return (self.drift / float(special.ndtri(alpha) + special.ndtri(beta))) ** 2


def with_futility(
    fractions: Sequence[float], alpha_spent: Sequence[float], beta_spent: Sequence[float], *, binding: bool = False
) -> WithFutility:
    """Return bounds that spend α above under no effect and β below under the drift at which both meet at the last look.

    The drift is found so that the last futility bound equals the last efficacy bound (Pampallona, Tsiatis & Kim 2001).
    With ``binding`` the efficacy bounds take credit for stopping early, which must then be obeyed.
    """
    start = -float(special.ndtri(alpha_spent[-1]) + special.ndtri(beta_spent[-1]))
    if binding:
        return _with_binding(fractions, alpha_spent, beta_spent, start)
    upper, rate = efficacy(fractions, alpha_spent), float(special.ndtri(beta_spent[-1]))

    @cache
    def below(drift: float) -> tuple[tuple[float, ...], float]:
        return _futility(fractions, beta_spent, upper, drift)

    drift = _where_zero(lambda drift: rate - float(special.ndtri(below(drift)[1])), start)
    return WithFutility(upper, (*below(drift)[0], upper[-1]), drift)


def _where_zero(rising: Callable[[float], float], start: float) -> float:
    """Return where a function that rises by about 1, and less and less, is 0: by secants from ``start`` on."""
    low, high = 0.8 * start, 3.0 * start
    before, missed = 1.05 * start, rising(1.05 * start)
    at = before - missed
    for _ in range(12):
        if not low < at < high:
            break
        missing = rising(at)
        if abs(missing) < _CLOSE:
            return at
        if missing == missed:
            break
        before, missed, at = at, missing, at - missing * (at - before) / (missing - missed)
        if abs(at - before) < _STEADY:
            return before
    return float(brentq(rising, low, high, xtol=1e-10))


def _futility(
    fractions: Sequence[float], cumulative: Sequence[float], upper: Sequence[float], drift: float
) -> tuple[tuple[float, ...], float]:
    """Return the bounds before the last look, and the chance to end below if the last is that for efficacy.

    Where futility leaves nothing to go on with, that is the chance to have ended by then.
    """
    walk, used, bounds = Walk.start(drift), 0.0, list[float]()
    for fraction, may, above in zip(fractions[:-1], cumulative, upper, strict=False):
        bounds.append(walk.lower_bound(may - used, fraction))
        walk, used = walk.on(bounds[-1], above, fraction), may
        if bounds[-1] >= above:
            return tuple(bounds), used
    return tuple(bounds), used + walk.below(upper[-1], fractions[-1])


def _with_binding(
    fractions: Sequence[float], alpha_spent: Sequence[float], beta_spent: Sequence[float], start: float
) -> WithFutility:
    def gap(drift: float) -> float:
        upper, lower = _binding(fractions, alpha_spent, beta_spent, drift)
        return lower[-1] - upper[-1]

    drift = float(brentq(gap, 0.8 * start, 3.0 * start, xtol=1e-10))
    upper, lower = _binding(fractions, alpha_spent, beta_spent, drift)
    return WithFutility(upper, (*lower[:-1], upper[-1]), drift)


def _binding(
    fractions: Sequence[float], alpha_spent: Sequence[float], beta_spent: Sequence[float], drift: float
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    none, there = Walk.start(0.0), Walk.start(drift)
    above_used = below_used = 0.0
    upper, lower = [], []
    for fraction, above_may, below_may in zip(fractions, alpha_spent, beta_spent, strict=True):
        above = none.upper_bound(above_may - above_used, fraction)
        below = there.lower_bound(below_may - below_used, fraction)
        upper.append(above)
        lower.append(below)
        none, there = none.on(min(below, above), above, fraction), there.on(min(below, above), above, fraction)
        above_used, below_used = above_may, below_may
    return tuple(upper), tuple(lower)


def crossing(fractions: Sequence[float], upper: Sequence[float], drift: float) -> tuple[float, ...]:
    """Return the chance that each look is the first above its bound, for an expected final z of ``drift``."""
    return tuple(above for above, _ in first_crossings(fractions, upper, [-inf] * len(upper), drift))


def drift_for(fractions: Sequence[float], upper: Sequence[float], power: float) -> float:
    """Return the expected final z at which some look crosses with ``power``, futility being ignored."""

    def missing(drift: float) -> float:
        return sum(crossing(fractions, upper, drift)) - power

    return float(brentq(missing, 0.0, 20.0, xtol=1e-10))


def first_crossings(
    fractions: Sequence[float], upper: Sequence[float], lower: Sequence[float], drift: float
) -> Iterator[tuple[float, float]]:
    """Yield the chances that each look is the first beyond its bounds: above, below."""
    walk = Walk.start(drift)
    for fraction, above, below in zip(fractions, upper, lower, strict=True):
        yield walk.above(above, fraction), walk.below(below, fraction)
        walk = walk.on(below, above, fraction)


def classical(shape: Callable[[float], float], looks: int, alpha: float, *, sides: int = 1) -> tuple[float, ...]:
    """Return bounds c · shape(k/K) at equally spaced looks, c found so that they use up ``alpha`` in all.

    Shapes: 1 is Pocock's, t^(−½) O'Brien and Fleming's, t^(Δ − ½) Wang and Tsiatis'.
    """
    fractions = [(k + 1) / looks for k in range(looks)]

    def excess(constant: float) -> float:
        upper = [constant * shape(fraction) for fraction in fractions]
        lower = [-bound for bound in upper] if sides == 2 else [-inf] * looks
        return sum(above + below for above, below in first_crossings(fractions, upper, lower, 0.0)) - alpha

    single = -float(special.ndtri(alpha / sides))
    constant = float(brentq(excess, 0.5 * single, 3.0 * single + 3.0, xtol=_CLOSE))
    return tuple(constant * shape(fraction) for fraction in fractions)


def pocock_shape(_fraction: float) -> float:
    """Return 1: the same bound at every look (Pocock, Biometrika 64:191, 1977)."""
    return 1.0


def obrien_fleming_shape(fraction: float) -> float:
    """Return t^(−½): a bound that falls from far above (O'Brien & Fleming, Biometrics 35:549, 1979)."""
    return 1 / sqrt(fraction)


def wang_tsiatis_shape(delta: float) -> Callable[[float], float]:
    """Return t^(Δ − ½), between the two (Wang & Tsiatis, Biometrics 43:193, 1987)."""
    return lambda fraction: float(fraction ** (delta - 0.5))
