"""Limits of two arms from the limits of each, mid-p, and the beta product: against closed forms and simulation."""

from __future__ import annotations

from math import inf, sqrt

import numpy as np
import pytest
from scipy import stats

from experiments.inference import answers, mean, ordinal, survival
from experiments.inference.beta_product import beta_product
from experiments.inference.mean import Fieller, StudentT
from experiments.inference.mid_p import MidP
from experiments.inference.mover import Mover
from experiments.inference.proportion import ClopperPearson
from experiments.inference.rate import Garwood
from experiments.plan import Scale, Score
from experiments.statistic import Categories, EventTable

LEVELS = (0.2, 0.05, 0.025, 0.001)
NORMAL = StudentT(10.0, 0.6, inf, "normal"), StudentT(8.0, 0.8, inf, "normal")


def _mover(scale: Scale) -> Mover:
    return Mover(*NORMAL, scale, (-inf, inf), "of normal arms")


def test_a_difference_of_normal_arms_is_the_usual_one() -> None:
    found, usual = _mover(Scale.difference), StudentT(2.0, 1.0, inf, "normal")
    for level in LEVELS:
        assert found.lower(level) == pytest.approx(usual.lower(level))
        assert found.upper(level) == pytest.approx(usual.upper(level))
    for null in (-1.0, 0.0, 1.9, 2.0, 2.1, 5.0):
        assert found.p_above(null) == pytest.approx(usual.p_above(null), rel=1e-6)
        assert found.p_below(null) == pytest.approx(usual.p_below(null), rel=1e-6)


def test_a_lift_of_normal_arms_is_fiellers() -> None:
    found, usual = _mover(Scale.relative), Fieller(10.0, 0.36, 1e12, 8.0, 0.64, 1e12)
    for level in LEVELS:
        assert found.lower(level) == pytest.approx(usual.lower(level), rel=1e-6)
        assert found.upper(level) == pytest.approx(usual.upper(level), rel=1e-6)
    for null in (0.0, 0.2, 0.3, 0.6):
        assert found.p_above(null) == pytest.approx(usual.p_above(null), rel=1e-5)
        assert found.p_below(null) == pytest.approx(usual.p_below(null), rel=1e-5)


@pytest.mark.parametrize("x", [0, 1, 5, 19, 20])
def test_mid_p_is_half_of_what_was_seen_and_all_beyond(x: int) -> None:
    found = MidP(ClopperPearson(x, 20))
    for null in (0.01, 0.2, 0.5, 0.97):
        seen = stats.binom(20, null)
        assert found.p_above(null) == pytest.approx(seen.sf(x) + seen.pmf(x) / 2)
        assert found.p_below(null) == pytest.approx(seen.cdf(x) - seen.pmf(x) / 2)
    for level in LEVELS:
        assert x == 0 or found.p_above(found.lower(level)) == pytest.approx(level, rel=1e-6)
        assert x == 20 or found.p_below(found.upper(level)) == pytest.approx(level, rel=1e-6)


def test_mid_p_of_a_rate_without_events_has_a_limit_above_only() -> None:
    found = MidP(Garwood(0, 4.0))
    assert found.lower(0.05) == 0.0
    assert found.upper(0.05) == pytest.approx(np.log(1 / 0.1) / 4)


def _seen(events: tuple[int, ...], lost: tuple[int, ...]) -> EventTable:
    return EventTable(times=tuple(float(k) for k in range(1, len(events) + 1)), events=events, censored=lost)


@pytest.mark.parametrize("gone", [0, 1, 7, 19, 20])
def test_a_share_of_whom_nobody_was_lost_is_an_exact_proportion(gone: int) -> None:
    first = gone // 2
    found = survival.against_benchmark(_seen((first, 0, gone - first, 0), (0, 0, 0, 20 - gone)), 3.0)
    exact = ClopperPearson(20 - gone, 20)
    assert found.estimate == pytest.approx(exact.estimate)
    for level in LEVELS:
        assert found.lower(level) == pytest.approx(exact.lower(level), abs=1e-9)
        assert found.upper(level) == pytest.approx(exact.upper(level), abs=1e-9)
    for null in (0.1, 0.5, 0.9):
        assert found.p_above(null) == pytest.approx(exact.p_above(null), rel=1e-6)
        assert found.p_below(null) == pytest.approx(exact.p_below(null), rel=1e-6)


def test_a_share_with_losses_lies_within_quantiles_of_products_of_betas() -> None:
    """Fay, Brittain & Proschan's own definition, drawn; the product has a little more skew than one beta."""
    found = beta_product(_seen((3, 1, 0, 2, 4), (2, 0, 5, 3, 20)), 5.0)
    rng, draws = np.random.default_rng(2013), 400_000
    above = np.prod([rng.beta(r - d + 1, d, draws) for r, d in ((40, 3), (35, 1), (29, 2), (24, 4))], axis=0)
    below = above * rng.beta(20, 1, draws)
    assert found.lower(0.05) == pytest.approx(np.quantile(below, 0.05), abs=0.002)
    assert found.upper(0.2) == pytest.approx(np.quantile(above, 0.8), abs=0.002)


def test_who_leaves_at_the_horizon_was_there_and_who_leaves_before_it_is_not_known() -> None:
    at_the_end = beta_product(_seen((2, 0, 0), (0, 0, 18)), 3.0)
    before = beta_product(_seen((2, 0, 0), (0, 18, 0)), 3.0)
    assert at_the_end.lower(0.05) == pytest.approx(ClopperPearson(18, 20).lower(0.05))
    assert before.lower(0.05) == 0.0
    assert before.upper(0.05) == at_the_end.upper(0.05)


def test_an_arm_without_events_is_not_known_without_error() -> None:
    """Greenwood's spread of it is zero; ten people who all stay may still be drawn from 80%."""
    stayed, left = _seen((0, 0), (0, 10)), _seen((5, 0), (0, 5))
    found = survival.against_control(stayed, left, Scale.difference, 2.0)
    textbook = survival.greenwood_difference(stayed, left, 2.0)
    assert found.estimate == textbook.estimate == 0.5
    assert found.lower(0.05) < textbook.lower(0.05) - 0.005
    gap = ClopperPearson(10, 10).estimate - ClopperPearson(10, 10).lower(0.05)
    other = ClopperPearson(5, 10).upper(0.05) - 0.5
    assert found.lower(0.05) == pytest.approx(0.5 - sqrt(gap**2 + other**2))


def test_a_lift_over_a_control_of_whom_nobody_stays_has_no_upper_limit() -> None:
    found = survival.against_control(_seen((5, 0), (0, 5)), _seen((10, 0), (0, 0)), Scale.relative, 2.0)
    assert found.estimate == found.upper(0.05) == inf
    assert 0 < found.lower(0.05) < inf
    assert found.p_above(0.0) < 0.05


def test_a_promoter_score_is_judged_as_the_trinomial_it_is() -> None:
    """28 promoters of 30 and no detractor: by Student's t the score would clear 85%, with p 0.04; it is not shown."""
    counts = (0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 28)
    arm = Categories(levels=tuple(str(answer) for answer in range(11)), counts=counts)
    found = answers.against_benchmark(arm, Score.nps, 1)
    by_t = mean.against_benchmark(ordinal.net_promoter(arm))
    assert found.estimate == pytest.approx(by_t.estimate)
    assert by_t.p_above(0.85) < 0.05 < found.p_above(0.85)
    # With no detractor the score is a share, of which 28 in 30 is no rare number at 85%.
    assert found.p_above(0.85) == pytest.approx(stats.binom.sf(27, 30, 0.85), abs=0.06)
