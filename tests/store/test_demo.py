"""The demo is believable: published counts, every stage, the same on every machine, and a trail that holds."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from experiments.catalogue import load_catalogue
from experiments.errors import Refused
from experiments.experiment import Stage
from experiments.observation import Counts, standing
from experiments.plan import Seen
from experiments.verdict import Outcome
from store.demo import fill
from store.workspace import Workspace


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with Workspace.open(tmp_path_factory.mktemp("demo") / "demo.db", actor="Ana") as workspace:
        fill(workspace)
        yield workspace


def test_every_status_of_the_board_is_shown(demo: Workspace) -> None:
    statuses = {row.status for row in demo.board()}
    wanted = {"untested", "planned", "testing", "verdict waits"}
    assert wanted | {f"decided: {choice}" for choice in ("invest", "stop", "pivot", "persevere")} <= statuses
    assert {test.stage for test in demo.experiments.list()} >= {
        Stage.locked,
        Stage.running,
        Stage.decided,
        Stage.abandoned,
    }


def test_the_counts_are_the_published_ones(demo: Workspace) -> None:
    shown = {
        (counts.successes, counts.trials)
        for test in demo.experiments.list()
        for batch in standing(demo.observations.of(test.id or 0))
        for arm in batch.arms.values()
        for counts in arm.statistics.values()
        if isinstance(counts, Counts)
    }
    assert shown == {
        (8502, 44_700), (8279, 45_489), (122, 21_306), (267, 21_307), (189, 21_387), (2262, 21_306), (3894, 21_307),
        (3238, 21_387), (3785, 17_293), (3423, 17_260), (2033, 17_293), (1945, 17_260), (67, 105), (15, 120), (8, 49),
        (7, 71),
    }  # fmt: skip


def test_every_test_with_results_names_its_source_and_its_kind(demo: Workspace) -> None:
    catalogue = load_catalogue()
    for test in demo.experiments.list():
        assert catalogue.kind(test.kind).slug == test.kind
        if demo.observations.of(test.id or 0):
            assert "Counts: " in test.we_will, test.title


def test_the_verdicts_are_what_the_story_says(demo: Workspace) -> None:
    verdicts = {
        test.title: demo.verdict(test.id or 0).verdict
        for test in demo.experiments.list()
        if test.stage in (Stage.running, Stage.decided)
    }
    assert verdicts == {
        "Gate at level 40": Outcome.stop,
        "Men's or women's e-mail, or none": Outcome.invest,
        "Launch page, advertised": Outcome.invest,
        "Landing page for the beta": Outcome.inconclusive,
        "“How would you feel without it?”": Outcome.invest,
        "Free-trial screener": Outcome.inconclusive,
        "Advertised download": Outcome.keep_testing,
    }


def test_one_decision_goes_against_its_verdict_and_one_plan_was_amended_in_time(demo: Workspace) -> None:
    against = [decision for decision in demo.decisions.list() if decision.against_verdict]
    assert [decision.choice for decision in against] == ["pivot"]
    amended = [amendment for test in demo.experiments.list() for amendment in test.amendments]
    assert [amendment.seen for amendment in amended] == [Seen.nothing_run]


def test_a_correction_stands_in_place_of_the_slip(demo: Workspace) -> None:
    replaced = [
        batch
        for test in demo.experiments.list()
        for batch in demo.observations.of(test.id or 0)
        if batch.supersedes is not None
    ]
    assert len(replaced) == 1
    assert replaced[0].why


def test_the_trail_holds_and_is_the_same_on_every_machine(demo: Workspace, tmp_path: Path) -> None:
    assert demo.trail.verify() == ()
    with Workspace.open(tmp_path / "again.db", actor="Somebody else") as again:
        fill(again)
        told = [(entry.at, entry.actor, entry.sentence) for entry in again.trail.entries(limit=1000)]
    assert told == [(entry.at, entry.actor, entry.sentence) for entry in demo.trail.entries(limit=1000)]


def test_only_an_empty_workspace_is_filled(demo: Workspace) -> None:
    before = demo.trail.head()
    with pytest.raises(Refused, match="is not empty"):
        fill(demo)
    assert demo.trail.head() == before


def test_filling_takes_a_moment(demo: Workspace, tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "timed.db", actor="Ana") as workspace:  # everything is imported by now
        begun = time.process_time()
        fill(workspace)
        assert time.process_time() - begun < 3
