"""Each check of the data at its limit: ok on one side, warned or failed on the other, with number and sentence."""

from __future__ import annotations

import time
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from experiments.health.missing import uneven_p
from experiments.health.result import FAILS, WARNS
from experiments.health.split import sample_ratio, split_p
from experiments.observation import UNRECORDED, Faults, Source
from experiments.plan import Plan
from experiments.verdict import HealthCheck, Outcome, Status, Verdict
from tests.experiments.recorded import amounts, arm, batch, benchmark, controlled, counts, judged

_HALVES = {"old": 0.5, "new": 0.5}


def _check(verdict: Verdict, name: str) -> HealthCheck | None:
    found = [check for check in verdict.health if check.check == name]
    return found[0] if found else None


def _status(verdict: Verdict, name: str) -> Status | None:
    found = _check(verdict, name)
    return found.status if found else None


# Split


def test_the_split_check_is_ok_warns_and_fails_at_its_limits() -> None:
    """10,000 units: p is 0.01 at 5,129 against 4,871, and 0.001 at 5,165 against 4,835."""
    at = {n: sample_ratio({"old": n, "new": 10_000 - n}, _HALVES) for n in (5000, 5128, 5129, 5164, 5165)}
    assert [at[n].status for n in at] == [Status.ok, Status.ok, Status.warn, Status.warn, Status.fail]
    assert at[5165].value == pytest.approx(stats.chisquare([5165, 4835]).pvalue)
    assert (at[5165].limit, at[5129].limit) == (FAILS, WARNS)
    assert "5,165 / 4,835" in at[5165].message
    assert "50 : 50" in at[5165].message


def test_the_planned_split_is_what_counts() -> None:
    assert sample_ratio({"old": 9000, "new": 1000}, {"old": 0.9, "new": 0.1}).status is Status.ok
    assert sample_ratio({"old": 9000, "new": 1000}, _HALVES).status is Status.fail


def _exact(split: tuple[int, ...], shares: tuple[float, ...]) -> float:
    """The chance of a split no likelier than this one, by listing them all."""
    n = sum(split)
    every = [other for other in np.ndindex(*[n + 1] * len(split)) if sum(other) == n]
    chances = stats.multinomial.pmf(every, n, shares)
    return float(chances[chances <= stats.multinomial.pmf(split, n, shares) * (1 + 1e-7)].sum())


@pytest.mark.parametrize(
    ("split", "shares"),
    [((8, 0), (0.5, 0.5)), ((5, 3), (0.5, 0.5)), ((8, 4, 2), (1 / 3, 1 / 3, 1 / 3)), ((30, 0), (0.9, 0.1))],
)
def test_a_small_split_is_judged_exactly(split: tuple[int, ...], shares: tuple[float, ...]) -> None:
    assert split_p(np.array(split, float), np.array(shares)) == pytest.approx(_exact(split, shares), rel=1e-9)


@pytest.mark.parametrize(
    ("shares", "n", "factor"),
    [
        ((0.5, 0.5), 9, 1.0),
        ((0.9, 0.1), 14, 1.0),
        ((1 / 3, 1 / 3, 1 / 3), 12, 1.0),
        ((0.5, 0.5), 40, 1.0),
        ((0.9, 0.1), 100, 1.0),
    ],
)
def test_a_fair_split_fails_no_more_often_than_its_limit(shares: tuple[float, ...], n: int, factor: float) -> None:
    """Every split that could come about, weighed by its chance."""
    every = [split for split in np.ndindex(*[n + 1] * len(shares)) if sum(split) == n]
    for limit in (FAILS, WARNS):
        failing = [split for split in every if split_p(np.array(split, float), np.array(shares)) < limit]
        assert sum(stats.multinomial.pmf(split, n, shares) for split in failing) <= limit * factor


@given(st.lists(st.integers(1, 10**9), min_size=2, max_size=6))
def test_any_split_has_a_p_value(units: list[int]) -> None:
    p = split_p(np.array(units, float), np.full(len(units), 1 / len(units)))
    assert 0 <= p <= 1


def test_a_missing_arm_is_nothing_to_judge() -> None:
    plan = controlled(shares={"old": 0.5, "new": 0.5}, planned_size=100)
    verdict = judged(plan, {"old": counts(10, 100)})
    assert (verdict.verdict, _status(verdict, "arms")) == (Outcome.invalid, Status.fail)
    assert "'new'" in verdict.reason


def test_a_benchmark_has_no_split() -> None:
    assert _check(judged(benchmark(), {"all": counts(10, 100)}), "sample ratio") is None


# Assignment


@pytest.mark.parametrize(("number", "status"), [(0, None), (1, Status.warn), (10, Status.warn), (11, Status.fail)])
@pytest.mark.parametrize(
    ("fault", "name"),
    [
        ("duplicate_units", "duplicate units"),
        ("units_in_two_arms", "units in two arms"),
        ("rows_without_arm", "rows without arm"),
    ],
)
def test_one_percent_of_faulty_units_is_the_most_that_passes(
    fault: str, name: str, number: int, status: Status | None
) -> None:
    faulty = batch({"old": counts(50, 500), "new": counts(50, 500)}, faults=Faults(**{fault: number}))
    assert _status(judged(controlled(planned_size=1000), faulty), name) is status


def test_rows_of_unknown_arms_are_named_with_their_number() -> None:
    faulty = batch({"old": counts(50, 500), "new": counts(50, 500)}, faults=Faults(unknown_arms={"newer": 1200}))
    found = _check(judged(controlled(planned_size=1000), faulty), "unknown arms")
    assert found is not None
    assert found.status is Status.warn
    assert "'newer' (1,200)" in found.message


# Missing values


def _missing(old: int, new: int, n: int = 1000) -> Verdict:
    return judged(
        controlled(planned_size=2 * n),
        {"old": arm(counts(100, n - old), units=n), "new": arm(counts(100, n - new), units=n)},
    )


def test_no_missing_value_is_not_mentioned() -> None:
    assert _check(_missing(0, 0), "missing values: m") is None


def test_as_many_missing_in_each_arm_is_a_warning() -> None:
    found = _check(_missing(30, 34), "missing values: m")
    assert found is not None
    assert (found.status, found.value) == (Status.warn, pytest.approx(0.032))
    assert "old 30, new 34" in found.message


def test_more_missing_in_one_arm_fails_because_the_arms_are_no_longer_alike() -> None:
    verdict = _missing(10, 60)
    assert (_status(verdict, "missing values: m"), verdict.verdict) == (Status.fail, Outcome.invalid)


def test_few_missing_in_a_small_arm_are_not_overlooked() -> None:
    """Under one is expected in the small arm and fifteen are seen: χ² does not apply, the exact test does."""
    plan = controlled(shares={"old": 0.96, "new": 0.04}, planned_size=5200)
    verdict = judged(plan, {"old": counts(250, 5000), "new": arm(counts(10, 185), units=200)})
    assert _status(verdict, "missing values: m") is Status.fail


@pytest.mark.parametrize("table", [[[0, 5000], [15, 185]], [[3, 40], [5, 30]], [[0, 1000], [9, 991]], [[2, 3], [0, 5]]])
def test_small_numbers_missing_are_compared_exactly(table: list[list[int]]) -> None:
    assert uneven_p(np.array(table, float)) == pytest.approx(stats.fisher_exact(table).pvalue, rel=1e-6)


def test_large_numbers_missing_are_compared_by_chi_squared() -> None:
    table = [[100, 900], [140, 860], [90, 910]]
    expected = stats.chi2_contingency(table, correction=False).pvalue
    assert uneven_p(np.array(table, float)) == pytest.approx(expected, rel=1e-9)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 3000)), min_size=2, max_size=4))
@settings(max_examples=100)
def test_any_pattern_of_missing_values_has_a_p_value(rows: list[tuple[int, int]]) -> None:
    table = np.array(rows, float)
    if table[:, 0].sum():
        assert 0 <= uneven_p(table) <= 1


def test_huge_arms_beside_a_tiny_one_are_compared_in_no_time() -> None:
    began = time.perf_counter()
    assert 0 <= uneven_p(np.array([[4e8, 6e8], [4e8, 6e8], [1, 3]])) <= 1
    assert time.perf_counter() - began < 5


# Values


def test_a_rate_of_none_or_all_is_asked_about() -> None:
    assert _status(judged(benchmark(), {"all": counts(0, 50)}), "constant: m") is Status.warn
    assert _status(judged(benchmark(), {"all": counts(50, 50)}), "constant: m") is Status.warn
    assert _check(judged(benchmark(), {"all": counts(1, 50)}), "constant: m") is None


def test_none_of_a_handful_is_nothing_unusual() -> None:
    assert _check(judged(benchmark(), {"all": counts(0, 9)}), "constant: m") is None


def _mean(**fields: object) -> Plan:
    return benchmark(kind="mean", bar=1.0, target=2.0, planned_size=2, **fields)


def test_a_mean_without_spread_cannot_be_judged() -> None:
    verdict = judged(_mean(), {"all": amounts(50, 3, 0)})
    assert (verdict.verdict, _status(verdict, "constant: m")) == (Outcome.invalid, Status.fail)


def test_a_mean_of_one_unit_cannot_be_judged_and_one_of_few_is_warned_about() -> None:
    assert _status(judged(_mean(), {"all": amounts(1, 3, 0)}), "units: m") is Status.fail
    assert _status(judged(_mean(), {"all": amounts(9, 3, 1)}), "units: m") is Status.warn
    assert _check(judged(_mean(), {"all": amounts(10, 3, 1)}), "units: m") is None


@pytest.mark.parametrize(
    ("n", "largest", "status"),
    [
        (10_000, 299.9, None),  # a hundredth of 30,000 is 300
        (10_000, 300.1, Status.warn),
        (100, 29.9, None),  # of few, ten units' worth is allowed
        (100, 30.1, Status.warn),
    ],
)
def test_one_unit_may_carry_one_percent_of_the_total(n: int, largest: float, status: Status | None) -> None:
    assert _status(judged(_mean(), {"all": amounts(n, 3, 10, largest=largest)}), "largest unit: m") is status


def test_a_metric_nobody_measured_is_said_by_name() -> None:
    guardrail = {"name": "kept", "role": "guardrail", "margin": 0.02}
    plan = controlled(planned_size=400, more=[guardrail])
    verdict = judged(plan, {"old": counts(20, 200), "new": counts(44, 200)})
    assert _status(verdict, "measured: kept") is Status.fail
    assert "kept" in verdict.reason


def test_every_check_says_what_it_saw() -> None:
    faulty = batch(
        {"old": arm(counts(50, 470), units=500), "new": arm(counts(50, 480), units=600)},
        faults=Faults(duplicate_units=3, units_in_two_arms=2, rows_without_arm=1, examples=("u17",)),
    )
    for found in judged(controlled(planned_size=1000), faulty).health:
        assert found.message
        assert found.value is not None


def test_what_a_reader_took_for_granted_is_a_caution_until_the_batch_is_replaced() -> None:
    plan = benchmark()
    noted = Source(kind="file", notes=("it is read as Windows-1252", "2 cells hold an error"))
    verdict = judged(plan, batch({"all": counts(20, 100)}, source=noted, id=1))
    check = _check(verdict, "as read")
    assert check is not None
    assert (check.status, check.message) == (Status.warn, "it is read as Windows-1252; 2 cells hold an error")
    assert "notes" not in Source(kind="file").model_dump()


@pytest.mark.parametrize(("last", "status"), [(0, None), (1, None), (2, Status.warn), (400, Status.warn)])
def test_data_from_days_after_the_recording_are_a_caution(last: int, status: Status | None) -> None:
    one = batch({"all": counts(20, 100)})
    days = {"first": one.at.date() - timedelta(days=3), "last": one.at.date() + timedelta(days=last)}
    plan = benchmark()
    assert _status(judged(plan, one.but(source=Source(kind="file", **days))), "future dates") is status
    unrecorded = one.but(source=Source(kind="file", **days), at=UNRECORDED)
    assert _status(judged(plan, unrecorded), "future dates") is None
