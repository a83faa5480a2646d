"""What recording a file would add: its looks, those that are new, and the units of each arm."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from experiments.words import count
from store.intake import days_in_words, looks_in_words
from tui.text import clean, counted, fitted, joined, shown

if TYPE_CHECKING:
    from store.intake import Intake
    from store.sources.reading import Reading

_FEW, _FEWEST = 9, 5
_WIDEST = 20


def intake_words(intake: Intake, looks: int, *, short: bool = False) -> Content:
    """Return how many looks are recorded and what each brings; nothing for a file of one look that is all new.

    Parameters
    ----------
    looks : int
        How many looks the file has in all.
    short : bool
        Whether there is little room.
    """
    if looks == 1 and not intake.known and not intake.replaced:
        return Content("")
    return Content("\n").join(_lines(intake, _FEWEST if short else _FEW))


def _lines(intake: Intake, few: int) -> Iterator[Content]:
    new = looks_in_words(intake.readings)
    stay = f"; {counted(intake.known, 'batch', 'batches')} of the same days stay as they are" if intake.known else ""
    yield joined((f"{new}", "bold"), " to record", stay)
    rows = list(_rows(intake))
    if len(rows) > few + 1:
        rows = [*rows[: few - 2], ["…"], *rows[-2:]]
    widths = [min(_WIDEST, max(cell_len(row[at]) for row in rows if at < len(row))) for at in range(len(rows[0]))]
    for number, row in enumerate(rows):
        cells = (fitted(cell, widths[at], right=at not in (0, 1)) for at, cell in enumerate(row))
        yield shown("  ".join(cells), "$quiet" if number == 0 else "")


def _rows(intake: Intake) -> Iterator[list[str]]:
    """Yield a row per look, the heading first: its days, what it replaces, and its units, arm by arm."""
    arms = _arms(intake.readings)
    replacing = ["replaces"] if intake.replaced else []
    yield ["look", "days", *replacing, *(clean(arm) for arm in arms), *(["units"] if len(arms) > 1 else [])]
    for number, one in enumerate(intake.taken, start=1):
        units = [one.reading.arms[arm].units if arm in one.reading.arms else 0 for arm in arms]
        batch = [f"batch {one.supersedes}" if one.supersedes is not None else ""] if intake.replaced else []
        days = days_in_words(one.reading.source.first, one.reading.source.last)
        yield [f"{number}", days, *batch, *map(count, units), *([count(sum(units))] if len(arms) > 1 else [])]


def _arms(readings: Sequence[Reading]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(arm for one in readings for arm in one.arms))
