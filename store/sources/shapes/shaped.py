"""From rows as they stand to rows as they are measured: the one place that knows which shape is read by what."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from experiments.plan import Plan
from experiments.shape import AS_IT_IS, BY_ITS_COLUMN, FILE, RowOf
from store.sources.layout import Layout

if TYPE_CHECKING:
    from store.sources.engines import Engine
    from store.sources.open_rows import OpenRows


def is_shaped(plan: Plan) -> bool:
    """Say whether the rows are other than the columns of the plan say by themselves."""
    by_columns = all(metric.read == BY_ITS_COLUMN for metric in plan.metrics)
    return plan.shape != AS_IT_IS or not by_columns or plan.columns.arm == FILE


@contextmanager
def shaped(rows: OpenRows, plan: Plan) -> Iterator[tuple[OpenRows, Plan]]:
    """Open the rows that the plan's shape makes of these, with the plan in terms of their columns.

    Totals stay totals, of one arm each.

    Raises
    ------
    Unreadable
        Where the rows have not what the shape needs.
    """
    if not is_shaped(plan):
        yield rows, plan
        return
    from store.sources.shapes.units import with_files

    rows = _with(rows, with_files(rows.layout, plan))
    if plan.shape.row is RowOf.event:
        from store.sources.shapes.events import one_row_per_unit
        from store.sources.shapes.units import chosen

        with rows.beside(plan.shape.assignment) as (both, assignment):
            events = chosen(both.engine, both.layout, plan)
            layout, asked = one_row_per_unit(both.engine, events, assignment, plan)
            yield _with(both, layout), asked
        return
    layout, asked = _reshaped(rows.engine, rows.layout, plan)
    yield _with(rows, layout), asked


def _reshaped(engine: Engine, layout: Layout, plan: Plan) -> tuple[Layout, Plan]:
    from store.sources.shapes.units import chosen, with_made_columns

    layout = chosen(engine, layout, plan)
    if plan.shape.row is RowOf.answer:
        from store.sources.shapes.answers import one_row_per_person

        return one_row_per_person(engine, layout, plan)
    if plan.shape.row is RowOf.coding:
        from store.sources.shapes.codings import themes_side_by_side

        return themes_side_by_side(engine, layout, plan)
    if plan.shape.row is RowOf.total:
        from store.sources.shapes.side_by_side import one_row_per_arm
        from store.sources.shapes.totals import falls

        layout, plan = one_row_per_arm(layout, plan)
        return replace(layout, left_out=(*layout.left_out, *falls(engine, layout, plan))), plan
    if plan.shape.row is RowOf.group:
        from store.sources.shapes.groups import one_row_per_unit

        layout = one_row_per_unit(engine, layout, plan)
    return with_made_columns(engine, layout, plan)


def _with(rows: Any, layout: Layout) -> OpenRows:
    """Return the same rows in another layout; every kind of them is a dataclass."""
    made: OpenRows = replace(rows, layout=layout)
    return made
