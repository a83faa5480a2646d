"""What the judge says of a bet: every outcome, what it withholds, and what never changes it."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.errors import InvalidField
from experiments.judge import JUDGE_VERSION, judge
from experiments.observation import ArmData, Counts, Moments, Observation
from experiments.plan import Amendment, Plan, Seen
from experiments.summary.numbers import meaning
from experiments.verdict import Outcome, Status, Verdict
from tests.experiments.recorded import (
    AT,
    amounts,
    arm,
    batch,
    benchmark,
    controlled,
    counts,
    judged,
    only,
    shape,
)

# The rows of the table


def test_a_rate_well_above_the_bar_is_an_invest() -> None:
    verdict = judged(benchmark(bar=0.1, target=0.2, planned_size=80), {"all": counts(20, 80)})
    assert verdict.verdict is Outcome.invest
    assert only(verdict).finding == "clears the bar"
    assert only(verdict).lower > 0.1  # type: ignore[operator]


def test_clearing_the_bar_short_of_the_target_is_still_an_invest_and_says_so() -> None:
    verdict = judged(benchmark(bar=0.05, target=0.2, planned_size=400), {"all": counts(48, 400)})
    assert verdict.verdict is Outcome.invest
    assert only(verdict).finding == "clears the bar, short of the target"
    assert any("short of the target" in warning for warning in verdict.warnings)


def test_a_rate_shown_to_be_below_the_target_is_a_stop() -> None:
    verdict = judged(benchmark(bar=0.1, target=0.2, planned_size=100), {"all": counts(9, 100)})
    assert verdict.verdict is Outcome.stop
    assert only(verdict).finding == "short of the target"


def test_data_that_tell_neither_bar_nor_target_are_inconclusive_at_the_end() -> None:
    verdict = judged(benchmark(bar=0.1, target=0.2, planned_size=40), {"all": counts(6, 40)})
    assert verdict.verdict is Outcome.inconclusive
    assert only(verdict).finding == "undecided"


def test_the_same_data_before_the_planned_size_mean_keep_testing() -> None:
    verdict = judged(benchmark(planned_size=80), {"all": counts(6, 40)}, final=False)
    assert verdict.verdict is Outcome.keep_testing
    assert "40 more" in verdict.next_step


def test_a_failed_health_check_is_invalid_but_the_numbers_are_shown() -> None:
    verdict = judged(controlled(planned_size=2000), {"old": counts(100, 1200), "new": counts(150, 800)})
    assert verdict.verdict is Outcome.invalid
    assert "sample ratio" in [check.check for check in verdict.health if check.status is Status.fail]
    assert only(verdict).estimate == pytest.approx(150 / 800 - 100 / 1200)
    assert "cannot be judged" in verdict.reason


# What a fixed plan withholds


@pytest.mark.parametrize("kind", ["proportion", "mean"])
def test_an_early_look_at_a_fixed_plan_shows_no_effect(kind: str) -> None:
    plan = controlled(kind=kind, planned_size=1000)
    arms: dict[str, Counts | Moments] = {"old": counts(17, 200), "new": counts(43, 200)}
    if kind == "mean":
        arms = {"old": amounts(200, 1.2345, 3, largest=40), "new": amounts(200, 1.8712, 3, largest=50)}
    verdict = judged(plan, arms, final=False)
    result = only(verdict)
    assert result.finding == "not looked at yet"
    assert result.n == {"old": 200, "new": 200}
    shown = [result.estimate, result.lower, result.upper, result.p_bar, result.p_target, result.ci95]
    assert shown == [None] * 6
    assert result.observed == {}


def test_nothing_in_a_withheld_verdict_gives_the_effect_away() -> None:
    """Not even the share of the largest unit, from which each arm's mean could be computed."""
    plan = controlled(kind="mean", planned_size=1000)
    one = judged(plan, {"old": amounts(200, 1.2, 3, largest=40), "new": amounts(200, 1.8, 3, largest=50)}, final=False)
    other = judged(plan, {"old": amounts(200, 7, 9, largest=60), "new": amounts(200, 2, 1, largest=3)}, final=False)
    assert one.model_dump_json() == other.model_dump_json()


@given(st.integers(0, 200), st.integers(0, 200))
def test_a_withheld_verdict_is_the_same_whatever_was_counted(old: int, new: int) -> None:
    plan = controlled(planned_size=1000)
    reference = judged(plan, {"old": counts(20, 200), "new": counts(30, 200)}, final=False)
    assert judged(plan, {"old": counts(old, 200), "new": counts(new, 200)}, final=False) == reference


def test_at_the_planned_size_the_effect_is_shown() -> None:
    verdict = judged(controlled(planned_size=400), {"old": counts(20, 200), "new": counts(44, 200)}, final=False)
    assert only(verdict).estimate == pytest.approx(0.12)
    assert verdict.verdict is Outcome.invest


def test_a_test_ended_early_is_judged_with_a_warning() -> None:
    verdict = judged(controlled(planned_size=4000), {"old": counts(20, 200), "new": counts(44, 200)}, final=True)
    assert only(verdict).estimate is not None
    assert any("400 of 4,000" in warning for warning in verdict.warnings)


def test_many_more_units_than_planned_are_warned_about() -> None:
    assert judged(benchmark(planned_size=100), {"all": counts(12, 105)}).warnings == ()
    assert "100 were planned" in judged(benchmark(planned_size=100), {"all": counts(30, 150)}).warnings[0]


def test_a_plan_without_a_size_takes_what_is_there_as_its_one_look() -> None:
    verdict = judged(benchmark(bar=0.1, target=0.2), {"all": counts(30, 100)}, final=False)
    assert verdict.verdict is Outcome.invest
    assert "no size was fixed" in verdict.warnings[0]


def test_no_one_is_told_to_add_to_data_that_were_already_looked_at() -> None:
    verdict = judged(benchmark(bar=0.1, target=0.2), {"all": counts(3, 20)}, final=False)
    assert only(verdict).estimate is not None
    assert "Collect" not in verdict.next_step
    assert "from now on" in verdict.next_step or verdict.verdict is Outcome.inconclusive


# Roles


def _with_guardrail(**fields: object) -> Plan:
    guardrail = {"name": "kept", "role": "guardrail", "margin": 0.02, **fields}
    return controlled(bar=0.0, target=0.05, planned_size=4000, more=[guardrail])


def _two_metrics(m: tuple[int, int], kept: tuple[int, int], n: int = 2000) -> dict[str, ArmData]:
    return {name: arm(m=counts(m[place], n), kept=counts(kept[place], n)) for place, name in enumerate(("old", "new"))}


def _finding(verdict: Verdict, name: str) -> str:
    return next(result.finding for result in verdict.metrics if result.name == name)


def test_a_guardrail_shown_safe_lets_a_win_through() -> None:
    verdict = judged(_with_guardrail(), _two_metrics((200, 300), (1000, 1020)))
    assert verdict.verdict is Outcome.invest
    assert _finding(verdict, "kept") == "safe"


def test_a_guardrail_not_shown_safe_blocks_the_investment() -> None:
    """Not significantly worse is not safe: it could be three points down where two are allowed."""
    verdict = judged(_with_guardrail(), _two_metrics((200, 300), (1000, 990)))
    assert _finding(verdict, "m") == "clears the bar"
    assert _finding(verdict, "kept") == "not shown safe"
    assert verdict.verdict is Outcome.inconclusive


def test_a_guardrail_shown_to_be_harmed_stops_even_a_win() -> None:
    verdict = judged(_with_guardrail(), _two_metrics((200, 300), (1000, 850)))
    assert _finding(verdict, "kept") == "harmed"
    assert verdict.verdict is Outcome.stop
    assert "kept" in verdict.reason


def test_a_deterioration_metric_stops_only_when_it_is_shown_to_be_worse() -> None:
    plan = controlled(bar=0.0, target=0.05, planned_size=4000, more=[{"name": "kept", "role": "deterioration"}])
    fine = judged(plan, _two_metrics((200, 300), (1000, 990)))
    assert (fine.verdict, _finding(fine, "kept")) == (Outcome.invest, "no harm shown")
    bad = judged(plan, _two_metrics((200, 300), (1000, 850)))
    assert (bad.verdict, _finding(bad, "kept")) == (Outcome.stop, "harmed")


@pytest.mark.parametrize(
    ("kept", "said"),
    [(990, "is no proof"), (1150, "it got better"), (850, "shown to have got worse")],
)
def test_what_must_not_get_worse_is_said_to_have_got_better_only_when_it_is_shown(kept: int, said: str) -> None:
    plan = controlled(bar=0.0, target=0.05, planned_size=4000, more=[{"name": "kept", "role": "deterioration"}])
    verdict = judged(plan, _two_metrics((200, 300), (1000, kept)))
    assert said in meaning(next(result for result in verdict.metrics if result.name == "kept"))


@given(st.integers(850, 1150))
@settings(max_examples=60)
def test_the_interval_of_a_deterioration_metric_never_contradicts_its_finding(kept: int) -> None:
    plan = controlled(bar=0.0, target=0.05, planned_size=4000, more=[{"name": "kept", "role": "deterioration"}])
    verdict = judged(plan, _two_metrics((200, 300), (1000, kept)))
    found = next(result for result in verdict.metrics if result.name == "kept")
    assert found.upper is not None
    assert (found.finding == "harmed") == (found.upper < 0)


def test_a_success_metric_shown_to_be_worse_than_control_is_harm() -> None:
    verdict = judged(
        controlled(bar=0.0, target=0.05, planned_size=4000), {"old": counts(400, 2000), "new": counts(300, 2000)}
    )
    assert (verdict.verdict, only(verdict).finding) == (Outcome.stop, "harmed")


def test_a_bar_below_no_change_is_not_harmed_by_a_loss_it_allows() -> None:
    plan = controlled(bar=-0.02, target=0.01, planned_size=200_000)
    verdict = judged(plan, {"old": counts(20_000, 100_000), "new": counts(19_000, 100_000)})
    assert only(verdict).upper < 0  # type: ignore[operator]
    assert verdict.verdict is Outcome.invest


def _two_successes(rule: str) -> Plan:
    more = [{"name": "kept", "bar": 0.0, "target": 0.02}]
    return controlled(bar=0.0, target=0.05, planned_size=4000, success=rule, more=more)


@pytest.mark.parametrize(("rule", "outcome"), [("any", Outcome.invest), ("all", Outcome.inconclusive)])
def test_one_of_two_success_metrics_is_enough_only_where_the_plan_says_any(rule: str, outcome: Outcome) -> None:
    verdict = judged(_two_successes(rule), _two_metrics((200, 300), (1000, 1025)))
    assert (_finding(verdict, "m"), _finding(verdict, "kept")) == ("clears the bar", "undecided")
    assert verdict.verdict is outcome


def test_all_of_two_success_metrics_must_be_hopeless_to_stop_an_any_plan() -> None:
    one = judged(_two_successes("any"), _two_metrics((200, 202), (1000, 1025)))
    assert one.verdict is not Outcome.stop
    both = judged(_two_successes("any"), _two_metrics((200, 202), (1000, 985)))
    assert both.verdict is Outcome.stop
    assert judged(_two_successes("all"), _two_metrics((200, 202), (1000, 1025))).verdict is Outcome.stop


def test_alpha_is_shared_where_any_metric_suffices_and_beta_where_all_must_hold() -> None:
    either = {
        result.name: (result.alpha, result.beta)
        for result in judged(_two_successes("any"), _two_metrics((200, 200), (1000, 1000))).metrics
    }
    both = {
        result.name: (result.alpha, result.beta)
        for result in judged(_two_successes("all"), _two_metrics((200, 200), (1000, 1000))).metrics
    }
    assert either == {"m": (0.025, 0.2), "kept": (0.025, 0.2)}
    assert both == {"m": (0.05, 0.1), "kept": (0.05, 0.1)}


def test_tests_for_harm_share_alpha_over_arms_and_metrics() -> None:
    """Each at the full alpha, ten unharmed metrics would show harm in four tests of ten."""
    more = [{"name": "kept", "role": "deterioration"}, {"name": "paid", "role": "guardrail", "margin": 0.1}]
    plan = controlled(bar=0.0, target=0.05, planned_size=6000, more=more)

    def verdict(kept: int, paid: int) -> Verdict:
        one = arm(m=counts(200, 2000), kept=counts(1000, 2000), paid=counts(1000, 2000))
        other = arm(m=counts(300, 2000), kept=counts(kept, 2000), paid=counts(paid, 2000))
        return judged(plan, {"old": one, "blue": one, "green": other})

    levels = [result.beta for result in verdict(1000, 1000).metrics if result.name == "kept"]
    assert levels == [pytest.approx(0.05 / 2 / 3)] * 2
    # 1,000 against 1,000 − 75 has p = 0.0088, and against 1,000 − 77 p = 0.0074
    assert verdict(925, 1000).best_arm == verdict(1000, 925).best_arm == "green"
    assert verdict(923, 1000).verdict is not Outcome.invest
    assert verdict(1000, 923).verdict is not Outcome.invest


def test_a_plan_without_a_size_that_has_all_it_needs_is_not_told_to_test_on() -> None:
    """The spread was larger than planned: undecided, though more units came than the plan would have asked for."""
    plan = benchmark(kind="mean", bar=0.0, target=1.0, sd=1.0)
    verdict = judged(plan, {"all": amounts(20, 0.5, 5)}, final=False)
    assert verdict.verdict is Outcome.inconclusive
    assert "0 units" not in verdict.next_step


def test_clearing_the_bar_short_of_the_target_with_an_open_guardrail_is_a_stop() -> None:
    """The first row of the table does not apply, so the second does."""
    verdict = judged(_with_guardrail(), _two_metrics((200, 250), (1000, 990)))
    assert _finding(verdict, "m") == "clears the bar, short of the target"
    assert _finding(verdict, "kept") == "not shown safe"
    assert verdict.verdict is Outcome.stop
    assert verdict.reason


def test_a_benchmark_guardrail_is_held_against_its_baseline_less_its_margin() -> None:
    guardrail = {"name": "kept", "role": "guardrail", "margin": 0.05, "baseline": 0.5}
    plan = benchmark(bar=0.1, target=0.2, planned_size=400, more=[guardrail])
    verdict = judged(plan, {"all": arm(m=counts(80, 400), kept=counts(200, 400))})
    found = next(result for result in verdict.metrics if result.name == "kept")
    assert (found.bar, found.target) == (pytest.approx(0.45), 0.5)
    assert found.finding == "safe"
    assert verdict.verdict is Outcome.invest


# Direction


def test_less_is_better_on_the_natural_scale() -> None:
    """Three minutes saved is −3: the upper limit has to fall below the bar."""
    plan = controlled(kind="mean", direction="decrease", bar=-1.0, target=-3.0, planned_size=400, unit="min")
    verdict = judged(plan, {"old": amounts(200, 20, 5), "new": amounts(200, 17, 5)})
    found = only(verdict)
    assert found.estimate == pytest.approx(-3)
    assert found.lower < found.estimate < found.upper < -1.0  # type: ignore[operator]
    assert verdict.verdict is Outcome.invest


def test_a_decrease_that_is_an_increase_is_harm() -> None:
    plan = controlled(direction="decrease", bar=0.0, target=-0.05, planned_size=4000)
    verdict = judged(plan, {"old": counts(300, 2000), "new": counts(400, 2000)})
    assert (verdict.verdict, only(verdict).finding) == (Outcome.stop, "harmed")


@pytest.mark.parametrize("numbers", [(190, 240), (220, 200), (150, 260), (200, 200)])
def test_counting_those_who_stayed_away_gives_the_same_verdict(numbers: tuple[int, int]) -> None:
    old, new = numbers
    up = judged(
        controlled(bar=0.01, target=0.05, planned_size=2000), {"old": counts(old, 1000), "new": counts(new, 1000)}
    )
    down = judged(
        controlled(direction="decrease", bar=-0.01, target=-0.05, planned_size=2000),
        {"old": counts(1000 - old, 1000), "new": counts(1000 - new, 1000)},
    )
    assert up.verdict is down.verdict
    one, other = only(up), only(down)
    assert one.lower == pytest.approx(-other.upper, rel=1e-6)  # type: ignore[operator]
    assert one.p_bar == pytest.approx(other.p_bar, rel=1e-6)
    assert one.p_target == pytest.approx(other.p_target, rel=1e-6)


# Arms


def _three(old: int, blue: int, green: int, n: int = 2000) -> dict[str, Counts]:
    return {"old": counts(old, n), "blue": counts(blue, n), "green": counts(green, n)}


def test_alpha_is_split_over_arms_and_the_best_arm_is_named() -> None:
    verdict = judged(controlled(bar=0.0, target=0.05, planned_size=6000), _three(200, 290, 310))
    assert [result.alpha for result in verdict.metrics] == [0.025, 0.025]
    assert verdict.verdict is Outcome.invest
    assert verdict.best_arm == "green"
    assert "green" in verdict.reason


def test_one_winning_arm_is_enough_and_a_harmed_one_beside_it_no_matter() -> None:
    verdict = judged(controlled(bar=0.0, target=0.05, planned_size=6000), _three(200, 100, 310))
    assert (verdict.verdict, verdict.best_arm) == (Outcome.invest, "green")
    assert [result.finding for result in verdict.metrics] == ["harmed", "clears the bar"]


def test_arms_are_stopped_only_together() -> None:
    plan = controlled(bar=0.0, target=0.05, planned_size=6000)
    assert judged(plan, _three(200, 201, 195)).verdict is Outcome.stop
    assert judged(plan, _three(200, 270, 195)).verdict is not Outcome.stop


def test_a_single_treatment_arm_is_not_called_the_best_of_any() -> None:
    verdict = judged(controlled(planned_size=400), {"old": counts(20, 200), "new": counts(44, 200)})
    assert verdict.best_arm == ""


# Marks


def _amendment(seen: Seen) -> Amendment:
    return Amendment(
        at=AT, who="Ada", why="fewer people came", seen=seen, before="a", after="b", changes=("alpha: 0.05 → 0.1",)
    )


@pytest.mark.parametrize(("seen", "exploratory"), [(Seen.no_results_seen, False), (Seen.results_seen, True)])
def test_an_amended_plan_marks_the_verdict(seen: Seen, exploratory: bool) -> None:
    batches = [batch({"all": counts(20, 80)})]
    verdict = judge(benchmark(planned_size=80), batches, final=True, amendments=[_amendment(seen)])
    assert "amended on 2026-03-02" in verdict.warnings[0]
    assert "alpha: 0.05 → 0.1" in verdict.warnings[0]
    assert ("exploratory" in verdict.warnings[0]) == exploratory


# Batches


_numbers = st.tuples(st.integers(15, 60), st.integers(15, 60))


@given(st.lists(_numbers, min_size=1, max_size=6), st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_counts_in_any_split_and_order_give_the_same_verdict(parts: list[tuple[int, int]], random: object) -> None:
    batches = [batch({"old": counts(old, 100), "new": counts(new, 100)}) for old, new in parts]
    plan = controlled(planned_size=200)
    whole = judged(
        plan,
        {
            "old": counts(sum(p[0] for p in parts), 100 * len(parts)),
            "new": counts(sum(p[1] for p in parts), 100 * len(parts)),
        },
    )
    random.shuffle(batches)  # type: ignore[attr-defined]
    assert judged(plan, *batches).model_dump_json() == whole.model_dump_json()


@given(
    st.lists(
        st.tuples(st.integers(2, 500), st.floats(-100, 100), st.floats(0.1, 50), st.floats(-100, 100)),
        min_size=2,
        max_size=5,
    )
)
@settings(max_examples=60)
def test_means_in_any_split_give_the_same_numbers(parts: list[tuple[int, float, float, float]]) -> None:
    plan = controlled(kind="mean", bar=-200.0, target=200.0, planned_size=2)
    batches = [batch({"old": amounts(n, old, sd), "new": amounts(n, new, sd)}) for n, old, sd, new in parts]
    one, other = shape(judged(plan, *batches)), shape(judged(plan, *reversed(batches)))
    scale = 1e-12 * max(200.0, *(abs(value) for part in parts for value in part[1:]))
    for name, value in one.items():
        assert other[name] == pytest.approx(value, rel=1e-9, abs=scale * 100), name


def test_arms_may_arrive_in_different_batches() -> None:
    together = judged(controlled(planned_size=400), {"old": counts(20, 200), "new": counts(44, 200)})
    apart = judged(controlled(planned_size=400), {"new": counts(44, 200)}, {"old": counts(20, 200)})
    assert apart == together


def test_the_order_of_batches_does_not_reach_the_output() -> None:
    """Neither the order of arms nor which of two equally large units came first."""
    plan = controlled(kind="mean", bar=0.0, target=1.0, planned_size=3)
    one = batch({"old": amounts(100, 1, 9), "b": amounts(100, 1, 9, largest=70.0), "a": amounts(100, 1, 9)})
    other = batch({"a": amounts(100, 1, 9), "b": amounts(100, 1, 9, largest=-70.0), "old": amounts(100, 1, 9)})
    assert judged(plan, one, other).model_dump_json() == judged(plan, other, one).model_dump_json()


def test_a_replaced_batch_no_longer_counts() -> None:
    wrong = batch({"all": counts(70, 80)}, id=1)
    right = batch({"all": counts(7, 80)}, id=2, supersedes=1, why="a typing error")
    assert judged(benchmark(planned_size=80), wrong, right) == judged(
        benchmark(planned_size=80), {"all": counts(7, 80)}
    )


_QUESTIONS = st.sampled_from([(0.0, 0.1), (0.05, 0.2), (-0.05, 0.05)])


def _does_not_turn_around(rates: tuple[int, int], n: int, times: int, question: tuple[float, float]) -> None:
    plan = controlled(bar=question[0], target=question[1], planned_size=2)
    old, new = rates
    once = judged(plan, {"old": counts(old, n), "new": counts(new, n)})
    more = judged(plan, {"old": counts(times * old, times * n), "new": counts(times * new, times * n)})
    if once.verdict is Outcome.invest:
        assert more.verdict is not Outcome.stop
    if once.verdict is Outcome.stop:
        assert more.verdict is Outcome.stop or only(more).finding == "clears the bar, short of the target"


@given(st.tuples(st.integers(0, 12), st.integers(0, 12)), st.integers(2, 3), _QUESTIONS)
@settings(max_examples=8)
def test_more_of_the_same_few_never_turns_invest_into_stop(
    rates: tuple[int, int], times: int, question: tuple[float, float]
) -> None:
    _does_not_turn_around(rates, 12, times, question)


@given(st.tuples(st.integers(60, 240), st.integers(60, 240)), st.integers(2, 9), _QUESTIONS)
@settings(max_examples=50)
def test_more_of_the_same_many_never_turns_invest_into_stop(
    rates: tuple[int, int], times: int, question: tuple[float, float]
) -> None:
    _does_not_turn_around(rates, 300, times, question)


def test_a_clear_win_stays_one_when_there_is_five_times_as_much_of_it() -> None:
    _does_not_turn_around((0, 9), 100, 5, (0.0, 0.1))


@given(st.integers(0, 60), st.integers(1, 60), st.integers(2, 6), st.sampled_from([(0.1, 0.2), (0.5, 0.6)]))
def test_more_of_the_same_rate_never_turns_invest_into_stop(
    x: int, n: int, times: int, question: tuple[float, float]
) -> None:
    x = min(x, n)
    plan = benchmark(bar=question[0], target=question[1], planned_size=1)
    if judged(plan, {"all": counts(x, n)}).verdict is Outcome.invest:
        assert judged(plan, {"all": counts(times * x, times * n)}).verdict is Outcome.invest


# What does not fit


@pytest.mark.parametrize(
    ("arms", "named"),
    [
        ({"old": counts(1, 10), "newer": counts(1, 10)}, "'newer'"),
        ({"old": arm(clicks=counts(1, 10)), "new": arm(clicks=counts(1, 10))}, "'clicks'"),
        ({"old": amounts(10, 1, 1), "new": amounts(10, 1, 1)}, "counts"),
    ],
)
def test_observations_that_the_plan_does_not_know_are_refused_by_name(arms: dict[str, ArmData], named: str) -> None:
    plan = controlled(shares={"old": 0.5, "new": 0.5}, planned_size=20)
    with pytest.raises(InvalidField, match=re.escape(named)):
        judged(plan, arms)


def test_a_benchmark_has_one_group_even_over_several_batches() -> None:
    with pytest.raises(InvalidField, match="one group"):
        judged(benchmark(), {"all": counts(12, 60)}, {"others": counts(12, 60)})


@pytest.mark.parametrize("final", [True, False])
@pytest.mark.parametrize("plan", [benchmark(), controlled(), benchmark(planned_size=50)])
def test_without_data_there_is_no_verdict_and_no_exception(plan: Plan, final: bool) -> None:
    verdict = judge(plan, [], final=final)
    assert verdict.verdict is Outcome.invalid
    assert "nothing has been recorded" in verdict.reason


def test_a_metric_that_nobody_measured_is_not_waited_for_for_ever() -> None:
    nothing = ArmData(units=100, statistics={})
    verdict = judged(controlled(planned_size=200), {"old": nothing, "new": nothing})
    assert verdict.verdict is Outcome.invalid
    assert "m" in verdict.reason


# The object that is printed


def test_the_verdict_as_json_has_what_the_documentation_promises() -> None:
    plan = controlled(title="Gate", planned_size=400, scale="difference")
    verdict = judged(plan, {"old": counts(20, 200), "new": counts(44, 200)})
    printed = json.loads(verdict.model_dump_json())
    assert {"title", "verdict", "reason", "metrics", "health", "warnings", "plan_hash", "judge_version"} <= set(printed)
    assert printed["title"] == "Gate"
    assert printed["verdict"] == "invest"
    assert printed["plan_hash"] == plan.hash
    assert printed["judge_version"] == JUDGE_VERSION
    (metric,) = printed["metrics"]
    numbers = {"estimate", "lower", "upper", "bar", "target", "p_bar", "p_target"}
    assert {"name", "role", "ci95", "n", "method", *numbers} <= set(metric)
    assert all(isinstance(metric[name], float) for name in numbers)
    low, high = metric["ci95"]
    assert low < metric["estimate"] < high
    assert metric["n"] == {"old": 200, "new": 200}
    assert (metric["name"], metric["role"]) == ("m", "success")
    assert all({"check", "status", "value", "limit", "message"} == set(check) for check in printed["health"])
    assert "sample ratio" in [check["check"] for check in printed["health"]]


def test_the_reported_interval_is_two_sided_95_percent() -> None:
    found = only(judged(benchmark(planned_size=60), {"all": counts(9, 60)}))
    assert found.ci95 == (pytest.approx(0.0709562, rel=1e-5), pytest.approx(0.2657405, rel=1e-5))


def test_the_same_input_gives_the_same_verdict_to_the_byte() -> None:
    def once() -> str:
        return judged(controlled(scale="relative"), {"old": counts(4, 60), "new": counts(11, 55)}).model_dump_json()

    assert once() == once()


def test_when_and_by_whom_it_was_recorded_does_not_reach_the_verdict() -> None:
    one = batch({"all": counts(9, 60)})
    other = one.model_copy(update={"at": AT + timedelta(days=9), "recorded_by": "Bob", "id": 7})
    assert judge(benchmark(), [one]) == judge(benchmark(), [other])


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("scale", ["difference", "relative"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ((0, 1), (0, 1)),
        ((0, 1), (1, 1)),
        ((0, 8), (0, 8)),
        ((8, 8), (8, 8)),
        ((0, 10**9), (0, 10**9)),
        ((1, 10**9), (3, 10**9)),
        ((5 * 10**8, 10**9), (500_100_000, 10**9)),
    ],
)
def test_extreme_counts_get_a_verdict_in_words_and_numbers(
    old: tuple[int, int], new: tuple[int, int], scale: str
) -> None:
    verdict = judged(controlled(scale=scale, planned_size=2), {"old": counts(*old), "new": counts(*new)})
    assert verdict.verdict in Outcome
    assert "nan" not in verdict.model_dump_json().lower()
    assert verdict.reason


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("scale", ["difference", "relative"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ((100, 0.0, 1.0), (100, 1.0, 1.0)),
        ((100, -5.0, 1.0), (100, 1.0, 1.0)),
        ((1, 1.0, 0.0), (1, 2.0, 0.0)),
        ((5, 0.0, 0.0), (5, 0.0, 0.0)),
        ((10**9, 1e9, 1.0), (10**9, 1e9 + 1, 1.0)),
        ((100, 1e-9, 1e-9), (100, 2e-9, 1e-9)),
    ],
)
def test_extreme_means_get_a_verdict_in_words_and_numbers(
    old: tuple[int, float, float], new: tuple[int, float, float], scale: str
) -> None:
    plan = controlled(kind="mean", scale=scale, bar=0.0, target=0.1, planned_size=2)
    verdict = judged(plan, {"old": amounts(*old), "new": amounts(*new)})
    assert verdict.verdict in Outcome
    assert "nan" not in verdict.model_dump_json().lower()
    assert verdict.reason


def test_an_interval_that_does_not_exist_is_said_in_words() -> None:
    plan = controlled(kind="mean", scale="relative", planned_size=200)
    verdict = judged(plan, {"old": amounts(100, 0.1, 5), "new": amounts(100, 3, 5)})
    assert verdict.verdict is Outcome.inconclusive
    assert any("no interval is finite" in warning for warning in verdict.warnings)


def test_a_batch_with_more_measurements_than_units_cannot_be() -> None:
    """A row is not a unit: ten visits of one person are one unit."""
    with pytest.raises(InvalidField, match="units"):
        Observation.of(
            {
                "experiment_id": 1,
                "at": AT,
                "recorded_by": "Ada",
                "arms": {
                    "all": {"units": 100, "statistics": {"m": {"kind": "counts", "successes": 5, "trials": 1000}}}
                },
            }
        )
