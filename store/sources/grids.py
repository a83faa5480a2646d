"""Which grid each column of numbers is summed on, before its values have been seen."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from store.sources.cells import number_of
from store.sources.fixed_point import Grid
from store.sources.layout import Column, Layout
from store.sources.measure import Measure
from store.sources.offenders import refuse_impossible

if TYPE_CHECKING:
    from store.sources.engines import Engine

_SAMPLE = 10_000
_HEADROOM = 10


def guessed_grids(engine: Engine, layout: Layout, measures: Sequence[Measure]) -> list[Grid]:
    """Return a grid per summed column at next to no cost.

    Parquet keeps each column's least and greatest value. A CSV file says nothing of itself, so its first rows are
    looked at and room is left for values a thousand times as large.
    """
    if layout.format != "csv":
        return _grids(engine, layout, [_kept(column) for column in _summed(measures)], measures)
    numbers = [number_of(column) for column in _summed(measures)]
    with engine.in_order():  # the first rows, always the same ones
        sample = _grids(engine, layout, numbers, measures, limit=f" LIMIT {_SAMPLE}")
    return [grid.coarser(_HEADROOM) for grid in sample]


def measured_grids(engine: Engine, layout: Layout, measures: Sequence[Measure]) -> list[Grid]:
    """Return a grid per summed column from all of its values.

    Adding zero keeps the engine from trusting what the file says of them.
    """
    numbers = [f"({number_of(column)} + 0.0)" for column in _summed(measures)]
    return _grids(engine, layout, numbers, measures)


def on_grids(measures: Sequence[Measure], grids: Iterable[Grid]) -> tuple[Measure, ...]:
    """Return the measures with each summed column on its grid."""
    grid = iter(grids)
    return tuple(measure.on(list(islice(grid, len(measure.numbers)))) for measure in measures)


def _summed(measures: Sequence[Measure]) -> list[Column]:
    return [column for measure in measures for column in measure.numbers]


def _kept(column: Column) -> str:
    """Return the column as it is: only of a bare column does the engine look up the least and greatest value."""
    return number_of(column) if column.is_text or column.type == "BOOLEAN" else column.sql


def _grids(
    engine: Engine, layout: Layout, numbers: list[str], measures: Sequence[Measure], limit: str = ""
) -> list[Grid]:
    if not numbers:
        return []
    named = ", ".join(f"{number} AS n{at}" for at, number in enumerate(numbers))
    bounds = ", ".join(f"min(n{at}), max(n{at})" for at in range(len(numbers)))
    found = engine.row(f"SELECT {bounds} FROM (SELECT {named} FROM {layout.source}{limit})")
    ends = [float(end or 0.0) for end in found]
    if not all(math.isfinite(end) for end in ends):
        refuse_impossible(engine, layout, measures)
    return [Grid.over(least, greatest) for least, greatest in zip(ends[::2], ends[1::2], strict=True)]
