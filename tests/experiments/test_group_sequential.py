"""Looking several times: what each look may say, and that the error rates hold over all of them."""

from __future__ import annotations

from itertools import pairwise
from math import sqrt
from typing import Any

import numpy as np
import pytest
from scipy import special

from experiments.inference.mean import StudentT
from experiments.monitoring import Question, Sight, monitor
from experiments.monitoring.group_sequential import nominal_levels
from experiments.plan import Direction, Plan
from experiments.sequential.boundaries import spent
from experiments.sequential.spending import named
from experiments.statistic import Counts, Moments
from experiments.verdict import Outcome
from tests.experiments.recorded import batch, judged

SPENDING = ["obrien-fleming", "pocock", "hsd:-4", "hsd:1", "power:2"]


def plan(**fields: Any) -> Plan:
    metric = {"name": "m", "kind": "mean", "bar": 0.0, "target": 0.5}
    return Plan.of({"monitoring": "group-sequential", "planned_size": 100, "metric": [metric]} | fields)


def sights(z: np.ndarray, fractions: list[float]) -> list[Sight]:
    """A normal mean with known spread: estimate z·se, se shrinking with the information."""
    nothing = Moments(n=1, mean=0.0, variance=1.0)
    return [
        Sight(StudentT(value / sqrt(t), 1 / sqrt(t), float("inf"), "z"), nothing, None, round(100 * t), t)
        for value, t in zip(z, fractions, strict=True)
    ]


def paths(rng: np.random.Generator, fractions: list[float], number: int) -> np.ndarray:
    """Standardised statistics of a walk without drift, one row per path."""
    steps = np.diff([0.0, *fractions])
    return np.cumsum(rng.normal(size=(number, len(fractions))) * np.sqrt(steps), axis=1) / np.sqrt(fractions)


@pytest.mark.parametrize("spending", SPENDING)
@pytest.mark.parametrize("fractions", [[0.2, 0.4, 0.6, 0.8, 1.0], [0.1, 0.13, 0.9, 1.0], [0.5, 0.7, 1.2]])
def test_over_all_looks_the_bar_is_beaten_by_chance_as_often_as_alpha_says(
    spending: str, fractions: list[float]
) -> None:
    used = spent(fractions, 0.05, named(spending))
    levels = np.array(nominal_levels(tuple(fractions), used))
    walks = paths(np.random.default_rng(20261121), fractions, 200_000)
    beaten = np.any(special.ndtr(-walks) <= levels, axis=1).mean()
    assert beaten == pytest.approx(0.05, abs=4 * sqrt(0.05 * 0.95 / len(walks)))


def test_a_look_takes_its_limits_at_the_levels_that_the_spending_leaves() -> None:
    fractions = [0.3, 0.6, 1.0]
    watch, question = monitor(plan(futility="pocock")), Question(Direction.increase, 0.0, 1.0, 0.05, 0.2)
    alphas = nominal_levels(tuple(fractions), spent(fractions, 0.05, named("obrien-fleming")))
    betas = nominal_levels(tuple(fractions), spent(fractions, 0.2, named("pocock")))
    for walk in paths(np.random.default_rng(7), fractions, 20):
        seen = sights(walk, fractions)
        found = watch.bounds(seen, question)
        assert found.lower == max(s.estimator.lower(level) for s, level in zip(seen, alphas, strict=True))
        assert found.upper == min(s.estimator.upper(level) for s, level in zip(seen, betas, strict=True))


def test_the_p_value_after_stopping_agrees_with_the_interval_at_every_look() -> None:
    fractions = [0.25, 0.5, 0.75, 1.0]
    watch, question = monitor(plan()), Question(Direction.increase, 0.0, None, 0.05, 0.2)
    for walk in paths(np.random.default_rng(3), fractions, 40) + 1.0:
        for look in range(1, 5):
            found = watch.bounds(sights(walk[:look], fractions[:look]), question)
            if found.lower > 0:
                assert found.p_bar is not None
                assert found.p_bar <= 0.05 * (1 + 1e-6)
            elif look == 4:
                assert found.p_bar is not None
                assert found.p_bar > 0.05
            else:
                assert found.p_bar is None


def test_less_is_better_mirrors_more_is_better() -> None:
    fractions = [0.4, 1.0]
    walk = np.array([1.1, 2.4])
    up = monitor(plan()).bounds(sights(walk, fractions), Question(Direction.increase, 0.0, 1.0, 0.05, 0.2))
    down = monitor(plan()).bounds(sights(-walk, fractions), Question(Direction.decrease, 0.0, -1.0, 0.05, 0.2))
    assert (down.lower, down.upper) == pytest.approx((-up.upper, -up.lower))
    assert down.p_bar == pytest.approx(up.p_bar)


def looked(*counts: tuple[int, int], **fields: Any) -> Any:
    bet = Plan.of(
        {
            "monitoring": "group-sequential",
            "planned_size": 100,
            "metric": [{"name": "m", "bar": 0.1, "target": 0.25}],
        }
        | fields
    )
    batches = [
        batch({"all": Counts(successes=successes, trials=trials)}, id=number)
        for number, (successes, trials) in enumerate(counts, start=1)
    ]
    return judged(bet, *batches, final=False)


def test_each_batch_is_a_look_and_the_first_end_is_named() -> None:
    verdict = looked((2, 25), (9, 25), (12, 25))
    assert [look.units for look in verdict.looks] == [25, 50, 75]
    assert verdict.verdict is Outcome.invest
    assert verdict.looks[0].verdict is Outcome.keep_testing
    assert verdict.stopped_at == next(look.number for look in verdict.looks if look.verdict is Outcome.invest)


def test_error_spent_grows_with_every_look_and_ends_at_the_plan() -> None:
    spent = [look.results[0].alpha_spent for look in looked((3, 25), (3, 25), (3, 25), (3, 25)).looks]
    assert all(later > earlier for earlier, later in pairwise(spent))
    assert spent[-1] == pytest.approx(0.05)


def test_what_was_shown_once_stays_shown() -> None:
    early = looked((20, 40))
    later = looked((20, 40), (1, 60))
    assert early.verdict is Outcome.invest
    assert later.verdict is Outcome.invest
    assert later.stopped_at == 1


def test_a_correction_that_brings_no_units_is_not_a_look_of_its_own() -> None:
    bet = Plan.of(
        {"monitoring": "group-sequential", "planned_size": 100, "metric": [{"name": "m", "bar": 0.1, "target": 0.25}]}
    )
    first = batch({"all": Counts(successes=5, trials=25)}, id=1)
    corrected = batch({"all": Counts(successes=4, trials=25)}, id=2, supersedes=1, why="one was counted twice")
    more = batch({"all": Counts(successes=5, trials=25)}, id=3)
    verdict = judged(bet, first, corrected, more, final=False)
    assert [look.units for look in verdict.looks] == [25, 50]


def test_a_futile_test_stops_early() -> None:
    verdict = looked((1, 25), (1, 25), (1, 25))
    assert verdict.verdict is Outcome.stop
    assert verdict.stopped_at is not None
