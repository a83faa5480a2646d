"""One rate, at any time: never refused too often, by full enumeration; laws; extremes."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, inf, log, sqrt
from time import process_time

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import integrate, special, stats

from experiments.anytime import bernoulli, tails
from experiments.anytime.asymptotic import log_e as asymptotic_log_e
from experiments.anytime.bernoulli import BernoulliSequence, BetaMixture
from experiments.statistic import Counts

MOST = 200
PLANS = [
    (0.1, 0.25, 0.05),
    (0.3, 0.5, 0.2),
    (0.02, 0.06, 0.05),
    (0.6, 0.8, 0.1),
    (0.5, 0.51, 0.05),
    (0.9, 0.99, 0.2),
    (0.25, 0.1, 0.05),
]


def sequence(x: int, n: int, bar: float = 0.1, target: float = 0.25) -> BernoulliSequence:
    return bernoulli.against_bar(Counts(successes=x, trials=n), bar, target, None)


def stopping(refuses: Callable[[int, int], bool], rate: float, most: int) -> tuple[np.ndarray, float]:
    """Return the chance to have stopped by each size, and the mean size, looking after every unit up to ``most``."""
    going, stopped, size = np.ones(1), [0.0], 0.0
    for n in range(1, most + 1):
        size += going.sum()
        after = np.zeros(n + 1)
        after[1:] += going * rate
        after[:-1] += going * (1 - rate)
        hit = np.array([after[x] > 0 and refuses(x, n) for x in range(n + 1)])
        stopped.append(stopped[-1] + after[hit].sum())
        after[hit] = 0
        going = after
    return np.array(stopped), float(size)


@pytest.mark.parametrize(("bar", "target", "alpha"), PLANS)
def test_a_rate_at_the_bar_is_ever_refused_no_more_often_than_alpha(bar: float, target: float, alpha: float) -> None:
    wanted = -log(alpha)
    ever, _ = stopping(lambda x, n: sequence(x, n, bar, target).log_e_above(bar) >= wanted, bar, MOST)
    assert ever[5:].max() <= alpha
    ever, _ = stopping(lambda x, n: sequence(x, n, bar, target).log_e_below(target) >= wanted, target, MOST)
    assert ever[5:].max() <= alpha


@pytest.mark.parametrize("rate", [0.05, 0.2, 0.5, 0.97])
def test_limits_ever_miss_the_rate_no_more_often_than_their_level(rate: float) -> None:
    """Whatever rate was planned for; the limits themselves are tried, not the e-values."""
    lower, _ = stopping(lambda x, n: sequence(x, n, 0.3, 0.5).lower(0.1) > rate, rate, 40)
    upper, _ = stopping(lambda x, n: sequence(x, n, 0.3, 0.5).upper(0.1) < rate, rate, 40)
    assert lower[-1] <= 0.1
    assert upper[-1] <= 0.1


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_a_rate_below_the_bar_is_refused_even_less_often(share: float) -> None:
    def ever(rate: float) -> float:
        return float(stopping(lambda x, n: sequence(x, n).log_e_above(0.1) >= log(20), rate, 100)[0][-1])

    assert ever(0.1 * share) < ever(0.1)


@pytest.mark.parametrize(("bar", "target"), [(0.1, 0.25), (0.3, 0.5), (0.6, 0.8), (0.05, 0.15)])
def test_no_more_data_is_needed_than_by_the_sequences_that_platforms_use(bar: float, target: float) -> None:
    """Against the asymptotic sequence with an estimated variance, tuned to the cap, once 5 of each kind are seen."""
    cap = {0.1: 60, 0.3: 60, 0.6: 60, 0.05: 80}[bar]

    def asymptotic(x: int, n: int) -> bool:
        if min(x, n - x) < 5:
            return False
        rate = x / n
        return asymptotic_log_e((rate - bar) / sqrt(rate * (1 - rate) / n), n, cap) >= log(20)

    exact, mean = stopping(lambda x, n: sequence(x, n, bar, target).log_e_above(bar) >= log(20), target, cap)
    other, other_mean = stopping(asymptotic, target, cap)
    assert mean < other_mean
    assert exact[-1] > 0.8 - 0.01
    assert exact[cap // 2] > other[cap // 2]


@pytest.mark.parametrize(("x", "n", "null"), [(9, 20, 0.1), (0, 7, 0.4), (7, 7, 0.9), (30, 400, 0.05)])
def test_the_closed_form_is_the_integral(x: int, n: int, null: float) -> None:
    mixture = BetaMixture(3.0, 4.5)

    def weighted(p: float) -> float:
        return float(stats.beta.pdf(p, 3.0, 4.5) * exp(special.xlogy(x, p / null) + special.xlog1py(n - x, -p)
                     - special.xlog1py(n - x, -null)))  # fmt: skip

    above = integrate.quad(weighted, null, 1, epsabs=0)[0] / stats.beta.sf(null, 3.0, 4.5)
    below = integrate.quad(weighted, 0, null, epsabs=0)[0] / stats.beta.cdf(null, 3.0, 4.5)
    assert mixture.log_e_above(x, n, null) == pytest.approx(log(above), rel=1e-7, abs=1e-7)
    assert mixture.log_e_below(x, n, null) == pytest.approx(log(below), rel=1e-7, abs=1e-7)


counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
plans = st.tuples(st.floats(0.01, 0.98), st.floats(0.01, 0.98)).filter(lambda plan: abs(plan[0] - plan[1]) > 1e-3)
levels = st.sampled_from([0.2, 0.1, 0.05, 0.01, 0.001])


@given(counts, plans, levels, levels)
@settings(deadline=None)
def test_limits_nest_in_level(seen: tuple[int, int], plan: tuple[float, float], one: float, other: float) -> None:
    found = sequence(*seen, *plan)
    low, high = min(one, other), max(one, other)
    assert 0 <= found.lower(low) <= found.lower(high) <= found.estimate
    assert found.estimate <= found.upper(high) <= found.upper(low) <= 1


@given(counts, plans, levels, st.floats(0.001, 0.999))
@settings(deadline=None)
def test_a_null_is_refused_exactly_where_the_limit_excludes_it(
    seen: tuple[int, int], plan: tuple[float, float], level: float, null: float
) -> None:
    found = sequence(*seen, *plan)
    lower, upper = found.lower(level), found.upper(level)
    assume(abs(lower - null) > 1e-6 and abs(upper - null) > 1e-6)
    assert (found.p_above(null) <= level) == (lower > null)
    assert (found.p_below(null) <= level) == (upper < null)


@given(counts, plans, st.floats(0.001, 0.998), st.floats(0, 0.5))
@settings(deadline=None)
def test_evidence_falls_as_the_null_rises(
    seen: tuple[int, int], plan: tuple[float, float], null: float, more: float
) -> None:
    found = sequence(*seen, *plan)
    higher = min(null + more, 0.999)
    assert found.p_above(null) <= found.p_above(higher) * (1 + 1e-9)
    assert found.p_below(null) >= found.p_below(higher) * (1 - 1e-9)


@given(counts, plans, levels)
@settings(deadline=None)
def test_exchanging_yes_and_no_mirrors_the_limits(
    seen: tuple[int, int], plan: tuple[float, float], level: float
) -> None:
    (x, n), (bar, target) = seen, plan
    found, mirrored = sequence(x, n, bar, target), sequence(n - x, n, 1 - bar, 1 - target)
    assert mirrored.lower(level) == pytest.approx(1 - found.upper(level), abs=1e-6)
    assert mirrored.log_e_above(1 - target) == pytest.approx(found.log_e_below(target), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(
    ("x", "n", "bar", "target"),
    [
        (0, 1, 0.1, 0.3),
        (1, 1, 0.1, 0.3),
        (0, 10**9, 1e-9, 5e-9),
        (3, 10**9, 1e-9, 5e-9),
        (10**9, 10**9, 0.5, 0.6),
        (510_000_000, 10**9, 0.5, 0.51),
        (10**12 - 1, 10**12, 0.9, 1.0),
        (3000, 10_000, 0.0100, 0.0101),
        (1, 5, 0.0, 0.2),
        (5, 5, 0.8, 1.0),
    ],
)
def test_extremes_are_answered(x: int, n: int, bar: float, target: float) -> None:
    found = sequence(x, n, bar, target)
    lower, upper = found.lower(0.05), found.upper(0.2)
    assert 0 <= lower <= x / n <= upper <= 1
    assert lower > 0 or not x
    for null in (bar, target, 1e-9, 0.5, 1 - 1e-9):
        assert 0 <= found.p_above(null) <= 1
        assert 0 <= found.p_below(null) <= 1


def test_a_surprise_far_beyond_the_target_still_gets_a_tight_interval() -> None:
    found = sequence(3000, 10_000, 0.0100, 0.0101)
    assert found.lower(0.05) > 0.27
    assert found.upper(0.05) < 0.33


def test_a_look_takes_few_milliseconds() -> None:
    found, spent = sequence(54, 120, 0.3, 0.5), []
    for _ in range(5):
        start = process_time()
        for _ in range(4):
            found.lower(0.05), found.upper(0.2), found.log_e_above(0.3), found.log_e_below(0.5)
        spent.append((process_time() - start) / 4)
    assert min(spent) < 0.005


def test_tails_too_small_for_a_float_keep_their_logarithm() -> None:
    """Values by mpmath's betainc and gammainc at 50 digits."""
    assert tails.log_beta_above(30.0, 4000.0, 0.3) == pytest.approx(LOG_BETA, rel=1e-12)
    assert tails.log_beta_below(4000.0, 30.0, 0.7) == pytest.approx(LOG_BETA, rel=1e-12)
    assert tails.log_gamma_above(50.0, 2000.0) == pytest.approx(LOG_GAMMA_ABOVE, rel=1e-12)
    assert tails.log_gamma_below(500.0, 20.0) == pytest.approx(LOG_GAMMA_BELOW, rel=1e-12)
    assert tails.log_gamma_below(5.0, 0.0) == -inf


LOG_BETA = -1292.219056024259
LOG_GAMMA_ABOVE = -1772.096731169328
LOG_GAMMA_BELOW = -1133.423586295037
