"""When each row came in: dates and times, or days since the start, read out of the column that the plan names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from experiments.errors import Unreadable
from experiments.plan import Plan
from store.sources.cells import Fault, filled
from store.sources.columns import find
from store.sources.engines import one_of
from store.sources.layout import Column, Layout
from store.sources.offenders import refuse_fault
from store.sources.query import arm_value
from store.sources.wording import quoted

if TYPE_CHECKING:
    from store.sources.engines import Engine

_EPOCH = date(1970, 1, 1)
_MOST_DAYS = 36_525
_EMPTY, _STAMP, _DAYS = "time_filled", "time_stamp", "time_days"
_TAKES = (
    "a time is written as 2026-03-31 or 2026-03-31 14:05, in the years 1900 to 2199,"
    f" or is a number of days since the start, at most {_MOST_DAYS:,}"
)


@dataclass(frozen=True)
class Times:
    """The column of times.

    Parameters
    ----------
    moment : str
        SQL for when a row came in, as a number.
    day : str
        SQL for the day of that as a whole number.
    origin : date, optional
        The day that is numbered 0; None where nobody knows.
    first, last : int, optional
        The first and the last day of the rows that are judged; None where there is no such row.
    """

    column: Column
    moment: str
    day: str
    origin: date | None
    first: int | None
    last: int | None

    @property
    def per_row(self) -> tuple[str, ...]:
        """Return SQL for both, under these names."""
        return f"{self.moment} AS moment", f"{self.day} AS day"

    def date_of(self, day: int | None) -> date | None:
        """Return the calendar day of a numbered one where that is known."""
        if day is None or self.origin is None:
            return None
        return self.origin + timedelta(days=day)

    def number_of(self, day: date) -> int | None:
        """Return the number of a calendar day where that is known."""
        return None if self.origin is None else (day - self.origin).days


def times_of(engine: Engine, layout: Layout, plan: Plan, arm: Column | None, *, all_needed: bool) -> Times | None:
    """Return the column of times where the plan names one, with its first and last day.

    ``all_needed`` says that no row may lack its time.

    Raises
    ------
    Unreadable
        Where a row of an arm that is judged has a time that cannot be read, naming the first.
    """
    if not plan.columns.time:
        return None
    column = find(layout, plan.columns.time, "the time")
    per_row, (rows, there, stamps, numbers, *span) = _looked_at(engine, layout, plan, arm, column)
    if column.is_text and there and not (stamps or numbers):
        from store.sources.written_dates import with_written_dates

        if written := with_written_dates(engine, layout, column, plan.start):
            column = written
            per_row, (rows, there, stamps, numbers, *span) = _looked_at(engine, layout, plan, arm, column)
    _, stamp, days = _readings(column)
    by_number = column.is_number or numbers > stamps
    read, name = (numbers, _DAYS) if by_number else (stamps, _STAMP)
    if read < there or (all_needed and there < rows):
        wrong = f"judged AND {name} IS NULL" + ("" if all_needed else f" AND {_EMPTY} IS NOT NULL")
        refuse_fault(engine, layout, Fault(column, wrong, _TAKES), per_row, "the time")
    if by_number:
        return Times(column, days, _day_number(days), plan.start, span[2], span[3])
    return Times(column, f"epoch_us({stamp})", _day(stamp), _EPOCH, span[0], span[1])


def _looked_at(
    engine: Engine, layout: Layout, plan: Plan, arm: Column | None, column: Column
) -> tuple[tuple[str, ...], tuple[Any, ...]]:
    """Return what is read of each row, and how many rows, times and days there are, with the first and last of each."""
    empty, stamp, days = _readings(column)
    per_row = (
        f"{judged_rows(arm, plan)} AS judged",
        f"{empty} AS {_EMPTY}",
        f"{stamp} AS {_STAMP}",
        f"{days} AS {_DAYS}",
    )
    return per_row, engine.row(
        f"SELECT count(*), count({_EMPTY}), count({_STAMP}), count({_DAYS}), {_span(_day(_STAMP))},"
        f" {_span(_day_number(_DAYS))} FROM (SELECT {', '.join(per_row)} FROM {layout.source}) WHERE judged"
    )


def judged_rows(arm: Column | None, plan: Plan) -> str:
    """Return SQL that says whether a row belongs to an arm that the plan judges."""
    if arm is None:
        return "true"
    value = arm_value(arm)
    if plan.shares:
        return f"coalesce({value} IN {one_of(list(plan.shares))}, false)"
    return f"coalesce(trim({value}) <> '', false)"


def _readings(column: Column) -> tuple[str, str, str]:
    """Return SQL for the cell, for the cell read as a date or time, and for it read as days since the start."""
    no_stamp, no_days = "NULL::TIMESTAMP", "NULL::DOUBLE"
    if column.is_text:
        text = f"nullif(trim({column.sql}), '')"
        return text, _stamped(f"TRY_CAST({text} AS TIMESTAMPTZ)::TIMESTAMP"), _counted(f"TRY_CAST({text} AS DOUBLE)")
    if column.is_number:
        return filled(column), no_stamp, _counted(f"{column.sql}::DOUBLE")
    if column.type == "TIMESTAMP WITH TIME ZONE":  # in the zone of the session: UTC, unless the source has another
        return filled(column), _stamped(f"{column.sql}::TIMESTAMP"), no_days
    if column.type == "DATE" or column.type.startswith("TIMESTAMP"):
        return filled(column), _stamped(f"TRY_CAST({column.sql} AS TIMESTAMP)"), no_days
    raise Unreadable(
        f"column {quoted(column.name)} (the time) holds {column.type.lower()}, not dates, times or days since the start"
    )


def _stamped(value: str) -> str:
    """Keep what lies in years that a test can run in: the engine reads ``01/09/21`` as a day of the year 1."""
    return f"CASE WHEN {value} >= TIMESTAMP '1900-01-01' AND {value} < TIMESTAMP '2200-01-01' THEN {value} END"


def _counted(value: str) -> str:
    return f"CASE WHEN abs({value}) <= {_MOST_DAYS} THEN {value} END"


def _day(stamp: str) -> str:
    return f"(({stamp})::DATE - DATE '1970-01-01')"


def _day_number(days: str) -> str:
    return f"floor({days})::BIGINT"


def _span(day: str) -> str:
    return f"min({day}), max({day})"
