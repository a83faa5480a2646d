"""The picture of a test over time: estimate and decision interval at every look, against bar and target."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from experiments.plan import Comparison, Plan
from experiments.summary.axis import Axis, spanning, ticks
from experiments.summary.chart import WIDE, on_axis
from experiments.summary.figures import day
from experiments.summary.numbers import comparison_of, interval, value
from experiments.summary.svg import Label, element, picture
from experiments.summary.zones import Mark, marks_of
from experiments.verdict import Look, LookResult, MetricResult, Verdict
from experiments.words import count

_INK, _LINE, _SOFT, _GRID = "#1d2733", "#23476f", "#6b7685", "#d8dee6"
_TOP, _HEIGHT, _BELOW = 14.0, 190.0, 46.0
_ROOM, _EDGE = 62.0, 16.0
_CAP = 5.0
_LATEST, _APART = 50.0, 20.0
"""Half the room that the units and the day of the latest look may take; how near lines leave no room for a name."""
_ROW = 15.0


class _Seen(NamedTuple):
    """One look at one metric of one arm."""

    look: Look
    result: LookResult


def timeline(verdict: Verdict, result: MetricResult, plan: Plan | None, width: float = WIDE, name: str = "") -> str:
    """Draw one metric of one arm over the looks as an SVG element; empty for a test of one look."""
    seen = list(_seen(verdict, result))
    if len(seen) < 2:
        return ""
    compared = comparison_of(result, plan) is not Comparison.benchmark
    marks = marks_of(result, compared)
    bottom = _TOP + _HEIGHT
    upright = spanning(_values(seen), [mark.value for mark in marks], _TOP, bottom, 0.12)
    if upright is None:
        return ""
    most = max(seen[-1].look.units, verdict.progress.planned or 0)
    along = Axis(0.0, float(most), _ROOM, width - _EDGE)
    heights = [_up(upright, mark.value) for mark in marks]
    named = [
        _Name(_words(mark, result, compared), height, crowded=any(0 < height - other < _APART for other in heights))
        for mark, height in zip(marks, heights, strict=True)
    ]
    parts = [
        *_grid(upright, along, result, compared),
        *(_drawn_line(mark, upright, along) for mark in marks),
        *_path(seen, upright, along),
        *(_named(name, along, _room(seen, along)) for name in named),
        *_units(seen, along, bottom, verdict.progress.planned),
    ]
    title = f"{result.name} at {len(seen)} looks"
    return picture(width, bottom + _BELOW + _extra(seen), title, twin(verdict, result, plan), parts, name)


def twin(verdict: Verdict, result: MetricResult, plan: Plan | None) -> str:
    """Say in words what the picture of the looks shows."""
    told = [
        f"look {seen.look.number} at {count(seen.look.units)} units{_until(seen.look)}:"
        f" {value(seen.result.estimate, result, plan)},"
        f" {interval((seen.result.lower, seen.result.upper), result, plan)}, {seen.look.verdict.value}"
        for seen in _seen(verdict, result)
    ]
    return "; ".join(told) + "."


def _until(look: Look) -> str:
    return "" if look.until is None else f", until {day(look.until)}"


def _seen(verdict: Verdict, result: MetricResult) -> Iterator[_Seen]:
    for look in verdict.looks:
        for one in look.results:
            if (one.name, one.arm) == (result.name, result.arm) and one.estimate is not None:
                yield _Seen(look, one)


def _values(seen: Sequence[_Seen]) -> list[float]:
    each = ((one.result.estimate, one.result.lower, one.result.upper) for one in seen)
    found = [value for values in each for value in values if value is not None and math.isfinite(value)]
    latest = [value for value in (seen[-1].result.lower, seen[-1].result.upper) if value is not None]
    reach = max((abs(value) for value in latest if math.isfinite(value)), default=0.0)
    # The first looks say little: their limits may run out of the picture rather than flatten all that follows.
    return [value for value in found if not reach or abs(value) <= 4 * reach]


def _up(axis: Axis, amount: float) -> float:
    """Return the height of a value: more is higher."""
    return axis.left + axis.right - axis.at(amount)


def _grid(upright: Axis, along: Axis, result: MetricResult, compared: bool) -> Iterator[str]:
    for at, text in ticks(upright, lambda at, digits: on_axis(at, result, compared, digits), 11.5):
        height = _up(upright, at)
        yield element("line", x1=along.left, x2=along.right, y1=height, y2=height, stroke=_GRID)
        yield Label(text, along.left - 8, height + 4, "end", 11.5, colour=_SOFT).drawn()


def _drawn_line(mark: Mark, upright: Axis, along: Axis) -> str:
    height = _up(upright, mark.value)
    dashes = "6 4" if mark.dashed else None
    left, right = along.left, along.right
    return element(
        "line", x1=left, x2=right, y1=height, y2=height, stroke=_INK, stroke_width=1.5, stroke_dasharray=dashes
    )


def _words(mark: Mark, result: MetricResult, compared: bool) -> str:
    return mark.name if mark.name == "no change" else f"{mark.name} {on_axis(mark.value, result, compared)}"


def _room(seen: Sequence[_Seen], along: Axis) -> tuple[float, float]:
    """Return how much room there is before the first look and behind the latest."""
    first, latest = along.at(seen[0].look.units), along.at(seen[-1].look.units)
    return first - along.left, along.right - latest


class _Name(NamedTuple):
    """The name of a line at a height; ``crowded`` where another line runs close above it."""

    words: str
    height: float
    crowded: bool


def _named(name: _Name, along: Axis, room: tuple[float, float]) -> str:
    """Write a name on its line, or below it where another is close, and where no look is in the way if it can be."""
    at = name.height + (14 if name.crowded else -5)
    before = Label(name.words, along.left + 4, at, "start", 12, True, _INK)
    behind = Label(name.words, along.right, at, "end", 12, True, _INK)
    wanted = before.width + 4 + _CAP
    return (behind if room[0] < wanted < room[1] else before).drawn()


def _path(seen: Sequence[_Seen], upright: Axis, along: Axis) -> Iterator[str]:
    places = [(along.at(one.look.units), one) for one in seen]
    points = " ".join(f"{x:.1f},{_up(upright, one.result.estimate or 0.0):.1f}" for x, one in places)
    yield element("polyline", points=points, fill="none", stroke=_LINE, stroke_width=1.2, stroke_opacity=0.5)
    for x, one in places:
        low = _up(upright, -math.inf if one.result.lower is None else one.result.lower)
        high = _up(upright, math.inf if one.result.upper is None else one.result.upper)
        yield element("line", x1=x, x2=x, y1=high, y2=low, stroke=_LINE, stroke_width=3, stroke_opacity=0.75)
        for end, limit in ((low, one.result.lower), (high, one.result.upper)):
            if limit is not None and upright.low <= limit <= upright.high:
                yield element("line", x1=x - _CAP, x2=x + _CAP, y1=end, y2=end, stroke=_LINE, stroke_width=2)
        yield element("circle", cx=x, cy=_up(upright, one.result.estimate or 0.0), r=4.5, fill=_LINE, stroke="#ffffff")


def _units(seen: Sequence[_Seen], along: Axis, bottom: float, planned: int | None) -> Iterator[str]:
    yield element("line", x1=along.left, x2=along.right, y1=bottom, y2=bottom, stroke=_SOFT)
    free = along.right + _EDGE + 1
    to_come = Label(f"{count(planned or 0)} planned", along.right, bottom + 17, "end", 11.5, colour=_SOFT)
    if planned and along.at(seen[-1].look.units) + _LATEST < to_come.box.left:
        yield to_come.drawn()
        free = to_come.box.left - 8
    for one in reversed(seen):  # where not all fit, the latest is the one that matters
        texts = [count(one.look.units), *([_day(one.look.until)] if one.look.until is not None else [])]
        labels = [
            Label(text, along.at(one.look.units), bottom + 17 + row * _ROW, "middle", 11.5, colour=_SOFT).inside(
                along.left - _ROOM, along.right + _EDGE
            )
            for row, text in enumerate(texts)
        ]
        if max(label.box.right for label in labels) < free:
            yield from (label.drawn() for label in labels)
            free = min(label.box.left for label in labels) - 8
    words = "units, until the day" if _dated(seen) else "units"
    below = bottom + 36 + _extra(seen)
    yield Label(words, (along.left + along.right) / 2, below, "middle", 12, colour=_INK).drawn()


def _dated(seen: Sequence[_Seen]) -> bool:
    return any(one.look.until is not None for one in seen)


def _extra(seen: Sequence[_Seen]) -> float:
    """Return the room that a line of days takes."""
    return _ROW if _dated(seen) else 0.0


def _day(until: date) -> str:
    return day(until).rpartition(" ")[0]
