"""Finding the columns that a plan names."""

from __future__ import annotations

from difflib import get_close_matches

from experiments.errors import Unreadable
from experiments.plan import Comparison, Metric, Plan
from store.sources.effects import refuse_effects
from store.sources.layout import Column, Layout
from store.sources.wording import listed, quoted


def find(layout: Layout, name: str, purpose: str) -> Column:
    """Return the column of exactly this name.

    Raises
    ------
    Unreadable
        Where there is none or more than one, naming the nearest and all there are.
    """
    found = [column for column in layout.columns if column.name == name]
    if len(found) > 1:
        raise Unreadable(f"{len(found)} columns are called {quoted(name)} ({purpose}); give each its own name")
    if found:
        return found[0]
    names = [column.name for column in layout.columns]
    nearest = _nearest(name, names)
    hint = f"did you mean {quoted(nearest)}? The columns are" if nearest else "the columns are"
    raise Unreadable(f"there is no column {quoted(name)} ({purpose}); {hint} {listed(names)}")


def _nearest(name: str, names: list[str]) -> str:
    """Return the name that was probably meant: the same but for case and blanks, or spelt nearly so."""
    folded = {known.strip().casefold(): known for known in reversed(names)}
    close = get_close_matches(name.strip().casefold(), list(folded), n=1, cutoff=0.7)
    return folded[close[0]] if close else ""


def metric_column(layout: Layout, metric: Metric) -> Column:
    """Return the column of a metric: the one it names, or the one of its own name."""
    if metric.column:
        found = find(layout, metric.column, f"metric {quoted(metric.name)}")
    else:
        found = find(layout, metric.name, "metric; it names no other column")
    refuse_effects([column.name for column in layout.columns], found.name, metric)
    return found


def column_name(layout: Layout, column: Column) -> str:
    """Return what begins the names in SQL of all that is read from a column, the same for every metric of it."""
    return f"column_{layout.columns.index(column)}"


def arm_column(layout: Layout, plan: Plan) -> Column | None:
    """Return the column of arms, or None for the one group of a benchmark."""
    if plan.columns.arm:
        return find(layout, plan.columns.arm, "the arm")
    if plan.comparison is Comparison.control:
        raise unnamed(layout, "arm", "holds the arm")
    return None


def unnamed(layout: Layout, key: str, what: str) -> Unreadable:
    """Return the refusal of a plan that does not name a column which reading it needs."""
    names = listed(column.name for column in layout.columns)
    return Unreadable(f"the plan does not say which column {what}: set columns.{key} to one of {names}")


def unit_column(layout: Layout, plan: Plan) -> Column | None:
    """Return the column of units where the plan names one."""
    return find(layout, plan.columns.unit, "the unit") if plan.columns.unit else None
