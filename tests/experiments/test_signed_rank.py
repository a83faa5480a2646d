"""Wilcoxon's signed ranks: every p-value by listing all signs, and limits that say what the p-values say."""

from __future__ import annotations

from itertools import product
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from experiments.inference.signed_rank import EXACT_UP_TO, SignedRank, against_before
from experiments.statistic import Tally

levels = st.sampled_from([0.2, 0.05, 0.025])
ratings = st.lists(st.integers(-4, 4), min_size=1, max_size=9)
amounts = st.lists(st.integers(-10_000, 10_000), min_size=1, max_size=25, unique=True)


def _found(differences: list[float]) -> SignedRank:
    values, counts = np.unique(np.array(differences, float), return_counts=True)
    return against_before(
        Tally(values=tuple((float(value),) for value in values), counts=tuple(int(count) for count in counts))
    )


def _all_signs(differences: list[float], null: float) -> float:
    """Give every kept difference either sign, all ways alike, and count those with at least this sum of ranks."""
    shifted = np.array(differences, float) - null
    shifted = shifted[shifted != 0]
    if not len(shifted):
        return 1.0
    ranks = stats.rankdata(np.abs(shifted))
    seen = ranks[shifted > 0].sum()
    ups = np.array([*product((0, 1), repeat=len(ranks))])
    return float(np.mean(ups @ ranks >= seen - 1e-9))


@settings(max_examples=40, deadline=None)
@given(ratings, st.integers(-4, 4))
def test_the_p_value_counts_all_ways_to_give_signs_ties_and_zeros_included(answers: list[int], null: int) -> None:
    assert _found([*answers]).p_above(null) == pytest.approx(_all_signs([*answers], null), abs=1e-12)
    assert _found([*answers]).p_below(null) == pytest.approx(_all_signs([-a for a in answers], -null), abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(amounts.filter(lambda values: 0 not in values and len({abs(v) for v in values}) == len(values)))
def test_without_ties_it_is_the_test_of_scipy(values: list[int]) -> None:
    expected = stats.wilcoxon(values, alternative="greater", method="exact").pvalue
    assert _found([*values]).p_above(0.0) == pytest.approx(expected, rel=1e-9)


@settings(max_examples=60, deadline=None)
@given(amounts, levels, st.integers(-21_000, 21_000))
def test_the_limit_lies_above_a_null_exactly_where_the_p_value_refuses_it(
    values: list[int], level: float, doubled: int
) -> None:
    found, null = _found([*values]), doubled / 2 + 0.25
    assert (found.p_above(null) <= level) == (found.lower(level) >= null)
    assert (found.p_below(null) <= level) == (found.upper(level) <= null)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-4, 4), min_size=1, max_size=40), levels, st.integers(-20, 20))
def test_no_null_below_the_lower_limit_is_left_standing_by_tied_answers(
    answers: list[int], level: float, quarters: int
) -> None:
    found, null = _found([*answers]), quarters / 4
    if null <= found.lower(level):
        assert found.p_above(null) <= level
    if null >= found.upper(level):
        assert found.p_below(null) <= level


@settings(max_examples=40, deadline=None)
@given(amounts, levels)
def test_turning_all_signs_turns_the_estimate_and_the_limits(values: list[int], level: float) -> None:
    one, other = _found([*values]), _found([-value for value in values])
    assert one.estimate == pytest.approx(-other.estimate)
    assert one.lower(level) == -other.upper(level)
    assert one.lower(level) <= one.estimate <= one.upper(level)


@settings(max_examples=40, deadline=None)
@given(ratings)
def test_the_estimate_is_the_median_of_all_pairwise_means(answers: list[int]) -> None:
    means = [(a + b) / 2 for place, a in enumerate(answers) for b in answers[place:]]
    assert _found([*answers]).estimate == pytest.approx(float(np.median(means)))


def test_few_pairs_leave_the_limits_open() -> None:
    found = _found([1, 2, 3, 5])
    assert found.p_above(-100) == 1 / 16
    assert found.lower(0.05) == -inf
    assert found.upper(0.05) == inf
    assert found.lower(0.1) == pytest.approx(1)


def test_where_nothing_changed_nothing_is_claimed() -> None:
    found = _found([0.0] * 12)
    assert (found.estimate, found.p_above(0.0), found.p_below(0.0)) == (0.0, 1.0, 1.0)


@pytest.mark.parametrize("step", [0.01, 1.0])
def test_beyond_two_hundred_pairs_it_is_the_corrected_normal_test_of_scipy(step: float) -> None:
    drawn = np.random.default_rng(5).normal(0.1, 1, EXACT_UP_TO)
    rounded = np.where(np.round(drawn / step) == 0, step, np.round(drawn / step) * step)
    more = _found([*rounded.tolist(), *np.linspace(-3.005, 3.015, 30).tolist()])
    for null in (-0.1, 0.0, 0.1):
        left = np.round(np.repeat(more.differences, more.counts) - null, 6)
        other = stats.wilcoxon(left, alternative="greater", correction=True, method="asymptotic")
        assert more.p_above(null) == pytest.approx(other.pvalue, rel=1e-6)


def test_the_exact_p_value_of_two_hundred_pairs_hands_over_to_the_normal_one() -> None:
    drawn = np.random.default_rng(5).normal(0.1, 1, EXACT_UP_TO)
    exact, normal = _found([*drawn.tolist()]), stats.wilcoxon(drawn, alternative="greater", method="asymptotic")
    assert exact.p_above(0.0) == pytest.approx(normal.pvalue, rel=0.01)


def test_limits_cover_at_least_as_often_as_they_promise() -> None:
    """Skewless heavy tails (t with 2 df), the shift known: the miss rate over 400 samples of 12 within its error."""
    drawn = np.random.default_rng(11).standard_t(2, (400, 12)) + 3
    missed = np.mean([not _found([*row]).lower(0.05) <= 3 for row in drawn.tolist()])
    assert missed <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 400)


def test_what_is_not_a_difference_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="single numbers"):
        against_before(Tally(values=((1.0, 2.0),), counts=(3,)))
    with pytest.raises(ValueError, match="no pair"):
        against_before(Tally(values=((1.0,),), counts=(0,)))
