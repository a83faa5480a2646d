"""Naming the value that cannot be: its row, its column and how many there are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from experiments.errors import Unreadable
from store.sources.csv_lines import line_of_row
from store.sources.layout import Layout
from store.sources.measures import Measure
from store.sources.wording import quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_DECIMAL_COMMA = re.compile(r"[+-]?\d+(?:[. ]\d{3})*,\d+")


def refuse_impossible(connection: DuckDBPyConnection, layout: Layout, measures: Sequence[Measure]) -> None:
    """Raise Unreadable for the first measure whose column holds a value it cannot take; else return."""
    for measure in measures:
        row, shown, number = _first(connection, layout, measure)
        if number:
            raise Unreadable(_sentence(measure, _place(layout, row), shown, number))


def _first(connection: DuckDBPyConnection, layout: Layout, measure: Measure) -> tuple[int, str, int]:
    """Return row and text of the first impossible value, and how many there are."""
    per_row = ", ".join(["row_number() OVER () AS row", f"{measure.column.sql}::VARCHAR AS shown", *measure.per_row])
    connection.execute("SET preserve_insertion_order = true")  # or a row has no number
    found = connection.execute(
        f"SELECT min(row), arg_min(shown, row), count(*) FROM (SELECT {per_row} FROM {layout.source})"
        f" WHERE {measure.impossible}"
    ).fetchone()
    connection.execute("SET preserve_insertion_order = false")
    row, shown, number = found or (None, None, 0)
    return row or 0, str(shown), number


def _place(layout: Layout, row: int) -> str:
    if layout.format == "parquet":
        return f"row {row:,}"
    return f"line {line_of_row(layout.path, row, len(layout.columns)):,}"


def _sentence(measure: Measure, place: str, shown: str, number: int) -> str:
    column = f"column {quoted(measure.column.name)} (metric {quoted(measure.metric.name)})"
    others = f"; {number - 1:,} more like it" if number > 1 else ""
    if _DECIMAL_COMMA.fullmatch(shown.strip()):
        whole, _, part = re.sub(r"[. ]", "", shown.strip()).partition(",")
        return f"{place}, {column}: {quoted(shown)} has a decimal comma; write {whole}.{part}{others}"
    return f"{place}, {column}: {quoted(shown)} is not possible; {measure.takes}{others}"
