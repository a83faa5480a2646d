"""The decision interval drawn against bar and target, out of box-drawing characters, with labels that never collide."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from experiments.verdict import MetricResult
from tui.text import joined

Words = Callable[[float], str]
_GUTTER = 10


@dataclass(frozen=True)
class Mark:
    """A value that the interval is held against."""

    at: float
    name: str
    style: str = "$accent"


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


class _Canvas:
    """Lines of cells, each with a style; what is drawn later lies above."""

    def __init__(self, width: int, rows: int) -> None:
        self.width = width
        self.cells = [[(" ", "")] * width for _ in range(rows)]

    def put(self, row: int, column: int, text: str, style: str = "") -> None:
        for place, character in enumerate(text, start=column):
            if 0 <= place < self.width:
                self.cells[row][place] = (character, style)

    def free(self, row: int, start: int, length: int) -> bool:
        """Say whether nothing stands there, nor right beside it."""
        return all(cell[0] in " ┆" for cell in self.cells[row][max(0, start - 1) : start + length + 1])

    def line(self, row: int) -> Content:
        pieces: list[tuple[str, str]] = []
        for character, style in self.cells[row]:
            if pieces and pieces[-1][1] == style:
                pieces[-1] = (pieces[-1][0] + character, style)
            else:
                pieces.append((character, style))
        return joined(*pieces)


class _Scale:
    """From values to columns, with room left at both ends."""

    def __init__(self, values: Sequence[float], width: int) -> None:
        low, high = min(values), max(values)
        room = (high - low) * 0.08 or abs(high) * 0.1 or 1.0
        self.low, self.high, self.width = low - room, high + room, width

    def column(self, value: float) -> int:
        """Return the column of a value; what lies outside, or is infinite, stands at the edge."""
        if not isfinite(value):
            return self.width - 1 if value > 0 else 0
        share = (value - self.low) / (self.high - self.low)
        return max(0, min(self.width - 1, round(share * (self.width - 1))))

    def ticks(self, most: int) -> list[float]:
        """Return round values inside, at most so many."""
        raw = (self.high - self.low) / max(1, most)
        power = 10.0 ** floor(log10(raw))
        step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw)
        first = ceil(self.low / step)
        return [place * step for place in range(first, floor(self.high / step) + 1)]


def picture(result: MetricResult, marks: Sequence[Mark], words: Words, width: int) -> list[Content]:
    """Draw one result; nothing when there is no estimate or no room."""
    wide = width - _GUTTER
    if result.estimate is None or wide < 16:
        return []
    limits = (result.estimate, result.lower, result.upper, *(result.ci95 or ()), *(mark.at for mark in marks))
    scale = _Scale([value for value in limits if value is not None and isfinite(value)], wide)
    labels = _label_rows(marks, scale, words)
    rows = len(labels) + 4
    canvas = _Canvas(wide, rows)
    top = len(labels)
    _draw_marks(canvas, marks, scale, top)
    for row, entries in enumerate(labels):
        for column, text, style in entries:
            canvas.put(row, column, text, style)
    _draw_interval(canvas, result, marks, scale, top)
    _draw_axis(canvas, scale, words, rows - 2)
    names = [""] * top + ["decision", "95%", "", ""]
    return [joined((f"{name:<{_GUTTER}}", "$quiet")) + canvas.line(row) for row, name in enumerate(names)]


Label = tuple[int, str, str]


def _label_rows(marks: Sequence[Mark], scale: _Scale, words: Words) -> list[list[Label]]:
    """Stack the labels of the marks, so that none touches another nor another's line."""
    rows: list[list[Label]] = []
    for mark in sorted(marks, key=lambda mark: mark.at):
        text = f"{mark.name} {words(mark.at)}"
        text = text if cell_len(text) < scale.width else words(mark.at)
        start = max(0, min(scale.width - cell_len(text), scale.column(mark.at) - cell_len(text) // 2))
        label = (start, text, f"bold {mark.style}")
        for row in rows:
            if all(start > column + cell_len(other) + 1 for column, other, _ in row):
                row.append(label)
                break
        else:
            rows.append([label])
    return rows


def _draw_marks(canvas: _Canvas, marks: Sequence[Mark], scale: _Scale, top: int) -> None:
    for mark in marks:
        for row in range(1, top + 2):
            canvas.put(row, scale.column(mark.at), "┆", mark.style)


def _draw_interval(canvas: _Canvas, result: MetricResult, marks: Sequence[Mark], scale: _Scale, row: int) -> None:
    assert result.estimate is not None
    if result.lower is not None and result.upper is not None:
        left, right = scale.column(result.lower), scale.column(result.upper)
        canvas.put(row, left, "━" * max(1, right - left + 1), "bold $primary")
        canvas.put(row, left, "┣" if isfinite(result.lower) else "◂", "bold $primary")
        canvas.put(row, right, "┫" if isfinite(result.upper) else "▸", "bold $primary")
        _cross(canvas, marks, scale, (row, left, right), "╂")
    canvas.put(row, scale.column(result.estimate), "●", "bold $foreground")
    if result.ci95 is not None:
        low, high = (scale.column(limit) for limit in result.ci95)
        canvas.put(row + 1, low, "─" * max(1, high - low + 1), "$quiet")
        canvas.put(row + 1, low, "├" if isfinite(result.ci95[0]) else "◂", "$quiet")
        canvas.put(row + 1, high, "┤" if isfinite(result.ci95[1]) else "▸", "$quiet")
        _cross(canvas, marks, scale, (row + 1, low, high), "┼")


def _cross(canvas: _Canvas, marks: Sequence[Mark], scale: _Scale, span: tuple[int, int, int], sign: str) -> None:
    """Let a mark be seen where an interval lies over it."""
    row, left, right = span
    for mark in marks:
        if left < scale.column(mark.at) < right:
            canvas.put(row, scale.column(mark.at), sign, mark.style)


def _draw_axis(canvas: _Canvas, scale: _Scale, words: Words, row: int) -> None:
    canvas.put(row, 0, "─" * scale.width, "$quiet")
    for tick, text in _labelled(scale.ticks(max(2, scale.width // 14)), words):
        column = scale.column(tick)
        start = max(0, min(scale.width - cell_len(text), column - cell_len(text) // 2))
        if canvas.free(row + 1, start, cell_len(text)):
            canvas.put(row, column, "┴", "$quiet")
            canvas.put(row + 1, start, text, "$quiet")


def _labelled(ticks: Sequence[float], words: Words) -> Iterator[tuple[float, str]]:
    for tick in ticks:
        yield tick, words(0.0 if abs(tick) < 1e-12 else tick)
