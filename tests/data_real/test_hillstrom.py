"""Hillstrom: 64,000 customers, two e-mails against none; visits, purchases and what was spent."""

from __future__ import annotations

import pytest

from experiments.judge import judge
from experiments.observation import Counts, Observation
from experiments.plan import Plan
from experiments.verdict import Outcome, Status
from store.sources.files import preview, read

PLAN = Plan.of(
    {
        "title": "Mens and womens e-mail",
        "comparison": "control",
        "control": "No E-Mail",
        "planned_size": 64_000,
        "columns": {"arm": "segment"},
        "metric": [
            {"name": "visit", "bar": 0.0, "target": 0.03},
            {"name": "conversion", "role": "deterioration"},
            {"name": "spend", "kind": "mean", "role": "deterioration", "unit": "$"},
        ],
    }
)
COUNTS = {
    "No E-Mail": (21_306, 2262, 122, 0.652789),
    "Mens E-Mail": (21_307, 3894, 267, 1.42262),
    "Womens E-Mail": (21_387, 3238, 189, 1.0772),
}


@pytest.fixture
def reading(data_set):
    return read(data_set("hillstrom_email/hillstrom.csv"), PLAN)


def test_three_arms_have_the_published_counts(reading) -> None:
    assert set(reading.arms) == set(COUNTS)
    for arm, (units, visits, purchases, spent) in COUNTS.items():
        data = reading.arms[arm]
        assert data.statistics["visit"] == Counts(successes=visits, trials=units)
        assert data.statistics["conversion"] == Counts(successes=purchases, trials=units)
        assert data.statistics["spend"].mean == pytest.approx(spent, abs=5e-6)


def test_both_e_mails_bring_visits_and_the_better_one_is_named(reading) -> None:
    fields = {"experiment_id": 1, "at": "2026-03-01T09:00:00Z", "recorded_by": "Ana", **dict(reading)}
    verdict = judge(PLAN, (Observation.of(fields),))
    assert (verdict.verdict, verdict.best_arm) == (Outcome.invest, "Mens E-Mail")
    split = next(check for check in verdict.health if check.check == "sample ratio")
    assert split.status is Status.ok
    assert split.value == pytest.approx(0.9037, abs=5e-5)
    found = {(result.arm, result.name): result for result in verdict.metrics}
    mens = found["Mens E-Mail", "visit"]
    assert mens.estimate == pytest.approx(0.07659, abs=5e-6)
    assert mens.ci95 == (pytest.approx(0.06995, abs=2e-5), pytest.approx(0.08323, abs=2e-5))
    spend = found["Womens E-Mail", "spend"]
    assert spend.estimate == pytest.approx(0.4244, abs=5e-5)
    assert spend.ci95 == (pytest.approx(0.1690, abs=5e-5), pytest.approx(0.6799, abs=5e-5))


def test_the_preview_takes_the_column_called_segment_for_the_arm(data_set) -> None:
    seen = preview(data_set("hillstrom_email/hillstrom.csv"))
    assert seen.arm == "segment"
    assert seen.arms == {arm: units for arm, (units, *_) in COUNTS.items()}
