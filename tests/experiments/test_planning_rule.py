"""What a design says of the whole rule: which metric drives it, what it is worth before, what was simulated."""

from __future__ import annotations

from math import isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.errors import InvalidField
from experiments.form import Form
from experiments.plan import Metric, Plan
from experiments.planning.assumptions import doubts
from experiments.planning.outcomes import Chances, assurance
from experiments.planning.simulated import error_of
from experiments.power import design
from tests.experiments.planned import PLANS, plan

_SHARE = {"bar": 0.0, "target": 0.1, "baseline": 0.2}
_SAFE = {"name": "returns", "role": "guardrail", "baseline": 0.2, "direction": "decrease"}


def test_one_metric_has_nobody_to_name() -> None:
    assert design(PLANS["share"]).driver == ""


@pytest.mark.parametrize(("margin", "driver"), [(0.01, "returns"), (0.2, "m")])
def test_the_metric_that_asks_for_most_is_named(margin: float, driver: str) -> None:
    found = design(plan("control", _SHARE, {**_SAFE, "margin": margin}))
    assert found.driver == driver
    assert ("The size comes from the guardrail returns." in found.sentence) is (driver == "returns")


def test_another_success_metric_can_drive_the_size_too() -> None:
    found = design(plan("control", _SHARE, {"name": "visits", "kind": "mean", "bar": 0, "target": 0.1, "sd": 1}))
    assert found.driver == "visits"
    assert "The size comes from the metric visits." in found.sentence


def test_a_planned_size_comes_from_nobody() -> None:
    found = design(plan("control", _SHARE, {**_SAFE, "margin": 0.01}, planned_size=500))
    assert found.driver == "returns"
    assert "comes from" not in found.sentence


def test_what_no_size_can_show_is_named() -> None:
    without = {"name": "sales", "role": "guardrail", "kind": "mean", "scale": "relative", "margin": 0.1, "sd": 1}
    found = design(plan("control", _SHARE, {**without, "baseline": 0.0}))
    assert found.size is None
    assert found.driver == "sales"


@pytest.mark.parametrize("role", ["deterioration", "quality"])
def test_watching_for_harm_or_for_quality_asks_for_no_size(role: str) -> None:
    alone = design(plan("control", _SHARE))
    watched = design(plan("control", _SHARE, {"name": "errors", "kind": "mean", "role": role}))
    assert watched == alone


def test_assurance_lies_between_the_chances_at_bar_and_target() -> None:
    found = {prior: design(PLANS["share"], prior=prior) for prior in (0.01, 0.3, 0.99)}
    at = {chances.where: chances.invest for chances in found[0.3].chances}
    assert found[0.3].assurance == pytest.approx(0.3 * at["target"] + 0.7 * at["bar"])
    seen = [found[prior].assurance or 0.0 for prior in (0.01, 0.3, 0.99)]
    assert at["bar"] < seen[0] < seen[1] < seen[2] < at["target"]
    assert design(PLANS["share"]).assurance is None


def test_the_prior_of_the_plan_is_taken_where_no_other_is_given() -> None:
    believed = PLANS["share"].but(prior=0.3)
    assert design(believed).assurance == design(PLANS["share"], prior=0.3).assurance
    assert design(believed, prior=0.6).assurance == design(PLANS["share"], prior=0.6).assurance


def test_assurance_is_the_power_averaged_over_two_points() -> None:
    chances = [
        Chances(where="bar", at=0, invest=0.04, stop=0.9, undecided=0.06),
        Chances(where="target", at=1, invest=0.84, stop=0.1, undecided=0.06),
    ]
    assert assurance(chances, 0.25) == pytest.approx(0.24)


def test_a_simulated_design_says_so_and_how_sure_it_is() -> None:
    closed, played = design(PLANS["share"]), design(PLANS["share"], simulate=True, repeats=400)
    assert (closed.simulated, closed.mc_error) == (False, None)
    assert played.simulated
    assert played.mc_error == pytest.approx(error_of(played.power or 0.0, 400))
    assert "simulating the test 400 times" in played.sentence
    assert "simulating" not in closed.sentence
    assert played == design(PLANS["share"], simulate=True, repeats=400)
    assert (played.size, played.needed) == (closed.size, closed.needed)


def test_a_rule_of_several_metrics_is_simulated_as_a_whole() -> None:
    several = plan("control", _SHARE, {**_SAFE, "margin": 0.1}, {**_SHARE, "name": "second"}, success="any")
    closed, played = design(several), design(several, simulate=True, repeats=500)
    assert played.mc_error is not None
    assert played.power == pytest.approx(closed.power, abs=4 * played.mc_error + 0.01)


@pytest.mark.parametrize("chance", [0.0, 1.0])
def test_a_chance_that_never_failed_still_has_an_error(chance: float) -> None:
    assert 0 < error_of(chance, 1000) < 0.001


def test_a_correlation_left_out_is_remarked() -> None:
    metric = {"kind": "mean", "bar": 0, "target": 0.8, "sd": 1, "covariates": ["before"]}
    assert any("correlation of 'm'" in warning for warning in design(plan("control", metric)).warnings)
    assert not design(plan("control", {**metric, "correlation": 0.5})).warnings
    watched = Metric.of({"name": "w", "kind": "mean", "role": "deterioration", "covariates": ["before"]})
    assert not list(doubts(watched, Form.adjusted))


@pytest.mark.parametrize("name", ["two shares", "lift of rates", "better answers", "lift of retention", "two ratios"])
def test_a_second_arm_splits_the_level_and_costs_units_in_each(name: str) -> None:
    one = PLANS[name]
    two = Plan.of({**one.model_dump(), "shares": {"old": 1 / 3, "new": 1 / 3, "newer": 1 / 3}})
    alone, both = design(one), design(two)
    assert both.per_arm["old"] > alone.per_arm["old"]
    assert both.chances[0].invest <= 0.025 + 1e-9
    assert both.power is not None
    assert both.power >= 0.8
    assert sum(both.per_arm.values()) == both.size


def test_clusters_and_pairs_are_called_by_their_name() -> None:
    assert "clusters" in design(PLANS["clusters"]).sentence
    assert "pairs" in design(PLANS["paired means"]).sentence
    assert "units" in design(PLANS["two means"]).sentence


def test_a_guardrail_that_cannot_be_broken_costs_nothing() -> None:
    """A share of 2% cannot fall by 5 points."""
    found = design(
        plan(
            "benchmark",
            {"bar": 0.1, "target": 0.2},
            {**_SAFE, "direction": "increase", "baseline": 0.02, "margin": 0.05},
        )
    )
    assert found.size is not None
    assert found.driver == "m"


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 8])
@pytest.mark.parametrize("name", PLANS)
def test_a_handful_of_units_has_chances_too(name: str, size: int) -> None:
    found = design(PLANS[name].but(planned_size=size))
    for chances in found.chances:
        assert 0 <= chances.invest <= 1
        assert 0 <= chances.stop <= 1
    assert found.power is not None
    assert found.power < 0.8
    assert any("would be needed" in warning for warning in found.warnings)


_PLANNED_WITH = ("bar", "target", "baseline", "sd", "exposure_per_unit", "discordant", "loss", "correlation")
_ODD = st.one_of(st.sampled_from([0.0, 1.0, -1 + 1e-9, 1 - 1e-9]), st.floats(-2, 2), st.floats(1e-6, 1e6))


@given(
    st.sampled_from(sorted(PLANS)),
    st.dictionaries(st.sampled_from(_PLANNED_WITH), _ODD, min_size=1, max_size=4),
    st.one_of(st.none(), st.integers(1, 10**10)),
)
@settings(max_examples=150)
def test_whatever_a_plan_assumes_its_chances_are_chances(name: str, odd: dict[str, float], size: int | None) -> None:
    metric = PLANS[name].metrics[0]
    fields = {field: value for field, value in odd.items() if getattr(metric, field) or field == "baseline"}
    try:
        found = design(PLANS[name].but(metric=(metric.but(**fields),), planned_size=size))
    except InvalidField:
        return
    for chances in found.chances:
        assert all(0 <= chance <= 1 + 1e-9 for chance in (chances.invest, chances.stop, chances.undecided))
    assert found.detectable is None or isfinite(found.detectable)
    if found.needed is not None and size is None:
        assert found.power is not None
        assert found.power >= 0.8 - 0.006
