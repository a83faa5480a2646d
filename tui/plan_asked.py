"""Which fields of a plan matter, as the rest of it stands: pure, and the same for the form and for what it makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from experiments.estimand import scoring
from experiments.fields import MetricNature
from experiments.metric import Comparison, Kind, Metric, Role, Scale, Score
from experiments.plan import Monitoring, Plan

METRIC_FIELDS = (
    "name", "role", "kind", "levels", "score", "top", "horizon", "direction", "scale", "bar", "target", "margin",
    "covariates", "baseline", "sd", "between", "correlation", "exposure_per_unit", "loss", "discordant", "unit",
    "column", "numerator", "denominator", "exposure", "time", "event", "prices", "second_coder",
)  # fmt: skip
"""In the order they are asked for: what it is, what it has to show, what is assumed, where a file has it."""

DECIDING = ("columns.cluster", "covariates")
"""Entries other than choices that other fields depend on, as their keys end."""

Texts = Mapping[str, str]
"""What stands in each field, by its key: ``plan.alpha``, ``metric.0.bar``, ``pace.fixed_cost``, ``budget.money``."""


@dataclass(frozen=True)
class Stance:
    """What decides which fields of a metric matter."""

    nature: MetricNature
    role: str
    first: bool
    clustered: bool
    covariates: bool

    @property
    def kind(self) -> Kind:
        """Return what one unit's measurement is."""
        return self.nature.kind

    @property
    def against_control(self) -> bool:
        """Say whether there is a control arm."""
        return self.nature.comparison is Comparison.control

    @property
    def paired(self) -> bool:
        """Say whether units are their own control."""
        return self.nature.comparison is Comparison.paired

    @property
    def scoring(self) -> Score | None:
        """Return what ordered answers are summed up as."""
        return scoring(self.nature, self.nature.comparison)


def asked(key: str, texts: Texts) -> bool:
    """Say whether a field matters, as the rest stands now."""
    noun, _, rest = key.partition(".")
    compared = comparison_of(texts)
    if noun == "plan":
        several = sum(role_of(texts, place) == Role.success for place in places(texts)) > 1
        arms = compared is Comparison.control or (compared is Comparison.paired and bool(texts.get(key, "").strip()))
        looks = texts.get("plan.monitoring") == Monitoring.group_sequential
        in_groups = {"looks": looks, "spending": looks, "futility": looks}
        return {"control": arms, "shares": arms, "success": several, **in_groups}.get(rest, True)
    if noun == "columns":
        return {"cluster": compared is not Comparison.paired, "pair": compared is Comparison.paired}.get(rest, True)
    if noun != "metric":
        return True
    place, _, name = rest.partition(".")
    if name in _KEPT_IF_TYPED and texts.get(key, "").strip():
        return True
    return _MATTERS.get(name, _always)(stance_of(texts, place))


def stance_of(texts: Texts, place: str) -> Stance:
    """Return how a metric of the form stands."""
    start = f"metric.{place}."
    return Stance(
        nature=MetricNature(
            kind=Kind(texts.get(f"{start}kind") or Kind.proportion),
            scale=Scale(texts.get(f"{start}scale") or Scale.difference),
            comparison=comparison_of(texts),
            score=Score(texts.get(f"{start}score") or Score.usual),
        ),
        role=role_of(texts, place),
        first=place == "0",
        clustered=bool(texts.get("columns.cluster", "").strip()),
        covariates=bool(texts.get(f"{start}covariates", "").strip()),
    )


def columns_asked(plan: Plan, metric: Metric) -> tuple[str, ...]:
    """Return the fields of a metric that say which columns of a file hold it."""
    stance = Stance(
        nature=MetricNature(metric.kind, metric.scale, plan.comparison, metric.score),
        role=metric.role,
        first=False,
        clustered=bool(plan.columns.cluster),
        covariates=bool(metric.covariates),
    )
    return tuple(name for name in _OF_A_FILE if _MATTERS[name](stance))


def places(texts: Texts) -> list[str]:
    """Return the numbers of the metrics in the form."""
    return list(dict.fromkeys(key.split(".")[1] for key in texts if key.startswith("metric.")))


def role_of(texts: Texts, place: str) -> str:
    """Return the role that stands chosen for a metric."""
    return texts.get(f"metric.{place}.role") or str(Role.success)


def comparison_of(texts: Texts) -> Comparison:
    """Return what stands chosen to compare with."""
    return Comparison(texts.get("plan.comparison") or Comparison.benchmark)


def _always(_stance: Stance) -> bool:
    return True


def _of(*kinds: Kind) -> Callable[[Stance], bool]:
    return lambda stance: stance.kind in kinds


def _baseline(stance: Stance) -> bool:
    """What is expected without the change: the reference of a guardrail, or what a size against control rests on."""
    if stance.paired:
        return False
    if not stance.against_control:
        return stance.role != Role.success
    return stance.kind is not Kind.ordinal or stance.scoring is not None


def _spread(stance: Stance) -> bool:
    if stance.kind in (Kind.mean, Kind.ratio, Kind.price):
        return True
    if stance.kind is Kind.ordinal:
        return stance.scoring is Score.nps
    return stance.clustered and stance.kind in (Kind.proportion, Kind.rate)


def _covariates(stance: Stance) -> bool:
    return stance.kind is Kind.mean and stance.against_control and not stance.clustered


_OF_A_FILE = ("column", "numerator", "denominator", "exposure", "time", "event", "prices", "second_coder")
_KEPT_IF_TYPED = ("baseline", "sd", "unit", "column")
"""What any kind of metric may say, whether or not it is used."""

_MATTERS: dict[str, Callable[[Stance], bool]] = {
    "role": lambda stance: not stance.first,
    "bar": lambda stance: stance.role == Role.success,
    "target": lambda stance: stance.role == Role.success,
    "margin": lambda stance: stance.role == Role.guardrail,
    "scale": lambda stance: stance.against_control and stance.kind not in (Kind.ordinal, Kind.price),
    "baseline": _baseline,
    "sd": _spread,
    "unit": _of(Kind.mean, Kind.ratio, Kind.rate, Kind.price),
    "column": _of(Kind.proportion, Kind.mean, Kind.rate, Kind.ordinal, Kind.theme),
    "numerator": _of(Kind.ratio),
    "denominator": _of(Kind.ratio),
    "exposure": _of(Kind.rate),
    "exposure_per_unit": lambda stance: stance.kind is Kind.rate and not stance.clustered,
    "levels": lambda stance: stance.kind is Kind.ordinal and stance.nature.score is not Score.nps,
    "score": lambda stance: stance.kind is Kind.ordinal and not stance.paired,
    "top": lambda stance: stance.kind is Kind.ordinal and stance.scoring is Score.top_box,
    "time": _of(Kind.time_to_event),
    "event": _of(Kind.time_to_event),
    "horizon": _of(Kind.time_to_event),
    "loss": _of(Kind.time_to_event),
    "prices": _of(Kind.price),
    "second_coder": _of(Kind.theme),
    "covariates": _covariates,
    "correlation": lambda stance: _covariates(stance) and stance.covariates,
    "between": lambda stance: stance.kind is Kind.mean and not stance.against_control and not stance.clustered,
    "discordant": lambda stance: stance.paired and stance.kind in (Kind.proportion, Kind.theme, Kind.ordinal),
}
"""When a field of a metric matters; those that are not named always do."""
