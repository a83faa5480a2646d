"""What stays valid at any time besides rates: means, the split of arms, values between 0 and 1."""

from __future__ import annotations

from math import exp, inf, log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, optimize, stats

from experiments.anytime import asymptotic, betting, normal_mixture, sample_ratio
from experiments.anytime.asymptotic import AsymptoticSequence, burn_in, multiplier
from experiments.inference import mean
from experiments.plan import Scale
from experiments.statistic import Moments

levels = st.sampled_from([0.2, 0.05, 0.01, 0.001])


def sequence(n: int, shift: float, scale: Scale = Scale.difference, planned: int = 400) -> AsymptoticSequence:
    arms = [Moments(n=n // 2, mean=centre, variance=4.0) for centre in (3.0 + shift, 3.0)]
    return AsymptoticSequence(mean.against_control(arms[0], arms[1], scale), n, planned)


def test_the_one_sided_mixture_is_an_integral_over_positive_effects() -> None:
    s, time, rho = 7.0, 40.0, 15.0

    def weighted(effect: float) -> float:
        return float(2 * stats.norm.pdf(effect, scale=1 / sqrt(rho)) * exp(effect * s - effect**2 * time / 2))

    assert normal_mixture.log_one_sided(s, time, rho) == pytest.approx(log(integrate.quad(weighted, 0, inf)[0]))


@pytest.mark.parametrize("planned", [50, 1000, 10**9])
def test_the_limit_is_nearly_tightest_at_the_planned_size(planned: int) -> None:
    def width(rho: float) -> float:
        return normal_mixture.bound_one_sided(planned, 0.05, exp(rho)) / sqrt(planned)

    best = optimize.minimize_scalar(width, bounds=(log(planned) - 5, log(planned) + 2), method="bounded").fun
    assert best <= multiplier(planned, planned, 0.05) <= best * 1.01


@given(st.integers(4, 10**6), st.integers(10, 10**6), levels)
def test_the_multiplier_is_where_the_evidence_reaches_the_level(n: int, planned: int, level: float) -> None:
    found = multiplier(n, planned, level)
    assert asymptotic.log_e(found, n, planned) == pytest.approx(-log(level), abs=1e-6)
    assert multiplier(n, planned, level / 2) > found > float(stats.norm.isf(level))


@given(st.integers(20, 5000), st.floats(-2, 2), levels, st.floats(-1, 1), st.sampled_from(list(Scale)))
@settings(deadline=None)
def test_a_null_is_refused_exactly_where_the_limit_excludes_it(
    n: int, shift: float, level: float, null: float, scale: Scale
) -> None:
    found = sequence(n, shift, scale)
    lower, upper = found.lower(level), found.upper(level)
    if min(abs(lower - null), abs(upper - null)) > 1e-6:
        assert (found.p_above(null) <= level) == (lower > null)
        assert (found.p_below(null) <= level) == (upper < null)


@given(st.integers(20, 5000), st.floats(-2, 2), levels)
@settings(deadline=None)
def test_limits_nest_in_level_and_hold_the_fixed_ones(n: int, shift: float, level: float) -> None:
    found = sequence(n, shift)
    assert found.lower(level / 2) < found.lower(level) < found.fixed.lower(level) < found.estimate
    assert found.upper(level / 2) > found.upper(level) > found.fixed.upper(level)
    assert found.upper(level) - found.estimate == pytest.approx(found.estimate - found.lower(level), rel=1e-6)


def test_no_verdict_rests_on_the_first_few_units() -> None:
    assert [burn_in(planned, 2) for planned in (None, 100, 2000)] == [50, 50, 200]
    assert [burn_in(planned, 1) for planned in (None, 100, 2000)] == [100, 100, 1000]
    assert [burn_in(planned, 2, even=True) for planned in (None, 100, 2000)] == [20, 20, 200]
    assert burn_in(100, 1, skewness=6.2) == 1154
    assert not sequence(48, 1.0).ready
    assert sequence(50, 1.0).ready


@pytest.mark.parametrize("draw", ["normal", "exponential", "lognormal"])
def test_two_like_arms_are_ever_told_apart_no_more_often_than_the_level(draw: str) -> None:
    """A look after every pair from the burn-in on; the arithmetic of Welch on cumulated sums."""
    chance, runs, planned = np.random.default_rng(11), 1500, 300
    n = np.arange(1, planned + 1)
    sums = [(values.cumsum(1), (values**2).cumsum(1)) for values in getattr(chance, draw)(size=(2, runs, planned))]
    errors = sum((square / n - (total / n) ** 2) / np.maximum(n - 1, 1) for total, square in sums)
    z = (sums[0][0] - sums[1][0]) / n / np.sqrt(np.maximum(errors, 1e-300))
    bound = np.array([multiplier(2 * int(pairs), planned, 0.05) for pairs in n])
    from_then = 2 * n >= burn_in(planned, 2, even=True)
    for side in (z, -z):
        assert ((side > bound) & from_then).any(1).mean() <= 0.05


@pytest.mark.parametrize("shares", [(0.5, 0.5), (0.9, 0.1), (0.2, 0.3, 0.5)])
def test_arms_that_fill_as_planned_are_ever_blamed_no_more_often_than_the_level(shares: tuple[float, ...]) -> None:
    """By full enumeration, a look after every unit; a sharp prior so that something is refused at all."""
    level, most = 0.2, 40 if len(shares) == 3 else 120
    going, stopped = {(0,) * len(shares): 1.0}, 0.0
    for _ in range(most):
        after: dict[tuple[int, ...], float] = {}
        for counts, held in going.items():
            for arm, share in enumerate(shares):
                more = tuple(count + (k == arm) for k, count in enumerate(counts))
                after[more] = after.get(more, 0.0) + held * share
        refused = {counts for counts in after if sample_ratio.split_p(counts, shares, 10.0) <= level}
        stopped += sum(after.pop(counts) for counts in refused)
        going = after
    assert 0 < stopped <= level


def test_a_broken_split_is_found_and_the_order_of_arms_does_not_matter() -> None:
    assert sample_ratio.split_p((5300, 4700), (1, 1)) < 0.001
    assert sample_ratio.split_p((5030, 4970), (1, 1)) == 1.0
    one, other = (
        sample_ratio.log_e_split((700, 250, 100), (7, 2, 1)),
        sample_ratio.log_e_split((100, 250, 700), (1, 2, 7)),
    )
    assert one == pytest.approx(other)
    assert sample_ratio.log_e_split((0, 0), (0.5, 0.5)) == 0.0
    assert abs(sample_ratio.log_e_split((500_000_000, 500_000_000), (1, 1))) < 20


def test_bets_on_few_values_are_fair_by_enumeration() -> None:
    """Over every path of ten zeros and ones; both bettors together never win more than they may."""
    for rate in (0.1, 0.35, 0.5, 0.8):
        ever = 0.0
        for path in range(2**10):
            values = [path >> k & 1 for k in range(10)]
            if betting.hedged_capital(values, rate, 0.2).log_most >= log(5):
                ever += rate ** sum(values) * (1 - rate) ** (10 - sum(values))
        assert ever <= 0.2


values = st.lists(st.floats(0, 1), min_size=1, max_size=60)


@given(values, levels)
@settings(deadline=None)
def test_limits_of_bets_nest_mirror_and_agree_with_the_capital(seen: list[float], level: float) -> None:
    low, high = betting.hedged_limits(seen, level)
    mirrored = betting.hedged_limits([1 - value for value in seen], level)
    assert (1 - mirrored[1], 1 - mirrored[0]) == pytest.approx((low, high), abs=1e-8)
    for m in (0.1, 0.5, 0.9):
        if min(abs(m - low), abs(m - high)) > 1e-6:
            refused = betting.hedged_capital(seen, m, level).log_most >= -log(level)
            assert refused == (m < low or m > high)
    below, above = betting.bernstein_limits(seen, level)
    assert 0 <= below <= 1
    assert 0 <= above <= 1


@pytest.mark.parametrize("wrong", [[], [0.5, 1.2], [-0.1], [float("nan")]])
def test_values_outside_the_unit_interval_are_refused(wrong: list[float]) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        betting.hedged_limits(wrong, 0.05)


def test_the_t_statistic_reaches_its_radius_where_its_p_value_is_the_level() -> None:
    radius = normal_mixture.t_radius(198, 200, 1.0, 0.05)
    assert normal_mixture.p_of_t(radius, 198, 200, 1.0) == pytest.approx(0.05)
    assert normal_mixture.t_radius(3, 5, 1.0, 0.05) == inf


@pytest.mark.parametrize(("n", "planned"), [(4, 10**9), (10**9, 100), (10**9, 10**9)])
@pytest.mark.parametrize("scale", list(Scale))
def test_sizes_far_from_the_plan_are_answered(n: int, planned: int, scale: Scale) -> None:
    found = sequence(n, 0.2, scale, planned)
    assert found.lower(0.05) <= found.estimate <= found.upper(0.05)
    assert 0 <= found.p_above(0.0) <= 1
    assert 0 <= found.p_below(0.0) <= 1
