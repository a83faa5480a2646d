"""What several looks cost before there are any data."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
import pytest

from experiments.anytime.stopping import boundaries, boundaries_of_events
from experiments.plan import Plan
from experiments.planning.monitored import _DRIFTS, _chances, planned_fractions
from experiments.power import Design, design
from experiments.sequential.boundaries import crossing, efficacy, spent
from experiments.sequential.spending import named


def plan(**fields: Any) -> Plan:
    metric = {"name": "m", "kind": "mean", "bar": 0.0, "target": 0.3, "sd": 1.0}
    both = {"comparison": "control", "control": "old", "monitoring": "group-sequential", "metric": [metric]}
    return Plan.of(both | fields)


def made(**fields: Any) -> Design:
    return design(plan(**fields))


def test_one_look_is_the_fixed_design() -> None:
    once, fixed = made(looks=1), made(monitoring="fixed")
    assert once.size == fixed.size
    assert once.inflation == 1.0


@pytest.mark.parametrize("spending", ["obrien-fleming", "pocock", "hsd:-2"])
def test_the_size_has_its_power_over_all_looks(spending: str) -> None:
    """Simulated: a normal statistic of the planned drift, looked at five times."""
    found = made(spending=spending)
    assert found.size is not None
    fractions = planned_fractions(plan())
    bounds = efficacy(fractions, spent(fractions, 0.05, named(spending)))
    drift = 0.3 / sqrt(4 / found.size)
    rng = np.random.default_rng(20261121)
    steps = rng.normal(size=(100_000, len(fractions))) * np.sqrt(np.diff([0.0, *fractions]))
    z = np.cumsum(steps, axis=1) / np.sqrt(fractions) + drift * np.sqrt(fractions)
    assert np.any(z >= bounds, axis=1).mean() == pytest.approx(0.8, abs=0.01)
    assert found.power == pytest.approx(0.8, abs=0.005)


def test_looking_costs_at_most_and_saves_on_average() -> None:
    looks, fixed = made(), made(monitoring="fixed")
    assert looks.size is not None
    assert fixed.size is not None
    assert looks.expected_at_bar is not None
    assert looks.expected_at_target is not None
    assert fixed.size < looks.size < 1.1 * fixed.size
    assert looks.expected_at_bar < looks.expected_at_target < fixed.size
    assert "one look would take 277" in looks.sentence


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
    [(30, "daily", 0, 5), (10, "daily", 0, 15), (10, "weekly", 0, 3), (2, "daily", 0, 20), (None, "weekly", 28, 4)],
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
    edges = boundaries(0.1, 0.25, (0.05, 0.2), found.size)
    for rate, expected in ((0.1, found.expected_at_bar), (0.25, found.expected_at_target)):
        yes = (np.random.default_rng(1).random((20_000, found.size)) < rate).cumsum(axis=1)
        over = (yes >= np.array(edges.least)) | (yes <= np.array(edges.most))
        sizes = np.where(over.any(axis=1), over.argmax(axis=1) + 1, found.size)
        assert expected == pytest.approx(sizes.mean(), abs=4 * sizes.std() / sqrt(20_000))


def test_mean_sizes_of_one_rate_at_any_time_are_counted_too() -> None:
    metric = {"name": "m", "kind": "rate", "bar": 1.0, "target": 1.5, "exposure_per_unit": 2.0}
    found = design(Plan.of({"monitoring": "anytime", "metric": [metric]}))
    assert found.size is not None
    edges = boundaries_of_events(1.0, 1.5, (0.05, 0.2), found.size, 2.0)
    assert found.expected_at_target == pytest.approx(edges.stopping_of_events(3.0).mean_size)
    assert found.expected_at_bar == pytest.approx(edges.stopping_of_events(2.0).mean_size)


def test_one_walk_gives_the_power_at_drifts_around_it() -> None:
    fractions = (0.2, 0.5, 0.6, 1.0)
    bounds = efficacy(fractions, spent(fractions, 0.05, named("pocock")))
    for drift, found in zip(_DRIFTS, _chances(fractions, 0.05, "pocock"), strict=True):
        assert found == pytest.approx(sum(crossing(fractions, bounds, float(drift))), rel=1e-6, abs=1e-10)


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
    assert about(looks="daily", **slow)[0].startswith("daily looks are 30 where")
    assert not about(looks="weekly", **slow)
    assert not about(looks="daily", monitoring="anytime", **slow)
    assert about(looks=list(range(10, 260, 10)))
    assert not about(looks=20)
