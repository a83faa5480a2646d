"""A mean of values with known ends, at any time: not refused too often, by enumeration; sums hold no more than rows."""

from __future__ import annotations

from itertools import pairwise
from math import inf, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.anytime.bounded import BoundedSequence, Side, Tuning, Values, of_batches, of_steps, purse
from experiments.statistic import Moments

RATINGS = Tuning(bar=3.5, target=3.9, sd=1.0, planned=100)


def moments(values: np.ndarray) -> Moments:
    spread = float(values.var(ddof=1)) if len(values) > 1 else 0.0
    return Moments(n=len(values), mean=float(values.mean()), variance=spread)


def in_batches(values: np.ndarray, size: int, tuning: Tuning = RATINGS) -> BoundedSequence:
    return of_batches([moments(values[at : at + size]) for at in range(0, len(values), size)], 1.0, 5.0, tuning)


def of_rows(values: np.ndarray, bet: float, null: float) -> float:
    """Return the log capital of all bettors from the values themselves, from 0 to 1."""
    bets, shares = purse(bet)
    held = np.log1p(np.outer(bets, values / null - 1)).sum(axis=1) + shares
    return float(np.logaddexp.reduce(held))


def ever_refused(up: float, down: float, most: int, tuning: Tuning, level: float, *, above: bool) -> float:
    """Return the chance that some of ``most`` looks refuses the true net share, every path counted."""
    null, going, refused = up - down, {(0, 0): 1.0}, 0.0
    tuned = of_steps(0, 0, 1, tuning)
    for n in range(1, most + 1):
        after: dict[tuple[int, int], float] = {}
        for (ups, downs), chance in going.items():
            for step, share in (((ups + 1, downs), up), ((ups, downs + 1), down), ((ups, downs), 1 - up - down)):
                after[step] = after.get(step, 0.0) + chance * share
        going = {}
        for (ups, downs), chance in after.items():
            values = Values(np.array([0.0, 0.5, 1.0]), np.array([downs, n - ups - downs, ups], float))
            if above:
                held = Side(values, tuned.above.bet).log_e((null + 1) / 2)
            else:
                held = Side(values.reflected, tuned.below.bet).log_e((1 - null) / 2)
            if held >= -log(level):
                refused += chance
            else:
                going[ups, downs] = chance
    return refused


@pytest.mark.parametrize(
    ("up", "down", "target", "sd"), [(0.2, 0.2, 0.2, 0.6), (0.1, 0.05, 0.3, 0.5), (0.5, 0.2, 0.5, 0.75)]
)
def test_a_net_share_at_the_bar_is_ever_refused_no_more_often_than_its_level(
    up: float, down: float, target: float, sd: float
) -> None:
    tuning = Tuning(up - down, target, sd, 40)
    ever = ever_refused(up, down, 40, tuning, 0.05, above=True)
    assert 0.005 < ever <= 0.05
    falling = Tuning(up - down - 0.25, up - down, sd, 40)
    assert 0.005 < ever_refused(up, down, 40, falling, 0.2, above=False) <= 0.2


@given(
    st.lists(st.floats(1, 5), min_size=1, max_size=30),
    st.integers(1, 12),
    st.floats(1.05, 4.95),
)
def test_sums_of_batches_never_hold_more_than_the_values_do(values: list[float], size: int, null: float) -> None:
    rows = np.array(values)
    found = in_batches(rows, size)
    above = of_rows((rows - 1) / 4, found.above.bet, (null - 1) / 4)
    below = of_rows((5 - rows) / 4, found.below.bet, (5 - null) / 4)
    assert found.log_e_above(null) <= above + 1e-9 * max(1.0, abs(above))
    assert found.log_e_below(null) <= below + 1e-9 * max(1.0, abs(below))


@given(st.lists(st.sampled_from([1.0, 2.0, 3.0, 4.0, 5.0]), min_size=1, max_size=30), st.floats(1.05, 4.95))
def test_what_is_recorded_one_by_one_loses_nothing(values: list[float], null: float) -> None:
    rows = np.array(values)
    found = in_batches(rows, 1)
    assert found.log_e_above(null) == pytest.approx(of_rows((rows - 1) / 4, found.above.bet, (null - 1) / 4))


@given(st.lists(st.floats(1, 5), min_size=1, max_size=20), st.sampled_from([0.01, 0.05, 0.2]))
def test_limits_are_where_the_p_value_is_the_level(values: list[float], level: float) -> None:
    found = in_batches(np.array(values), 7)
    lower, upper = found.lower(level), found.upper(level)
    assert 1 <= lower <= found.estimate + 1e-9
    assert found.estimate - 1e-9 <= upper <= 5
    if lower > 1.001:
        assert found.p_above(lower) == pytest.approx(level, rel=1e-5)
    if upper < 4.999:
        assert found.p_below(upper) == pytest.approx(level, rel=1e-5)


@given(st.lists(st.floats(1, 5), min_size=2, max_size=20))
def test_evidence_falls_as_the_null_rises(values: list[float]) -> None:
    found = in_batches(np.array(values), 4)
    held = [found.log_e_above(null) for null in np.linspace(1.01, 5, 40)]
    assert all(later <= earlier + 1e-9 for earlier, later in pairwise(held))


def test_nothing_seen_says_nothing() -> None:
    found = of_batches([], 1.0, 5.0, RATINGS)
    assert (found.lower(0.05), found.upper(0.05)) == (1.0, 5.0)
    assert found.log_e_above(3.5) == pytest.approx(0.0, abs=1e-12)
    assert found.p_above(3.5) == pytest.approx(1.0)


def test_values_all_at_an_end_have_a_limit_on_the_other_side_only() -> None:
    best = in_batches(np.full(12, 5.0), 4)
    assert best.upper(0.05) == 5.0
    assert 3.5 < best.lower(0.05) < 5
    assert best.log_e_above(1.0) == inf
    worst = in_batches(np.full(12, 1.0), 4)
    assert worst.lower(0.05) == 1.0
    assert 1 < worst.upper(0.05) < 3.9
    assert worst.log_e_above(1.0) == 0.0


def test_a_look_takes_what_came_since_the_one_before() -> None:
    rng = np.random.default_rng(2)
    values = rng.uniform(1, 5, 30)
    earlier, both = moments(values[:11]), moments(values)
    since = both.since(earlier)
    assert since is not None
    expected = moments(values[11:])
    assert (since.n, since.mean) == (19, pytest.approx(expected.mean))
    assert since.variance == pytest.approx(expected.variance)
    assert both.since(both) == Moments(n=0, mean=0.0, variance=0.0)
    assert earlier.since(both) is None
    assert Moments(n=12, mean=3.0, variance=0.0).since(Moments(n=11, mean=1.0, variance=4.0)) is None
