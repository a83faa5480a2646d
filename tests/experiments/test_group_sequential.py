"""Looking several times: what each look may say, and that the error rates hold over all of them."""

from __future__ import annotations

from itertools import pairwise
from math import sqrt
from typing import Any

import numpy as np
import pytest
from scipy import special

from experiments.inference.mean import StudentT, against_benchmark
from experiments.monitoring import Question, Sight, monitor
from experiments.monitoring.group_sequential import GroupSequential, nominal_levels
from experiments.plan import Direction, Plan
from experiments.sequential.after_stopping import drift_at, stagewise_p
from experiments.sequential.boundaries import efficacy, spent
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


def looked_at_each(units: int, rng: np.random.Generator, number: int) -> np.ndarray:
    """One-sided p-values of Student's t for a normal mean without effect after each unit from the second on."""
    values = rng.normal(size=(number, units))
    n = np.arange(1, units + 1)
    mean = values.cumsum(axis=1) / n
    variance = (np.square(values).cumsum(axis=1) - n * mean**2)[:, 1:] / (n[1:] - 1)
    return special.stdtr(n[1:] - 1.0, -mean[:, 1:] / np.sqrt(variance / n[1:]))


@pytest.mark.parametrize("rate", [0.05, 0.2])
@pytest.mark.parametrize("spending", ["obrien-fleming", "pocock"])
def test_few_normal_units_looked_at_one_by_one_keep_the_error_rate_though_their_spread_is_estimated(
    spending: str, rate: float
) -> None:
    sizes = range(2, 21)
    p = looked_at_each(20, np.random.default_rng(20261122), 60_000)
    fractions = tuple(size / 20 for size in sizes)
    used = spent(fractions, rate, named(spending))
    chances = {
        own: float(np.any(p <= np.array(nominal_levels(fractions, used, freedoms)), axis=1).mean())
        for own, freedoms in ((True, tuple(size - 1.0 for size in sizes)), (False, None))
    }
    error = sqrt(rate * (1 - rate) / len(p))
    assert chances[True] < rate + 3 * error
    assert chances[True] > 0.85 * rate
    assert chances[False] > rate + 3 * error  # what a walk with known spread would let through


def test_bounds_of_an_estimated_spread_become_those_of_a_known_one_as_units_grow() -> None:
    fractions, alphas = (0.2, 0.5, 1.0), spent((0.2, 0.5, 1.0), 0.05, named("pocock"))
    known = np.array(nominal_levels(fractions, alphas))
    few, some, many = (
        np.array(nominal_levels(fractions, alphas, tuple(size * fraction - 1 for fraction in fractions)))
        for size in (20, 200, 4000)
    )
    assert (few[1:] < some[1:]).all()
    assert (some[1:] < known[1:]).all()
    assert many == pytest.approx(known, rel=0.01)
    assert few[0] == some[0] == known[0]


def test_the_p_value_of_few_units_agrees_with_the_interval_too() -> None:
    rng, fractions = np.random.default_rng(5), [0.25, 0.5, 0.75, 1.0]
    watch, question = monitor(plan(planned_size=16)), Question(Direction.increase, 0.0, None, 0.05, 0.2)
    ends = {True: 0, False: 0}
    for _ in range(60):
        values = rng.normal(0.5, 1, 16)
        seen = []
        for fraction in fractions:
            some = values[: round(16 * fraction)]
            moments = Moments(n=len(some), mean=float(some.mean()), variance=float(some.var(ddof=1)))
            seen.append(Sight(against_benchmark(moments), moments, None, len(some), fraction))
        found = watch.bounds(seen, question)
        assert found.p_bar is not None
        assert (found.lower > 0) == (found.p_bar <= 0.05 * (1 + 1e-9))
        ends[found.lower > 0] += 1
    assert min(ends.values()) > 5


def test_a_look_takes_its_limits_at_the_levels_that_the_spending_leaves() -> None:
    fractions = [0.3, 0.6, 1.0]
    watch = monitor(plan(futility="pocock", looks=[30, 60, 100]))
    question = Question(Direction.increase, 0.0, 1.0, 0.05, 0.2)
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


def test_ending_a_test_because_it_looks_good_does_not_make_it_an_invest() -> None:
    fields = {"monitoring": "group-sequential", "planned_size": 100, "looks": 5}
    bet = Plan.of(fields | {"metric": [{"name": "m", "bar": 0.1, "target": 0.25}]})
    for successes in range(5, 11):
        seen = batch({"all": Counts(successes=successes, trials=40)}, id=1)
        assert judged(bet, seen, final=False).verdict is Outcome.keep_testing
        ended = judged(bet, seen, final=True)
        assert ended.verdict is Outcome.inconclusive
        assert any("earns none of the error rates left" in warning for warning in ended.warnings)
        assert ended.metrics[0].after_stopping is None, "its p-value would be that of the best day"


def test_looks_at_whole_units_nearest_to_what_was_planned_are_as_planned() -> None:
    thirds = [33 / 100, 67 / 100, 1.0]
    watch = monitor(plan(looks=3))
    levels = nominal_levels(tuple(thirds), spent(thirds, 0.05, named("obrien-fleming")))
    seen = sights(np.array([1.9, 1.2, 1.5]), thirds)
    found = watch.bounds(seen, Question(Direction.increase, 0.0, 1.0, 0.05, 0.2))
    assert found.lower == max(sight.estimator.lower(level) for sight, level in zip(seen, levels, strict=True))


def test_whoever_does_not_invest_is_not_told_a_p_value_below_alpha() -> None:
    fractions = [0.5, 0.88, 1.0]
    watch = monitor(plan(looks=2))
    assert isinstance(watch, GroupSequential)
    question = Question(Direction.increase, 0.0, 1.0, 0.05, 0.2)
    shown = 0
    for last in np.linspace(1.7, 1.9, 21):
        seen = sights(np.array([2.253, 1.4947, last]), fractions)
        found, after = watch.bounds(seen, question), watch.after_stopping(seen, question, 3)
        assert found.p_bar is not None
        assert after is not None
        assert (found.p_bar <= 0.05) == (after.p <= 0.05) == (found.lower > 0)
        shown += found.lower > 0
    assert 0 < shown < 21


def test_looks_a_few_units_apart_of_a_million_do_not_keep_anybody_waiting() -> None:
    fractions = [0.5, 0.500002, 0.500004, 0.50001, 1.0]
    watch = monitor(plan(looks=5, planned_size=1_000_000))
    seen = sights(np.array([0.5, 0.5, 0.5, 0.5, 2.0]), fractions)
    found = watch.bounds(seen, Question(Direction.increase, 0.0, 1.0, 0.05, 0.2))
    alone = watch.bounds([seen[0], seen[-1]], Question(Direction.increase, 0.0, 1.0, 0.05, 0.2))
    assert found.lower == pytest.approx(alone.lower, abs=0.02)


def test_looks_by_the_calendar_have_the_bounds_of_the_information_they_have() -> None:
    fractions = [0.2, 0.26, 1.0]
    watch = monitor(plan(looks="daily"))
    levels = nominal_levels(tuple(fractions), spent(fractions, 0.05, named("obrien-fleming")))
    seen = sights(np.array([0.3, 1.4, 1.2]), fractions)
    found = watch.bounds(seen, Question(Direction.increase, 0.0, 1.0, 0.05, 0.2))
    assert found.lower == max(sight.estimator.lower(level) for sight, level in zip(seen, levels, strict=True))


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


def test_after_stopping_a_normal_estimate_is_corrected_as_the_stagewise_ordering_has_it() -> None:
    fractions = [0.3, 0.6, 1.0]
    watch = monitor(plan(looks=[30, 60, 100]))
    assert isinstance(watch, GroupSequential)
    used = spent(fractions, 0.05, named("obrien-fleming"))
    for walk in paths(np.random.default_rng(5), fractions, 10) + 1.5:
        seen = sights(walk, fractions)
        look = next((k for k, own in enumerate(efficacy(fractions, used), 1) if walk[k - 1] >= own), 3)
        found = watch.after_stopping(seen, Question(Direction.increase, 0.0, None, 0.05, 0.2), 3)
        assert found is not None
        drifts = [drift_at(fractions, efficacy(fractions, used), look, walk[look - 1], p) for p in (0.025, 0.5, 0.975)]
        assert (found.lower, found.estimate, found.upper) == pytest.approx(drifts, abs=1e-6)
        assert (found.p <= 0.025) == (found.lower >= 0)


def test_estimate_interval_and_p_after_stopping_are_right_in_repeated_tests() -> None:
    """The estimate lies above the truth half of the time, the interval misses it 5%, whenever the tests stopped."""
    fractions, drift, runs = [0.25, 0.6, 1.0], 2.5, 400
    watch = monitor(plan(spending="pocock"))
    assert isinstance(watch, GroupSequential)
    question = Question(Direction.increase, 0.0, None, 0.05, 0.2)
    walks = paths(np.random.default_rng(12), fractions, runs) + drift * np.sqrt(fractions)
    found = [watch.after_stopping(sights(walk, fractions), question, 3) for walk in walks]
    above = np.mean([one is not None and one.estimate > drift for one in found])
    held = np.mean([one is not None and one.lower <= drift <= one.upper for one in found])
    assert above == pytest.approx(0.5, abs=4 * sqrt(0.25 / runs))
    assert held == pytest.approx(0.95, abs=4 * sqrt(0.05 * 0.95 / runs))


def test_a_drift_is_found_wherever_the_test_stopped() -> None:
    fractions = [(look + 1) / 20 for look in range(20)]
    upper = efficacy(fractions, spent(fractions, 0.05, named("pocock")))
    for look, z in ((1, 5.0), (2, 15.0), (10, -2.0), (20, 1.7), (20, -38.0), (15, 38.0)):
        for level in (0.025, 0.5, 0.975):
            drift = drift_at(fractions, upper, look, z, level)
            assert stagewise_p(fractions, upper, look, z, drift) == pytest.approx(level, abs=1e-9)


def test_a_verdict_carries_what_may_be_said_after_stopping() -> None:
    going = looked((3, 25), (6, 25))
    assert going.verdict is Outcome.keep_testing
    assert "after_stopping" not in going.model_dump_json()
    over = looked((2, 25), (9, 25), (8, 25)).metrics[0]
    assert over.after_stopping is not None
    assert over.after_stopping.p == over.p_bar
    assert over.estimate is not None
    assert over.lower is not None
    assert over.lower <= over.after_stopping.estimate < over.estimate  # who stops at a high is pulled back


def test_after_stopping_at_the_first_look_nothing_is_to_be_corrected() -> None:
    over = looked((12, 25)).metrics[0]
    assert over.after_stopping is not None
    assert over.after_stopping.estimate == pytest.approx(0.48)
    assert (over.after_stopping.lower, over.after_stopping.upper) == pytest.approx(over.ci95)


def test_a_futile_test_is_corrected_at_the_look_that_ended_it() -> None:
    stopped = looked((4, 25), (4, 25), (4, 25)).metrics[0].after_stopping
    assert stopped is not None
    assert stopped.p > 0.05
    assert stopped.lower < 0.16 < stopped.upper


def test_less_is_better_is_corrected_the_other_way_round() -> None:
    less = looked(
        (9, 25), (4, 25), (3, 25), metric=[{"name": "m", "bar": 0.4, "target": 0.2, "direction": "decrease"}]
    ).metrics[0]
    more = looked((16, 25), (21, 25), (22, 25), metric=[{"name": "m", "bar": 0.6, "target": 0.8}]).metrics[0]
    assert less.after_stopping is not None
    assert more.after_stopping is not None
    mirrored = (1 - more.after_stopping.estimate, 1 - more.after_stopping.upper, 1 - more.after_stopping.lower)
    assert (less.after_stopping.estimate, less.after_stopping.lower, less.after_stopping.upper) == pytest.approx(
        mirrored, abs=1e-6
    )
    assert less.after_stopping.p == pytest.approx(more.after_stopping.p)
