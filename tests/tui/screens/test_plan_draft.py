"""What stands in the designer reads back as the plan it was made from, and what is missing is named."""

from __future__ import annotations

import pytest

from experiments.experiment import Budget
from experiments.plan import Plan
from tests.tui.screens.bets import a_plan
from tui.plan_asked import asked
from tui.plan_draft import blank_metric, draft_of, texts_of

GUARDRAIL = {"name": "refunds", "role": "guardrail", "direction": "decrease", "margin": 0.01, "baseline": 0.02}
CONTROL = {"comparison": "control", "control": "old, page", "shares": {"old, page": 0.4, "new": 0.6}}
PLANS = {
    "benchmark": a_plan(),
    "unit and spread": a_plan(
        metric=[{"name": "basket", "kind": "mean", "bar": 20, "target": 25.5, "sd": 9, "unit": "€"}]
    ),
    "control": a_plan(**CONTROL, metric=[{"name": "sales", "bar": 0.0, "target": 0.0125, "baseline": 0.081}]),
    "relative mean": a_plan(
        **CONTROL,
        metric=[
            {"name": "basket", "kind": "mean", "scale": "relative", "bar": 0, "target": 0.05, "baseline": 20, "sd": 9}
        ],
    ),
    "guardrail": a_plan(metric=[{"name": "sales", "bar": 0.1, "target": 0.2}, GUARDRAIL]),
    "two that count": a_plan(
        success="any",
        metric=[{"name": "sales", "bar": 0.1, "target": 0.2}, {"name": "visits", "bar": 0.3, "target": 0.5}],
    ),
    "watched": a_plan(
        **CONTROL, metric=[{"name": "a", "bar": 0, "target": 0.1}, {"name": "b", "role": "deterioration"}]
    ),
    "pace and dates": a_plan(
        pace={"units_per_day": 25, "setup_days": 3, "fixed_cost": 200, "cost_per_unit": 1.8, "person_days": 4},
        columns={"arm": "version", "unit": "userid"},
        start="2026-03-02",
        deadline="2026-03-16",
        alpha=0.025,
        beta=0.1,
    ),
}


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS.keys())
def test_a_plan_survives_the_designer(plan: Plan) -> None:
    budget = Budget(money=500, calendar_days=14)
    draft = draft_of(texts_of(plan, budget), plan.title)
    assert draft.missing == draft.wrong == ()
    assert draft.plan == plan
    assert draft.budget == budget


def test_an_empty_designer_says_what_is_missing() -> None:
    draft = draft_of(texts_of(None, Budget()), "Landing page")
    assert draft.plan is None
    assert draft.missing == ("Name of the metric", "Bar", "Target")


def test_a_wrong_number_is_named_with_its_fix_and_the_rest_is_kept() -> None:
    texts = {**texts_of(a_plan(), Budget()), "metric.0.bar": "eight", "plan.alpha": "5%"}
    draft = draft_of(texts, "Landing page")
    assert draft.plan is None
    assert draft.wrong == ("Bar: 'eight' is not possible; write a share such as 8% or 0.08",)


def test_what_hangs_together_wrongly_is_said_in_one_line() -> None:
    texts = {**texts_of(a_plan(), Budget()), "metric.0.target": "7%"}
    (wrong,) = draft_of(texts, "Landing page").wrong
    assert "target 0.07 must lie above the bar 0.08" in wrong


def test_a_guardrail_in_which_nothing_was_typed_is_left_out() -> None:
    from experiments.plan import Role

    texts = texts_of(a_plan(), Budget()) | blank_metric(1, Role.guardrail)
    assert draft_of(texts, "Landing page").plan == a_plan()


def test_only_what_matters_is_asked() -> None:
    texts = texts_of(a_plan(), Budget())
    assert not asked("plan.control", texts)
    assert not asked("metric.0.scale", texts)
    assert not asked("metric.0.sd", texts)
    against = {**texts, "plan.comparison": "control", "metric.0.kind": "mean"}
    assert asked("plan.control", against)
    assert asked("metric.0.scale", against)
    assert asked("metric.0.sd", against)
