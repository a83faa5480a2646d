"""Columns under the plan's names, where a source calls them otherwise.

What a locked plan measures is not changed by this: a name that the source does have stays what it is. Renaming says
where something is; were it free to read revenue from another column although there is one called revenue, the measure
could be chosen after the data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from experiments.errors import Unreadable
from experiments.plan import Comparison, Plan
from experiments.text import clean
from store.sources.layout import Layout
from store.sources.wording import listed, quoted

ROLES = ("arm", "unit", "cluster", "pair", "time")


def renamed_layout(layout: Layout, names: Mapping[str, str]) -> Layout:
    """Return a layout with columns under other names; it notes which.

    Raises
    ------
    Unreadable
        Where there is no such column, or one that has the new name already.
    """
    there = [column.name for column in layout.columns]
    for new, old in names.items():
        if new == old:
            continue
        if old not in there:
            raise Unreadable(
                f"there is no column {quoted(old)} to be read as {quoted(new)}; the columns are {listed(there)}"
            )
        if new in there and new not in names.values():
            raise Unreadable(
                f"there is a column {quoted(new)} already, so {quoted(old)} cannot be read as it: what a plan names is"
                " measured; take that line out of the source's columns"
            )
    news = {old: new for new, old in names.items()}
    columns = tuple(replace(column, name=news.get(column.name, column.name)) for column in layout.columns)
    notes = tuple(
        f"column {quoted(clean(old))} is read as {quoted(clean(new))}" for new, old in names.items() if new != old
    )
    return replace(layout, columns=columns, left_out=(*layout.left_out, *notes))


def named_by_role(plan: Plan, names: Mapping[str, str]) -> tuple[Plan, dict[str, str]]:
    """Return a plan with the columns that it leaves open and a source names by their role, and the names left over.

    ``arm = variant`` names the column of arms of a plan that names none; a plan that names one keeps it.
    """
    open_roles = {
        role: names[role]
        for role in ROLES
        if role in names
        and not getattr(plan.columns, role)
        and not (role == "arm" and plan.comparison is Comparison.benchmark)
        and role not in ("cluster", "pair")
    }
    known = {getattr(plan.columns, role) for role in ROLES}
    left = {new: old for new, old in names.items() if new not in ROLES or new in known}
    return (plan.but(columns=plan.columns.but(**open_roles)) if open_roles else plan), left
