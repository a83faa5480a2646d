"""Where a growing function crosses a level: the one search that limits by inversion need."""

from __future__ import annotations

from collections.abc import Callable, Iterator

_STEPS = 200


def crossing(
    function: Callable[[float], float],
    low: float,
    high: float,
    tolerance: float,
    *,
    ends: tuple[float, float] | None = None,
) -> float:
    """Return the point below which ``function`` is at most 0, to within ``tolerance``.

    The end on the low side of the last bracket of :func:`narrowing`, so that a limit found this way never claims more
    than the data allow.
    """
    refused = low
    for refused, _ in narrowing(function, low, high, tolerance, ends=ends):  # noqa: B007 - the last one counts
        pass
    return refused


def narrowing(
    function: Callable[[float], float],
    low: float,
    high: float,
    tolerance: float,
    *,
    ends: tuple[float, float] | None = None,
) -> Iterator[tuple[float, float]]:
    """Yield ever smaller brackets of the point where ``function`` crosses 0, the last one ``tolerance`` wide.

    ``function`` grows, steps included; ``function(low) <= 0 < function(high)``, or the bracket is one of its ends.
    Regula falsi with the Illinois rule (Dowell & Jarratt 1971), halving whenever it has not halved the bracket in three
    steps. Written here because ``scipy.optimize`` takes longer to import than the whole judge takes to answer. ``ends``
    are the values at ``low`` and ``high`` where they are known.
    """
    at_low, at_high = map(_bounded, ends or (function(low), function(high)))
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
