"""Every form of data has a size, the size has its power, and the judge on made-up data agrees."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from experiments.plan import Plan
from experiments.planning import _MAKERS
from experiments.planning.simulated import Simulated, error_of, seed_of
from experiments.power import _asked, design
from tests.experiments.planned import PLANS, plan, planner_of

_REPEATS = 600
_ROUGH = {"better answers": 0.02, "worse answers": 0.02, "retention": 0.02, "two rates": 0.01, "paired shares": 0.01}
"""By how much a closed form may be off at its size, beyond the error of the simulation."""
_TEETH = {"share": 0.1, "theme": 0.2, "best answers": 0.1, "rate": 0.1, "rate fallen": 0.1}
_FEWER = {"price": 30, "paired answers": 200}
"""Of tests that take long to judge, fewer are simulated."""


def test_there_is_a_plan_here_for_every_form_that_can_be_planned() -> None:
    assert {(plan.form(plan.metrics[0]), plan.comparison) for plan in PLANS.values()} >= {
        key for key in _MAKERS if key != ("coded", "control")
    }


@pytest.mark.parametrize("name", PLANS)
def test_the_size_is_the_first_that_reaches_the_power(name: str) -> None:
    plan = PLANS[name]
    found, chances = design(plan), planner_of(plan)
    target = plan.metrics[0].target
    assert found.size is not None
    assert target is not None
    assert found.power is not None
    assert 0.8 <= found.power < 0.9
    assert chances.clears(found.size - 1, target) < 0.8


@pytest.mark.parametrize("name", PLANS)
def test_a_tenth_more_units_never_lower_the_power(name: str) -> None:
    """Whole counts may cost a little; from the size on, no tooth of the saw falls below the planned power."""
    plan, chances = PLANS[name], planner_of(PLANS[name])
    size = design(plan).size or 0
    target = plan.metrics[0].target or 0.0
    powers = [chances.clears(round(size * 1.1**step), target) for step in range(-8, 9)]
    allowed = _TEETH.get(name, 0.01)
    assert all(later >= earlier - allowed for earlier, later in pairwise(powers)), powers
    assert all(power >= 0.8 for power in powers[8:])


@pytest.mark.parametrize("name", PLANS)
def test_chances_add_up_and_move_with_the_truth(name: str) -> None:
    at = {chances.where: chances for chances in design(PLANS[name]).chances}
    for chances in at.values():
        assert chances.invest + chances.stop + chances.undecided == pytest.approx(1, abs=1e-9)
        assert min(chances.invest, chances.stop, chances.undecided) >= 0
    assert at["bar"].invest <= 0.05 + 1e-9
    assert at["bar"].invest < at["halfway"].invest < at["target"].invest
    assert at["bar"].stop > at["halfway"].stop > at["target"].stop
    assert at["target"].stop <= 0.2 + 1e-9


@pytest.mark.parametrize("name", PLANS)
def test_the_smallest_detectable_effect_is_found_with_the_planned_power(name: str) -> None:
    plan, chances = PLANS[name], planner_of(PLANS[name])
    found = design(plan)
    metric = plan.metrics[0]
    assert found.size is not None
    assert found.detectable is not None
    assert chances.clears(found.size, found.detectable) == pytest.approx(0.8, abs=1e-6)
    sign = metric.direction.sign
    assert sign * found.detectable <= sign * (metric.target or 0.0) + 1e-9
    seen = [sign * value for _, value in found.curve]
    assert len(seen) >= 3
    assert seen == sorted(seen, reverse=True)


@pytest.mark.parametrize("name", PLANS)
def test_live_typing_never_waits_for_a_size(name: str) -> None:
    design(PLANS[name])
    taken = []
    for _ in range(5):
        began = time.process_time()
        design(PLANS[name])
        taken.append(time.process_time() - began)
    assert min(taken) < 0.03


_MIRRORED = [
    ("two means", 0.0),
    ("two ratios", 0.0),
    ("adjusted", 0.0),
    ("better answers", 1.0),
    ("more promoters", 0.0),
    ("paired shares", 0.0),
    ("paired means", 0.0),
    ("paired answers", 0.0),
]


@pytest.mark.parametrize(("name", "total"), _MIRRORED)
def test_a_mirrored_question_needs_the_same_size(name: str, total: float) -> None:
    up = PLANS[name]
    metric = up.metrics[0]
    assert metric.bar is not None
    assert metric.target is not None
    turned = {"bar": total - metric.bar, "target": total - metric.target, "direction": "decrease"}
    down = up.but(metric=(metric.but(**turned),))
    ours, theirs = design(up), design(down)
    assert ours.size == theirs.size
    assert ours.power == pytest.approx(theirs.power)
    for one, other in zip(ours.chances, theirs.chances, strict=True):
        assert (one.invest, one.stop) == pytest.approx((other.invest, other.stop))


@pytest.mark.parametrize("name", PLANS)
def test_the_judge_on_made_up_data_has_the_planned_power_and_keeps_its_levels(name: str) -> None:
    repeats = _FEWER.get(name, _REPEATS)
    closed, played = design(PLANS[name]), design(PLANS[name], simulate=True, repeats=repeats)
    rough = _ROUGH.get(name, 0.0)
    assert played.simulated
    assert played.mc_error is not None
    assert closed.power is not None
    assert played.power == pytest.approx(closed.power, abs=4 * played.mc_error + rough)
    at = {chances.where: chances for chances in played.chances}
    assert at["bar"].invest <= 0.05 + 4 * error_of(0.05, repeats)
    assert at["target"].stop <= 0.2 + 4 * error_of(0.2, repeats)


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANS)
def test_the_judge_on_much_made_up_data_agrees_to_a_point(name: str) -> None:
    closed, played = design(PLANS[name]), design(PLANS[name], simulate=True, repeats=10_000)
    assert closed.power is not None
    assert played.mc_error is not None
    assert played.power == pytest.approx(closed.power, abs=4 * played.mc_error + _ROUGH.get(name, 0.0))
    at = {chances.where: chances for chances in played.chances}
    assert at["bar"].invest <= 0.05 + 2 * played.mc_error + 0.002


def test_the_same_seed_gives_the_same_answer_and_another_another() -> None:
    plan = PLANS["better answers"]
    asked = next(iter(_asked(plan)))

    def seen(seed: int) -> float:
        return Simulated(plan, asked, planner_of(plan), seed, 200).clears(100, 0.6)

    assert seen(1) == seen(1)
    assert len({seen(seed) for seed in range(5)}) > 1
    assert seed_of(plan) == seed_of(Plan.of(plan.model_dump()))


def test_a_strong_effect_on_answers_needs_fewer_than_planned_never_more() -> None:
    """Far from one half the placements spread less than Noether's 1/12: the size errs towards too many."""
    strong = plan("control", {"kind": "ordinal", "levels": list("1234567"), "bar": 0.5, "target": 0.8})
    closed, played = design(strong), design(strong, simulate=True, repeats=_REPEATS)
    assert closed.power is not None
    assert played.power is not None
    assert played.power > closed.power


def test_covariates_save_the_share_they_explain() -> None:
    without = design(plan("control", {"kind": "mean", "bar": 0, "target": 0.3, "sd": 1})).size
    adjusted = design(PLANS["adjusted"]).size
    assert without is not None
    assert adjusted == pytest.approx(without * (1 - 0.7**2), rel=0.02)
