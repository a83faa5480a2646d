"""Sizes for rates of events, against enumeration of every count by the judge's own tests."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from experiments.inference.rate import ConditionalLift, Garwood, ScoreRateDifference
from experiments.plan import Metric, Scale
from experiments.planning import Asked, two_rates
from experiments.planning.rates import OneRate
from experiments.planning.two_rates import RateDifference, RateLift
from experiments.power import design
from tests.experiments.planned import plan


def _asked(null: float, target: float, share: float | None = None, each: float = 1.0, **fields: float | str) -> Asked:
    direction = "increase" if target > null else "decrease"
    metric = Metric.of(
        {
            "name": "m",
            "kind": "rate",
            "exposure": "days",
            "exposure_per_unit": each,
            "bar": null,
            "target": target,
            "direction": direction,
            **fields,
        }
    )
    return Asked(metric, null, target, 0.05, 0.2, share)


# One rate


def _power(asked: Asked, units: int, at: float) -> float:
    """The chance of the counts from which (up to which) Garwood's test clears the bar, one by one."""
    exposure = units * (asked.metric.exposure_per_unit or 1.0)
    most = int(stats.poisson.isf(1e-12, max(at, asked.null) * exposure)) + 2
    rising = asked.metric.direction.sign > 0
    total = 0.0
    for count in range(most + 1):
        found = Garwood(count, exposure)
        p = found.p_above(asked.null) if rising else found.p_below(asked.null)
        total += float(stats.poisson.pmf(count, at * exposure)) * (p <= asked.alpha)
    return total


@pytest.mark.parametrize("units", [1, 3, 10, 41])
@pytest.mark.parametrize(("null", "target"), [(0.5, 1.0), (1.0, 0.5), (0.1, 3.0), (2.0, 0.0)])
def test_the_power_for_a_rate_is_that_of_the_judge_over_all_counts(null: float, target: float, units: int) -> None:
    asked = _asked(null, target, each=0.7)
    for at in (null, target):
        assert OneRate(asked).clears(units, at) == pytest.approx(_power(asked, units, at), abs=1e-9)


@pytest.mark.parametrize(
    ("null", "target", "each"),
    [(0.5, 1.0, 1.0), (1.0, 0.5, 1.0), (0.01, 0.02, 30.0), (0.02, 0.01, 30.0), (0.1, 0.3, 0.25), (2.0, 0.0, 0.3)],
)
def test_the_size_for_a_rate_is_the_first_that_no_later_one_falls_below(
    null: float, target: float, each: float
) -> None:
    asked = _asked(null, target, each=each)
    chances = OneRate(asked)
    size = chances.size(0.8)
    assert size is not None
    weak = [units for units in range(1, 4 * size + 50) if chances.clears(units, target) < 0.8]
    assert size == max(weak, default=0) + 1


def test_ten_times_the_exposure_of_a_unit_needs_a_tenth_of_the_units() -> None:
    ten, one = (OneRate(_asked(0.01, 0.015, each=each)).size(0.8) for each in (10.0, 1.0))
    assert ten is not None
    assert one is not None
    assert ten == pytest.approx(one / 10, abs=1 + 0.01 * ten)


@given(st.floats(1e-6, 1e3), st.floats(1.05, 20), st.sampled_from([0.01, 0.05, 0.2]), st.booleans())
@settings(max_examples=60)
def test_any_rate_has_a_size_that_reaches_its_power(rate: float, factor: float, alpha: float, rising: bool) -> None:
    null, target = (rate, rate * factor) if rising else (rate * factor, rate)
    asked = _asked(null, target)
    asked = Asked(asked.metric, null, target, alpha, 0.2, None)
    chances = OneRate(asked)
    size = chances.size(0.8)
    assert size is not None
    assert chances.clears(size, target) >= 0.8 - 0.005
    assert chances.clears(size, null) <= alpha + 1e-12
    assert chances.misses(size, target) <= 0.2 + 1e-12


def test_the_normal_approximation_is_near_where_counts_are_large() -> None:
    """Exposure ≈ ((z(α)√λ₀ + z(β)√λ₁) / (λ₁ − λ₀))²."""
    size = OneRate(_asked(10.0, 10.3)).size(0.8)
    wanted = ((-special.ndtri(0.05) * sqrt(10) + special.ndtri(0.8) * sqrt(10.3)) / 0.3) ** 2
    assert size == pytest.approx(wanted, rel=0.02)


def test_a_margin_below_no_events_at_all_is_always_kept() -> None:
    found = design(
        plan(
            "benchmark",
            {"bar": 0.1, "target": 0.2},
            {
                "kind": "rate",
                "exposure": "days",
                "exposure_per_unit": 1.0,
                "role": "guardrail",
                "baseline": 0.1,
                "margin": 0.2,
            },
            {"role": "guardrail", "baseline": 0.1, "margin": 0.2},
        )
    )
    assert found.size is not None
    assert found.driver == "m"


# Two rates


def _enumerated(asked: Asked, units: int, at: float) -> float:
    """The chance of all pairs of counts whose p-value clears the bar."""
    metric, share = asked.metric, asked.control_share or 0.5
    each, second = metric.exposure_per_unit or 1.0, metric.baseline or 0.0
    t1, t2 = units * (1 - share) * each, units * share * each
    relative = metric.scale is Scale.relative
    first = second * (1 + at) if relative else second + at
    total = 0.0
    for x1 in range(int(stats.poisson.isf(1e-7, first * t1)) + 1):
        for x2 in range(int(stats.poisson.isf(1e-7, second * t2)) + 1):
            weight = float(stats.poisson.pmf(x1, first * t1) * stats.poisson.pmf(x2, second * t2))
            judge = ConditionalLift(x1, t1, x2, t2) if relative else ScoreRateDifference(x1, t1, x2, t2)
            p = judge.p_above(asked.null) if metric.direction.sign > 0 else judge.p_below(asked.null)
            total += weight * (p <= asked.alpha)
    return total


@pytest.mark.parametrize(("null", "at"), [(0.0, 1.0), (0.0, -0.6), (0.2, 1.0), (-0.3, 0.2)])
@pytest.mark.parametrize("share", [0.5, 0.7])
def test_the_power_for_a_lift_is_that_of_the_judge_over_all_counts(null: float, at: float, share: float) -> None:
    asked = _asked(null, at, share, baseline=0.5, scale="relative")
    assert RateLift(asked).clears(60, at) == pytest.approx(_enumerated(asked, 60, at), abs=1e-5)


@pytest.mark.parametrize(("null", "at"), [(0.0, 0.4), (0.0, -0.3), (-0.1, 0.2)])
def test_the_power_for_a_difference_is_nearly_that_of_the_judge_over_all_counts(null: float, at: float) -> None:
    asked = _asked(null, at, 0.5, baseline=0.5)
    assert RateDifference(asked).clears(100, at) == pytest.approx(_enumerated(asked, 100, at), abs=0.03)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
@pytest.mark.parametrize("target", [0.5, -0.4])
def test_many_events_are_weighed_as_few_are(share: float, target: float, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _asked(0.0, target, share, baseline=1.0, scale="relative")
    counted = RateLift(asked).clears(150, target / 2)
    monkeypatch.setattr(two_rates, "_COUNTED_UP_TO", 0.0)
    assert RateLift(asked).clears(150, target / 2) == pytest.approx(counted, abs=0.004)


def test_exchanging_the_arms_of_a_lift_needs_the_same_size() -> None:
    up = RateLift(_asked(0.0, 0.5, 0.5, baseline=2.0, scale="relative"))
    down = RateLift(_asked(0.0, 1 / 1.5 - 1, 0.5, baseline=3.0, scale="relative"))
    assert up.size(0.8) == down.size(0.8)


@given(st.integers(20, 400), st.floats(0.1, 1.5), st.sampled_from([0.3, 0.5, 0.7]))
@settings(max_examples=40)
def test_more_units_never_lower_the_power_of_two_rates(units: int, target: float, share: float) -> None:
    for scale in ("relative", "difference"):
        asked = _asked(0.0, target, share, baseline=0.5, scale=scale)
        chances = RateLift(asked) if scale == "relative" else RateDifference(asked)
        assert chances.clears(units + 5, target) >= chances.clears(units, target) - 0.004


def test_a_control_rate_of_nothing_has_no_lift() -> None:
    assert RateLift(_asked(0.0, 0.5, 0.5, baseline=0.0, scale="relative")).size(0.8) is None
    assert np.isfinite(RateDifference(_asked(0.0, 0.5, 0.5, baseline=0.0)).clears(50, 0.5))
