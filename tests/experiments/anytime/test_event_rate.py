"""Events per exposure, at any time: never refused too often, laws, extremes."""

from __future__ import annotations

from math import exp, isfinite, log, sqrt

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from experiments.anytime import poisson
from experiments.anytime.poisson import GammaMixture, PoissonSequence
from experiments.inference.rate import dispersion
from experiments.statistic import CrossMoments, Events

levels = st.sampled_from([0.2, 0.1, 0.05, 0.01, 0.001])


def rate(x: int, exposure: float, bar: float = 0.5, target: float = 0.8) -> PoissonSequence:
    return poisson.against_bar(Events(events=x, exposure=exposure), bar, target, None)


@pytest.mark.parametrize(("bar", "target"), [(0.5, 0.8), (2.0, 3.0), (0.05, 0.01)])
def test_an_event_rate_at_the_bar_is_ever_refused_no_more_often_than_alpha(bar: float, target: float) -> None:
    """Looks after uneven exposures; counts above 300 lie far beyond all the chance there is."""
    size = 300
    going, stopped, exposure = np.eye(1, size)[0], [0.0, 0.0], 0.0
    below = going.copy()
    for step in [0.3, 1.0, 2.5, 0.1, 4.0, 7.0, 1.0, 1.0, 1.0, 12.0, 0.5, 3.0, 5.0, 9.0, 2.0]:
        exposure += step
        for side, null in enumerate((bar, target)):
            held = going if side == 0 else below
            held[:] = np.convolve(held, stats.poisson.pmf(np.arange(size), null * step))[:size]
            for x in range(size):
                found = rate(x, exposure, bar, target)
                log_e = found.log_e_above(null) if side == 0 else found.log_e_below(null)
                if held[x] > 0 and log_e >= log(10):
                    stopped[side] += held[x]
                    held[x] = 0
    assert max(stopped) <= 0.1


@given(st.integers(0, 500), st.floats(0.01, 1e4), levels, st.floats(0.01, 5))
@settings(deadline=None)
def test_an_event_rate_is_refused_exactly_where_its_limit_excludes_it(
    x: int, exposure: float, level: float, null: float
) -> None:
    found = rate(x, exposure)
    lower, upper = found.lower(level), found.upper(level)
    assume(abs(lower / null - 1) > 1e-6 and abs(upper / null - 1) > 1e-6)
    assert lower <= x / exposure <= upper
    assert (found.p_above(null) <= level) == (lower > null)
    assert (found.p_below(null) <= level) == (upper < null)
    assert found.lower(level / 2) <= lower
    assert found.upper(level / 2) >= upper


@given(st.integers(0, 500), st.floats(0.01, 1e4), st.floats(0.001, 1000))
@settings(deadline=None)
def test_another_unit_of_exposure_scales_the_limits(x: int, exposure: float, scale: float) -> None:
    found, other = rate(x, exposure), rate(x, exposure * scale, 0.5 / scale, 0.8 / scale)
    assert other.lower(0.05) * scale == pytest.approx(found.lower(0.05), rel=1e-6)
    assert other.upper(0.05) * scale == pytest.approx(found.upper(0.05), rel=1e-6)


@pytest.mark.parametrize("null", [0.2, 0.7, 3.0])
def test_the_closed_form_of_events_is_the_integral(null: float) -> None:
    x, exposure, mixture = 9, 12.0, GammaMixture(4.0, 5.0)

    def weighted(lam: float) -> float:
        return float(stats.gamma.pdf(lam, 4.0, scale=1 / 5.0) * (lam / null) ** x * exp(-(lam - null) * exposure))

    above = integrate.quad(weighted, null, 20, epsabs=0, limit=200)[0] / stats.gamma.sf(null, 4.0, scale=1 / 5.0)
    below = integrate.quad(weighted, 0, null, epsabs=0)[0] / stats.gamma.cdf(null, 4.0, scale=1 / 5.0)
    assert mixture.log_e_above(x, exposure, null) == pytest.approx(log(above), rel=1e-6, abs=1e-7)
    assert mixture.log_e_below(x, exposure, null) == pytest.approx(log(below), rel=1e-6, abs=1e-7)


@pytest.mark.parametrize(("x", "exposure"), [(0, 1e-9), (0, 1e9), (10**9, 1e9), (10**9, 1e-3), (1, 1.0)])
def test_extreme_event_rates_are_answered(x: int, exposure: float) -> None:
    found = rate(x, exposure)
    assert 0 <= found.lower(0.05) <= x / exposure <= found.upper(0.05)
    assert isfinite(found.log_e_above(0.5))
    assert isfinite(found.log_e_below(0.8))


def units(events: np.ndarray) -> Events:
    """Return the events of units that were watched for one unit of exposure each."""
    n, spread = len(events), float(events.var(ddof=1))
    each = CrossMoments(
        n=n, names=("y", "e"), means=(float(events.mean()), 1.0), covariance=((spread, 0.0), (0.0, 0.0))
    )
    return Events(events=int(events.sum()), exposure=float(n), units=each)


def held_back(arm: Events, bar: float, target: float) -> PoissonSequence:
    return poisson.against_bar(arm, bar, target, None, dispersion(arm))


@given(st.lists(st.integers(0, 12), min_size=2, max_size=30), st.floats(0.2, 4), st.floats(1.1, 3))
def test_knowing_the_units_never_adds_evidence(events: list[int], bar: float, times: float) -> None:
    """So what is promised of independent events holds, whatever their spread happens to be."""
    known, target = units(np.array(events)), times * bar
    held, plain = held_back(known, bar, target), poisson.against_bar(known, bar, target, None)
    assert held.log_e_above(bar) <= max(plain.log_e_above(bar), 0.0) + 1e-9
    assert held.log_e_below(target) <= max(plain.log_e_below(target), 0.0) + 1e-9


def test_units_whose_events_come_together_are_not_taken_for_evidence() -> None:
    """Four times the spread of Poisson: taken as independent, a quarter of such tests at the bar would invest."""
    rng, tests, wrong, naive = np.random.default_rng(8), 150, 0, 0
    for _ in range(tests):
        events = rng.negative_binomial(1 / 3, 1 / 4, 100)
        looks = [units(events[:n]) for n in range(30, 101, 10)]
        wrong += any(held_back(look, 1.0, 1.5).p_above(1.0) <= 0.05 for look in looks)
        naive += any(poisson.against_bar(look, 1.0, 1.5, None).p_above(1.0) <= 0.05 for look in looks)
    assert wrong / tests <= 0.05 + 3 * sqrt(0.05 * 0.95 / tests)
    assert naive / tests > 0.15
