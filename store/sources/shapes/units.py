"""Rows that are units, some of whose columns have to be made first: which rows, what is a yes, days out of dates."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from experiments.errors import Unreadable
from experiments.plan import Metric, Plan
from experiments.shape import FILE
from store.sources.columns import find, metric_column
from store.sources.engine import text_literal
from store.sources.layout import Column, Layout
from store.sources.shapes.dates import with_durations
from store.sources.shapes.rows import Made, row_by_row
from store.sources.shapes.values import as_text, is_yes, only_these, others, refuse_no_rows, refuse_no_yes

if TYPE_CHECKING:
    from store.sources.engines import Engine


def with_files(layout: Layout, plan: Plan) -> Layout:
    """Return rows that know the name of their file, where the plan asks for it."""
    if FILE not in (plan.columns.arm, plan.shape.coder):
        return layout
    if not layout.parts:
        raise Unreadable(f"the plan takes the arm from the name of the file ({FILE}), and these rows lie in no file")
    each = (
        f"SELECT *, {text_literal(part.name.rpartition('/')[2].partition('.')[0])} AS in_file FROM {part.source}"
        for part in layout.parts
    )
    columns = (*layout.columns, Column(FILE, "in_file", "VARCHAR"))
    return replace(layout, columns=columns, source=f"({' UNION ALL '.join(each)})")


def chosen(engine: Engine, layout: Layout, plan: Plan) -> Layout:
    """Return the rows that the plan wants to be read."""
    condition = only_these(layout, plan.shape)
    if not condition:
        return layout
    refuse_no_rows(engine, layout, plan.shape, condition)
    made = Made()
    for column in layout.columns:
        made.keep(column)
    return row_by_row(layout, made, condition)


def with_made_columns(engine: Engine, layout: Layout, plan: Plan) -> tuple[Layout, Plan]:
    """Return rows with a column for each metric that is not read as it stands, and a plan that names it."""
    if not any(metric.read.yes or metric.read.start for metric in plan.metrics):
        return layout, plan
    made = Made()
    for column in layout.columns:
        made.keep(column)
    notes: list[str] = []
    metrics = []
    for metric in plan.metrics:
        changed: dict[str, str] = {}
        if metric.read.yes:
            changed = _answered(engine, layout, plan, metric, made, notes)
        elif metric.read.start:
            changed = with_durations(engine, layout, plan, metric, made, notes)
        metrics.append(metric.model_copy(update=changed))
    return row_by_row(layout, made, notes=notes), plan.model_copy(update={"metrics": tuple(metrics)})


def _answered(
    engine: Engine, layout: Layout, plan: Plan, metric: Metric, made: Made, notes: list[str]
) -> dict[str, str]:
    columns = {"column": metric_column(layout, metric)}
    if metric.second_coder:
        columns["second_coder"] = find(layout, metric.second_coder, f"the second coder of metric '{metric.name}'")
    refuse_no_yes(engine, layout, metric, columns["column"], plan.shape)
    notes += others(engine, layout, metric, columns["column"], plan.shape)
    changed = {}
    for key, column in columns.items():
        name = f"{metric.name}: {column.name}"
        made.add(name, is_yes(as_text(column), metric.read.yes, plan.shape.separator), "BOOLEAN")
        changed[key] = name
    return changed
