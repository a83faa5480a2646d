"""How much a plan of several looks has to grow so that its whole rule, stops obeyed, finds what is there."""

from __future__ import annotations

from collections.abc import Callable

from experiments.planning import MOST_UNITS


def enough(power_of: Callable[[int], float], power: float, least: int) -> int | None:
    """Return the fewest units, from ``least`` on, whose power is enough; None where none that can be had are."""
    if power_of(least) >= power:
        return least
    low, high = least, 2 * least
    while power_of(high) < power:
        low, high = high, 2 * high
        if high > MOST_UNITS:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if power_of(middle) >= power else (middle, high)
    return high
