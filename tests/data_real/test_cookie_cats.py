"""Cookie Cats: 90,189 players of a mobile game, first gate at level 30 (control) or 40; retention as TRUE and FALSE."""

from __future__ import annotations

import pytest

from experiments.judge import judge
from experiments.observation import Counts, Moments, Observation
from experiments.plan import Plan
from experiments.verdict import Outcome, Status
from store.sources.files import preview, read

PLAN = Plan.of(
    {
        "title": "Gate at level 40",
        "comparison": "control",
        "control": "gate_30",
        "planned_size": 90_000,
        "shares": {"gate_30": 0.5, "gate_40": 0.5},
        "columns": {"arm": "version", "unit": "userid"},
        "metric": [
            {"name": "7-day retention", "column": "retention_7", "bar": 0.0, "target": 0.01},
            {"name": "1-day retention", "column": "retention_1", "role": "deterioration"},
            {"name": "rounds played", "column": "sum_gamerounds", "kind": "mean", "role": "guardrail", "margin": 1.0},
        ],
    }
)


@pytest.fixture
def reading(data_set):
    return read(data_set("cookie_cats/cookie_cats.csv"), PLAN)


@pytest.fixture
def verdict(reading):
    fields = {"experiment_id": 1, "at": "2026-03-01T09:00:00Z", "recorded_by": "Ana", **dict(reading)}
    return judge(PLAN, (Observation.of(fields),))


def test_the_counts_are_the_published_ones(reading) -> None:
    old, new = reading.arms["gate_30"], reading.arms["gate_40"]
    assert old.statistics["7-day retention"] == Counts(successes=8502, trials=44_700)
    assert new.statistics["7-day retention"] == Counts(successes=8279, trials=45_489)
    assert old.statistics["1-day retention"] == Counts(successes=20_034, trials=44_700)
    assert new.statistics["1-day retention"] == Counts(successes=20_119, trials=45_489)


def test_the_means_are_the_published_ones_and_one_player_stands_out(reading) -> None:
    old, new = (reading.arms[arm].statistics["rounds played"] for arm in ("gate_30", "gate_40"))
    assert isinstance(old, Moments)
    assert isinstance(new, Moments)
    assert old.mean == pytest.approx(52.4563, abs=5e-5)
    assert new.mean == pytest.approx(51.2988, abs=5e-5)
    assert old.largest == 49_854
    assert old.largest_share == pytest.approx(0.0213, abs=5e-5)


def test_medians_and_a_mean_without_the_extremes_stand_beside_the_one_player(verdict) -> None:
    beside = next(view for view in verdict.metrics[2].beside if view.name == "without the tail").numbers
    assert (beside["median"], beside["control_median"]) == (16, 17)
    assert abs(beside["estimate"]) < 1.157 / 2


def test_the_file_has_no_faults(reading) -> None:
    assert reading.faults.model_dump(exclude_defaults=True) == {}
    assert reading.source.rows == 90_189
    assert reading.source.digest.startswith("9f53027065840672")


def test_gate_40_loses_seven_day_retention(verdict) -> None:
    assert verdict.verdict is Outcome.stop
    seven = verdict.metrics[0]
    assert seven.estimate == pytest.approx(-0.00820, abs=5e-6)
    assert seven.ci95 == (pytest.approx(-0.01328, abs=2e-5), pytest.approx(-0.003121, abs=2e-5))
    rounds = verdict.metrics[2]
    assert rounds.estimate == pytest.approx(-1.157, abs=5e-4)
    assert rounds.ci95 == (pytest.approx(-3.72, abs=5e-3), pytest.approx(1.405, abs=5e-4))


def test_the_uneven_split_and_the_one_player_are_shown(verdict) -> None:
    split = next(check for check in verdict.health if check.check == "sample ratio")
    assert split.status is Status.warn
    assert split.value == pytest.approx(0.008608, abs=5e-7)
    largest = next(check for check in verdict.health if check.check == "largest unit: rounds played")
    assert "gate_30 (49,854)" in largest.message


def test_the_preview_finds_its_way_without_a_plan(data_set) -> None:
    seen = preview(data_set("cookie_cats/cookie_cats.csv"))
    assert (seen.arm, seen.unit, seen.rows) == ("version", "userid", 90_189)
    assert seen.arms == {"gate_30": 44_700, "gate_40": 45_489}
    assert [column.guess for column in seen.columns] == ["unit", "arm", "mean", "proportion", "proportion"]
