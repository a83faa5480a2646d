"""The exact unconditional test: its p-values by brute force, its error rates by enumerating every outcome."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from experiments.inference.exact import ExactUnconditional
from experiments.inference.proportion import ExactScore
from experiments.inference.score import Contrast, Difference, Lift
from experiments.monitoring import Bounds, Question
from experiments.monitoring.fixed import agreeing, at_levels
from experiments.plan import Direction

contrasts = st.sampled_from([Difference(), Lift()])
_FINE = np.sin(np.linspace(0, np.pi / 2, 1501)) ** 2


def _chances(n: int, rates: np.ndarray) -> np.ndarray:
    return np.asarray(stats.binom.pmf(np.arange(n + 1)[:, None], n, rates))


def _brute(contrast: Contrast, table: tuple[int, int, int, int], null: float, rates: np.ndarray) -> float:
    """List all tables at least as far above the null; take the largest chance of them over the control rate."""
    x1, n1, x2, n2 = table
    first, second = np.meshgrid(np.arange(n1 + 1.0), np.arange(n2 + 1.0), indexing="ij")
    z = contrast.score(first, n1, second, n2, null)
    observed = z[x1, x2]
    region = z >= (observed - 1e-9 * max(1.0, abs(observed)) if np.isfinite(observed) else observed)
    low, high = contrast.nuisance(null)
    p2 = low + (high - low) * rates
    return float((_chances(n1, contrast.first(p2, null)) * (region.astype(float) @ _chances(n2, p2))).sum(0).max())


@st.composite
def small_tables(draw: st.DrawFn, most: int = 30) -> tuple[int, int, int, int]:
    n1, n2 = draw(st.integers(1, most)), draw(st.integers(1, most))
    return draw(st.integers(0, n1)), n1, draw(st.integers(0, n2)), n2


@settings(max_examples=100)
@given(small_tables(), contrasts, st.floats(-0.6, 0.8))
def test_the_p_value_is_the_largest_chance_over_the_control_rate(
    table: tuple[int, int, int, int], contrast: Contrast, null: float
) -> None:
    found = ExactUnconditional(contrast, *table).p_above(null)
    assert found == pytest.approx(min(1.0, _brute(contrast, table, null, _FINE)), rel=2e-4, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(small_tables(most=150), contrasts, st.floats(-0.6, 0.8).map(lambda null: round(null, 6)))
def test_the_p_value_is_never_short_of_the_largest_chance_by_a_millionth(
    table: tuple[int, int, int, int], contrast: Contrast, null: float
) -> None:
    found = ExactUnconditional(contrast, *table).p_above(null)
    assert found >= min(1.0, _brute(contrast, table, null, _FINE)) - 1e-6


@settings(max_examples=25, deadline=None)
@given(small_tables(most=60), contrasts, st.sampled_from([0.05, 0.2]))
def test_the_p_value_passes_the_level_at_the_lower_limit(
    table: tuple[int, int, int, int], contrast: Contrast, level: float
) -> None:
    """By brute force on both sides of the limit, so that limits and p-values cannot share a fault."""
    limit = ExactUnconditional(contrast, *table).lower(level)
    if not -0.999 < limit < 50:
        return
    width = 1e-4 * (1 + abs(limit))
    assert _brute(contrast, table, limit - width, _FINE) <= level + 1e-6
    assert _brute(contrast, table, limit + width, _FINE) >= level - 1e-4


@pytest.mark.parametrize(
    ("contrast", "table", "null"),
    [
        (Difference(), (2, 85, 7, 115), -0.0895361471869136),
        (Difference(), (58, 263, 0, 5), 0.0),
        (Difference(), (31, 127, 19, 148), 0.0),
        (Lift(), (54, 88, 64, 124), 0.05583576548566005),
        (Lift(), (42, 91, 6, 42), 0.8974309349884579),
        (Difference(), (76, 138, 51, 131), 0.0),
        (Lift(), (21, 75, 22, 145), 0.0),
    ],
)
def test_a_second_peak_of_the_nuisance_is_not_overlooked(
    contrast: Contrast, table: tuple[int, int, int, int], null: float
) -> None:
    """Larger tables have many peaks close together; one that is missed makes the p-value too small."""
    found = ExactUnconditional(contrast, *table).p_above(null)
    assert found == pytest.approx(_brute(contrast, table, null, np.linspace(0, 1, 4001)), rel=2e-4)


def test_searching_only_where_the_rate_can_be_never_raises_the_p_value() -> None:
    """Above 300 units the nuisance is searched within a tight interval, and its error added."""
    for n in (151, 170):
        found = ExactUnconditional(Difference(), 14, n, 4, n).p_above(0.0)
        assert 0.8 * stats.fisher_exact([[14, n - 14], [4, n - 4]], "greater").pvalue / 2 < found
        assert found <= _brute(Difference(), (14, n, 4, n), 0.0, _FINE) + 1e-6


@pytest.mark.slow
@pytest.mark.parametrize(("n1", "n2"), [(155, 155), (30, 300)])
@pytest.mark.parametrize("bar", [0.0, 0.1])
def test_searching_only_where_the_rate_can_be_keeps_alpha(n1: int, n2: int, bar: float) -> None:
    first, second = np.meshgrid(np.arange(n1 + 1.0), np.arange(n2 + 1.0), indexing="ij")
    rough = special.ndtr(-Difference().score(first, n1, second, n2, bar))
    invests = rough <= 0.002
    for x1, x2 in np.argwhere((rough > 0.002) & (rough < 0.1)):
        invests[x1, x2] = ExactUnconditional(Difference(), int(x1), n1, int(x2), n2).p_above(bar) <= 0.05
    assert _largest(n1, n2, bar, invests) <= 0.05 + 1e-6


@given(small_tables(most=20), contrasts)
@settings(max_examples=30)
def test_exchanging_arms_mirrors_the_test(table: tuple[int, int, int, int], contrast: Contrast) -> None:
    x1, n1, x2, n2 = table
    one, other = ExactScore(contrast, *table), ExactScore(contrast, x2, n2, x1, n1)
    for null in (-0.2, 0.0, 0.25):
        assert one.p_above(null) == pytest.approx(other.p_below(contrast.swapped(null)), rel=1e-9)


@given(small_tables(most=400), contrasts, st.floats(-0.6, 0.8))
@settings(max_examples=80)
def test_the_two_tails_together_hold_every_table(
    table: tuple[int, int, int, int], contrast: Contrast, null: float
) -> None:
    """Data far above a null must not be called far below it as well."""
    found = ExactScore(contrast, *table)
    assert found.p_above(null) + found.p_below(null) >= 1 - 1e-9


@given(small_tables(most=15), st.sampled_from([0.05, 0.2]))
@settings(max_examples=8)
def test_limits_mirror_nest_and_hold_the_estimate(table: tuple[int, int, int, int], level: float) -> None:
    x1, n1, x2, n2 = table
    one, other = ExactScore(Difference(), *table), ExactScore(Difference(), x2, n2, x1, n1)
    assert one.lower(level) == pytest.approx(-other.upper(level), abs=1e-5)
    assert one.lower(0.025) <= one.lower(level) <= one.estimate <= one.upper(level) <= one.upper(0.025)


@given(small_tables(most=15), st.sampled_from([0.05, 0.2]))
@settings(max_examples=15)
def test_nulls_a_little_below_the_lower_limit_are_refused(table: tuple[int, int, int, int], level: float) -> None:
    found = ExactScore(Difference(), *table)
    lower = found.lower(level)
    for null in (lower - 1e-4, lower - 0.01):
        if null > -1:
            assert found.p_above(null) <= level
    assert found.p_above(min(lower + 1e-4, 1.0)) >= level


# Error rates


def _bounded(found: ExactScore, question: Question) -> Bounds:
    return agreeing(at_levels(found, question, question.alpha, question.beta), question)


def _bounds(n1: int, n2: int, question: Question) -> list[list[Bounds]]:
    return [
        [_bounded(ExactScore(Difference(), x1, n1, x2, n2), question) for x2 in range(n2 + 1)] for x1 in range(n1 + 1)
    ]


def _largest(n1: int, n2: int, difference: float, counted: np.ndarray) -> float:
    """The largest chance of the counted tables over 300 control rates, at one true difference."""
    low, high = Difference().nuisance(difference)
    p2 = low + (high - low) * np.linspace(0.0005, 0.9995, 300)
    return float((_chances(n1, p2 + difference) * (counted.astype(float) @ _chances(n2, p2))).sum(0).max())


def _keeps_its_rates(n1: int, n2: int, bar: float, target: float, alpha: float, beta: float) -> None:
    found = _bounds(n1, n2, Question(Direction.increase, bar, target, alpha, beta))
    invests = np.array([[bounds.lower > bar for bounds in row] for row in found])
    stops = np.array([[bounds.upper < target for bounds in row] for row in found])
    for below in (bar, bar - 0.05, bar - 0.3):
        assert _largest(n1, n2, below, invests) <= alpha + 1e-6
    for above in (target, target + 0.05, min(target + 0.3, 0.98)):
        assert _largest(n1, n2, above, stops) <= beta + 1e-6
    for truth in (bar, (bar + target) / 2, target):
        outside = np.array([[not bounds.lower <= truth <= bounds.upper for bounds in row] for row in found])
        assert _largest(n1, n2, truth, outside) <= alpha + beta + 1e-6


def test_neither_error_rate_is_passed_at_any_control_rate() -> None:
    """Invest at or below the bar at most alpha, stop at or above the target at most beta, cover 1 − alpha − beta."""
    _keeps_its_rates(6, 7, bar=0.0, target=0.4, alpha=0.05, beta=0.2)


@pytest.mark.slow
@pytest.mark.parametrize(("n1", "n2"), [(8, 10), (12, 12), (20, 15)])
@pytest.mark.parametrize(("bar", "target"), [(0.0, 0.4), (0.1, 0.5), (-0.1, 0.2)])
@pytest.mark.parametrize(("alpha", "beta"), [(0.05, 0.2), (0.01, 0.1)])
def test_neither_error_rate_is_passed_by_larger_tables(
    n1: int, n2: int, bar: float, target: float, alpha: float, beta: float
) -> None:
    _keeps_its_rates(n1, n2, bar, target, alpha, beta)


@pytest.mark.parametrize(("n1", "n2"), [(12, 12), pytest.param(20, 15, marks=pytest.mark.slow)])
def test_p_values_alone_keep_alpha_below_the_bar_too(n1: int, n2: int) -> None:
    """The null hypothesis is everything up to the bar, not the bar alone."""
    for bar in (0.0, 0.15):
        found = np.array(
            [
                [ExactUnconditional(Difference(), x1, n1, x2, n2).p_above(bar) for x2 in range(n2 + 1)]
                for x1 in range(n1 + 1)
            ]
        )
        for below in (bar, bar - 0.1, bar - 0.4):
            assert _largest(n1, n2, below, found <= 0.05) <= 0.05 + 1e-6
