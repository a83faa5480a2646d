"""Where a growing function crosses a level: the search that limits by inversion need.

Written here because ``scipy.optimize`` takes longer to import than the whole judge takes to answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scipy import special

_STEPS = 200
_LEAST_P = 1e-300

Place = tuple[float, float]
"""A place and the function's value there."""


def crossing(
    function: Callable[[float], float],
    low: float,
    high: float,
    tolerance: float,
    *,
    ends: tuple[float, float] | None = None,
) -> float:
    """Return the point below which ``function`` is at most 0, to within ``tolerance``.

    The end on the low side of the last bracket, so that a limit found this way never claims more than the data allow.
    ``function`` grows; ``function(low) <= 0 < function(high)``, or the answer is one of these ends. The next place is
    where a curve through the bracket and the end it replaced last crosses 0, where that can be trusted, and else the
    middle (Chandrupatla, Advances in Engineering Software 28:145, 1997); the first is on a straight line. ``ends`` are
    the values at ``low`` and ``high`` where they are known.
    """
    at_low, at_high = map(_bounded, ends or (function(low), function(high)))
    if at_low > 0 or at_high <= 0:
        return low if at_low > 0 else high
    place = (low * at_high - high * at_low) / (at_high - at_low)
    for _ in range(_STEPS):
        if high - low <= tolerance:
            break
        place = min(max(place, low + tolerance / 4), high - tolerance / 4)
        value = _bounded(function(place))
        if value <= 0:
            other, left = (high, at_high), (low, at_low)
            low, at_low = place, value
        else:
            other, left = (low, at_low), (high, at_high)
            high, at_high = place, value
        place = _between((place, value), other, left)
    return low


def _between(new: Place, other: Place, left: Place) -> float:
    """Return where to look next between two places, the new one having replaced the one that was left."""
    (a, at_a), (b, at_b), (c, at_c) = new, other, left
    near, drop = (a - b) / (c - b), (at_a - at_b) / (at_c - at_b)
    if drop * drop < near and (1 - drop) * (1 - drop) < 1 - near:
        first = at_a / (at_b - at_a) * (at_c / (at_b - at_c))
        return a + first * (b - a) + at_a / (at_c - at_a) * (at_b / (at_c - at_b)) * (c - a)
    return (a + b) / 2


def narrowing(
    function: Callable[[float], float], low: float, high: float, tolerance: float
) -> Iterator[tuple[float, float]]:
    """Yield ever smaller brackets of a point where ``function`` crosses 0, the last one ``tolerance`` wide.

    For a function with many steps, where no curve is to be trusted: regula falsi with the Illinois rule (Dowell &
    Jarratt 1971), halving whenever it has not halved the bracket in three steps. Ends are as in :func:`crossing`.
    """
    at_low, at_high = _bounded(function(low)), _bounded(function(high))
    if at_low > 0:
        yield low, low
        return
    if at_high <= 0:
        yield high, high
        return
    side, width, since = 0, high - low, 0
    yield low, high
    for _ in range(_STEPS):
        if high - low <= tolerance:
            return
        since += 1
        if since > 3 and high - low > width / 2:
            middle, width, since = (low + high) / 2, high - low, 0
        else:
            middle = (low * at_high - high * at_low) / (at_high - at_low)
            middle = min(max(middle, low + tolerance / 4), high - tolerance / 4)
            if since > 3:
                width, since = high - low, 0
        value = _bounded(function(middle))
        if value <= 0:
            low, at_low = middle, value
            at_high *= 0.5 if side < 0 else 1.0
            side = -1
        else:
            high, at_high = middle, value
            at_low *= 0.5 if side > 0 else 1.0
            side = 1
        yield low, high


def _bounded(value: float) -> float:
    """Keep an infinite score from ruling the interpolation."""
    return min(max(value, -1e3), 1e3)


def quantile(p: float) -> float:
    """Return the normal quantile of a p-value: along a null it runs nearly straight, so that a search is short."""
    return _bounded(float(special.ndtri(max(p, _LEAST_P))))
