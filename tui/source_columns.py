"""The rows of a form that say what a plan's columns are called in a source, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from experiments.fields import FIELDS, edit_text
from experiments.plan import Comparison, Metric, Monitoring, Plan
from tui.plan_asked import columns_asked
from tui.widgets.field_row import FieldRow


def column_rows(plan: Plan) -> list[FieldRow]:
    """Return a row for each column that reading needs; it starts with the plan's own name."""
    rows = [FieldRow(FIELDS[f"columns.{role}"], getattr(plan.columns, role)) for role in roles_of(plan)]
    for place, metric in enumerate(plan.metrics):
        rows += [_metric_row(place, metric, name) for name in columns_asked(plan, metric)]
    return rows


def roles_of(plan: Plan) -> list[str]:
    """Return which columns of the whole test a source has to name."""
    timed = ["time"] if plan.columns.time or plan.monitoring is not Monitoring.fixed else []
    columns = ["unit"] if plan.comparison is Comparison.benchmark else ["arm", "unit"]
    if plan.comparison is Comparison.paired:
        return ["arm", "pair", *timed]
    return [*columns, *(["cluster"] if plan.columns.cluster else []), *timed]


def names_of(plan: Plan, typed: Mapping[str, Any]) -> dict[str, str]:
    """Return what the plan's columns are called in a source, by what stands in the form, where that is another name.

    A column that the plan leaves open goes by its role, and a metric without one by its own name.
    """
    found: dict[str, str] = {}
    for key, ours in _ours(plan):
        theirs = typed.get(key)
        pairs = zip(ours, theirs or (), strict=False) if isinstance(ours, tuple) else [(ours, theirs)]
        found |= {mine: str(other) for mine, other in pairs if other and other != mine}
    return found


def texts_of(plan: Plan, names: Mapping[str, str]) -> dict[str, str]:
    """Return the texts that a source's names put into the form, by row."""
    texts = {}
    for key, ours in _ours(plan):
        if isinstance(ours, tuple):
            if any(name in names for name in ours):
                texts[key] = edit_text(FIELDS["metric.prices"], tuple(names.get(name, name) for name in ours))
        elif ours in names:
            texts[key] = names[ours]
    return texts


def _ours(plan: Plan) -> Iterator[tuple[str, Any]]:
    """Yield the key of each row with the plan's name for its column."""
    for role in roles_of(plan):
        yield f"columns.{role}", getattr(plan.columns, role) or role
    for place, metric in enumerate(plan.metrics):
        for name in columns_asked(plan, metric):
            value = getattr(metric, name)
            yield f"metric.{place}.{name}", value or (metric.name if name == "column" else name)


def _metric_row(place: int, metric: Metric, name: str) -> FieldRow:
    field = FIELDS[f"metric.{name}"]
    label = f"{field.label} of {metric.name}"[:40]
    return FieldRow(field.but(label=label), edit_text(field, getattr(metric, name)), key=f"metric.{place}.{name}")
