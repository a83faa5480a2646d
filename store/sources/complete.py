"""Which columns of a file have a value in every row, so that sums over several of them need not look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from experiments.form import Form
from experiments.plan import Metric, Plan
from store.sources.layout import Column, Layout

if TYPE_CHECKING:
    from store.sources.engines import Engine


def knowing_complete(engine: Engine, layout: Layout, plan: Plan) -> Layout:
    """Return the layout with the columns marked that are summed together and have no empty cell.

    Only of Parquet is it asked: its statistics say so of each column, and where they do not, the first empty cell ends
    the search.
    """
    named = {name for metric in plan.metrics for name in _together(plan, metric)}
    asked = [column for column in layout.columns if column.name in named and (column.is_number or _is_flag(column))]
    if layout.format != "parquet" or not asked:
        return layout
    empty = (f"(SELECT count(*) FROM (SELECT 1 FROM {layout.source} WHERE {one.sql} IS NULL LIMIT 1))" for one in asked)
    found = engine.row(f"SELECT {', '.join(empty)}")
    complete = {column.sql for column, holes in zip(asked, found, strict=True) if not holes}
    return replace(layout, columns=tuple(replace(one, complete=one.sql in complete) for one in layout.columns))


def _is_flag(column: Column) -> bool:
    return column.type == "BOOLEAN"


def _together(plan: Plan, metric: Metric) -> Iterator[str]:
    """Yield the names of the columns that a metric sums together."""
    form = plan.form(metric)
    if form is Form.totals:
        yield from (metric.numerator, metric.denominator)
    if form is Form.adjusted:
        yield from (metric.column or metric.name, *metric.covariates)
