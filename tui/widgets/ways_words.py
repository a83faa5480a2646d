"""The three ways to look at data as small tables, for the panel beside the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from textual.content import Content

from tui.text import joined, shown
from tui.ways_in_words import AVERAGE, meaning, p_words, size_words
from tui.ways_of_looking import PlannedLook, Ways

_NARROW = 46
_FEW, _SHORT = 6, 4
_HEADING = ("look", "units", "z", "invest p", "stop p")


def ways_table(ways: Ways) -> list[Content]:
    """Return a line for each way with its size and mean sizes, the chosen one marked."""
    rows = [
        (("● " if way.chosen else "○ ") + str(way.monitoring), *map(size_words, (way.size, way.at_bar, way.at_target)))
        for way in ways.ways
    ]
    lines = _aligned(("Ways to look", "size", "bar", "target"), rows)
    styles = ["bold $primary", *("bold $accent" if way.chosen else "" for way in ways.ways)]
    table = [joined((line, style)) for line, style in zip(lines, styles, strict=True)]
    return [*table, shown(AVERAGE, "$quiet")]


def choice_means(ways: Ways) -> str:
    """Return what the chosen way means for the team."""
    return " ".join(meaning(way, ways) for way in ways.ways if way.chosen)


def looks_table(looks: Sequence[PlannedLook], *, short: bool = False) -> list[Content]:
    """Return a line for each planned look with the boundary that ends the test there; ``short`` for little room."""
    kept = _SHORT if short else len(_HEADING)
    rows = [_row(one) for one in looks]
    if short and len(rows) > _FEW:
        rows = [*rows[: _FEW - 2], ("…", "", "", "", ""), rows[-1]]
    first, *rest = _aligned(_HEADING[:kept], [row[:kept] for row in rows])
    return [joined((first, "$quiet")), *(joined(line) for line in rest)]


def _row(one: PlannedLook) -> tuple[str, str, str, str, str]:
    z = "–" if one.z is None else f"{one.z:.2f}"
    return f"{one.look}", size_words(one.units), z, p_words(one.p_invest), p_words(one.p_stop)


def _aligned(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Align columns on their widest cell: the first to the left, numbers to the right."""
    lines = [heading, *rows]
    widths = [max(cell_len(line[at]) for line in lines) for at in range(len(heading))]
    gap = " " * (2 if sum(widths) + 2 * len(widths) <= _NARROW else 1)
    for line in lines:
        first = line[0] + " " * (widths[0] - cell_len(line[0]))
        rest = (" " * (width - cell_len(cell)) + cell for cell, width in zip(line[1:], widths[1:], strict=True))
        yield gap.join([first, *rest])
