"""The decision interval drawn against bar and target, out of box-drawing characters, with labels that never collide."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from experiments.verdict import MetricResult
from tui.text import joined
from tui.widgets.value_axis import (
    Canvas,
    Mark,
    Scale,
    Words,
    cross,
    draw_axis,
    draw_labels,
    draw_marks,
    draw_span,
    label_rows,
)

_GUTTER = 10


class IntervalPicture(Widget):
    """One metric of one arm, as wide as there is room."""

    DEFAULT_CSS = """
    IntervalPicture { height: auto; width: 1fr; }
    """

    def __init__(self, result: MetricResult, marks: Sequence[Mark], words: Words) -> None:
        super().__init__()
        self.result = result
        self.marks = tuple(marks)
        self.words = words

    def render(self) -> Content:
        """Draw it in the width there is."""
        return Content("\n").join(picture(self.result, self.marks, self.words, self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines it takes."""
        return len(picture(self.result, self.marks, self.words, width))


def picture(result: MetricResult, marks: Sequence[Mark], words: Words, width: int) -> list[Content]:
    """Draw one result; nothing when there is no estimate or no room."""
    wide = width - _GUTTER
    if result.estimate is None or wide < 16:
        return []
    limits = (result.estimate, result.lower, result.upper, *(result.ci95 or ()), *(mark.at for mark in marks))
    scale = Scale([value for value in limits if value is not None and isfinite(value)], wide)
    labels = label_rows(marks, scale, words)
    rows = len(labels) + 4
    canvas = Canvas(wide, rows)
    top = len(labels)
    draw_marks(canvas, marks, scale, range(1, top + 2))
    draw_labels(canvas, labels)
    _draw_interval(canvas, result, marks, scale, top)
    draw_axis(canvas, scale, words, rows - 2)
    names = [""] * top + ["decision", "95%", "", ""]
    return [joined((f"{name:<{_GUTTER}}", "$quiet")) + canvas.line(row) for row, name in enumerate(names)]


def _draw_interval(canvas: Canvas, result: MetricResult, marks: Sequence[Mark], scale: Scale, row: int) -> None:
    assert result.estimate is not None
    if result.lower is not None and result.upper is not None:
        draw_span(canvas, row, scale, (result.lower, result.upper), marks, "bold $primary")
    canvas.put(row, scale.column(result.estimate), "●", "bold $foreground")
    if result.ci95 is not None:
        low, high = (scale.column(limit) for limit in result.ci95)
        canvas.put(row + 1, low, "─" * max(1, high - low + 1), "$quiet")
        canvas.put(row + 1, low, "├" if isfinite(result.ci95[0]) else "◂", "$quiet")
        canvas.put(row + 1, high, "┤" if isfinite(result.ci95[1]) else "▸", "$quiet")
        cross(canvas, marks, scale, (row + 1, low, high), "┼")
