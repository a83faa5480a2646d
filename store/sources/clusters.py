"""Whole groups were assigned, so each group is a unit: its rows are added up first, and the groups are then judged.

The sums of a group count whole steps of a fixed size, as those of an arm do, and so do not depend on the order of rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from experiments.metric import Kind
from experiments.plan import Metric, Plan
from store.sources.cells import Cell, number, yes_or_no
from store.sources.columns import arm_column, find, metric_column
from store.sources.exposed import event_cells, never_exposed
from store.sources.fixed_point import Grid, power_of_two
from store.sources.found import Found, found_in
from store.sources.layout import Column, Layout, no_rows, table_layout
from store.sources.measure import named_column
from store.sources.offenders import refuse_impossible
from store.sources.query import Query
from store.sources.row_cells import RowCells, refuse_keyless, rows_with
from store.sources.together import TOTALS, Together

if TYPE_CHECKING:
    from store.sources.engines import Engine
    from store.sources.split import Splitting


def clustered(engine: Engine, layout: Layout, plan: Plan, splitting: Splitting | None = None) -> Found:
    """Read a plan whose arms were given to whole groups; a group in two arms is a fault, as a unit is.

    Where rows are split by looks, a group came in with its first row.
    """
    arm = arm_column(layout, plan)
    cluster = find(layout, plan.columns.cluster, "the cluster")
    metrics = tuple(_cells(layout, metric, f"metric_{at}") for at, metric in enumerate(plan.metrics))
    refuse_keyless(engine, layout, arm, cluster, list(plan.shares) if arm else [], "cluster")
    also = splitting.times.per_row if splitting else ()
    rows = _Rows(engine, layout, rows_with(layout, arm, cluster, metrics, also))
    first = ("min(moment) AS moment", "min(day) AS day") if splitting else ()
    table = table_layout(layout, rows.reduced(metrics, rows.grids(metrics), first))
    measures = tuple(_measure(one.metric, f"metric_{at}") for at, one in enumerate(metrics))
    named_arm = Column(arm.name, "arm", "VARCHAR") if arm else None
    unit = Column(cluster.name, "key", cluster.type)
    split = splitting.of(engine, table, named_arm, unit) if splitting else None
    query = Query(engine, table, named_arm, measures, weight="rows", split=split)
    return found_in(query, plan, unit)


def _cells(layout: Layout, metric: Metric, name: str) -> RowCells:
    """Return what is read of each row: what is added up, and what it is divided by unless that is the rows."""
    if metric.kind is Kind.ratio:
        columns = {
            "numerator": named_column(layout, metric, "numerator", "what is summed above the line"),
            "denominator": named_column(layout, metric, "denominator", "what is summed below the line"),
        }
        return RowCells(metric, tuple(number(metric, one, f"{name}_{key}") for key, one in columns.items()))
    if metric.kind is Kind.rate:
        events = event_cells(layout, metric, name)
        return RowCells(metric, events, (never_exposed(*events),))
    read: Callable[[Metric, Column, str], Cell] = yes_or_no if metric.kind is Kind.proportion else number
    return RowCells(metric, (read(metric, metric_column(layout, metric), f"{name}_value"),))


def _measure(metric: Metric, name: str) -> Together:
    columns = [Column(f"{key} of {metric.name}", f"{name}_{key}_total", "DOUBLE") for key in TOTALS]
    cells = tuple(number(metric, one, f"{name}_{at}") for at, one in enumerate(columns))
    return Together(metric, TOTALS, cells)


@dataclass(frozen=True)
class _Rows:
    """The rows of a file with their cells; ``source`` stands after FROM."""

    engine: Engine
    layout: Layout
    source: str

    def grids(self, metrics: Sequence[RowCells]) -> dict[str, Grid]:
        """Return a grid for every cell of numbers, by name, once every value is known to be possible."""
        cells = [cell for one in metrics for cell in one.cells if one.metric.kind is not Kind.proportion]
        bounds = [f"max(abs({cell.name}))" for cell in cells]
        asked = ", ".join(["count(*)", " + ".join(one.wrong for one in metrics), *bounds])
        rows, wrong, *farthest = self.engine.row(f"SELECT {asked} FROM {self.source}")
        if not rows:
            raise no_rows(self.layout)
        if wrong:
            refuse_impossible(self.engine, self.layout, metrics)
        return {
            cell.name: Grid.around(0.0, -(far or 0.0), far or 0.0, wide=True)
            for cell, far in zip(cells, farthest, strict=True)
        }

    def reduced(self, metrics: Sequence[RowCells], grids: dict[str, Grid], also: Sequence[str] = ()) -> str:
        """Return one row per arm and cluster, with what else is wanted. One without a value has no total."""
        totals = [
            f"{total} AS metric_{at}_{key}_total"
            for at, one in enumerate(metrics)
            for key, total in zip(TOTALS, _totals(one, grids), strict=True)
        ]
        sums = ", ".join(["arm", "key", "count(*) AS rows", *totals, *also])
        return self.engine.kept("clusters", f"SELECT {sums} FROM {self.source} GROUP BY arm, key")


def _totals(one: RowCells, grids: dict[str, Grid]) -> Iterator[str]:
    """Yield SQL for a cluster's numerator and denominator."""
    among = f"FILTER (WHERE {one.complete})"
    for cell in one.cells:
        if cell.name in grids:
            grid = grids[cell.name]
            counted = grid.sum_of(cell.name, grid.exponent)
            yield f"({counted} {among})::DOUBLE * {power_of_two(grid.exponent - grid.steps)}"
        else:
            yield f"sum({cell.name}::INTEGER)::DOUBLE"
    if len(one.cells) == 1:
        yield f"nullif(count({one.cells[0].name}), 0)::DOUBLE"
