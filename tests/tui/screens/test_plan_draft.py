"""What stands in the designer reads back as the plan it was made from, and what is missing is named."""

from __future__ import annotations

import pytest

from experiments.experiment import Budget
from experiments.plan import Plan
from tests.tui.screens.bets import a_plan
from tui.plan_asked import METRIC_FIELDS, asked
from tui.plan_draft import blank_metric, draft_of, texts_of
from tui.plan_faults import key_of_fault

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
    "adjusted mean": a_plan(
        **CONTROL,
        metric=[
            {
                "name": "m",
                "kind": "mean",
                "bar": 0,
                "target": 2,
                "sd": 9,
                "covariates": ["a, b", "c"],
                "correlation": 0.5,
            }
        ],
    ),
    "ratio of clusters": a_plan(
        **CONTROL,
        columns={"cluster": "shop"},
        metric=[{"name": "m", "kind": "ratio", "numerator": "r", "denominator": "v", "bar": 0, "target": 2, "sd": 3}],
    ),
    "rate": a_plan(
        metric=[
            {
                "name": "m",
                "kind": "rate",
                "exposure": "d",
                "exposure_per_unit": 30,
                "bar": 0.02,
                "target": 0.03,
                "unit": "x",
            }
        ]
    ),
    "answers": a_plan(
        **CONTROL,
        metric=[{"name": "m", "kind": "ordinal", "levels": ["bad, or worse", "good"], "bar": 0.5, "target": 0.6}],
    ),
    "top two": a_plan(
        metric=[
            {
                "name": "m",
                "kind": "ordinal",
                "levels": [1, 2, 3],
                "score": "top-box",
                "top": 2,
                "bar": 0.5,
                "target": 0.6,
            }
        ]
    ),
    "NPS": a_plan(metric=[{"name": "m", "kind": "ordinal", "score": "nps", "sd": 0.8, "bar": 0.2, "target": 0.35}]),
    "retention": a_plan(
        metric=[
            {
                "name": "m",
                "kind": "time_to_event",
                "time": "t",
                "event": "e",
                "horizon": 30,
                "loss": 0.05,
                "bar": 0.5,
                "target": 0.6,
            }
        ]
    ),
    "price": a_plan(
        metric=[
            {"name": "m", "kind": "price", "prices": ["a", "b", "c", "d"], "bar": 9, "target": 12, "sd": 4, "unit": "€"}
        ]
    ),
    "theme": a_plan(metric=[{"name": "m", "kind": "theme", "second_coder": "ben", "bar": 0.3, "target": 0.5}]),
    "pairs": a_plan(
        comparison="paired",
        columns={"pair": "user"},
        metric=[{"name": "m", "discordant": 0.3, "bar": 0, "target": 0.1}],
    ),
    "steps": a_plan(
        comparison="paired",
        metric=[{"name": "m", "kind": "ordinal", "levels": [1, 2, 3], "sd": 1, "bar": 0, "target": 0.4}],
    ),
    "quality": a_plan(
        **CONTROL,
        pace={"weekly": True},
        prior=0.3,
        metric=[
            {"name": "a", "bar": 0, "target": 0.1},
            {"name": "b", "role": "quality", "kind": "mean", "column": "c"},
        ],
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


def standing(**chosen: str) -> dict[str, str]:
    """An empty designer in which these were chosen of the metric, or of the plan where a key is whole."""
    texts = texts_of(None, Budget()) | {"columns.cluster": "", "columns.pair": ""}
    return texts | {key if "." in key else f"metric.0.{key}": text for key, text in chosen.items()}


OWN: dict[str, set[str]] = {
    "mean": {"sd", "between", "unit", "column"},
    "ratio": {"sd", "unit", "numerator", "denominator"},
    "rate": {"unit", "column", "exposure", "exposure_per_unit"},
    "ordinal": {"levels", "score", "top", "column"},
    "time_to_event": {"horizon", "loss", "time", "event"},
    "price": {"sd", "unit", "prices"},
    "theme": {"column", "second_coder"},
    "proportion": {"column"},
}


@pytest.mark.parametrize("kind", OWN)
def test_a_kind_asks_for_its_own_fields_and_no_others(kind: str) -> None:
    texts = standing(kind=kind)
    always = {"name", "kind", "direction", "bar", "target"}
    found = {name for name in METRIC_FIELDS if asked(f"metric.0.{name}", texts)}
    assert found - always == OWN[kind]


@pytest.mark.parametrize(
    ("chosen", "name", "matters"),
    [
        ({"kind": "ordinal", "score": "nps"}, "levels", False),
        ({"kind": "ordinal", "score": "nps"}, "sd", True),
        ({"kind": "ordinal", "plan.comparison": "control"}, "top", False),
        ({"kind": "ordinal", "plan.comparison": "control"}, "scale", False),
        ({"kind": "ordinal", "plan.comparison": "control"}, "baseline", False),
        ({"kind": "ordinal", "plan.comparison": "paired"}, "score", False),
        ({"kind": "ordinal", "plan.comparison": "paired"}, "sd", False),
        ({"kind": "ordinal", "plan.comparison": "paired"}, "discordant", True),
        ({"kind": "mean", "plan.comparison": "control"}, "between", False),
        ({"kind": "mean", "plan.comparison": "paired"}, "between", True),
        ({"kind": "mean", "plan.comparison": "control"}, "covariates", True),
        ({"kind": "mean", "plan.comparison": "control"}, "correlation", False),
        ({"kind": "mean", "plan.comparison": "control", "covariates": "before"}, "correlation", True),
        ({"kind": "mean", "plan.comparison": "control", "columns.cluster": "shop"}, "covariates", False),
        ({"columns.cluster": "shop"}, "sd", True),
        ({"plan.comparison": "paired"}, "discordant", True),
        ({"plan.comparison": "paired"}, "baseline", False),
        ({"plan.comparison": "paired", "baseline": "5%"}, "baseline", True),
    ],
)
def test_what_matters_follows_what_was_chosen(chosen: dict[str, str], name: str, matters: bool) -> None:
    assert asked(f"metric.0.{name}", standing(**chosen)) is matters


@pytest.mark.parametrize(
    ("chosen", "key"),
    [
        ({"kind": "ordinal", "levels": "good"}, "metric.0.levels"),
        ({"kind": "ordinal", "levels": "bad, good", "top": "2"}, "metric.0.top"),
        ({"kind": "rate", "plan.comparison": "paired"}, "metric.0.kind"),
        ({"kind": "price", "plan.comparison": "control", "plan.control": "old"}, "plan.comparison"),
        ({"kind": "price", "prices": "a, b"}, "metric.0.prices"),
        ({"kind": "theme", "columns.cluster": "shop"}, "columns.cluster"),
        ({"target": "1%"}, "metric.0.target"),
    ],
)
def test_what_cannot_be_judged_is_told_where_it_can_be_put_right(chosen: dict[str, str], key: str) -> None:
    texts = standing(**{"name": "price of kinds", "bar": "5", "target": "7"} | chosen)
    if texts["metric.0.kind"] in ("proportion", "ordinal", "theme"):
        texts |= {"metric.0.bar": "5%", "metric.0.target": chosen.get("target", "7%")}
    (wrong,) = draft_of(texts, "Landing page").wrong
    assert key_of_fault(wrong, texts) == key
