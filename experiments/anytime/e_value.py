"""From an e-value to a p-value, and to the limit at which it reaches 1/level."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, inf, log

from experiments.inference.root import crossing

_CLOSE = 1e-9
_ROUNDING = 1e-15


def p_value(log_e: float) -> float:
    """Return min(1, 1/e), valid at any stopping time by Markov's inequality."""
    return exp(-log_e) if log_e > 0 else 1.0


def threshold(level: float) -> float:
    """Return log(1 / level): what the logarithm of an e-value must reach."""
    return -log(level) if level > 0 else inf


def limit_below(log_e: Callable[[float], float], start: float, stride: float, end: float, level: float) -> float:
    """Return the place below ``start`` up to which the e-value against each null reaches 1/level.

    ``log_e`` falls as the null rises wherever it is above 0, and is not above it at ``start``. Strides double until
    one has passed the limit, or ``end``, which then is the answer.
    """
    wanted, close = threshold(level), max(_CLOSE * stride, _ROUNDING * max(1.0, abs(start)))

    def short(place: float) -> float:
        return wanted - log_e(place)

    high, low = start, max(end, start - stride)
    while low > end and short(low) > 0:
        high, stride = low, 2 * stride
        low = max(end, low - stride)
    return crossing(short, low, high, close) if short(low) <= 0 else end
