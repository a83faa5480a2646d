"""What pictures out of box-drawing characters share: a canvas of cells, an axis of values, and marks with labels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

from rich.cells import cell_len
from textual.content import Content

from tui.text import joined

Words = Callable[[float], str]


@dataclass(frozen=True)
class Mark:
    """A value that the interval is held against."""

    at: float
    name: str
    style: str = "$accent"


class Canvas:
    """Lines of cells, each with a style; what is drawn later lies above."""

    def __init__(self, width: int, rows: int) -> None:
        self.width = width
        self.cells = [[(" ", "")] * width for _ in range(rows)]

    def put(self, row: int, column: int, text: str, style: str = "") -> None:
        """Write text; what lies outside is left out."""
        for place, character in enumerate(text, start=column):
            if 0 <= place < self.width:
                self.cells[row][place] = (character, style)

    def free(self, row: int, start: int, length: int) -> bool:
        """Say whether nothing stands there, nor right beside it."""
        return all(cell[0] in " ┆" for cell in self.cells[row][max(0, start - 1) : start + length + 1])

    def line(self, row: int) -> Content:
        """Return one line."""
        pieces: list[tuple[str, str]] = []
        for character, style in self.cells[row]:
            if pieces and pieces[-1][1] == style:
                pieces[-1] = (pieces[-1][0] + character, style)
            else:
                pieces.append((character, style))
        return joined(*pieces)


class Scale:
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


Label = tuple[int, str, str]


def label_rows(marks: Sequence[Mark], scale: Scale, words: Words) -> list[list[Label]]:
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


def draw_labels(canvas: Canvas, labels: Sequence[Sequence[Label]]) -> None:
    """Write the labels into the topmost rows."""
    for row, entries in enumerate(labels):
        for column, text, style in entries:
            canvas.put(row, column, text, style)


def draw_marks(canvas: Canvas, marks: Sequence[Mark], scale: Scale, rows: Iterable[int]) -> None:
    """Draw each mark as an upright line through the rows."""
    for row in rows:
        for mark in marks:
            canvas.put(row, scale.column(mark.at), "┆", mark.style)


def draw_span(
    canvas: Canvas, row: int, scale: Scale, limits: tuple[float, float], marks: Sequence[Mark], style: str = ""
) -> None:
    """Draw an interval; a limit that lies outside, or nowhere, is an arrow, and marks can be seen through it."""
    low, high = limits
    left, right = scale.column(low), scale.column(high)
    canvas.put(row, left, "━" * max(1, right - left + 1), style)
    canvas.put(row, left, "┣" if low >= scale.low else "◂", style)
    canvas.put(row, right, "┫" if high <= scale.high else "▸", style)
    cross(canvas, marks, scale, (row, left, right), "╂")


def cross(canvas: Canvas, marks: Sequence[Mark], scale: Scale, span: tuple[int, int, int], sign: str) -> None:
    """Let a mark be seen where an interval lies over it."""
    row, left, right = span
    for mark in marks:
        if left < scale.column(mark.at) < right:
            canvas.put(row, scale.column(mark.at), sign, mark.style)


def draw_axis(canvas: Canvas, scale: Scale, words: Words, row: int) -> None:
    """Draw the axis in a row, and its round values in the row below."""
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
