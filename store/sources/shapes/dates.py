"""Time to event out of dates: how long it was from the day it began to the day of the event, or to the end of data."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from experiments.errors import Unreadable
from experiments.plan import Columns, Metric, Plan
from store.sources.cells import Fault
from store.sources.columns import find
from store.sources.layout import Layout
from store.sources.offenders import refuse_fault
from store.sources.shapes.rows import Made
from store.sources.times import times_of
from store.sources.wording import quoted, rows

if TYPE_CHECKING:
    from store.sources.engines import Engine

_DAY = 86_400_000_000
_LEAST = f"{1 / 86_400:.17e}"


def moment_of(engine: Engine, layout: Layout, plan: Plan, name: str, *, all_needed: bool = False) -> tuple[str, int]:
    """Return SQL for the moment in a column as a whole number or as days, and how many of its steps a day has.

    Raises
    ------
    Unreadable
        Where a cell holds no date, time or number of days, naming the first.
    """
    asked = plan.model_copy(update={"columns": Columns(time=name)})
    times = times_of(engine, layout, asked, None, all_needed=all_needed)
    if times is None:
        raise Unreadable(f"there is no column {quoted(name)}")
    return times.moment, 1 if times.origin is None or times.origin == plan.start else _DAY


def last_moment(plan: Plan, day: int) -> int | None:
    """Return the end of the last day that the plan says the data know of, in steps since 1970."""
    if plan.shape.until is None or day == 1:
        return None
    until = datetime.combine(plan.shape.until, datetime.min.time(), UTC)
    return int(until.timestamp()) * 1_000_000 + _DAY


def with_durations(
    engine: Engine, layout: Layout, plan: Plan, metric: Metric, made: Made, notes: list[str]
) -> dict[str, str]:
    """Add how long each unit was under observation, in days, and whether the event ended it.

    A unit whose event came the moment it began has a second: it left at once, and that is not no time at all.
    """
    purpose = f"metric {quoted(metric.name)}"
    columns = [find(layout, name, f"{key} of {purpose}") for key, name in _dates(metric)]
    start, day = moment_of(engine, layout, plan, metric.read.start)
    end, other = moment_of(engine, layout, plan, metric.read.end)
    if day != other:
        raise Unreadable(f"columns {quoted(columns[0].name)} and {quoted(columns[1].name)} are not dates both")
    both = f"(SELECT {start} AS began, {end} AS ended FROM {layout.source})"
    last, known = engine.row(f"SELECT max(greatest(began, ended)), max(ended) FROM {both}")
    if last is None or known is None:
        what = "began" if last is None else "ended"
        raise Unreadable(
            f"column {quoted(columns[last is not None].name)} ({purpose}) is empty in every row: none {what}"
        )
    until = last_moment(plan, day) or last
    per_row = (f"{start} AS began", f"{end} AS ended")
    refuse_fault(engine, layout, Fault(columns[1], "ended < began", "nothing ends before it began"), per_row, purpose)
    refuse_fault(
        engine, layout, Fault(columns[1], "ended IS NOT NULL AND began IS NULL", "a start is missing"), per_row, purpose
    )
    (late,) = engine.row(f"SELECT count(*) FROM {both} WHERE began > {until} OR ended > {until}")
    if late:
        raise Unreadable(f"{rows(late)} of {purpose} lie after shape.until ({plan.shape.until}); set it to a later day")
    lasted = f"(coalesce({end}, {until}) - {start})::DOUBLE"
    steps = f"{float(day):.17e}"
    duration = f"CASE WHEN {start} IS NOT NULL THEN greatest({lasted} / {steps}, {_LEAST}) END"
    names = {"time": f"{metric.name}: days", "event": f"{metric.name}: ended"}
    made.add(names["time"], duration, "DOUBLE")
    made.add(names["event"], f"CASE WHEN {start} IS NOT NULL THEN {end} IS NOT NULL END", "BOOLEAN")
    end_day = "" if day == 1 else f" ({datetime.fromtimestamp((until - 1) / 1e6, UTC).date()})"
    notes.append(f"{metric.name}: who has no {columns[1].name} was watched until the end of the data{end_day}")
    return names


def _dates(metric: Metric) -> list[tuple[str, str]]:
    return [("the start", metric.read.start), ("the end", metric.read.end)]
