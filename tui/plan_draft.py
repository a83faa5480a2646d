"""From what stands in the plan designer to a plan: pure, and never in the way of somebody who is still typing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from experiments.entry import Parsed
from experiments.errors import InvalidField
from experiments.experiment import Budget
from experiments.fields import FIELDS, Field, edit_text, metric_field, parse
from experiments.plan import Comparison, Kind, Metric, Plan, Role
from experiments.shape import BY_ITS_COLUMN
from tui.plan_asked import METRIC_FIELDS, Texts, asked, places, stance_of

_REQUIRED = {"metric": ("name", "bar", "target", "margin", "levels", "horizon"), "plan": ("control",)}


@dataclass(frozen=True)
class Draft:
    """A plan as far as it has come: ``missing`` and ``wrong`` say in words what keeps it from being one."""

    plan: Plan | None
    budget: Budget | None
    missing: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


def field_at(key: str, texts: Texts) -> Field:
    """Return the field behind a key; a metric's numbers are written as its kind and its comparison say."""
    noun, _, rest = key.partition(".")
    if noun != "metric":
        return FIELDS[key]
    place, _, name = rest.partition(".")
    nature = stance_of(texts, place).nature
    return metric_field(name, nature.kind, nature)


def draft_of(texts: Texts, title: str, base: Plan | None = None) -> Draft:
    """Read all fields that matter; what is empty or wrong is named, and the rest is kept.

    What a form does not ask for, how rows are shaped and read, stays as it is in ``base``.
    """
    values: dict[str, Parsed] = {}
    missing: list[str] = []
    wrong: list[str] = []
    for key in texts:
        if not asked(key, texts) or _blank_metric(key, texts):
            continue
        try:
            values[key] = parse(field_at(key, texts), texts[key])
        except InvalidField as error:
            (wrong if texts[key].strip() else missing).append(str(error) if texts[key].strip() else _label(key, texts))
            continue
        if values[key] in (None, "", ()) and is_needed(key):
            missing.append(_label(key, texts))
    budget = _budget(values)
    if missing or wrong:
        return Draft(None, budget, tuple(missing), tuple(wrong))
    try:
        return Draft(Plan.of(_shaped(_fields(values, title), base)), budget)
    except InvalidField as error:
        return Draft(None, budget, (), (str(error),))


def texts_of(plan: Plan | None, budget: Budget, comparison: Comparison | str = Comparison.benchmark) -> dict[str, str]:
    """Return what the form starts with, so that :func:`draft_of` reads the same plan back.

    Where there is no plan yet, ``comparison`` is what tests of this kind are usually compared with.
    """
    texts = {
        key: edit_text(field, getattr(budget, field.name)) for key, field in FIELDS.items() if key.startswith("budget.")
    }
    if plan is None:
        return {**texts, "plan.comparison": str(comparison), **blank_metric(0, Role.success)}
    for key, field in FIELDS.items():
        noun, _, name = key.partition(".")
        if noun == "plan" and name != "title":
            value = getattr(plan, name)
            texts[key] = "" if value == {} else edit_text(field, value)
        elif noun in ("pace", "columns"):
            value = getattr(getattr(plan, noun), name)
            texts[key] = "" if value in (0, "", None) else edit_text(field, value)
    for place, metric in enumerate(plan.metrics):
        texts |= _metric_texts(place, metric, plan)
    return texts


def blank_metric(place: int, role: Role) -> dict[str, str]:
    """Return the texts a new metric starts with."""
    start = {"role": role.value, "kind": "proportion", "direction": "increase", "scale": "difference", "score": "usual"}
    return {f"metric.{place}.{name}": start.get(name, "") for name in METRIC_FIELDS}


def _metric_texts(place: int, metric: Metric, plan: Plan) -> dict[str, str]:
    start = f"metric.{place}."
    chosen = {f"{start}{name}": str(getattr(metric, name)) for name in ("kind", "scale", "score")}
    chosen["plan.comparison"] = str(plan.comparison)
    texts: dict[str, str] = {}
    for name in METRIC_FIELDS:
        value = getattr(metric, name)
        plain = name in _PLAIN_UNLESS_SAID and value == Metric.model_fields[name].default
        texts[f"{start}{name}"] = "" if plain else edit_text(field_at(f"{start}{name}", chosen), value)
    return texts


_PLAIN_UNLESS_SAID = ("top", "loss")
"""Left empty where they stand for their default."""


def _fields(values: Mapping[str, Parsed], title: str) -> dict[str, Any]:
    metrics = [
        {key.split(".")[2]: value for key, value in values.items() if key.startswith(f"metric.{place}.")}
        for place in places(dict.fromkeys(values, ""))
    ]
    fields: dict[str, Any] = {"title": title, "metric": [_without_blanks(metric) for metric in metrics]}
    for key, value in values.items():
        noun, _, name = key.partition(".")
        if noun == "plan":
            fields[name] = value
        elif noun in ("pace", "columns"):
            fields.setdefault(noun, {})[name] = value
    return _without_blanks(fields)


def _shaped(fields: dict[str, Any], base: Plan | None) -> dict[str, Any]:
    """Return a plan's fields with what a row is, and how each metric of the same name and kind is read."""
    if base is None:
        return fields
    read = {(metric.name, metric.kind): metric.read for metric in base.metrics}
    metrics = [
        {**metric, "read": read.get((metric.get("name"), metric.get("kind", Kind.proportion)), BY_ITS_COLUMN)}
        for metric in fields["metric"]
    ]
    return {**fields, "shape": base.shape, "metric": metrics}


def _without_blanks(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", {}, ())}


def _budget(values: Mapping[str, Parsed]) -> Budget | None:
    found = {key.partition(".")[2]: value for key, value in values.items() if key.startswith("budget.")}
    return Budget.of(found) if found else None


def is_needed(key: str) -> bool:
    """Say whether there is no plan without a field, where it is asked."""
    noun, name = key.partition(".")[0], key.rpartition(".")[2]
    return name in _REQUIRED.get(noun, ())


def _blank_metric(key: str, texts: Texts) -> bool:
    """A further metric in which nothing was typed is no metric."""
    if not key.startswith("metric.") or key.startswith("metric.0."):
        return False
    place = key.split(".")[1]
    typed = (name for name in METRIC_FIELDS if FIELDS[f"metric.{name}"].kind != "choice")
    return not any(texts.get(f"metric.{place}.{name}", "").strip() for name in typed)


def _label(key: str, texts: Texts) -> str:
    label = field_at(key, texts).label
    if not key.startswith("metric."):
        return label
    name = texts.get(f"metric.{key.split('.')[1]}.name", "").strip()
    return f"{label} of {name}" if name and label != "Metric" else label if label != "Metric" else "Name of the metric"


def offered_choices(key: str) -> tuple[str, ...]:
    """Return the options of a choice that the judge can judge today."""
    from experiments.monitoring import offered
    from experiments.plan import Monitoring

    field = FIELDS["metric." + key.rpartition(".")[2]] if key.startswith("metric.") else FIELDS[key]
    if field.key != "plan.monitoring":
        return field.choices
    return tuple(choice for choice in field.choices if offered(Monitoring(choice)))
