"""The whole rule over several looks: one success metric beside guardrails that must be shown safe before an invest.

Until the guardrails are, a success metric that has cleared its bar may still fall short of its target, and the test is
then stopped: by the time that a guardrail needs more units than the success metric, that is no small chance. Metrics
are taken to be independent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.planning import MOST_UNITS, Asked

if TYPE_CHECKING:
    from experiments.planning.monitored import Monitored

Array = NDArray[np.float64]


class WholeRule:
    """How a test ends whose one success metric and guardrails are looked at together."""

    def __init__(self, success: tuple[Asked, Monitored], guardrails: Sequence[tuple[Asked, Monitored]]) -> None:
        self._success, self._guardrails = success, guardrails

    def ends(self, pair: float, way: float) -> tuple[float, float]:
        """Return the chances to invest and to stop, ``way`` along from bar to target.

        Given that the guardrails are safe from look k on: what never fell short before k and is above the bar by then
        is invested in at k; what is still between the bounds goes on as though there were no guardrails.
        """
        invest, stop, going = self._looks(pair, way)
        unhurt, safe = self._unhurt(pair, way), self._safe(pair)
        first = np.diff(safe, prepend=0.0)
        unhurt_before, going_before = _before(unhurt), _before(going)
        invested = first @ (unhurt_before - going_before + _from_here_on(invest))
        stopped = first @ (1 - unhurt_before + _from_here_on(stop)) + (1 - safe[-1]) * (1 - unhurt[-1])
        return float(invested), float(stopped)

    def mean_size(self, pair: float, way: float) -> float:
        """Return the mean number of units in the pair when the test ends."""
        (_, _, going), unhurt, safe = self._looks(pair, way), self._unhurt(pair, way), self._safe(pair)
        reached = _before((1 - safe) * unhurt + safe * going)
        return pair * float(reached @ np.diff(self._success[1].fractions, prepend=0.0))

    def _looks(self, pair: float, way: float) -> tuple[Array, Array, Array]:
        """Return the chances of each look to end the success metric's own test either way, and to go on after it."""
        looks = self._success[1].passages(pair, self._at(way))
        invest, stop, going = np.array([(look.invest, look.stop, look.going) for look in looks]).T
        return invest, stop, going

    def _unhurt(self, pair: float, way: float) -> Array:
        return np.array(self._success[1].never_short(pair, self._at(way)))

    def _at(self, way: float) -> float:
        asked = self._success[0]
        return asked.null + way * (asked.target - asked.null)

    def _safe(self, pair: float) -> Array:
        """Return the chance that every guardrail was shown safe by each look, if all are unharmed."""
        shown = [part.passages(pair, asked.target) for asked, part in self._guardrails]
        return np.asarray(np.prod([np.cumsum([look.invest for look in looks]) for looks in shown], axis=0))


def _before(chances: Array) -> Array:
    """Return the chances after the look before each."""
    return np.append(1.0, chances[:-1])


def _from_here_on(chances: Array) -> Array:
    return np.cumsum(chances[::-1])[::-1]


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
