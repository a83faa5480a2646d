"""What a summary derives from its fields."""

from __future__ import annotations

import pytest

from experiments.decision import Choice
from experiments.errors import NotFound
from experiments.observation import ArmData, Counts, Observation, Source
from experiments.summary.formats import FORMATS, render
from experiments.summary.model import DecisionSummary, batches_of
from experiments.verdict import Outcome
from tests.experiments.summary import samples


def observation(number: int, **changes: object) -> Observation:
    arm = ArmData(units=20, statistics={"paid": Counts(successes=7, trials=20)})
    fields = {"id": number, "experiment_id": 3, "at": samples.at(number), "recorded_by": "Ben", "arms": {"page": arm}}
    return Observation.of({**fields, **changes})


def test_batches_are_told_without_their_results_and_replaced_ones_are_marked() -> None:
    first = observation(11)
    second = observation(12, supersedes=11, why="Staff removed.", source=Source(kind="file", name="b.csv", digest="ab"))
    told = batches_of((first, second))
    assert [(batch.number, batch.superseded, batch.supersedes) for batch in told] == [(1, True, None), (2, False, 1)]
    assert [batch.source for batch in told] == ["typed counts", "b.csv"]
    assert "successes" not in told[0].model_dump_json()


def test_the_page_rests_on_the_verdict_that_was_decided_upon() -> None:
    later = samples.gate_verdict(verdict=Outcome.inconclusive, judge_version="2")
    summary = samples.summary().but(verdict=later)
    assert summary.judged
    assert summary.judged.judge_version == "1"


def test_the_card_shows_the_plan_as_it_was_locked() -> None:
    summary = samples.against_and_amended()
    assert summary.planned
    assert summary.planned.planned_size == 80_000
    assert summary.amended_knowing_results


def test_calendar_days_run_from_start_to_conclusion_or_to_today() -> None:
    assert samples.summary().calendar_days == 18
    assert samples.early().calendar_days == 7
    assert samples.draft().calendar_days is None


def test_totals_follow_from_the_rows() -> None:
    portfolio = samples.portfolio()
    assert (portfolio.tests, portfolio.money_spent, portfolio.money_released) == (4, 5_750, 120_000)
    assert portfolio.money_avoided == 250_000
    assert [line.code for line in portfolio.in_time_order] == ["E7", "E3"]


def test_money_released_before_a_bet_was_stopped_was_not_avoided() -> None:
    portfolio = samples.portfolio().but(rows=(samples.row(money_released=40_000),))
    assert portfolio.money_avoided == 210_000
    assert portfolio.but(rows=(samples.row(choice=Choice.pivot),)).money_avoided == 0


def test_a_summary_survives_json() -> None:
    summary = samples.interviews()
    assert DecisionSummary.model_validate_json(summary.model_dump_json()) == summary


def test_formats_are_found_by_name_and_an_unknown_one_names_the_known() -> None:
    for name in FORMATS:
        assert samples.summary().sentence.encode() in render(samples.summary(), name)
    with pytest.raises(NotFound, match="html, md"):
        render(samples.summary(), "docx")
