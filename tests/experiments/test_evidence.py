"""How far concluded tests move a belief."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.evidence import belief
from experiments.verdict import Outcome

_SILENT = (Outcome.keep_testing, Outcome.inconclusive, Outcome.invalid)
_rates = st.tuples(st.floats(0.001, 0.4), st.floats(0.001, 0.5))
_tests = st.tuples(st.sampled_from(Outcome), st.floats(0.001, 0.4), st.floats(0.001, 0.5))


@given(st.floats(0.001, 0.999))
def test_without_tests_the_belief_is_the_prior(prior: float) -> None:
    assert belief(prior, []) == pytest.approx(prior)


def test_an_even_bet_that_clears_a_usual_test_is_94_percent_likely() -> None:
    """Sixteen times as likely if true: 0.8 against 0.05."""
    assert belief(0.5, [(Outcome.invest, 0.05, 0.2)]) == pytest.approx(16 / 17)


def test_an_even_bet_that_is_stopped_is_17_percent_likely() -> None:
    assert belief(0.5, [(Outcome.stop, 0.05, 0.2)]) == pytest.approx((0.2 / 0.95) / (1 + 0.2 / 0.95))


@pytest.mark.parametrize("outcome", _SILENT)
def test_outcomes_that_tell_nothing_leave_the_belief_alone(outcome: Outcome) -> None:
    assert belief(0.3, [(outcome, 0.05, 0.2)]) == pytest.approx(0.3)


@given(st.floats(0.01, 0.99), _rates)
def test_an_invest_raises_and_a_stop_lowers_the_belief(prior: float, rates: tuple[float, float]) -> None:
    assert belief(prior, [(Outcome.invest, *rates)]) > prior
    assert belief(prior, [(Outcome.stop, *rates)]) < prior


@given(st.floats(0.01, 0.99), st.lists(_tests, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_tests_does_not_matter(
    prior: float, tests: list[tuple[Outcome, float, float]], random: object
) -> None:
    other = list(tests)
    random.shuffle(other)  # type: ignore[attr-defined]
    assert belief(prior, tests) == pytest.approx(belief(prior, other), rel=1e-9)


@given(st.floats(0.001, 0.999), st.lists(_tests, max_size=20))
def test_a_belief_stays_a_probability(prior: float, tests: list[tuple[Outcome, float, float]]) -> None:
    assert 0 <= belief(prior, tests) <= 1


def test_hundreds_of_tests_do_not_overflow() -> None:
    assert belief(0.5, [(Outcome.invest, 0.001, 0.001)] * 400) == pytest.approx(1)
    assert belief(0.5, [(Outcome.stop, 0.001, 0.001)] * 400) == pytest.approx(0)


def test_a_belief_updated_by_these_odds_is_right_as_often_as_it_says() -> None:
    """Of all bets that come out as invest, the share that were true: Bayes' rule by counting."""
    true, false = 0.2 * 0.8, 0.8 * 0.05
    assert belief(0.2, [(Outcome.invest, 0.05, 0.2)]) == pytest.approx(true / (true + false))
