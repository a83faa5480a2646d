"""The picture of a verdict in characters, for formats that show text only. It holds no text that users wrote."""

from __future__ import annotations

import math

from experiments.plan import Comparison, Direction, Plan
from experiments.summary.axis import Axis, spanning
from experiments.summary.chart import on_axis
from experiments.summary.numbers import comparison_of
from experiments.summary.zones import Mark, marks_of
from experiments.verdict import MetricResult

_WIDTH = 72
_CROSSED = {"━": "┿", "─": "┼"}


def drawn(result: MetricResult, plan: Plan | None) -> str:
    """Draw one metric of one arm on four lines; empty where it cannot be drawn.

    ``━`` is the decision interval, ``─`` the 95% interval, ``●`` the estimate, ``┃`` the bar and ``┆`` the target;
    they cross the intervals as ``┿`` and ``┼``.
    """
    compared = comparison_of(result, plan) is not Comparison.benchmark
    marks = sorted(marks_of(result, compared), key=lambda mark: mark.value)
    limits = [
        limit for limit in (result.lower, result.upper, result.estimate, *(result.ci95 or ())) if limit is not None
    ]
    axis = spanning(limits, [mark.value for mark in marks], 0, _WIDTH - 1, 0.2)
    if axis is None or not limits:
        return ""
    better = "better →".rjust(_WIDTH) if result.direction is Direction.increase else "← better"
    names = _names(marks, result, axis, compared)
    rows = [_row(result, marks, axis), _scale(marks, axis), better]
    return "\n".join(line.rstrip() for line in (*names, *rows))


def _names(marks: list[Mark], result: MetricResult, axis: Axis, compared: bool) -> list[str]:
    """Name the marks above the line, leaning away from each other, on two lines where one is too short."""
    lines = [[" "] * _WIDTH, [" "] * _WIDTH]
    for place, mark in enumerate(marks):
        text = mark.name if mark.name == "no change" else f"{mark.name} {on_axis(mark.value, result, compared)}"
        column = round(axis.at(mark.value))
        start = column - len(text) + 1 if place == 0 and len(marks) == 2 else column
        start = max(0, min(start, _WIDTH - len(text)))
        line = next((line for line in lines if not "".join(line[start : start + len(text) + 1]).strip()), lines[0])
        line[start : start + len(text)] = text
    return ["".join(line) for line in reversed(lines) if "".join(line).strip()]


def _row(result: MetricResult, marks: list[Mark], axis: Axis) -> str:
    cells = [" "] * _WIDTH
    if result.ci95:
        _draw(cells, axis, result.ci95, "─")
    if result.lower is not None and result.upper is not None:
        _draw(cells, axis, (result.lower, result.upper), "━")
    for mark in marks:
        column = round(axis.at(mark.value))
        cells[column] = _CROSSED.get(cells[column], "┆" if mark.dashed else "┃")
    if result.estimate is not None:
        cells[round(axis.at(result.estimate))] = "●"
    return "".join(cells)


def _draw(cells: list[str], axis: Axis, limits: tuple[float, float], stroke: str) -> None:
    low, high = sorted(limits)
    first, last = round(axis.at(low)), round(axis.at(high))
    cells[first : last + 1] = stroke * (last - first + 1)
    if math.isinf(low):
        cells[first] = "◀"
    if math.isinf(high):
        cells[last] = "▶"


def _scale(marks: list[Mark], axis: Axis) -> str:
    cells = ["─"] * _WIDTH
    for mark in marks:
        cells[round(axis.at(mark.value))] = "┴"
    return "".join(cells)
