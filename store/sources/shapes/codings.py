"""What coders found in interviews, one row for each interview and coder with the codes in columns: themes side by side.

A row without a code was not coded by that coder: a blank is never "no code".
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from experiments.errors import Unreadable
from experiments.plan import Kind, Metric, Plan
from store.sources.columns import find
from store.sources.engine import text_literal
from store.sources.layout import Column, Layout
from store.sources.shapes.rows import Made, made_anew
from store.sources.shapes.values import as_text
from store.sources.wording import listed, quoted

if TYPE_CHECKING:
    from store.sources.engines import Engine

_BELOW = "->"


def themes_side_by_side(engine: Engine, layout: Layout, plan: Plan) -> tuple[Layout, Plan]:
    """Return a row per interview: whether each coder found each theme, null where one did not code it.

    A metric's column is the first coder, its second coder the other; its theme is what ``read.yes`` names, and with a
    code those below it (``a->b``).

    Raises
    ------
    Unreadable
        Where there is no such coder, or nobody used the code.
    """
    unit = find(layout, plan.columns.unit, "the unit")
    coder = as_text(find(layout, plan.shape.coder, "the coder"))
    codes = [as_text(column) for column in _code_columns(layout, plan)]
    made = Made()
    made.keep(unit)
    metrics = []
    coders = {str(name) for (name,) in engine.rows(f"SELECT DISTINCT {coder} AS who FROM {layout.source} LIMIT 100")}
    for metric in plan.metrics:
        _check(engine, layout, metric, coders, codes)
        changed = {}
        for key in ("column", "second_coder"):
            who = getattr(metric, key)
            if not who:
                continue
            name = f"{metric.name}: {who}"
            there = " OR ".join(f"{code} IS NOT NULL" for code in codes)
            mine = f"{coder} = {text_literal(who)} AND ({there})"
            made.add(name, f"bool_or(CASE WHEN {mine} THEN {_found(codes, metric)} END)", "BOOLEAN")
            changed[key] = name
        metrics.append(metric.model_copy(update=changed))
    rows = engine.kept("interviews", f"SELECT {made.selected} FROM {layout.source} GROUP BY {unit.sql}")
    return made_anew(layout, made.columns, rows), plan.model_copy(update={"metrics": tuple(metrics)})


def _code_columns(layout: Layout, plan: Plan) -> list[Column]:
    found = [
        column for column in layout.columns if any(fnmatchcase(column.name, pattern) for pattern in plan.shape.codes)
    ]
    if not found:
        raise Unreadable(
            f"no column is called {listed(plan.shape.codes)} (shape.codes); the columns are"
            f" {listed(column.name for column in layout.columns)}"
        )
    return found


def _found(codes: list[str], metric: Metric) -> str:
    """Return SQL for "one of the codes is the theme"."""
    same = [f"{code} = {text_literal(theme)}" for code in codes for theme in metric.read.yes]
    below = [
        f"coalesce(starts_with({code}, {text_literal(theme + _BELOW)}), false)"
        for code in codes
        for theme in metric.read.yes
    ]
    return f"({' OR '.join([*(f'coalesce({one}, false)' for one in same), *below])})"


def _check(engine: Engine, layout: Layout, metric: Metric, coders: set[str], codes: list[str]) -> None:
    if metric.kind is not Kind.theme or not metric.read.yes:
        raise Unreadable(
            f"metric {quoted(metric.name)}: codings hold themes; set its kind to theme, and read.yes to the codes"
        )
    for who in (metric.column, metric.second_coder):
        if who not in coders and (who or not metric.column):
            raise Unreadable(
                f"metric {quoted(metric.name)}: set its column to the first coder and second_coder to the other; the"
                f" coders are {listed(sorted(coders))}"
            )
    found = _found(codes, metric)
    (times,) = engine.row(f"SELECT count(*) FROM (SELECT {found} AS found FROM {layout.source}) WHERE found")
    if not times:
        raise Unreadable(f"nobody used the code {listed(metric.read.yes)} (read.yes of metric {quoted(metric.name)})")
