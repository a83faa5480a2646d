"""Rows that hold all arms side by side, made into a row for each: ``{arm}`` stands in the names of their columns."""

from __future__ import annotations

from experiments.errors import Unreadable
from experiments.plan import Plan
from experiments.shape import ARM
from store.sources.cells import number_of
from store.sources.columns import find
from store.sources.engine import text_literal
from store.sources.layout import Column, Layout
from store.sources.shapes.rows import Made, made_anew, row_by_row

_PLUS = " + "
_OF_A_METRIC = ("column", "exposure")
_READ = ("units", "sum", "mean", "squares", "variance", "sd")


def one_row_per_arm(layout: Layout, plan: Plan) -> tuple[Layout, Plan]:
    """Return a row for each arm of a row, and the plan that names its column of arms.

    Raises
    ------
    Unreadable
        Where nobody says which arms there are.
    """
    layout = _with_sums(layout, plan)
    patterns = [name for name in _named(plan) if ARM in name]
    if not patterns:
        return layout, plan
    arms = plan.shape.arms or {arm: arm for arm in plan.shares}
    if not arms:
        raise Unreadable(
            f"columns such as {patterns[0]!r} hold an arm each: say which arms there are in shape.arms, such as"
            ' arms = { old = "c", new = "t" }'
        )
    several = []
    made = Made()
    for arm, called in arms.items():
        made = Made()
        for column in layout.columns:
            made.keep(column)
        made.add(ARM, text_literal(arm), "VARCHAR")
        for pattern in patterns:
            column = _sum(layout, pattern.replace(ARM, called), f"{pattern} of arm {arm!r}")
            made.add(pattern, column.sql, column.type, commas=column.commas)
        several.append(f"SELECT {made.selected} FROM {layout.source}")
    columns: tuple[Column, ...] = tuple(made.columns)
    changed = {"columns": plan.columns.model_copy(update={"arm": ARM})}
    return made_anew(layout, columns, f"({' UNION ALL '.join(several)})"), plan.model_copy(update=changed)


def _named(plan: Plan) -> list[str]:
    """Return every column that a plan of totals names for a metric or for units, once."""
    named = [plan.shape.units]
    for metric in plan.metrics:
        named += [getattr(metric, name) for name in _OF_A_METRIC]
        named += [getattr(metric.read, name) for name in _READ]
    return [name for name in dict.fromkeys(named) if name]


def _with_sums(layout: Layout, plan: Plan) -> Layout:
    """Return rows with a column for every sum that is named, such as ``won + lost``."""
    columns = {column.name for column in layout.columns}
    sums = [name for name in _named(plan) if _PLUS in name and ARM not in name and name not in columns]
    if not sums:
        return layout
    made = Made()
    for column in layout.columns:
        made.keep(column)
    for name in sums:
        made.add(name, _sum(layout, name, "a sum of columns").sql, "DOUBLE")
    return row_by_row(layout, made)


def _sum(layout: Layout, name: str, purpose: str) -> Column:
    """Return a column of this name, or the sum of columns with a plus between their names; null where one is empty."""
    if _PLUS not in name or any(column.name == name for column in layout.columns):
        return find(layout, name, purpose)
    parts = (find(layout, part.strip(), purpose) for part in name.split(_PLUS))
    return Column(name, f"({' + '.join(map(number_of, parts))})", "DOUBLE")
