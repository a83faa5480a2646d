"""The plan: what will be measured, and what will count as success, fixed before any data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from experiments.columns_named import columns_in_one_place
from experiments.form import Form, form_of
from experiments.hypothesis import Days, Money
from experiments.metric import Comparison, Direction, Kind, Metric, Role, Scale, Score
from experiments.metric_rules import check_range
from experiments.noun import Moment, Value
from experiments.shape import AS_IT_IS, BY_ITS_COLUMN, Shape
from experiments.text import Line, Name, Prose

__all__ = [
    "Amendment",
    "Columns",
    "Comparison",
    "Direction",
    "Kind",
    "Metric",
    "Monitoring",
    "Pace",
    "Plan",
    "Role",
    "Scale",
    "Score",
    "Seen",
    "changes",
]

Rate = Annotated[float, Field(gt=0, le=0.5)]
"""An error rate; above one half a coin would do better."""
Size = Annotated[int, Field(ge=1, le=100_000_000_000)]


class Monitoring(StrEnum):
    """When the data may be looked at."""

    fixed = "fixed"
    group_sequential = "group-sequential"
    anytime = "anytime"


def _known_spending(text: str) -> str:
    from experiments.sequential.spending import named

    named(text)
    return text.strip().lower()


def _ascend(looks: int | str | tuple[int, ...] | tuple[date, ...] | None) -> object:
    if isinstance(looks, tuple) and any(not earlier < later for earlier, later in pairwise(looks)):  # type: ignore[operator]
        raise ValueError("looks must ascend, each after the one before")
    return looks


Spending = Annotated[str, AfterValidator(_known_spending)]
"""How an error rate is spent over looks: ``obrien-fleming``, ``pocock``, ``hsd:γ`` or ``power:ρ``."""

Looks = Annotated[
    Annotated[int, Field(ge=1, le=20)]
    | Literal["daily", "weekly"]
    | Annotated[tuple[Annotated[int, Field(ge=1)], ...], Field(min_length=1, max_length=400)]
    | Annotated[tuple[date, ...], Field(min_length=1, max_length=400)]
    | None,
    AfterValidator(_ascend),
]
"""When looks are planned: so many at equal distances, every day or week of the data, at sizes, or on days."""


class Columns(Value):
    """Which columns of a file say what.

    ``arm`` names the arm a row belongs to, ``unit`` the unit that was assigned to it. Where whole groups were assigned,
    ``cluster`` names the group; where each unit was measured both ways, ``pair`` names what belongs together. ``time``
    says when a row came in.
    """

    arm: Line = ""
    unit: Line = ""
    cluster: Line = ""
    pair: Line = ""
    time: Line = ""


class Pace(Value):
    """How fast and at what price data come in, as the team expects it.

    ``weekly`` says that weekdays and weekends differ, so that only whole weeks are fair.
    """

    units_per_day: float | None = Field(default=None, gt=0, le=1e12)
    setup_days: Days = 0.0
    fixed_cost: Money = 0.0
    cost_per_unit: Money = 0.0
    person_days: Days = 0.0
    weekly: bool = False


def _shares_add_up(shares: dict[str, float]) -> dict[str, float]:
    for arm, share in shares.items():
        if not share > 0:
            raise ValueError(f"arm {arm!r} has share {share:g}; a share is above 0")
    total = sum(shares.values())
    if shares and abs(total - 1) > 1e-6:
        raise ValueError(f"the shares {', '.join(f'{a} {s:g}' for a, s in shares.items())} add up to {total:g}, not 1")
    return shares


Shares = Annotated[dict[Name, float], AfterValidator(_shares_add_up)]


class Plan(Value):
    """Everything the judge needs to know before data: arms, metrics, error rates, size.

    ``alpha`` is the chance to invest although the estimand is only at the bar, ``beta`` the chance to stop although it
    is at the target. ``planned_size`` counts units over all arms; ``prior`` is the chance, as believed before any
    data, that the estimand is better than the bar.
    """

    title: Name = "Untitled test"
    comparison: Comparison = Comparison.benchmark
    control: Line = ""
    alpha: Rate = 0.05
    beta: Rate = 0.20
    monitoring: Monitoring = Monitoring.fixed
    spending: Spending = "obrien-fleming"
    futility: Spending = "obrien-fleming"
    looks: Looks = None
    planned_size: Size | None = None
    prior: float | None = Field(default=None, gt=0, lt=1)
    success: Literal["any", "all"] = "all"
    shares: Shares = Field(default_factory=dict)
    columns: Columns = Columns()
    shape: Shape = Field(default_factory=lambda: AS_IT_IS, exclude_if=lambda shape: shape == AS_IT_IS)
    metrics: tuple[Metric, ...] = Field(alias="metric", min_length=1, max_length=200)
    pace: Pace = Pace()
    start: date | None = None
    deadline: date | None = None

    model_config = Value.model_config | {
        "validate_by_name": True,
        "validate_by_alias": True,
        "serialize_by_alias": True,
    }

    @model_validator(mode="before")
    @classmethod
    def _columns_named_elsewhere(cls, fields: object) -> object:
        return columns_in_one_place(fields) if isinstance(fields, dict) else fields

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        names = [metric.name for metric in self.metrics]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise ValueError(f"two metrics are called {twice!r}; give each its own name")
        if not any(metric.role is Role.success for metric in self.metrics):
            raise ValueError("no metric has the role success; at least one must say what would justify more investment")
        if self.alpha + self.beta >= 1:
            raise ValueError(f"alpha {self.alpha:g} and beta {self.beta:g} must add up to less than 1")
        if self.start and self.deadline and self.deadline < self.start:
            raise ValueError(f"the deadline {self.deadline} lies before the start {self.start}")
        if self.comparison is Comparison.control:
            self._check_arms()
        elif self.comparison is Comparison.benchmark:
            self._check_benchmark()
        else:
            self._check_pairs()
        for metric in self.metrics:
            check_range(metric, self.comparison)
            self.form(metric)
        if self.shape != AS_IT_IS or any(metric.read != BY_ITS_COLUMN for metric in self.metrics):
            from experiments.shape_rules import check_shape

            check_shape(self)
        return self

    def _check_arms(self) -> None:
        if not self.control:
            raise ValueError("comparison is 'control': name the control arm, such as control = \"old page\"")
        if self.shares and self.control not in self.shares:
            raise ValueError(f"the control arm {self.control!r} is not among the arms {', '.join(self.shares)}")
        if len(self.shares) == 1:
            raise ValueError(f"there is only the arm {self.control!r}; a control needs at least one arm beside it")

    def _check_benchmark(self) -> None:
        if len(self.shares) > 1:
            raise ValueError('several arms need comparison = "control"; a benchmark has one group')
        for metric in self.metrics:
            if metric.scale is Scale.relative:
                raise ValueError(f"metric {metric.name!r}: a relative lift needs a control arm")
            if metric.role is not Role.success and metric.baseline is None:
                raise ValueError(f"metric {metric.name!r}: without a control arm a {metric.role} needs a baseline")

    def _check_pairs(self) -> None:
        if self.shares and (len(self.shares) != 2 or self.control not in self.shares):
            raise ValueError(
                "paired measurements have two sides: leave the shares out, or name control and one arm beside it"
            )

    def form(self, metric: Metric) -> Form:
        """Return in what form the data of one of the plan's metrics are recorded."""
        return form_of(metric, self.comparison, clustered=bool(self.columns.cluster))

    @property
    def treatments(self) -> tuple[str, ...]:
        """Return the planned arms other than control."""
        return tuple(arm for arm in self.shares if arm != self.control)

    def of_role(self, role: Role) -> tuple[Metric, ...]:
        """Return the metrics that play one role."""
        return tuple(metric for metric in self.metrics if metric.role is role)

    def canonical(self) -> str:
        """Return the plan as canonical JSON: sorted keys, no blanks, nothing that equals its default."""
        fields = self.model_dump(mode="json", exclude_defaults=True)
        return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @property
    def hash(self) -> str:
        """Return the SHA-256 of :meth:`canonical`: what locking freezes."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()

    @classmethod
    def of_toml(cls, text: str) -> Self:
        """Read a ``plan.toml``.

        Raises
        ------
        InvalidField
            Where the text is not TOML or a field cannot be.
        """
        import tomllib

        from experiments.errors import InvalidField

        try:
            fields: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise InvalidField.about("plan", f"this is not TOML: {error}") from None
        return cls.of(fields)


class Seen(StrEnum):
    """What the person who amended a plan already knew of its data."""

    nothing_run = "nothing run"
    no_results_seen = "no results seen"
    results_seen = "results seen"


class Amendment(Value):
    """A change to a locked plan, with what had been seen when it was made."""

    at: Moment
    who: Name
    why: Prose = Field(min_length=1)
    seen: Seen
    before: str
    after: str
    changes: tuple[str, ...]


def changes(before: Plan, after: Plan) -> tuple[str, ...]:
    """Say what differs between two plans, a line per field: ``alpha: 0.05 → 0.1``."""
    old, new = _leaves(before.model_dump(mode="json")), _leaves(after.model_dump(mode="json"))
    return tuple(
        f"{path}: {old.get(path, 'none')} → {new.get(path, 'none')}"
        for path in dict.fromkeys([*old, *new])
        if old.get(path) != new.get(path)
    )


def _leaves(value: Any, path: str = "") -> dict[str, Any]:
    steps: Iterable[tuple[Any, Any]]
    if isinstance(value, dict):
        steps = value.items()
    elif isinstance(value, list):
        steps = (
            (entry.get("name", position) if isinstance(entry, dict) else position, entry)
            for position, entry in enumerate(value, start=1)
        )
    else:
        return {path: "none" if value is None else value}
    found: dict[str, Any] = {}
    for name, entry in steps:
        found |= _leaves(entry, f"{path}.{name}" if path else str(name))
    return found
