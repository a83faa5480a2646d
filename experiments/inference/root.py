"""Where a growing function crosses a level: the one search that limits by inversion need."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scipy import special

_STEPS, _PATIENCE = 200, 3
_LEAST_P, _MOST_P = 1e-300, 1 - 2.0**-53


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
    The next place is where a curve through the bracket and the end it replaced last crosses 0 (inverse quadratic
    interpolation, as in Brent 1973, ch. 4), a straight line at first; the bracket is halved whenever three such steps
    have not halved it. Written here because ``scipy.optimize`` takes longer to import than the whole judge takes to
    answer. ``ends`` are the values at ``low`` and ``high`` where they are known.
    """
    at_low, at_high = map(_bounded, ends or (function(low), function(high)))
    if at_low > 0:
        yield low, low
        return
    if at_high <= 0:
        yield high, high
        return
    left, at_left = low, at_low
    width, since = high - low, 0
    yield low, high
    for _ in range(_STEPS):
        if high - low <= tolerance:
            return
        since += 1
        slow = since > _PATIENCE and high - low > width / 2
        middle = (low + high) / 2 if slow else _between((low, at_low), (high, at_high), (left, at_left))
        if since > _PATIENCE:
            width, since = high - low, 0
        middle = min(max(middle, low + tolerance / 4), high - tolerance / 4)
        value = _bounded(function(middle))
        if value <= 0:
            left, at_left, low, at_low = low, at_low, middle, value
        else:
            left, at_left, high, at_high = high, at_high, middle, value
        yield low, high


def _between(low: tuple[float, float], high: tuple[float, float], left: tuple[float, float]) -> float:
    """Return where the function should be 0 between two places with their values, by a third one that was left."""
    (a, at_a), (b, at_b), (c, at_c) = low, high, left
    if at_c not in (at_a, at_b):
        curve = (
            a * (at_b / (at_a - at_b)) * (at_c / (at_a - at_c))
            + b * (at_a / (at_b - at_a)) * (at_c / (at_b - at_c))
            + c * (at_a / (at_c - at_a)) * (at_b / (at_c - at_b))
        )
        if a <= curve <= b:
            return curve
    return (a * at_b - b * at_a) / (at_b - at_a)


def _bounded(value: float) -> float:
    """Keep an infinite score from ruling the interpolation."""
    return min(max(value, -1e3), 1e3)


def quantile(p: float) -> float:
    """Return the normal quantile of a p-value: along a null it runs nearly straight, so that a search is short."""
    return float(special.ndtri(min(max(p, _LEAST_P), _MOST_P)))
