"""The horizontal axis of a picture: which values it spans, where a value lies, and which ticks fit."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

_THIN = set("iIjlt.,:;'|!()[]fr ·")
_BROAD = set("mwMW@%—")


def text_width(text: str, size: float) -> float:
    """Return how wide a text is drawn at most, in the units of its font size. A guess on the safe side."""
    ems = 0.0
    for character in text:
        if unicodedata.east_asian_width(character) in "WF":
            ems += 1.0
        elif character in _THIN:
            ems += 0.39
        elif character in _BROAD:
            ems += 0.98
        else:
            ems += 0.74 if character.isupper() else 0.645
    return ems * size


def fitted(text: str, room: float, size: float) -> str:
    """Cut a text that is wider than its room; the cut shows as an ellipsis."""
    if text_width(text, size) <= room:
        return text
    kept = text
    while kept and text_width(kept + "…", size) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…" if kept else ""


class Axis(NamedTuple):
    """A stretch of values drawn between two places on the page."""

    low: float
    high: float
    left: float
    right: float

    def at(self, value: float) -> float:
        """Return where a value lies; values outside, infinite ones too, lie at the ends."""
        if math.isinf(value):
            return self.right if value > 0 else self.left
        place = self.left + (value - self.low) / (self.high - self.low) * (self.right - self.left)
        return min(self.right, max(self.left, place))


def spanning(values: Sequence[float], edges: Sequence[float], left: float, right: float, outer: float) -> Axis | None:
    """Return the axis that holds all finite values and leaves room for a label in both outer zones.

    Parameters
    ----------
    edges : sequence of float
        Where zones meet; the zones before the first and after the last get at least the share ``outer`` of the width.

    Returns
    -------
    Axis or None
        None where the values are too large, or too close together, to be drawn.
    """
    finite = [value for value in (*values, *edges) if math.isfinite(value)]
    if not finite:
        return None
    low, high = min(finite), max(finite)
    pad = 0.06 * (high - low) or 0.1 * abs(low) or 1.0
    low, high = low - pad, high + pad
    for _ in range(20):  # widening one side narrows the other zone's share; it settles quickly
        if edges:
            low = min(low, (min(edges) - outer * high) / (1 - outer))
            high = max(high, (max(edges) - outer * low) / (1 - outer))
    if not math.isfinite(high - low) or high - low <= 1e-12 * max(abs(low), abs(high)):
        return None
    return Axis(low, high, left, right)


def ticks(axis: Axis, shown: Callable[[float, int], str], size: float) -> list[tuple[float, str]]:
    """Return round values along the axis with their texts, as many as fit side by side (seven at most).

    ``shown`` words a value with so many significant digits.
    """
    step = 10 ** math.floor(math.log10((axis.high - axis.low) / 7))
    for factor in (1, 2, 5, 10, 20, 50, 100):
        marks = _multiples(axis, step * factor, shown)
        if len(marks) <= 7 and _apart(axis, marks, size):
            return marks
    return []


def _multiples(axis: Axis, step: float, shown: Callable[[float, int], str]) -> list[tuple[float, str]]:
    values = [index * step for index in range(math.ceil(axis.low / step), math.floor(axis.high / step) + 1)]
    texts: list[str] = []
    for digits in range(3, 16):
        texts = [shown(value, digits) for value in values]
        if len(set(texts)) == len(texts):
            break
    return list(zip(values, texts, strict=True))


def _apart(axis: Axis, marks: list[tuple[float, str]], size: float) -> bool:
    ends = [(axis.at(value), text_width(text, size) / 2) for value, text in marks]
    return all(there - wide > here + broad + 6 for (here, broad), (there, wide) in pairwise(ends))
