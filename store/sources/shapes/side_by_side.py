"""Rows that hold all arms side by side, made into a row for each: ``{arm}`` stands in the names of their columns."""

from __future__ import annotations

from experiments.errors import Unreadable
from experiments.plan import Plan
from experiments.shape import ARM
from store.sources.columns import find
from store.sources.engine import text_literal
from store.sources.layout import Column, Layout
from store.sources.shapes.rows import Made, made_anew

_OF_A_METRIC = ("column", "exposure")
_READ = ("units", "sum", "mean", "squares", "variance", "sd")


def one_row_per_arm(layout: Layout, plan: Plan) -> tuple[Layout, Plan]:
    """Return a row for each arm of a row, and the plan that names its column of arms.

    Raises
    ------
    Unreadable
        Where nobody says which arms there are.
    """
    patterns = list(dict.fromkeys(_patterns(plan)))
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
            column = find(layout, pattern.replace(ARM, called), f"{pattern} of arm {arm!r}")
            made.add(pattern, column.sql, column.type, commas=column.commas)
        several.append(f"SELECT {made.selected} FROM {layout.source}")
    columns: tuple[Column, ...] = tuple(made.columns)
    changed = {"columns": plan.columns.model_copy(update={"arm": ARM})}
    return made_anew(layout, columns, f"({' UNION ALL '.join(several)})"), plan.model_copy(update=changed)


def _patterns(plan: Plan) -> list[str]:
    named = [plan.shape.units]
    for metric in plan.metrics:
        named += [getattr(metric, name) for name in _OF_A_METRIC]
        named += [getattr(metric.read, name) for name in _READ]
    return [name for name in named if ARM in name]
