"""What the calibration page says of monitors rests on the product's own: path by path, look by look."""

from __future__ import annotations

from itertools import product
from math import log, sqrt
from pathlib import Path

import numpy as np
import pytest

from calibration.monitor_bounded import Ratings, Steps, calls, ever_wrong
from calibration.monitor_draws import errors, levels, one_mean, two_means
from calibration.monitor_figures import Figures, Known, MonitorCell, MonitorTable, exact
from calibration.monitor_page import section
from calibration.monitor_paths import OneArm, edges, passing
from calibration.monitor_rivals import nominal, valid
from calibration.monitor_rules import worst_of_one
from calibration.monitor_streams import Pairs, every_path, evidence, fairest, weights
from calibration.monitor_tables import all_monitors
from calibration.shapes import EXPONENTIAL, NORMAL, Shape
from experiments.anytime.bounded import of_steps
from experiments.anytime.streams import StreamsSequence
from experiments.inference import mean, proportion
from experiments.monitoring import Question, Sight, monitor
from experiments.monitoring.anytime import Anytime
from experiments.plan import Direction, Plan, Scale
from experiments.statistic import Counts, Moments


@pytest.mark.parametrize("monitoring", ["anytime", "group-sequential"])
def test_chances_by_recursion_are_those_of_every_path_judged_by_the_monitor(monitoring: str) -> None:
    test, looks = OneArm(monitoring, "proportion", 0.3, 0.8, 6), (2, 3, 4, 6)
    found = edges(test, looks)
    above = below = 0.0
    for path in product((0, 1), repeat=6):
        watch = monitor(test.plan)
        seen = [test.sight(sum(path[:n]), n) for n in looks]
        bounds = watch.bounds(seen, test.question)
        yes = sum(path)
        above += 0.3**yes * 0.7 ** (6 - yes) * (bounds.lower > 0.3)
        below += 0.8**yes * 0.2 ** (6 - yes) * (bounds.upper < 0.8)
    assert passing(test, found, 0.3, down=False).above == pytest.approx(above)
    assert passing(test, found, 0.8, up=False).below == pytest.approx(below)
    assert 0 < above <= 0.05
    assert 0 < below <= 0.2


def test_events_are_counted_as_drawn_tests_have_them() -> None:
    test = OneArm("anytime", "rate", 1.0, 2.0, 30)
    found = edges(test, range(1, 31))
    events = np.random.default_rng(2).poisson(1.0, (20_000, 30)).cumsum(axis=1)
    passed = (events >= np.array(found.least)).any(axis=1).mean()
    expected = passing(test, found, 1.0, down=False)
    assert passed == pytest.approx(expected.above, abs=0.005)
    assert expected.above <= 0.05


def test_bets_on_pairs_are_those_of_the_monitor_at_every_look() -> None:
    test = Pairs(0.0, 0.2, 0.2)
    rng = np.random.default_rng(4)
    treated, control = rng.random((5, 30)) < 0.4, rng.random((5, 30)) < 0.2
    found = evidence(test, treated, control)
    metric = {"name": "m", "bar": 0.0, "target": 0.2, "baseline": 0.2}
    plan = Plan.of({"monitoring": "anytime", "comparison": "control", "control": "c", "metric": [metric]})
    for path in range(5):
        watch, seen = Anytime(plan), []
        for pair in range(1, 31):
            a, b = (Counts(successes=int(arm[path, :pair].sum()), trials=pair) for arm in (treated, control))
            made = proportion.against_control(a, b, Scale.difference)
            seen.append(Sight(made, a, b, 2 * pair, pair / 30, metric=plan.metrics[0]))
        held = watch.sequence(seen, 0.0, 0.2)
        assert isinstance(held, StreamsSequence)
        assert held.above.path(0.0) == pytest.approx(found.beyond_bar[path])
        assert held.below.path(-0.2) == pytest.approx(found.short_of_target[path])
        assert held.log_e_above(0.0) <= found.beyond_bar[path, -1] + 1e-9  # the monitor takes the least of some nulls


@pytest.mark.parametrize("size", [1, 5])
def test_what_is_called_of_ratings_is_what_the_monitor_calls_at_every_look(size: int) -> None:
    test = Ratings((0.1, 0.2, 0.4, 0.2, 0.1), 3.0, 3.5)
    values = test.draw(np.random.default_rng(3), 3.7, 6, 60)
    called, missed = calls(test, values, size)
    plan = Plan.of({"monitoring": "anytime", "planned_size": 500, "metric": [test.metric]})
    for path, row in enumerate(values):
        watch, seen = Anytime(plan), []
        for n in range(size, 61, size):
            spread = float(row[:n].var(ddof=1)) if n > 1 else 0.0
            arm = Moments(n=n, mean=float(row[:n].mean()), variance=spread)
            made = mean.against_benchmark(arm)
            seen.append(Sight(made, arm, None, n, n / 500, metric=plan.metrics[0]))
            held = watch.sequence(seen, 3.0, 3.5)
            assert (held.log_e_above(3.0) >= log(20)) == called[path, n - 1]
            assert (held.log_e_below(3.5) >= log(5)) == missed[path, n - 1]
    assert called.any()
    assert not called.all()


def test_net_shares_are_wrong_as_often_as_drawn_paths_have_it() -> None:
    test = Steps(0.3, 0.1, 0.0, 0.2)
    (found,) = ever_wrong(test, (40,))
    rng, at = np.random.default_rng(6), test.at(test.bar)
    steps = rng.choice([1, -1, 0], size=(3_000, 40), p=[at.gained, at.lost, 1 - at.gained - at.lost])
    ups, downs = (steps > 0).cumsum(axis=1), (steps < 0).cumsum(axis=1)
    states = {(u, d, n) for n in range(1, 41) for u, d in {*zip(ups[:, n - 1], downs[:, n - 1], strict=True)}}
    refused = {s for s in states if of_steps(*map(int, s), test.tuning).log_e_above(0.0) >= log(20)}
    wrong = np.mean(
        [
            any((u, d, n + 1) in refused for n, (u, d) in enumerate(zip(*p, strict=True)))
            for p in zip(ups, downs, strict=True)
        ]
    )
    assert found.invest is not None
    assert wrong == pytest.approx(found.invest.value, abs=4 * sqrt(0.05 * 0.95 / 3_000))
    assert 0 < found.invest.value <= 0.05


def test_no_bet_on_a_pair_is_expected_to_win_whatever_came_before() -> None:
    for scale, target in ((Scale.difference, 0.2), (Scale.relative, 1.0)):
        most, states = fairest(Pairs(0.0, target, 0.2, scale), 15, np.linspace(0, 1, 11))
        assert most <= 1 + 1e-9
        assert states == sum((n + 1) ** 2 for n in range(15))


def test_all_paths_of_six_pairs_refuse_the_bar_no_more_often_than_the_level() -> None:
    treated, control = every_path(6)
    found = evidence(Pairs(0.0, 0.4, 0.3), treated, control)
    for rate in (0.2, 0.5, 0.8):
        chance = weights(rate, treated) * weights(rate, control)
        assert chance.sum() == pytest.approx(1.0)
        assert chance[(found.beyond_bar >= log(5)).any(axis=1)].sum() <= 0.2


def test_drawn_means_are_called_where_the_monitor_calls_them() -> None:
    """The same values judged by the product, look by look: one arm and two."""
    kept: list[np.ndarray] = []

    def draw(rng: np.random.Generator, size: tuple[int, int]) -> np.ndarray:
        kept.append(rng.normal(0.15, 1.0, size))
        return kept[-1]

    shape, rng = Shape("", 0.0, draw), np.random.default_rng(6)
    question = Question(Direction.increase, 0.0, None, 0.05, 0.2)
    one = next(one_mean(rng, shape, 120, 6)).above <= levels(tuple(range(2, 121)), 120, 1).alpha
    two = next(two_means(rng, shape, 60, 6)).above <= levels(tuple(range(4, 121, 2)), 120, 2, even=True).alpha
    metric = {"name": "m", "kind": "mean", "bar": 0.0, "target": 0.5}
    alone = Plan.of({"monitoring": "anytime", "metric": [metric]})
    beside = Plan.of({"monitoring": "anytime", "comparison": "control", "control": "c", "metric": [metric]})
    for test in range(6):
        for n in range(95, 121, 5):
            arm = _moments(kept[0][test, :n])
            sight = Sight(mean.against_benchmark(arm), arm, None, n, n / 120)
            assert (monitor(alone).bounds([sight], question).lower > 0) == one[test, n - 2]
        for n in range(5, 61, 5):
            arms = _moments(kept[1][test, :n]), _moments(kept[2][test, :n])
            made = mean.against_control(*arms, Scale.difference)
            sight = Sight(made, *arms, 2 * n, n / 60)
            assert (monitor(beside).bounds([sight], question).lower > 0) == two[test, n - 2]


def _moments(values: np.ndarray) -> Moments:
    return Moments(n=len(values), mean=float(values.mean()), variance=float(values.var(ddof=1)))


def test_who_chooses_looks_by_the_data_does_no_better_than_the_worst_rule() -> None:
    test = OneArm("group-sequential", "proportion", 0.2, 0.5, 20)
    worst = worst_of_one(test, (4, 8), above=True)
    for looks in ((4, 12, 20), (8, 16, 20), (4, 8, 12, 16, 20)):
        assert passing(test, edges(test, looks), 0.2, down=False).above <= worst + 1e-12


def test_a_rival_is_made_valid_before_it_is_compared() -> None:
    test = OneArm("anytime", "proportion", 0.1, 0.25, 44)
    rule, raised = valid(test, nominal(4.0, 0.05, 0.2), 80)
    assert raised
    assert rule.up > log(10)


def test_a_wrong_cell_stands_out_on_the_page(tmp_path: Path) -> None:
    known = Known.read(tmp_path / "monitors.json")
    table: MonitorTable = all_monitors()[0]
    cell: MonitorCell = table.cells[0]
    known.keep(table, cell, {cell.looks[0]: Figures(exact(0.06), exact(0.1))})
    told = section(Known.read(tmp_path / "monitors.json"))
    assert "**6.00%** exact ×1.20" in told
    assert "10.00% exact" in told


@pytest.mark.slow
def test_two_means_looked_at_after_every_pair_keep_their_level() -> None:
    looks = levels(tuple(range(4, 201, 2)), 100, 2, even=True)
    for shape in (NORMAL, EXPONENTIAL):
        assert not errors(two_means(np.random.default_rng(1), shape, 100, 20_000), looks).outside
