"""From what stands in the plan designer to a plan: pure, and never in the way of somebody who is still typing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from experiments.entry import Parsed
from experiments.errors import InvalidField
from experiments.experiment import Budget
from experiments.fields import FIELDS, Field, edit_text, metric_field, parse
from experiments.plan import Comparison, Kind, Metric, Plan, Role, Scale

METRIC_FIELDS = (
    "name", "role", "kind", "direction", "scale", "bar", "target", "margin", "baseline", "sd", "unit", "column"
)  # fmt: skip
_IN_SHARES = ("bar", "target", "margin")
_POINTS = {
    "bar": "The least gain that would justify more investment: 1% means plus one point, as from 10% to 11%.",
    "target": "The gain you expect if you are right: 1% means plus one point, as from 10% to 11%.",
    "margin": "For a guardrail, the loss you could still accept: 1% means one point less, as from 10% to 9%.",
}
"""What a difference of shares means, where a metric is one."""
_REQUIRED = {"metric": ("name", "bar", "target", "margin"), "plan": ("control",)}

Texts = Mapping[str, str]
"""What stands in each field, by its key: ``plan.alpha``, ``metric.0.bar``, ``pace.fixed_cost``, ``budget.money``."""


@dataclass(frozen=True)
class Draft:
    """A plan as far as it has come: ``missing`` and ``wrong`` say in words what keeps it from being one."""

    plan: Plan | None
    budget: Budget | None
    missing: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


def field_at(key: str, texts: Texts) -> Field:
    """Return the field behind a key; a metric's numbers are written as its kind and scale say."""
    noun, _, name = key.partition(".")
    if noun != "metric":
        return FIELDS[key]
    place, _, name = name.partition(".")
    kind = _chosen(texts, f"metric.{place}.kind", Kind.proportion)
    if name in _IN_SHARES and _scale(texts, place) == Scale.relative:
        kind = Kind.proportion
    if name == "baseline" or name in _IN_SHARES:
        field = metric_field(name, Kind(kind))
        return field.but(hint=_POINTS[name]) if name in _POINTS and _in_points(texts, place) else field
    return FIELDS[f"metric.{name}"]


def _in_points(texts: Texts, place: str) -> bool:
    """Say whether a metric is a difference of shares, which people take for a share of a share."""
    return (
        _chosen(texts, f"metric.{place}.kind", Kind.proportion) == Kind.proportion
        and _chosen(texts, "plan.comparison", Comparison.benchmark) != Comparison.benchmark
        and _scale(texts, place) == Scale.difference
    )


def asked(key: str, texts: Texts) -> bool:
    """Say whether a field matters, as the rest stands now."""
    noun, _, rest = key.partition(".")
    against_control = _chosen(texts, "plan.comparison", Comparison.benchmark) == Comparison.control
    if noun == "plan":
        several = sum(_role(texts, place) == Role.success for place in places(texts)) > 1
        return {"control": against_control, "shares": against_control, "success": several}.get(rest, True)
    if noun != "metric":
        return True
    place, _, name = rest.partition(".")
    role, kind = _role(texts, place), _chosen(texts, f"metric.{place}.kind", Kind.proportion)
    return {
        "role": place != "0",
        "scale": against_control,
        "bar": role == Role.success,
        "target": role == Role.success,
        "margin": role == Role.guardrail,
        "baseline": against_control or role != Role.success,
        "sd": kind == Kind.mean,
        "unit": kind == Kind.mean,
    }.get(name, True)


def places(texts: Texts) -> list[str]:
    """Return the numbers of the metrics in the form."""
    return list(dict.fromkeys(key.split(".")[1] for key in texts if key.startswith("metric.")))


def draft_of(texts: Texts, title: str) -> Draft:
    """Read all fields that matter; what is empty or wrong is named, and the rest is kept."""
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
        if values[key] in (None, "") and _needed(key):
            missing.append(_label(key, texts))
    budget = _budget(values)
    if missing or wrong:
        return Draft(None, budget, tuple(missing), tuple(wrong))
    try:
        return Draft(Plan.of(_fields(values, title)), budget)
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
        texts |= _metric_texts(place, metric)
    return texts


def blank_metric(place: int, role: Role) -> dict[str, str]:
    """Return the texts a new metric starts with."""
    start = {"role": role.value, "kind": "proportion", "direction": "increase", "scale": "difference"}
    return {f"metric.{place}.{name}": start.get(name, "") for name in METRIC_FIELDS}


def _metric_texts(place: int, metric: Metric) -> dict[str, str]:
    chosen = {f"metric.{place}.kind": metric.kind.value, f"metric.{place}.scale": metric.scale.value}
    texts: dict[str, str] = {}
    for name in METRIC_FIELDS:
        key = f"metric.{place}.{name}"
        texts[key] = edit_text(field_at(key, chosen), getattr(metric, name))
    return texts


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


def _without_blanks(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", {})}


def _budget(values: Mapping[str, Parsed]) -> Budget | None:
    found = {key.partition(".")[2]: value for key, value in values.items() if key.startswith("budget.")}
    return Budget.of(found) if found else None


def _needed(key: str) -> bool:
    noun, name = key.partition(".")[0], key.rpartition(".")[2]
    return name in _REQUIRED.get(noun, ())


def _blank_metric(key: str, texts: Texts) -> bool:
    """A further metric in which nothing was typed is no metric."""
    if not key.startswith("metric.") or key.startswith("metric.0."):
        return False
    place = key.split(".")[1]
    typed = ("name", "bar", "target", "margin", "baseline", "sd", "unit", "column")
    return not any(texts.get(f"metric.{place}.{name}", "").strip() for name in typed)


def _label(key: str, texts: Texts) -> str:
    label = field_at(key, texts).label
    if not key.startswith("metric."):
        return label
    name = texts.get(f"metric.{key.split('.')[1]}.name", "").strip()
    return f"{label} of {name}" if name and label != "Metric" else label if label != "Metric" else "Name of the metric"


def _role(texts: Texts, place: str) -> str:
    return _chosen(texts, f"metric.{place}.role", Role.success)


def _scale(texts: Texts, place: str) -> str:
    return _chosen(texts, f"metric.{place}.scale", Scale.difference)


def _chosen(texts: Texts, key: str, default: str) -> str:
    return texts.get(key) or str(default)


def offered_choices(key: str) -> tuple[str, ...]:
    """Return the options of a choice that the judge can judge today."""
    from experiments.monitoring import offered
    from experiments.plan import Monitoring

    field = FIELDS["metric." + key.rpartition(".")[2]] if key.startswith("metric.") else FIELDS[key]
    if field.key != "plan.monitoring":
        return field.choices
    return tuple(choice for choice in field.choices if offered(Monitoring(choice)))
