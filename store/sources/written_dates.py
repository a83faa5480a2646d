"""Dates with the name of their month, such as ``Sat, Oct 11`` or ``11 October 2014``.

There are few different ones, so they are told apart here and not by the engine. A date without a year is the first such
day from the start of the plan on. Where the plan names none, or the weekday that is written is another one in that
year, nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from experiments.errors import Unreadable
from store.sources.engine import text_literal
from store.sources.layout import Column, Layout
from store.sources.wording import quoted

if TYPE_CHECKING:
    from store.sources.engines import Engine

_MOST = 2000
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = rf"({'|'.join(_MONTHS)})[a-z]*\.?"
_WRITTEN = re.compile(
    rf"(?:({'|'.join(day[:3] for day in _DAYS)})[a-z]*\.?,?\s+)?"
    rf"(?:{_MONTH}\s+(\d{{1,2}})|(\d{{1,2}})\.?\s+{_MONTH})(?:,?\s+(\d{{4}}))?",
    re.IGNORECASE,
)


def is_written(text: str) -> bool:
    """Say whether a text is a date with the name of its month."""
    return _WRITTEN.fullmatch(text.strip()) is not None


def with_written_dates(engine: Engine, layout: Layout, column: Column, start: date | None) -> Column | None:
    """Return a column of text as one of dates that every engine reads; None where they are not all written so.

    Parameters
    ----------
    start : date, optional
        The first day that a date without a year can be.

    Raises
    ------
    Unreadable
        Where the year is not said and cannot be told.
    """
    text = f"trim({column.sql})"
    found = engine.rows(
        f"SELECT {text} AS written, count(*) FROM {layout.source} WHERE nullif({text}, '') IS NOT NULL"
        f" GROUP BY {text} LIMIT {_MOST + 1}"
    )
    texts = sorted(text for text, _ in found)
    if not texts or len(texts) > _MOST or not all(map(is_written, texts)):
        return None
    cases = " ".join(f"WHEN {text_literal(one)} THEN '{_day_of(column, one, start).isoformat()}'" for one in texts)
    return replace(column, sql=f"(CASE {text} {cases} END)")


def _day_of(column: Column, text: str, start: date | None) -> date:
    match = _WRITTEN.fullmatch(text)
    assert match is not None
    weekday, month, day, day_before, month_after, year = match.groups()
    place = f"column {quoted(column.name)} (the time): {quoted(text)}"
    if year is None and start is None:
        raise Unreadable(f"{place} names no year; set the plan's start to the day the test began, or write 2026-03-31")
    first = int(year) if year else (start.year if start else 0)
    number = _MONTHS.index((month or month_after).lower()) + 1
    for at in (first,) if year else (first, first + 1):
        try:
            found = date(at, number, int(day or day_before))
        except ValueError:
            continue
        if year is None and start is not None and found < start:
            continue
        if weekday and _DAYS[found.weekday()][:3] != weekday.lower():
            called = next(name for name in _DAYS if name.startswith(weekday.lower())).capitalize()
            raise Unreadable(f"{place} is no {called} in {at}; did the test start in another year than the plan says?")
        return found
    raise Unreadable(f"{place} is not a day from the start of the plan on; write dates as 2026-03-31")
