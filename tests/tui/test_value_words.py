"""No two different numbers of a verdict read the same: a limit beside the bar tells on which side it fell."""

from __future__ import annotations

import pytest

from experiments.observation import ArmData
from experiments.plan import Comparison, Direction, Kind, Plan, Role, Scale
from experiments.statistic import Coded, Tally
from experiments.summary import numbers
from experiments.verdict import MetricResult
from tui.widgets import verdict_words
from tui.widgets.batch_words import arms_table
from tui.widgets.verdict_words import value_words


def a_result(lower: float, bar: float = 0.1) -> MetricResult:
    """A share held against a bar of 10%."""
    return MetricResult(
        name="sign-ups", arm="all", role=Role.success, kind=Kind.proportion, direction=Direction.increase,
        scale=Scale.difference, estimate=0.12, lower=lower, upper=0.14, bar=bar, target=0.15, alpha=0.05, beta=0.2,
        n={"all": 141}, observed={}, method="exact",
    )  # fmt: skip


@pytest.mark.parametrize("lower", [0.10004, 0.099996, 0.1 + 1e-9])
def test_a_limit_that_only_just_misses_the_bar_never_reads_as_the_bar(lower: float) -> None:
    result = a_result(lower)
    for words in (
        lambda amount: value_words(result, Comparison.benchmark, amount),
        lambda amount: numbers.value(amount, result, None),
    ):
        assert words(result.lower) != words(result.bar)
    assert value_words(a_result(0.09), Comparison.benchmark, 0.1) == "10%"


def test_a_bar_with_more_digits_than_its_limit_is_not_rounded_onto_it() -> None:
    result = a_result(0.1, bar=0.100049)
    assert (numbers.value(result.lower, result, None), numbers.value(result.bar, result, None)) == ("10%", "10.005%")


def test_a_limit_exactly_at_the_bar_reads_as_the_bar() -> None:
    result = a_result(0.1)
    assert numbers.value(result.lower, result, None) == numbers.value(result.bar, result, None) == "10%"


@pytest.mark.parametrize(
    ("seen", "said"),
    [({"e_bar": 3.0}, True), ({"alpha_spent": 0.01}, True), ({}, False)],
    ids=["anytime", "group sequential", "one look"],
)
def test_where_a_plan_looks_often_the_usual_interval_says_that_it_is_of_one_look(seen: dict, said: bool) -> None:
    """The decision interval holds at every look; who reads the 95% interval at each of them is misled more often."""
    result = a_result(0.1).model_copy(update={"ci95": (0.09, 0.15), "p_bar": 0.04, **seen})
    assert ("of one look" in numbers.ci95(result, None)) is said
    (row,) = numbers.rows([result], None)
    assert ("of one look" in row.ci95) is said
    assert ("of one look" in verdict_words.numbers(result, Comparison.benchmark).plain) is said


def test_evidence_of_looks_at_any_time_stands_beside_its_p_value() -> None:
    """What a stake grew to and the p-value that is valid at any time are one over the other."""
    result = a_result(0.12).model_copy(update={"p_bar": 0.01, "p_target": 1.0, "e_bar": 100.0})
    (row,) = numbers.rows([result], None)
    assert row.p == ("bar 0.010", "e-value 100", "target 1.000")
    assert numbers.rows([result.model_copy(update={"e_bar": 2.5e9})], None)[0].p[1] == "e-value 2.5e+09"


def test_a_batch_is_read_back_in_words() -> None:
    """Who recorded it should see at once whether columns or counts were taken for one another."""
    theme = Coded(successes=12, trials=40, both=11, only_first=2, only_second=1, neither=6)
    prices = Tally(values=((4.0, 6.0, 11.0, 15.0), (5.0, 8.0, 12.0, 18.0)), counts=(1, 2))
    plan = Plan.of({"metric": [{"name": "m", "kind": "theme", "bar": 0.1, "target": 0.2}]})
    for found, said in (
        (theme, "of 20 coded twice both found it in 11, only the first in 2, only the second in 1, neither in 6"),
        (prices, "3 people, medians 5, 8, 12, 18"),
        (Tally(values=((-1.0,), (0.0,), (2.0,)), counts=(3, 4, 5)), "12 pairs: 5 up, 3 down"),
    ):
        assert said in arms_table({"all": ArmData(units=40, statistics={"m": found})}, plan).plain
