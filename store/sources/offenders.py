"""Naming the value that cannot be: its row, its column and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from experiments.errors import Unreadable
from experiments.plan import Metric
from store.sources.cells import Fault
from store.sources.engines.embedded import Embedded
from store.sources.layout import Layout, Part
from store.sources.wording import quoted

if TYPE_CHECKING:
    from store.sources.engines import Engine


class Checked(Protocol):
    """What a metric computes of each row, and what cannot be in one."""

    @property
    def metric(self) -> Metric:
        """Return the metric."""

    @property
    def per_row(self) -> tuple[str, ...]:
        """Return SQL for what is computed of each row."""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Return what cannot be in a row."""


def refuse_impossible(engine: Engine, layout: Layout, measures: Sequence[Checked]) -> None:
    """Raise Unreadable for the first measure whose column holds a value it cannot take; else return."""
    for measure in measures:
        for fault in measure.faults:
            refuse_fault(engine, layout, fault, measure.per_row, f"metric {quoted(measure.metric.name)}")


def refuse_fault(
    engine: Engine,
    layout: Layout,
    fault: Fault,
    per_row: Sequence[str],
    purpose: str,
) -> None:
    """Raise Unreadable for the first row that has this fault; else return.

    ``per_row`` is SQL for what the fault's condition speaks of, ``purpose`` what the column is for.
    """
    cells = ", ".join([f"{fault.column.sql}::VARCHAR AS shown", *per_row])
    if not isinstance(engine, Embedded):
        shown, number = engine.row(
            f"SELECT min(shown), count(*) FROM (SELECT {cells} FROM {layout.source}) AS rows WHERE {fault.condition}"
        )
        if number:
            raise Unreadable(_sentence(fault, purpose, "", shown, number))
        return
    with engine.in_order():  # or a row has no number
        row, shown, number = engine.row(
            "SELECT min(row), arg_min(shown, row), count(*) FROM"
            f" (SELECT row_number() OVER () AS row, {cells} FROM {layout.source}) WHERE {fault.condition}"
        )
    if number:
        raise Unreadable(_sentence(fault, purpose, _place(engine, layout, row or 0), shown, number))


def _place(engine: Engine, layout: Layout, row: int) -> str:
    """Return where a row stands: its line in a text file, its row elsewhere; of several files, which."""
    if not layout.parts:
        return f"row {row:,}"
    if len(layout.parts) == 1:
        return _place_in(layout.parts[0], row, len(layout.columns))
    for part in layout.parts:
        (rows,) = engine.row(f"SELECT count(*) FROM {part.source}")
        if row <= rows:
            return f"{part.name}, {_place_in(part, row, len(layout.columns))}"
        row -= rows
    return f"row {row:,}"


def _place_in(part: Part, row: int, columns: int) -> str:
    from store.sources.csv_lines import line_of_row, line_of_value, record_of_row

    file = part.file
    if file.kind == "csv":
        return f"line {line_of_row(file.read, row, columns):,}"
    if file.kind == "excel":
        return f"row {record_of_row(file.read, row, columns) + file.skipped:,}"
    if file.kind == "json" and (line := line_of_value(file.read, row)):
        return f"line {line:,}"
    return f"row {row:,}"


def _sentence(fault: Fault, purpose: str, place: str, shown: str | None, number: int) -> str:
    column = f"{place}{', ' if place else ''}column {quoted(fault.column.name)} ({purpose})"
    others = f"; {number - 1:,} more like it" if number > 1 else ""
    if not shown:
        return f"{column} is empty; {fault.takes}{others}"
    from store.sources.number_words import number_hint

    hint = number_hint(shown, commas=fault.column.commas) if "number" in fault.takes else ""
    if hint:
        return f"{column}: {quoted(shown)} {hint}{others}"
    return f"{column}: {quoted(shown)} is not possible; {fault.takes}{others}"
