"""Naming the value that cannot be: its row, its column and how many there are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from experiments.errors import Unreadable
from experiments.plan import Metric
from store.sources.cells import Fault
from store.sources.csv_lines import line_of_row
from store.sources.layout import Layout
from store.sources.wording import quoted

if TYPE_CHECKING:
    from store.sources.engines import Engine

_DECIMAL_COMMA = re.compile(r"[+-]?\d+(?:[. ]\d{3})*,\d+")


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
    named = ", ".join(["row_number() OVER () AS row", f"{fault.column.sql}::VARCHAR AS shown", *per_row])
    with engine.in_order():  # or a row has no number
        row, shown, number = engine.row(
            f"SELECT min(row), arg_min(shown, row), count(*) FROM (SELECT {named} FROM {layout.source})"
            f" WHERE {fault.condition}"
        )
    if number:
        raise Unreadable(_sentence(fault, purpose, _place(layout, row or 0), shown, number))


def _place(layout: Layout, row: int) -> str:
    if layout.format != "csv":
        return f"row {row:,}"
    return f"line {line_of_row(layout.path, row, len(layout.columns)):,}"


def _sentence(fault: Fault, purpose: str, place: str, shown: str | None, number: int) -> str:
    column = f"column {quoted(fault.column.name)} ({purpose})"
    others = f"; {number - 1:,} more like it" if number > 1 else ""
    if not shown:
        return f"{place}, {column} is empty; {fault.takes}{others}"
    if _DECIMAL_COMMA.fullmatch(shown.strip()):
        whole, _, part = re.sub(r"[. ]", "", shown.strip()).partition(",")
        return f"{place}, {column}: {quoted(shown)} has a decimal comma; write {whole}.{part}{others}"
    return f"{place}, {column}: {quoted(shown)} is not possible; {fault.takes}{others}"
