"""Plans: what cannot be judged is refused in words, and what is locked cannot change unseen."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.errors import InvalidField
from experiments.estimand import bar_of
from experiments.plan import Plan, Role, changes
from tests.experiments.recorded import benchmark, controlled

_ISSUE = """
title = "Gate at level 40"
comparison = "control"
control = "gate_30"
alpha = 0.05
beta = 0.20
monitoring = "fixed"
planned_size = 90000
[shares]
gate_30 = 0.5
gate_40 = 0.5
[columns]
arm = "version"
unit = "userid"
[[metric]]
name = "7-day retention"
role = "success"
kind = "proportion"
column = "retention_7"
direction = "increase"
scale = "difference"
bar = 0.0
target = 0.01
[[metric]]
name = "rounds played"
role = "guardrail"
kind = "mean"
column = "sum_gamerounds"
margin = 1.0
"""


def test_the_documented_plan_is_read() -> None:
    plan = Plan.of_toml(_ISSUE)
    assert (plan.title, plan.control, plan.treatments, plan.planned_size) == (
        "Gate at level 40",
        "gate_30",
        ("gate_40",),
        90_000,
    )
    assert [metric.role for metric in plan.metrics] == [Role.success, Role.guardrail]
    assert [bar_of(metric, plan.comparison) for metric in plan.metrics] == [0.0, -1.0]


_METRIC: dict[str, Any] = {"name": "m", "bar": 0.1, "target": 0.2}
_CONTROL: dict[str, Any] = {"comparison": "control", "control": "old", "metric": [_METRIC]}
_GUARDRAIL: dict[str, Any] = {"name": "g", "role": "guardrail", "margin": 0.01}


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"metric": []}, "metric"),
        ({"metric": [{"name": "m", "bar": 0.1}]}, "no target"),
        ({"metric": [{"name": "m", "target": 0.1}]}, "no bar"),
        ({"metric": [{**_METRIC, "target": 0.1}]}, "must lie above"),
        ({"metric": [{**_METRIC, "direction": "decrease"}]}, "must lie below"),
        ({"metric": [{**_METRIC, "bar": 8, "target": 12}]}, "write 8% as 0.08"),
        ({"metric": [{**_METRIC, "baseline": 5}]}, "write 5% as 0.05"),
        ({"metric": [{**_METRIC, "margin": 0.1}]}, "margin belongs to a guardrail"),
        ({"metric": [_METRIC, _METRIC]}, "two metrics"),
        ({"metric": [{"name": "g", "role": "deterioration", "baseline": 0.5}]}, "no metric has the role success"),
        ({"metric": [_METRIC, {"name": "g", "role": "guardrail"}]}, "give the margin"),
        ({"metric": [_METRIC, {**_GUARDRAIL, "margin": -0.1}]}, "margin"),
        ({"metric": [_METRIC, _GUARDRAIL]}, "needs a baseline"),
        ({"metric": [{**_METRIC, "scale": "relative"}]}, "needs a control"),
        ({"metric": [_METRIC], "shares": {"a": 0.5, "b": 0.5}}, "one group"),
        ({"metric": [_METRIC], "alpha": 0}, "alpha"),
        ({"metric": [_METRIC], "alpha": 0.6}, "alpha"),
        ({"metric": [_METRIC], "alpha": 0.5, "beta": 0.5}, "less than 1"),
        ({"metric": [_METRIC], "planned_size": 0}, "planned size"),
        ({"metric": [_METRIC], "monitoring": "daily"}, "monitoring"),
        ({"metric": [_METRIC], "alhpa": 0.05}, "alhpa"),
        ({**_CONTROL, "control": ""}, "name the control arm"),
        ({**_CONTROL, "shares": {"new": 0.5, "other": 0.5}}, "not among the arms"),
        ({**_CONTROL, "shares": {"old": 1.0}}, "only the arm"),
        ({**_CONTROL, "shares": {"old": 0.5, "new": 0.6}}, "add up to 1.1"),
        ({**_CONTROL, "shares": {"old": 1.0, "new": 0.0}}, "above 0"),
        ({**_CONTROL, "metric": [{**_METRIC, "bar": 1, "target": 2}]}, "write 1 point as 0.01"),
        ({**_CONTROL, "metric": [{**_METRIC, "scale": "relative", "bar": -1.5}]}, "−100%"),
        ({**_CONTROL, "start": "2026-03-02", "deadline": "2026-03-01"}, "before the start"),
        ({"metric": [{**_METRIC, "bar": float("nan")}]}, "bar"),
        ({"metric": [{**_METRIC, "target": float("inf")}]}, "target"),
    ],
)
def test_a_plan_that_cannot_be_judged_is_refused_in_one_line(fields: dict[str, Any], named: str) -> None:
    with pytest.raises(InvalidField) as refused:
        Plan.of({"comparison": "benchmark", **fields})
    assert named in str(refused.value)
    assert "\n" not in str(refused.value)


def test_broken_toml_is_refused_in_one_line() -> None:
    with pytest.raises(InvalidField, match="not TOML"):
        Plan.of_toml("title = ")


@pytest.mark.parametrize(("direction", "null"), [("increase", -0.02), ("decrease", 0.02)])
def test_a_margin_is_a_loss_whichever_way_is_better(direction: str, null: float) -> None:
    plan = controlled(more=[{"name": "g", "role": "guardrail", "margin": 0.02, "direction": direction}])
    assert bar_of(plan.of_role(Role.guardrail)[0], plan.comparison) == null


# The hash


def test_the_hash_does_not_depend_on_how_the_plan_was_written() -> None:
    spelled = controlled(bar=0.0, target=0.1, alpha=0.05, monitoring="fixed", success="all")
    assert spelled.hash == controlled(bar=0, target=0.1).hash
    assert (
        Plan.of_toml(_ISSUE).hash
        == Plan.of_toml(_ISSUE.replace("0.20", "0.2").replace("[columns]", "\n[columns]")).hash
    )


@pytest.mark.parametrize(
    "change",
    [
        {"bar": 0.01},
        {"target": 0.11},
        {"alpha": 0.04},
        {"beta": 0.19},
        {"planned_size": 101},
        {"direction": "increase", "scale": "relative"},
        {"success": "any"},
        {"shares": {"old": 0.4, "new": 0.6}},
        {"unit": "€"},
        {"title": "Another"},
        {"more": [_GUARDRAIL]},
    ],
)
def test_every_change_of_what_was_promised_changes_the_hash(change: dict[str, Any]) -> None:
    assert controlled(**{"planned_size": 100, **change}).hash != controlled(planned_size=100).hash


@given(st.floats(0.01, 0.4), st.floats(0.01, 0.4), st.integers(1, 10**9))
def test_a_plan_survives_being_written_and_read(alpha: float, beta: float, size: int) -> None:
    plan = controlled(alpha=alpha, beta=beta, planned_size=size, more=[_GUARDRAIL])
    again = Plan.model_validate_json(plan.model_dump_json())
    assert again == plan
    assert again.hash == plan.hash


def test_a_plan_cannot_be_changed_in_place() -> None:
    plan = benchmark()
    with pytest.raises(ValueError, match="frozen"):
        plan.alpha = 0.5  # type: ignore[misc]
    with pytest.raises(InvalidField):
        plan.but(alpha=0.9)


def test_changes_are_named_field_by_field() -> None:
    before = controlled(planned_size=100, more=[_GUARDRAIL])
    after = controlled(planned_size=200, bar=0.01, more=[{**_GUARDRAIL, "margin": 0.02}])
    said = changes(before, after)
    assert "planned_size: 100 → 200" in said
    assert any("m" in line and "bar: 0.0 → 0.01" in line for line in said)
    assert any("g" in line and "margin: 0.01 → 0.02" in line for line in said)
    assert len(said) == 3
    assert changes(before, before) == ()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        (
            {"metric": [{"name": "a", "colum": "x"}]},
            "metric: number 1: colum: no such field is known; did you mean column?",
        ),
        ({"alhpa": 0.1}, "alhpa: no such field is known; did you mean alpha? known: alpha, "),
        ({"columns": {"zz": "a"}}, "columns: zz: no such field is known; known: arm, unit, cluster, pair"),
        ({"\x1b[2J": 1}, r"'\x1b[2J': no such field is known; known: "),
    ],
)
def test_an_unknown_field_is_named_with_the_known_ones_nearest_first(fields: dict[str, object], says: str) -> None:
    metric = {"name": "a", "bar": 0.1, "target": 0.2}
    (given,) = fields.get("metric", [{}])
    with pytest.raises(InvalidField) as refused:
        Plan.of({**fields, "metric": [metric | given]})
    assert str(refused.value).startswith(says)
    assert "\n" not in str(refused.value)
