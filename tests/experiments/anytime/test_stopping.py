"""When a test of one rate stops: against another way of counting, and against simulated tests."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from experiments.anytime import poisson
from experiments.anytime.bernoulli import against_bar
from experiments.anytime.stopping import boundaries, boundaries_of_events
from experiments.statistic import Counts, Events

LEVELS = (0.05, 0.2)


def test_boundaries_are_where_the_limits_pass_bar_and_target() -> None:
    found = boundaries(0.1, 0.3, LEVELS, 60)
    for n in (1, 9, 30, 60):
        for x in range(n + 1):
            seen = against_bar(Counts(successes=x, trials=n), 0.1, 0.3, None)
            assert (x >= found.least[n - 1]) == (seen.lower(LEVELS[0]) > 0.1)
            assert (x <= found.most[n - 1]) == (seen.upper(LEVELS[1]) < 0.3)


@pytest.mark.parametrize("rate", [0.1, 0.2, 0.3])
def test_simulated_tests_stop_as_counted(rate: float) -> None:
    runs, units = 4000, 60
    answers = (np.random.default_rng(3).random((runs, units)) < rate).cumsum(1)
    found = boundaries(0.1, 0.3, LEVELS, units)
    up, down = answers >= np.array(found.least), answers <= np.array(found.most)
    first = np.where((up | down).any(1), (up | down).argmax(1), units - 1)
    expected = found.stopping(rate)
    each = np.arange(runs)
    assert up[each, first].mean() == pytest.approx(expected.above, abs=4 * sqrt(0.25 / runs))
    assert down[each, first].mean() == pytest.approx(expected.below, abs=4 * sqrt(0.25 / runs))
    assert (first + 1).mean() == pytest.approx(expected.mean_size, abs=4 * (first + 1).std() / sqrt(runs))


def test_both_error_rates_hold_and_a_good_bet_is_seen_early() -> None:
    found = boundaries(0.1, 0.3, LEVELS, 150)
    assert found.stopping(0.1).above <= LEVELS[0]
    assert found.stopping(0.3).below <= LEVELS[1]
    assert found.stopping(0.3).above > 0.8
    assert found.stopping(0.3).mean_size < 30
    assert found.stopping(0.6).mean_size < found.stopping(0.3).mean_size


def test_boundaries_of_events_are_where_the_limits_pass_bar_and_target() -> None:
    found = boundaries_of_events(1.0, 2.0, LEVELS, 20, 0.5)
    for n in (1, 7, 20):
        for x in range(40):
            seen = poisson.against_bar(Events(events=x, exposure=0.5 * n), 1.0, 2.0, None)
            assert (x >= found.least[n - 1]) == (seen.lower(LEVELS[0]) > 1.0)
            assert (x <= found.most[n - 1]) == (seen.upper(LEVELS[1]) < 2.0)


@pytest.mark.parametrize("rate", [1.0, 2.0])
def test_simulated_tests_of_events_stop_as_counted(rate: float) -> None:
    runs, units, exposure = 6000, 40, 0.5
    events = np.random.default_rng(9).poisson(rate * exposure, (runs, units)).cumsum(1)
    found = boundaries_of_events(1.0, 2.0, LEVELS, units, exposure)
    up, down = events >= np.array(found.least), events <= np.array(found.most)
    first = np.where((up | down).any(1), (up | down).argmax(1), units - 1)
    expected = found.stopping_of_events(rate * exposure)
    each = np.arange(runs)
    assert up[each, first].mean() == pytest.approx(expected.above, abs=4 * sqrt(0.25 / runs))
    assert down[each, first].mean() == pytest.approx(expected.below, abs=4 * sqrt(0.25 / runs))
    assert (first + 1).mean() == pytest.approx(expected.mean_size, abs=4 * (first + 1).std() / sqrt(runs))
