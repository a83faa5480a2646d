"""A test over time: a line for each look with its interval on one axis, and what the look said; the newest last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from experiments.verdict import Look, LookResult, MetricResult, Verdict
from experiments.words import count
from tui import glyphs
from tui.text import joined
from tui.widgets.value_axis import Canvas, Mark, Scale, Words, draw_axis, draw_labels, draw_marks, draw_span, label_rows

_MOST, _FIRST = 20, 2
_LEAST_CHART, _ROOMY_CHART = 24, 44
_REACH = 1.5
_GAP = "  "


@dataclass(frozen=True)
class _Line:
    """One look at one metric: texts to the left of the picture, the look itself, and None where looks are left out."""

    look: Look | None = None
    found: LookResult | None = None
    next_units: int | None = None


class LooksPicture(Widget):
    """One metric of one arm over all looks, as wide as there is room."""

    DEFAULT_CSS = """
    LooksPicture { height: auto; width: 1fr; }
    """

    def __init__(
        self, verdict: Verdict, result: MetricResult, marks: Sequence[Mark], words: Words, next_units: int | None = None
    ) -> None:
        super().__init__()
        self.verdict = verdict
        self.result = result
        self.marks = tuple(marks)
        self.words = words
        self.next_units = next_units

    def render(self) -> Content:
        """Draw it in the width there is."""
        return Content("\n").join(self._lines(self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines it takes."""
        return len(self._lines(width))

    def _lines(self, width: int) -> list[Content]:
        return looks_picture(self.verdict, self.result, self.marks, self.words, width, self.next_units)


def looks_picture(
    verdict: Verdict,
    result: MetricResult,
    marks: Sequence[Mark],
    words: Words,
    width: int,
    next_units: int | None = None,
) -> list[Content]:
    """Draw every look; nothing where none has an estimate, or where there is no room."""
    lines = list(_told(verdict, result, next_units))
    seen = [line.found for line in lines if line.found is not None and line.found.estimate is not None]
    if not seen:
        return []
    columns, chart = _columns(lines, words, width)
    if chart < _LEAST_CHART // 2:
        return []
    scale = Scale(_values(seen, marks), chart)
    labels = label_rows(marks, scale, words)
    top = len(labels)
    canvas = Canvas(chart, top + len(lines) + 2)
    draw_marks(canvas, marks, scale, range(1, top + len(lines)))
    draw_labels(canvas, labels)
    for row, line in enumerate(lines, start=top):
        _draw(canvas, row, scale, line.found, marks, latest=line.found is seen[-1])
    draw_axis(canvas, scale, words, top + len(lines))
    blank = " " * cell_len(columns[0])
    texts = [blank] * (top - 1) + columns + [blank] * 2
    said = [Content("")] * top + [_said(line) for line in lines] + [Content("")] * 2
    return [
        joined((text, "$quiet" if row < top else "")) + canvas.line(row) + said[row] for row, text in enumerate(texts)
    ]


def _told(verdict: Verdict, result: MetricResult, next_units: int | None) -> Iterator[_Line]:
    """Yield a line for each look; of very many the first few, the one that ended the test, and the latest."""
    before = 0
    for look in verdict.looks:
        latest = look.number > len(verdict.looks) - (_MOST - _FIRST)
        if not (latest or look.number <= _FIRST or look.number == verdict.stopped_at):
            continue
        if look.number > before + 1:
            yield _Line()
        before = look.number
        found = next((one for one in look.results if (one.name, one.arm) == (result.name, result.arm)), None)
        yield _Line(look, found)
    if next_units is not None:
        yield _Line(next_units=next_units)


def _columns(lines: Sequence[_Line], words: Words, width: int) -> tuple[list[str], int]:
    """Return the texts left of the picture, with as many columns as there is room for, and the room of the picture."""
    rows = [_HEADING, *(_cells(line, words) for line in lines)]
    said = max(cell_len(_said(line).plain) for line in lines)
    widths = [max(cell_len(row[at]) for row in rows) for at in range(len(_HEADING))]
    dated = [_DAY] if any(line.look is not None and line.look.until is not None for line in lines) else []

    def room(kept: Sequence[int]) -> int:
        return width - said - sum(widths[at] + len(_GAP) for at in kept)

    wanted = ((_LOOK, *dated, _UNITS, _ESTIMATE, _LIMITS), (_LOOK, *dated, _UNITS, _ESTIMATE), (_LOOK, *dated, _UNITS))
    enough = (_ROOMY_CHART, _LEAST_CHART, _LEAST_CHART)
    kept = next((one for one, least in zip(wanted, enough, strict=True) if room(one) >= least), (_LOOK, _UNITS))
    texts = ["".join(" " * (widths[at] - cell_len(row[at])) + row[at] + _GAP for at in kept) for row in rows]
    return texts, room(kept)


_HEADING = ("look", "until", "units", "estimate", "interval")
_LOOK, _DAY, _UNITS, _ESTIMATE, _LIMITS = range(len(_HEADING))


def _cells(line: _Line, words: Words) -> tuple[str, ...]:
    if line.look is None:
        return ("…", "", "", "", "") if line.next_units is None else ("next", "", count(line.next_units), "", "")
    found = line.found
    day = f"{line.look.until:%m-%d}" if line.look.until else "–"
    if found is None or found.estimate is None:
        return f"{line.look.number}", day, count(line.look.units), "–", "–"
    limits = [
        words(limit) if limit is not None and isfinite(limit) else "no limit" for limit in (found.lower, found.upper)
    ]
    return f"{line.look.number}", day, count(line.look.units), words(found.estimate), " to ".join(limits)


def _said(line: _Line) -> Content:
    if line.look is None:
        return joined((f"{_GAP}planned", "$quiet")) if line.next_units is not None else Content("")
    sign, tone = glyphs.OUTCOMES[line.look.verdict]
    return joined(_GAP, (f"{sign} {line.look.verdict}", glyphs.TONES[tone]))


def _values(seen: Sequence[LookResult], marks: Sequence[Mark]) -> list[float]:
    """Return what the axis has to hold: the first looks say little, and may run out of the picture."""
    latest = (seen[-1].estimate, seen[-1].lower, seen[-1].upper, *(mark.at for mark in marks))
    kept = [value for value in latest if value is not None and isfinite(value)]
    reach = _REACH * (max(kept) - min(kept))
    low, high = min(kept) - reach, max(kept) + reach
    others = (value for one in seen for value in (one.estimate, one.lower, one.upper) if value is not None)
    return kept + [value for value in others if low <= value <= high]


def _draw(
    canvas: Canvas, row: int, scale: Scale, found: LookResult | None, marks: Sequence[Mark], *, latest: bool
) -> None:
    if found is None or found.estimate is None:
        return
    if found.lower is not None and found.upper is not None:
        style = "bold $primary" if latest else "$primary"
        draw_span(canvas, row, scale, (found.lower, found.upper), marks, style)
    canvas.put(row, scale.column(found.estimate), "●", "bold $foreground" if latest else "$foreground")
