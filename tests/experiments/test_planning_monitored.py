"""What several looks cost before there are any data."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf, sqrt
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import special

from calibration.monitor_paths import OneArm, edges, passing
from experiments.anytime.stopping import boundaries, boundaries_of_events
from experiments.inference import estimator
from experiments.judge import judge
from experiments.looks import looks
from experiments.observation import ArmData, Observation, Statistic
from experiments.plan import Plan
from experiments.planning.monitored import planned_fractions
from experiments.power import Design, design
from experiments.sequential.boundaries import crossing, efficacy, spent
from experiments.sequential.ending import Ends, drift_to_find, ending
from experiments.sequential.spending import named
from tests.experiments.recorded import amounts, batch, counts


def plan(**fields: Any) -> Plan:
    metric = {"name": "m", "kind": "mean", "bar": 0.0, "target": 0.3, "sd": 1.0}
    both = {"comparison": "control", "control": "old", "monitoring": "group-sequential", "metric": [metric]}
    return Plan.of(both | fields)


def made(**fields: Any) -> Design:
    return design(plan(**fields))


@pytest.mark.parametrize(
    ("kind", "bar", "target", "alpha"),
    [
        ("proportion", 0.3, 0.0, 0.05),
        ("proportion", 0.5, 1.0, 0.05),
        ("rate", 0.1, 0.2, 0.001),
        ("rate", 1.0, 0.0, 0.05),
    ],
)
def test_looks_at_any_time_are_planned_with_enough_units_where_large_samples_ask_for_too_few(
    kind: str, bar: float, target: float, alpha: float
) -> None:
    direction = "increase" if target > bar else "decrease"
    metric = {"name": "m", "kind": kind, "bar": bar, "target": target, "direction": direction}
    metric |= {"exposure_per_unit": 1.0} if kind == "rate" else {}
    found = design(Plan.of({"monitoring": "anytime", "alpha": alpha, "metric": [metric]}))
    assert found.power is not None
    assert found.power >= 0.8


def test_one_look_is_the_fixed_design() -> None:
    once, fixed = made(looks=1), made(monitoring="fixed")
    assert once.size == fixed.size
    assert once.inflation == 1.0


def ends_of(fractions: tuple[float, ...], invest: tuple[float, str], stop: tuple[float, str]) -> Ends:
    rates = (invest, stop)
    upper, short = (efficacy(fractions, spent(fractions, rate, named(spending))) for rate, spending in rates)
    return Ends(fractions, upper, short)


def ended(ends: Ends, at: float, target: float, tests: int = 100_000) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Draw a normal statistic whose planned drift is ``at``; which tests end with invest, and which with stop."""
    root = np.sqrt(ends.fractions)
    steps = np.random.default_rng(20261121).normal(size=(tests, len(root))) * np.sqrt(np.diff([0.0, *ends.fractions]))
    z = np.cumsum(steps, axis=1) / root + at * root
    invests, stops = z >= ends.invest, target * root - z >= ends.stop
    first = len(root)
    invest, stop = (np.where(found.any(axis=1), found.argmax(axis=1), first) for found in (invests, stops))
    return (invest < first) & (invest <= stop), (stop < first) & (stop < invest)


@pytest.mark.parametrize(
    ("looks", "spending", "futility"),
    [
        (3, "obrien-fleming", "hsd:-4"),
        (5, "obrien-fleming", "obrien-fleming"),
        (5, "obrien-fleming", "pocock"),
        (10, "pocock", "hsd:-4"),
    ],
)
def test_the_size_has_its_power_for_who_stops_when_told_to(looks: int, spending: str, futility: str) -> None:
    """Simulated: a normal statistic of the planned drift, and a test that ends at the first look that says so."""
    found = made(looks=looks, spending=spending, futility=futility)
    assert found.size is not None
    assert found.power_going_on is not None
    drift = 0.3 / sqrt(4 / found.size)
    fractions = tuple((look + 1) / looks for look in range(looks))
    ends = ends_of(fractions, (0.05, spending), (0.2, futility))
    invests, stops = ended(ends, drift, drift)
    assert invests.mean() == pytest.approx(0.8, abs=0.006)  # the normal statistic errs by less, so much is 4 errors
    assert found.power == pytest.approx(0.8, abs=0.002)
    assert stops.mean() == pytest.approx(found.chances[-1].stop, abs=0.006)
    invests, stops = ended(ends, drift / 2, drift)
    assert invests.mean() == pytest.approx(found.chances[1].invest, abs=0.007)
    assert stops.mean() == pytest.approx(found.chances[1].stop, abs=0.007)
    invests, _ = ended(ends.overruled, drift, drift)
    assert invests.mean() == pytest.approx(found.power_going_on, abs=0.006)


def test_the_size_is_that_of_published_designs() -> None:
    """gsDesign 3.10: K = 3, test.type = 4, α 2.5%, β 10%, spending by hsd(-4) above and hsd(-2) below takes 1.06988.

    There the last bounds meet, and β is not spent on paths that had invested before; so ours may be a little less.
    """
    fields = {"alpha": 0.025, "beta": 0.1, "spending": "hsd:-4", "futility": "hsd:-2", "looks": 3}
    metric = {"name": "m", "kind": "mean", "bar": 0.0, "target": 0.01, "sd": 1.0}
    assert made(**fields, metric=[metric]).inflation == pytest.approx(1.06988, abs=1e-4)


def test_no_drift_is_enough_where_a_stop_comes_before_any_invest() -> None:
    ends = Ends((0.5, 1.0), (inf, 1.645), (0.842, 4.0))
    assert drift_to_find(ends, 0.81) is None
    assert drift_to_find(ends, 0.79) is not None


@pytest.mark.parametrize(
    ("kind", "bar", "target"), [("proportion", 0.5, 0.8), ("proportion", 0.1, 0.2), ("rate", 1, 2)]
)
@pytest.mark.parametrize(("looks", "futility"), [(3, "obrien-fleming"), (5, "hsd:-4"), (10, "pocock")])
def test_tests_of_one_count_are_planned_as_they_are_judged(
    kind: str, bar: float, target: float, looks: int, futility: str
) -> None:
    """Every path counted, each look judged by the product's own monitor."""
    asked = OneArm("group-sequential", kind, bar, target, 1, futility=futility)
    found = design(asked.unsized.but(looks=looks))
    assert found.size is not None
    test = OneArm("group-sequential", kind, bar, target, found.size, futility=futility)
    edge = edges(test, sorted({round(found.size * (look + 1) / looks) for look in range(looks)} - {0}))
    for chance, mean, theta in (
        (found.chances[0], found.expected_at_bar, bar),
        (found.chances[-1], found.expected_at_target, target),
    ):
        judged = passing(test, edge, theta)
        assert (chance.invest, chance.stop) == pytest.approx((judged.above, judged.below), abs=1e-9)
        assert mean == pytest.approx(judged.size, abs=1e-6)
    assert found.power is not None
    assert found.power >= 0.8
    assert found.power_going_on == pytest.approx(passing(test, edge, target, down=False).above, abs=1e-9)


def test_fewer_being_better_mirrors_more_being_better() -> None:
    def of(direction: str, bar: float, target: float, **fields: Any) -> Design:
        metric = {"name": "m", "bar": bar, "target": target, "direction": direction}
        return design(Plan.of({"metric": [metric], **fields}))

    for fields in ({"monitoring": "group-sequential", "looks": 4}, {"monitoring": "anytime"}):
        rising, falling = of("increase", 0.1, 0.25, **fields), of("decrease", 0.9, 0.75, **fields)
        assert rising.size == falling.size
        assert falling.power == pytest.approx(rising.power)
        assert falling.power_going_on == pytest.approx(rising.power_going_on)
        assert falling.expected_at_bar == pytest.approx(rising.expected_at_bar)


TRUE = {"means": (0.0, 0.35), "shares": (0.2, 0.35)}


def two_arms(kind: str, **fields: Any) -> tuple[Plan, Design]:
    """A plan of two arms that needs some two hundred units, sized."""
    metric: dict[str, Any] = {"name": "m", "kind": "mean", "bar": 0.0, "target": 0.35, "sd": 1.0}
    if kind == "shares":
        metric = {"name": "m", "bar": 0.0, "target": 0.15, "baseline": 0.2}
    asked = plan(metric=[metric], **fields)
    found = design(asked)
    assert found.size is not None
    return asked.but(planned_size=found.size), found


def looks_at(rng: np.random.Generator, kind: str, number: int, size: int) -> Iterator[Observation]:
    """Draw what each planned look of one test adds to both arms, the target being true."""
    before = 0, 0
    for look in range(1, number + 1):
        units = round(size * look / number)
        after = units // 2, units - units // 2
        arms: dict[str, ArmData | Statistic] = {}
        for arm, true, added in zip(("old", "new"), TRUE[kind], np.subtract(after, before), strict=True):
            if kind == "shares":
                arms[arm] = counts(int(rng.binomial(added, true)), int(added))
            else:
                drawn = rng.normal(true, 1, added)
                arms[arm] = amounts(len(drawn), float(drawn.mean()), float(drawn.std(ddof=1)))
        before = after
        yield batch(arms)


@pytest.mark.parametrize("margin", [0.3, 0.12])
def test_a_bar_that_is_cleared_waits_for_the_guardrail_and_may_be_stopped_meanwhile(margin: float) -> None:
    """Simulated: two normal statistics; stop where the target is missed before both have said what invest needs."""
    guardrail = {"name": "g", "kind": "mean", "role": "guardrail", "margin": margin, "sd": 1.0}
    found = made(metric=[{"name": "m", "kind": "mean", "bar": 0.0, "target": 0.3, "sd": 1.0}, guardrail])
    assert found.size is not None
    drift, safety = (effect / sqrt(4 / found.size) for effect in (0.3, margin))
    fractions = np.array(planned_fractions(plan()))
    ends = ends_of(tuple(fractions), (0.05, "obrien-fleming"), (0.2, "obrien-fleming"))
    rng = np.random.default_rng(20261122)
    steps = rng.normal(size=(2, 200_000, 5)) * np.sqrt(np.diff(fractions, prepend=0.0))
    success, guard = np.cumsum(steps, axis=2) / np.sqrt(fractions)
    for way, chance, mean in (
        (0.0, found.chances[0], found.expected_at_bar),
        (1.0, found.chances[-1], found.expected_at_target),
    ):
        clear = np.maximum.accumulate(success + way * drift * np.sqrt(fractions) >= ends.invest, axis=1)
        safe = np.maximum.accumulate(guard + safety * np.sqrt(fractions) >= ends.invest, axis=1)
        short = np.maximum.accumulate((1 - way) * drift * np.sqrt(fractions) - success >= ends.stop, axis=1)
        invests, stops = clear & safe, short & ~(clear & safe)
        over = invests | stops
        first = np.where(over.any(axis=1), over.argmax(axis=1), 4)
        every = np.arange(len(first))
        assert invests[every, first].mean() == pytest.approx(chance.invest, abs=0.004)
        assert stops[every, first].mean() == pytest.approx(chance.stop, abs=0.004)
        assert found.size * fractions[first].mean() == pytest.approx(mean, rel=0.005)


@pytest.mark.parametrize("kind", ["means", "shares"])
def test_the_judge_ends_tests_of_two_arms_where_the_planner_says(kind: str) -> None:
    """The first look beyond the planner's bounds, of the judge's own statistics, is the one at which it stops."""
    asked, _ = two_arms(kind, looks=4)
    size, metric = asked.planned_size or 0, asked.metrics[0]
    fractions = tuple(round(size * look / 4) / size for look in (1, 2, 3, 4))
    ends = ends_of(fractions, (0.05, "obrien-fleming"), (0.2, "obrien-fleming"))
    rng = np.random.default_rng(5)
    for _ in range(12):
        batches = list(looks_at(rng, kind, 4, size))
        expected: tuple[str, int] | None = None
        for look, (data, enough, short) in enumerate(
            zip(looks(asked, batches), ends.invest, ends.stop, strict=True), start=1
        ):
            treatment, control = data.with_units("new", "m"), data.with_units("old", "m")
            assert treatment is not None
            found = estimator(asked, metric, treatment, control)
            if expected is None and -special.ndtri(found.p_above(0.0)) >= enough:
                expected = "invest", look
            elif expected is None and -special.ndtri(found.p_below(metric.target or 0.0)) >= short:
                expected = "stop", look
        said = judge(asked, batches)
        told = (said.looks[said.stopped_at - 1].verdict.value, said.stopped_at) if said.stopped_at else None
        assert told == expected


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["means", "shares"])
@pytest.mark.parametrize(("number", "futility"), [(3, "obrien-fleming"), (5, "pocock"), (5, "hsd:-4")])
def test_who_stops_when_the_judge_says_so_finds_the_target_as_often_as_planned(
    kind: str, number: int, futility: str
) -> None:
    asked, found = two_arms(kind, looks=number, futility=futility)
    rng, tests, invested = np.random.default_rng(number), 1_000 if kind == "means" else 200, 0
    for _ in range(tests):
        said = judge(asked, list(looks_at(rng, kind, number, asked.planned_size or 0)))
        invested += bool(said.stopped_at) and said.looks[(said.stopped_at or 1) - 1].verdict.value == "invest"
    error = 3 * sqrt(0.16 / tests)
    assert -error < invested / tests - (found.power or 0) < error + (0.02 if kind == "shares" else 0.0)


def test_beside_a_guardrail_the_whole_rule_has_its_power_and_not_each_part_alone() -> None:
    """A stop for want of effect takes most of β, so its half for each part would take twice the units."""
    guardrail = {"name": "g", "kind": "mean", "role": "guardrail", "margin": 0.3, "sd": 1.0}
    metric = {"name": "m", "kind": "mean", "bar": 0.0, "target": 0.3, "sd": 1.0}
    found, alone = made(metric=[metric, guardrail]), made()
    once = made(metric=[metric, guardrail], monitoring="fixed")
    assert found.size is not None
    assert once.size is not None
    assert alone.size is not None
    assert 0.8 <= (found.power or 0) < 0.803
    assert alone.size < found.size < 1.3 * once.size
    assert found.inflation == pytest.approx(found.size / once.size)


def test_looking_costs_at_most_and_saves_on_average() -> None:
    looks, fixed = made(), made(monitoring="fixed")
    assert looks.size is not None
    assert fixed.size is not None
    assert looks.expected_at_bar is not None
    assert looks.expected_at_target is not None
    assert fixed.size < looks.size < 1.2 * fixed.size
    assert looks.expected_at_bar < looks.expected_at_target < fixed.size
    assert "one look would take 277" in looks.sentence
    assert "going on after a stop would make the chance 84%" in looks.sentence


@pytest.mark.parametrize(
    ("looks", "fractions"),
    [
        (2, (0.5, 1.0)),
        ((50, 80, 100), (0.5, 0.8, 1.0)),
        (("2026-01-05", "2026-01-08"), (0.25, 1.0)),
        (None, (0.2, 0.4, 0.6, 0.8, 1.0)),
    ],
)
def test_planned_looks_are_shares_of_the_information(looks: Any, fractions: tuple[float, ...]) -> None:
    assert planned_fractions(plan(looks=looks)) == pytest.approx(fractions[: len(fractions)], abs=0.25)
    assert planned_fractions(plan(looks=looks))[-1] == 1.0


@pytest.mark.parametrize(
    ("pace", "looks", "days", "number"),
    [(30, "daily", 0, 6), (10, "daily", 0, 17), (10, "weekly", 0, 3), (2, "daily", 0, 20), (None, "weekly", 28, 4)],
)
def test_looks_by_the_clock_are_as_many_as_the_test_will_have_days(
    pace: float | None, looks: str, days: int, number: int
) -> None:
    calendar = {"start": "2026-03-02", "deadline": f"2026-03-{days + 1:02}"} if days else {}
    fields = {"monitoring": "group-sequential", "looks": looks, "pace": {"units_per_day": pace}, **calendar}
    plan = Plan.of({**fields, "metric": [{"name": "sign-ups", "bar": 0.08, "target": 0.15}]})
    made = design(plan)
    assert made.method.endswith(f", {number} looks")
    assert made.size is not None
    assert len(planned_fractions(plan.but(planned_size=made.size))) == number


@pytest.mark.parametrize("direction", ["increase", "decrease"])
def test_mean_sizes_of_one_share_at_any_time_are_counted_and_not_approximated(direction: str) -> None:
    """Drawn: a look after every answer, by the boundaries of the exact sequence."""
    bar, target = (0.1, 0.25) if direction == "increase" else (0.9, 0.75)
    metric = {"name": "m", "bar": bar, "target": target, "direction": direction}
    found = design(Plan.of({"monitoring": "anytime", "metric": [metric]}))
    assert found.size is not None
    sequence = boundaries(0.1, 0.25, (0.05, 0.2), found.size)
    for rate, expected in ((0.1, found.expected_at_bar), (0.25, found.expected_at_target)):
        yes = (np.random.default_rng(1).random((20_000, found.size)) < rate).cumsum(axis=1)
        over = (yes >= np.array(sequence.least)) | (yes <= np.array(sequence.most))
        sizes = np.where(over.any(axis=1), over.argmax(axis=1) + 1, found.size)
        assert expected == pytest.approx(sizes.mean(), abs=4 * sizes.std() / sqrt(20_000))


def test_mean_sizes_of_one_rate_at_any_time_are_counted_too() -> None:
    metric = {"name": "m", "kind": "rate", "bar": 1.0, "target": 1.5, "exposure_per_unit": 2.0}
    found = design(Plan.of({"monitoring": "anytime", "metric": [metric]}))
    assert found.size is not None
    sequence = boundaries_of_events(1.0, 1.5, (0.05, 0.2), found.size, 2.0)
    at_bar, at_target = sequence.stopping_of_events(2.0), sequence.stopping_of_events(3.0)
    assert found.expected_at_target == pytest.approx(at_target.mean_size)
    assert found.expected_at_bar == pytest.approx(at_bar.mean_size)
    assert found.power == pytest.approx(at_target.above)
    assert found.chances[0].stop == pytest.approx(at_bar.below)
    before = boundaries_of_events(1.0, 1.5, (0.05, 0.2), found.size - 1, 2.0)
    assert before.stopping_of_events(3.0).above < 0.8 <= at_target.above


def test_overruled_stops_leave_the_chance_to_cross_the_bounds_for_efficacy() -> None:
    ends = ends_of((0.2, 0.5, 0.6, 1.0), (0.05, "pocock"), (0.2, "pocock"))
    for drift in (-1.0, 0.0, 2.5, 6.0):
        expected = sum(crossing(ends.fractions, ends.invest, drift))
        assert ending(ends.overruled, drift).invest == pytest.approx(expected, rel=1e-9)


def test_a_plan_of_few_units_that_spread_as_wide_as_their_mean_says_so() -> None:
    def about(**fields: Any) -> list[str]:
        metric = {"name": "spend", "kind": "mean", "bar": 10.0, "target": 15.0, "sd": 10.0} | fields
        found = design(Plan.of({"monitoring": "group-sequential", "looks": 5, "metric": [metric]}))
        return [warning for warning in found.warnings if "spread about as wide as its mean" in warning]

    assert about()
    assert not about(sd=4.0)
    assert not about(target=11.0)  # takes hundreds of units


def test_more_looks_than_can_be_paid_for_are_said_when_planned() -> None:
    def about(**fields: Any) -> list[str]:
        return [warning for warning in made(**fields).warnings if "monitoring allows 20" in warning]

    slow = {"pace": {"units_per_day": 10}}
    assert about(looks="daily", **slow)[0].startswith("daily looks are 35 where")
    assert not about(looks="weekly", **slow)
    assert not about(looks="daily", monitoring="anytime", **slow)
    assert about(looks=list(range(10, 260, 10)))
    assert not about(looks=20)
