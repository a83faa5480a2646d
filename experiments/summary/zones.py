"""What a metric is held against, and what it means to lie on either side of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from experiments.plan import Direction, Role
from experiments.verdict import MetricResult

_WORSE, _BETWEEN, _GOOD = "#f5e3dc", "#f6f0d8", "#dcebe0"


class Mark(NamedTuple):
    """A labelled vertical line at a value: the bar, the target, the margin, no change."""

    name: str
    value: float
    dashed: bool


class Zone(NamedTuple):
    """A stretch of values between two marks (infinite at the ends) and what lying there means."""

    low: float
    high: float
    words: tuple[str, ...]
    colour: str


_NOT_WORTH: tuple[str, ...] = ("not worth more investment", "not worth it")
_WORTH: tuple[str, ...] = ("worth it, less than expected", "worth it")
_EXPECTED: tuple[str, ...] = ("as expected or better", "as expected")
_HARM: tuple[str, ...] = ("more loss than we accept", "too much loss")
_LOSS: tuple[str, ...] = ("a loss we accept", "accepted")
_NO_LOSS: tuple[str, ...] = ("no loss",)
_WORSENED: tuple[str, ...] = ("worse",)


def marks_of(result: MetricResult, compared: bool) -> tuple[Mark, ...]:
    """Return the values a metric is held against, from the worse to the better."""
    if result.role is Role.success:
        named = (("bar", result.bar, False), ("target", result.target, True))
    else:
        usual = 0.0 if compared else result.target
        named = (("limit", result.bar, False), ("no change" if compared else "usual", usual, True))
    return tuple(Mark(name, at, dashed) for name, at, dashed in named if at is not None and math.isfinite(at))


def zones_of(result: MetricResult, marks: Sequence[Mark]) -> tuple[Zone, ...]:
    """Return what each stretch of the axis means, in the order of the axis."""
    if not marks:
        return ()
    words = (_NOT_WORTH, _WORTH, _EXPECTED) if result.role is Role.success else (_HARM, _LOSS, _NO_LOSS)
    meanings = list(zip(words, (_WORSE, _BETWEEN, _GOOD), strict=True))
    if len(marks) == 1:  # one line parts the bad from the good, whatever its name
        middle = marks[0].name in {"bar", "limit"}
        bad = meanings[0] if middle else (_WORSENED, _WORSE)
        meanings = [bad, (meanings[1 if middle else 2][0], _GOOD)]
    edges = [mark.value for mark in marks]
    if result.direction is Direction.decrease:
        meanings, edges = meanings[::-1], edges[::-1]
    bounds = [-math.inf, *edges, math.inf]
    return tuple(
        Zone(low, high, words, colour) for low, high, (words, colour) in zip(bounds, bounds[1:], meanings, strict=False)
    )
