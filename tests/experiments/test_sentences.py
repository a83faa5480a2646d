"""The sentences of a verdict: they name metric, bar and number, and never say what the numbers do not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.observation import Statistic
from experiments.phrases import size_words
from experiments.plan import Plan
from experiments.verdict import Outcome, Verdict
from tests.experiments.recorded import amounts, arm, benchmark, controlled, counts, judged, only


def _number(text: str) -> float:
    return float(re.sub(r"[+,%€]|points?|units?", "", text.replace("−", "-")).strip().rstrip("."))


_SIDES = "above your bar of|below your bar of|below the|above the"
_LIMIT = re.compile(rf"it is (at least|at most) (.+?), ({_SIDES}) (.+?)(?: you expected)?\.(?: |$)")


def _claims(verdict: Verdict) -> list[tuple[str, float, str, float]]:
    """The limit sentences: word, limit, side, and what it is held against."""
    return [
        (word, _number(limit), side.split()[0], _number(mark))
        for word, limit, side, mark in _LIMIT.findall(verdict.reason)
    ]


def _agrees_with_itself(verdict: Verdict) -> None:
    for word, limit, side, mark in _claims(verdict):
        assert limit > mark if side == "above" else limit < mark, verdict.reason
        assert (word == "at least") == (side == "above")


@given(
    st.integers(0, 5000), st.integers(1, 5000), st.sampled_from([(0.1, 0.2), (0.5, 0.50001), (0.3333333, 0.6666666)])
)
def test_a_shown_limit_never_lies_on_the_wrong_side_of_what_it_is_held_against(
    x: int, n: int, question: tuple[float, float]
) -> None:
    verdict = judged(benchmark(bar=question[0], target=question[1], planned_size=1), {"all": counts(min(x, n), n)})
    if verdict.verdict in (Outcome.invest, Outcome.stop):
        assert _claims(verdict), verdict.reason
    _agrees_with_itself(verdict)


@given(st.integers(1, 9999))
@settings(max_examples=50)
def test_a_bar_just_below_the_limit_is_told_apart_from_it(step: int) -> None:
    """The bar is moved to within a hair of the limit; the sentence grows the digits it needs."""
    found = judged(benchmark(bar=0.05, target=0.5, planned_size=1), {"all": counts(150 + step % 50, 1000)})
    lower = only(found).lower
    assert lower is not None
    bar = lower - step * 1e-10
    _agrees_with_itself(judged(benchmark(bar=bar, target=0.5, planned_size=1), {"all": counts(150 + step % 50, 1000)}))


def test_amounts_in_the_billions_do_not_round_onto_their_bar() -> None:
    plan = benchmark(kind="mean", bar=1e9, target=1e9 + 10, planned_size=2)
    verdict = judged(plan, {"all": amounts(10**6, 1e9 + 0.3, 100)})
    assert verdict.verdict is Outcome.invest
    assert _claims(verdict)
    _agrees_with_itself(verdict)


@pytest.mark.parametrize("direction", ["increase", "decrease"])
@pytest.mark.parametrize("new", [100, 160, 200, 240, 300])
def test_decreases_are_said_the_right_way_round(direction: str, new: int) -> None:
    sign = 1 if direction == "increase" else -1
    plan = controlled(direction=direction, bar=sign * 0.01, target=sign * 0.06, planned_size=2000)
    verdict = judged(plan, {"old": counts(200, 1000), "new": counts(new, 1000)})
    _agrees_with_itself(verdict)
    if verdict.verdict is Outcome.invest:
        assert ("above your bar" in verdict.reason) == (direction == "increase")


@pytest.mark.parametrize(
    ("plan", "arms", "parts"),
    [
        (benchmark(planned_size=80), {"all": counts(20, 80)}, ["m: 20 of 80 (25%)", "at least", "your bar of 10%"]),
        (benchmark(planned_size=80), {"all": counts(4, 80)}, ["m: 4 of 80 (5%)", "at most", "20% you expected"]),
        (benchmark(planned_size=40), {"all": counts(6, 40)}, ["6 of 40 (15%)", "bar of 10%", "20% you expected"]),
        (
            controlled(planned_size=400),
            {"old": counts(20, 200), "new": counts(44, 200)},
            ["44 of 200 (22%) in new", "20 of 200 (10%) in old", "+12 points", "your bar of 0 points"],
        ),
        (
            controlled(kind="mean", unit="€", bar=0.0, target=2.0, planned_size=400),
            {"old": amounts(200, 10, 4), "new": amounts(200, 12, 4)},
            ["12 € (n 200) in new", "10 € (n 200) in old", "+2 €"],
        ),
    ],
)
def test_a_reason_names_the_metric_what_was_counted_and_what_it_is_held_against(
    plan: Plan, arms: dict[str, Statistic], parts: list[str]
) -> None:
    reason = judged(plan, arms).reason
    for part in parts:
        assert part in reason


@pytest.mark.parametrize(
    ("x", "n", "part"),
    [
        (30, 80, "5% of the time"),
        (4, 80, "20% of the time"),
        (6, 40, "does not say that there is no effect"),
    ],
)
def test_a_verdict_says_what_it_does_not_mean(x: int, n: int, part: str) -> None:
    assert part in judged(benchmark(planned_size=n), {"all": counts(x, n)}).not_said


def test_the_error_rates_in_the_sentences_are_those_of_the_plan() -> None:
    plan = benchmark(planned_size=80, alpha=0.01, beta=0.1)
    assert "1% of the time" in judged(plan, {"all": counts(40, 80)}).not_said
    assert "10% of the time" in judged(plan, {"all": counts(4, 80)}).not_said


def test_harm_is_said_as_harm_and_within_the_margin_as_within_it() -> None:
    guardrail = {"name": "kept", "role": "guardrail", "margin": 0.02}
    plan = controlled(planned_size=200_000, more=[guardrail])

    def verdict(kept: int) -> Verdict:
        return judged(
            plan,
            {
                "old": arm(m=counts(10_000, 100_000), kept=counts(50_000, 100_000)),
                "new": arm(m=counts(25_000, 100_000), kept=counts(kept, 100_000)),
            },
        )

    far = verdict(45_000)
    assert far.verdict is Outcome.stop
    assert "kept is shown to fall" in far.reason
    assert "less than the margin" not in far.reason
    assert "5% of the time" not in far.not_said
    near = verdict(49_300)
    if near.verdict is Outcome.stop:
        assert "though by less than the margin of −2 points" in near.reason


def test_a_fall_that_is_better_is_not_called_one_where_it_rises() -> None:
    plan = controlled(direction="decrease", bar=0.0, target=-0.05, planned_size=4000)
    verdict = judged(plan, {"old": counts(300, 2000), "new": counts(400, 2000)})
    assert "m is shown to rise" in verdict.reason


def test_what_a_stop_does_not_say_is_about_the_arm_it_names() -> None:
    plan = controlled(bar=0.0, target=0.05, planned_size=6000)
    verdict = judged(plan, {"old": counts(200, 2000), "blue": counts(100, 2000), "green": counts(205, 2000)})
    assert verdict.verdict is Outcome.stop
    assert "green" in verdict.reason
    assert "got worse" not in verdict.not_said


def test_an_unseen_test_says_how_much_is_in_and_how_much_is_to_come() -> None:
    verdict = judged(benchmark(planned_size=1200, pace={"units_per_day": 40}), {"all": counts(7, 200)}, final=False)
    assert "200 of 1,200" in verdict.reason
    assert "1,000 more units" in verdict.next_step
    assert "25 days" in verdict.next_step


@pytest.mark.parametrize(("pace", "said"), [(40, "25 days"), (1000, "about 1 day at"), (1300, "less than a day at")])
def test_a_day_is_one_day_and_a_part_of_it_less_than_one(pace: int, said: str) -> None:
    plan = benchmark(planned_size=1200, pace={"units_per_day": pace})
    verdict = judged(plan, {"all": counts(7, 200)}, final=False)
    assert said in verdict.next_step


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (benchmark(), "1,200 units"),
        (controlled(), "1,200 units over all arms"),
        (controlled(columns={"cluster": "shop"}), "1,200 clusters over all arms"),
        (Plan.of({"comparison": "paired", "metric": [{"name": "m", "bar": 0, "target": 0.1}]}), "1,200 pairs"),
    ],
)
def test_a_size_says_what_it_counts(plan: Plan, said: str) -> None:
    assert size_words(plan, 1200) == said
    assert size_words(benchmark(), 1) == "1 unit"


def test_one_missing_unit_is_one_unit() -> None:
    verdict = judged(benchmark(planned_size=201), {"all": counts(7, 200)}, final=False)
    assert "1 more unit" in verdict.next_step
    assert "1 more units" not in verdict.next_step


def test_a_guardrail_that_blocks_is_explained_with_its_worst_case_and_its_margin() -> None:
    guardrail = {"name": "kept", "role": "guardrail", "margin": 0.02}
    plan = controlled(bar=0.0, target=0.05, planned_size=4000, more=[guardrail])
    verdict = judged(
        plan,
        {
            "old": arm(m=counts(200, 2000), kept=counts(1000, 2000)),
            "new": arm(m=counts(300, 2000), kept=counts(990, 2000)),
        },
    )
    assert "kept is not shown to stay within its margin" in verdict.reason
    assert "allowed is −2 points" in verdict.reason


@given(st.integers(0, 120), st.integers(0, 120), st.sampled_from(["difference", "relative"]))
@settings(max_examples=30)
def test_no_sentence_is_empty_or_has_holes(old: int, new: int, scale: str) -> None:
    verdict = judged(controlled(scale=scale, planned_size=240), {"old": counts(old, 120), "new": counts(new, 120)})
    for sentence in (verdict.reason, verdict.not_said, verdict.next_step):
        assert sentence.endswith(".")
        assert "None" not in sentence
        assert "nan" not in sentence.lower()
        assert "  " not in sentence
