"""The fields of the plan designer, in the order a plan is thought through."""

from __future__ import annotations

from collections.abc import Iterable

from experiments.fields import Field
from tui.plan_asked import METRIC_FIELDS, Texts, places
from tui.plan_draft import field_at, offered_choices
from tui.widgets.field_row import FieldRow
from tui.widgets.form import Group

_SPENT = (
    " obrien-fleming keeps nearly all for the last look, pocock spends as much early; hsd:γ and power:ρ lie between,"
    " such as hsd:-4 or power:3."
)
_HINTS = {
    "plan.monitoring": (
        "fixed: once, at the planned size. group-sequential: at looks paid for in advance. anytime: whenever you like."
    ),
    "plan.looks": "5 if left empty. How many, or daily, weekly, or at sizes or on days, such as 500, 1000.",
    "plan.spending": f"How early a look may end with invest:{_SPENT}",
    "plan.futility": f"How early a look may end with stop:{_SPENT}",
}
"""What there is to choose between, where the form has more room for it than a command line."""


def groups_of(texts: Texts, *, amending: bool) -> list[Group]:
    """Return all groups; the budget is not part of a plan, so an amendment leaves it alone."""
    question = _group(
        "Against what?", ("plan.comparison", "plan.control", "plan.shares"), texts,
        "A fixed benchmark needs one group; a control arm sees who did nothing new.",
    )  # fmt: skip
    metrics = [metric_group(int(place), texts) for place in places(texts)]
    rest = [
        _group(
            "How sure?",
            (
                "plan.alpha",
                "plan.beta",
                "plan.success",
                "plan.monitoring",
                "plan.looks",
                "plan.spending",
                "plan.futility",
                "plan.prior",
            ),
            texts,
            kind="after-metrics",
        ),
        _group(
            "Pace and cost",
            _keys("pace", ("units_per_day", "weekly", "setup_days", "fixed_cost", "cost_per_unit", "person_days")),
            texts,
        ),
        _group("Size and dates", ("plan.planned_size", "plan.start", "plan.deadline"), texts),
        _group(
            "Reading a file, if results come in one",
            _keys("columns", ("arm", "unit", "cluster", "pair", "time")),
            texts,
        ),
    ]
    budget = _group("Budget of the test", _keys("budget", ("money", "person_days", "calendar_days")), texts)
    return [question, *metrics, *rest[:2], *([] if amending else [budget]), *rest[2:]]


def metric_group(place: int, texts: Texts) -> Group:
    """Return the fields of one metric."""
    first = place == 0
    about = "" if first else "A guardrail must not get worse by its margin. Left empty, it is left out."
    keys = [f"metric.{place}.{name}" for name in METRIC_FIELDS]
    return _group("What is measured?" if first else f"Further metric {place}", keys, texts, about)


def _keys(noun: str, names: Iterable[str]) -> list[str]:
    return [f"{noun}.{name}" for name in names]


def _group(title: str, keys: Iterable[str], texts: Texts, about: str = "", kind: str = "") -> Group:
    return Group(title, [_row(key, texts) for key in keys], about, kind)


def form_field(key: str, texts: Texts) -> Field:
    """Return the field at a key, with what the form has to say about it."""
    field = field_at(key, texts)
    return field.but(hint=_HINTS.get(key, field.hint))


def _row(key: str, texts: Texts) -> FieldRow:
    field = form_field(key, texts)
    text = texts.get(key, "")
    if field.kind == "choice":
        field = field.but(choices=offered_choices(key))
        text = text or str(field.initial)
    return FieldRow(field, text, key=key)
