"""Which grid each mean is summed on, before its values have been seen."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from store.sources.fixed_point import Grid
from store.sources.layout import Layout
from store.sources.measures import Average, Measure
from store.sources.offenders import refuse_impossible

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SAMPLE = 10_000
_HEADROOM = 10


def guessed_grids(connection: DuckDBPyConnection, layout: Layout, measures: Sequence[Measure]) -> list[Grid]:
    """Return a grid per mean at next to no cost.

    Parquet keeps each column's least and greatest value. A CSV file says nothing of itself, so its first rows are
    looked at and room is left for values a thousand times as large.
    """
    if layout.format == "parquet":
        return _grids(connection, layout, [_kept(average) for average in _averages(measures)], measures)
    connection.execute("SET preserve_insertion_order = true")  # the first rows, always the same ones
    numbers = [average.number for average in _averages(measures)]
    sample = _grids(connection, layout, numbers, measures, limit=f" LIMIT {_SAMPLE}")
    connection.execute("SET preserve_insertion_order = false")
    return [grid.coarser(_HEADROOM) for grid in sample]


def measured_grids(connection: DuckDBPyConnection, layout: Layout, measures: Sequence[Measure]) -> list[Grid]:
    """Return a grid per mean from all of its values; sums keep the engine from trusting what the file says of them."""
    numbers = [f"({average.number} + 0.0)" for average in _averages(measures)]
    return _grids(connection, layout, numbers, measures)


def on_grids(measures: Sequence[Measure], grids: Iterable[Grid]) -> tuple[Measure, ...]:
    """Return the measures with each mean on its grid."""
    grid = iter(grids)
    return tuple(measure.on(next(grid)) if isinstance(measure, Average) else measure for measure in measures)


def _averages(measures: Sequence[Measure]) -> list[Average]:
    return [measure for measure in measures if isinstance(measure, Average)]


def _kept(average: Average) -> str:
    """Return the column as it is: only of a bare column does the engine look up the least and greatest value."""
    return average.number if average.column.is_text else average.column.sql


def _grids(
    connection: DuckDBPyConnection, layout: Layout, numbers: list[str], measures: Sequence[Measure], limit: str = ""
) -> list[Grid]:
    if not numbers:
        return []
    named = ", ".join(f"{number} AS n{at}" for at, number in enumerate(numbers))
    bounds = ", ".join(f"min(n{at}), max(n{at})" for at in range(len(numbers)))
    found = connection.execute(f"SELECT {bounds} FROM (SELECT {named} FROM {layout.source}{limit})").fetchone() or ()
    ends = [float(end or 0.0) for end in found]
    if not all(math.isfinite(end) for end in ends):
        refuse_impossible(connection, layout, measures)
    return [Grid.over(least, greatest) for least, greatest in zip(ends[::2], ends[1::2], strict=True)]
