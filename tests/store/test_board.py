"""Lists and the board: how each bet stands, found again, page by page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from experiments.experiment import Experiment, Stage
from experiments.plan import Plan
from store.workspace import BoardRow, Workspace


def row(ws: Workspace) -> BoardRow:
    (only,) = ws.board()
    return only


def test_a_bet_from_untested_to_decided(ws: Workspace, plan: Plan, counts: Any) -> None:
    ws.segments.add({"name": "Parents of toddlers"})
    ws.hypotheses.add({"segment_id": 1, "title": "They order at night", "prior": 0.3})
    said = [(row(ws).status, row(ws).next_step)]
    ws.experiments.add({"hypothesis_id": 1, "title": "Landing page"})
    said.append((row(ws).status, row(ws).next_step))
    ws.experiments.plan(1, 1, plan)
    said.append((row(ws).status, row(ws).next_step))
    ws.experiments.lock(1, 2, 2000)
    said.append((row(ws).status, row(ws).next_step))
    ws.observations.record(1, counts(5, 100))
    said.append((row(ws).status, row(ws).next_step))
    ws.observations.record(1, counts(60, 900))
    said.append((row(ws).status, row(ws).next_step))
    ws.experiments.conclude(1, 4)
    said.append((row(ws).status, row(ws).next_step))
    ws.decisions.decide(1, 5, {"choice": "invest", "why": "they do", "learning": "they do"})
    said.append((row(ws).status, row(ws).next_step))
    assert said == [
        ("untested", "plan a cheap test"),
        ("planned", "design the plan of E1"),
        ("planned", "lock the plan of E1"),
        ("planned", "record results for E1"),
        ("testing", "record more for E1"),
        ("verdict waits", "read the verdict of E1"),
        ("verdict waits", "decide on E1"),
        ("decided: invest", "invest"),
    ]
    assert row(ws).belief == pytest.approx(0.3 * 16 / (0.3 * 16 + 0.7))  # an invest is 0.8 / 0.05 times as likely


def test_the_board_adds_up_what_stands(ws: Workspace, running: Experiment, counts: Any) -> None:
    ws.observations.record(1, {**counts(50, 500), "strength": 5})
    ws.observations.record(1, {**counts(5, 150), "supersedes": 1, "why": "a slip", "strength": 3})
    ws.experiments.spend(1, running.version, 120, 2)
    ws.experiments.copy(1)
    ws.experiments.spend(2, 1, 30, 0.5)
    only = row(ws)
    assert (only.units, only.evidence, only.experiments) == (1300, "what people pay", 2)
    assert (only.money_spent, only.person_days_spent, only.newest_experiment) == (150, 2.5, 2)
    assert (only.segment, only.status) == ("Parents of toddlers", "testing")


def test_an_abandoned_test_says_nothing_of_a_bet(ws: Workspace, draft: Experiment) -> None:
    ws.experiments.abandon(1, 1, "too dear")
    assert (row(ws).status, row(ws).next_step, row(ws).evidence) == ("untested", "plan a cheap test", "none yet")


def test_a_new_test_after_a_decision_leads(ws: Workspace, concluded: Experiment) -> None:
    ws.decisions.decide(
        1, concluded.version, {"choice": "invest", "why": "they do", "learning": "x", "next_step": "Ask\nBo"}
    )
    assert row(ws).next_step == "Ask Bo"
    ws.experiments.copy(1)
    assert (row(ws).status, row(ws).next_step) == ("planned", "lock the plan of E2")


def test_a_page_of_the_board_asks_as_much_whatever_its_length(ws: Workspace, concluded: Experiment) -> None:
    for number in range(30):
        ws.hypotheses.add({"segment_id": 1, "title": f"Belief {number}"})
    ws.board(limit=1)  # all are counted once
    asked: list[str] = []

    def note(*call: Any) -> None:
        asked.append(call[2])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        page = ws.board(limit=10, offset=20)
        few = len(asked)
        ws.board(limit=29, offset=1)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert [entry.hypothesis.code for entry in page] == [f"H{number}" for number in range(11, 1, -1)]
    assert len(asked) == 2 * few <= 14


@pytest.mark.engines
def test_the_board_counts_what_others_add_and_what_is_taken_back(ws: Workspace, address: Path | str) -> None:
    ws.segments.add({"name": "Parents of toddlers"})
    assert ws.board_page().total == 0
    with Workspace.open(address, actor="Bo") as other:
        other.hypotheses.add({"segment_id": 1, "title": "They order at night"})
        assert ws.board_page().total == 1
        other.undo(other.undoable().seq)
        assert ws.board_page().total == 0
        other.hypotheses.add({"segment_id": 1, "title": "They order by phone"})
    assert ws.board_page().total == 1


@pytest.mark.parametrize("gone", [(), (3,), (1, 2, 7)])
def test_every_row_is_on_one_page_also_where_some_were_taken_away(ws: Workspace, gone: tuple[int, ...]) -> None:
    for number in range(9):
        added = ws.segments.add({"name": f"Segment {number}"})
        if added.id in gone:
            ws.undo(ws.undoable().seq)
    left = [number for number in range(9, 0, -1) if number not in gone]
    for size in (1, 2, 4):
        pages = [[one.id for one in ws.segments.list(limit=size, offset=at)] for at in range(0, 10, size)]
        assert [number for page in pages for number in page] == left
    assert ws.segments.count() == len(left)


def test_lists_show_the_newest_first_and_come_in_pages(ws: Workspace) -> None:
    for number in range(5):
        ws.segments.add({"name": f"Segment {number}"})
    assert [segment.id for segment in ws.segments.list()] == [5, 4, 3, 2, 1]
    assert [segment.id for segment in ws.segments.list(limit=2, offset=1)] == [4, 3]
    assert ws.segments.count() == 5


def test_lists_are_filtered_by_what_they_belong_to(ws: Workspace, locked: Experiment) -> None:
    ws.segments.add({"name": "Night owls"})
    ws.hypotheses.add({"segment_id": 2, "title": "They stay up"})
    ws.experiments.add({"hypothesis_id": 2, "title": "Interviews"})
    assert [one.id for one in ws.hypotheses.list(segment_id=2)] == [2]
    assert [one.id for one in ws.experiments.list(hypothesis_id=1)] == [1]
    assert [one.id for one in ws.experiments.list(stage=Stage.locked)] == [1]
    assert ws.experiments.list(hypothesis_id=2, stage=Stage.locked) == ()
    assert (ws.hypotheses.count(segment_id=1), ws.experiments.count(stage=Stage.draft)) == (1, 1)


@pytest.mark.parametrize("text", ["ÄRZTE", "ärzte", "strasse", "100%", "%", "_", "\\"])
def test_text_is_found_in_any_case_and_wildcards_are_plain_signs(ws: Workspace, text: str) -> None:
    ws.segments.add({"name": "Ärzte in der Straße", "description": "100% sure"})
    ws.segments.add({"name": "snake_case \\ users"})
    assert ws.segments.count(text=text) == len(ws.segments.list(text=text)) == 1


@pytest.mark.parametrize("text", ["1_0", "'; --", "half \ud800 a sign", "x" * 100_000])
def test_text_that_occurs_nowhere_finds_nothing(ws: Workspace, text: str) -> None:
    ws.segments.add({"name": "Parents", "description": "100% sure"})
    assert ws.segments.count(text=text) == len(ws.segments.list(text=text)) == 0


def test_the_board_is_searched_by_bet_and_by_segment(ws: Workspace, draft: Experiment) -> None:
    ws.segments.add({"name": "Night owls"})
    ws.hypotheses.add({"segment_id": 2, "title": "They stay up"})
    # A hypothesis' own words weigh more than those of its segment.
    for text, codes in (("NIGHT", ["H1", "H2"]), ("toddlers", ["H1"]), ("stay", ["H2"]), ("", ["H2", "H1"])):
        assert [entry.hypothesis.code for entry in ws.board(text=text)] == codes
        assert ws.board_count(text=text) == len(codes)
