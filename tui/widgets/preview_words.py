"""What a file holds, before anything of it is stored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from tui.text import clean, counted, fitted, joined, shown
from tui.widgets.batch_words import arms_table

if TYPE_CHECKING:
    from experiments.plan import Plan
    from store.sources.preview import Preview

_WIDEST = 18
_COLUMNS = 8


def preview_words(preview: Preview, plan: Plan, *, hidden: bool) -> Content:
    """Return rows, arms, counts (unless outcomes are ``hidden``), oddities and the first rows."""
    return Content("\n").join(_lines(preview, plan, hidden))


def _lines(preview: Preview, plan: Plan, hidden: bool) -> Iterator[Content]:
    size = f"{counted(preview.rows, 'row')}, {counted(len(preview.columns), 'column')}, {preview.bytes / 1024:,.0f} kB"
    yield joined((preview.name, "bold $primary"), (f"   {preview.format}, {size}", "$quiet"))
    if preview.shape is not None:
        yield joined(("a row  ", "$quiet"), preview.shape.sentence)
    if preview.refusal:
        yield joined(("✗ ", "bold $error"), (preview.refusal, "$error"))
    for oddity in preview.oddities:
        yield joined(("! ", "bold $warning"), (oddity, "$warning"))
    if preview.reading is not None:
        yield Content("")
        yield shown("Read under the plan", "bold $primary")
        yield arms_table(preview.reading.arms, plan, hidden=hidden)
    elif preview.arms:
        arms = ", ".join(f"{arm} {number:,}" for arm, number in preview.arms.items())
        yield joined(("rows by arm  ", "$quiet"), arms)
    yield Content("")
    yield shown("The first rows", "bold $primary")
    yield from _head(preview)


def _head(preview: Preview) -> Iterator[Content]:
    columns = preview.columns[:_COLUMNS]
    rows = [[column.name for column in columns], *([*row[:_COLUMNS]] for row in preview.head)]
    widths = [min(_WIDEST, max(cell_len(clean(row[place])) for row in rows)) for place in range(len(columns))]
    for number, row in enumerate(rows):
        cells = (fitted(clean(cell), width) for cell, width in zip(row, widths, strict=True))
        yield shown("  ".join(cells), "$quiet" if number == 0 else "")
    if len(preview.columns) > _COLUMNS:
        yield shown(f"and {counted(len(preview.columns) - _COLUMNS, 'more column')}", "$quiet")
