"""Whole curves held together: the numbers of statsmodels, and what exchanging arms must do."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from statsmodels.duration.hazard_regression import PHReg
from statsmodels.duration.survfunc import survdiff

from experiments.inference.hazards import cox, log_rank
from experiments.statistic import EventTable

moments = st.lists(st.tuples(st.integers(1, 12), st.booleans()), min_size=3, max_size=25)
Course = list[tuple[int, bool]]


def _table(course: Course) -> EventTable:
    times = sorted({time for time, _ in course})
    return EventTable(
        times=tuple(float(time) for time in times),
        events=tuple(course.count((time, True)) for time in times),
        censored=tuple(course.count((time, False)) for time in times),
    )


def _rows(first: Course, second: Course) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    times = np.array([time for time, _ in first + second], float)
    events = np.array([event for _, event in first + second], int)
    return times, events, np.array([1] * len(first) + [0] * len(second))


@settings(max_examples=50, deadline=None)
@given(moments, moments)
def test_the_log_rank_test_is_that_of_statsmodels(first: Course, second: Course) -> None:
    assume(any(event for _, event in first + second))
    found = log_rank(_table(first), _table(second))
    assume(found.chi2 > 1e-9)
    times, events, arm = _rows(first, second)
    chi2, p = survdiff(times, events, arm)
    assert found.chi2 == pytest.approx(chi2, rel=1e-8)
    assert found.p == pytest.approx(p, rel=1e-8)


@settings(max_examples=50, deadline=None)
@given(moments, moments, st.sampled_from(["efron", "breslow"]))
def test_the_hazard_ratio_is_that_of_statsmodels_with_ties(first: Course, second: Course, ties: str) -> None:
    found = cox(_table(first), _table(second), ties=ties)
    assume(0.02 < found.ratio < 50)
    times, events, arm = _rows(first, second)
    other = PHReg(times, arm[:, None].astype(float), status=events, ties=ties).fit()
    assert np.log(found.ratio) == pytest.approx(other.params[0], abs=1e-4)
    assert found.log_error == pytest.approx(other.bse[0], rel=1e-3)


@settings(max_examples=50, deadline=None)
@given(moments, moments)
def test_exchanging_arms_turns_the_ratio_over(first: Course, second: Course) -> None:
    one, other = (cox(_table(a), _table(b)) for a, b in ((first, second), (second, first)))
    assume(0 < one.ratio < inf)
    assert one.ratio == pytest.approx(1 / other.ratio, rel=1e-6)
    assert one.lower == pytest.approx(1 / other.upper, rel=1e-6)
    assert log_rank(_table(first), _table(second)).p == pytest.approx(log_rank(_table(second), _table(first)).p)


def test_an_arm_without_events_gives_no_interval_but_a_log_rank_p() -> None:
    none, all_ = [(9, False)] * 10, [(time, True) for time in range(1, 9)]
    found = cox(_table(none), _table(all_))
    assert (found.ratio, found.lower, found.upper) == (0, 0, inf)
    assert log_rank(_table(none), _table(all_)).p < 0.001
