"""The last change of one's own is undone by an entry of its own, while nobody built on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from experiments.errors import Conflict, NotFound, Refused
from experiments.experiment import Experiment
from experiments.plan import Plan
from store.workspace import Workspace

pytestmark = pytest.mark.engines


def undo(ws: Workspace) -> str:
    ws.undo(ws.undoable().seq)
    assert ws.trail.verify() == ()
    return ws.said


def test_an_edit_is_put_back_and_the_trail_keeps_both(ws: Workspace, draft: Experiment) -> None:
    before = ws.hypotheses.get(1)
    ws.hypotheses.edit(1, 1, {"title": "They never sleep", "prior": 0.3})
    found = ws.undoable()
    assert found.sentence == "Changed the title and prior of hypothesis H1 “They never sleep”."
    assert found.effect == ("title: They never sleep → They order at night", "prior: 0.3 → 0.5")
    entries = ws.trail.count()
    assert undo(ws) == f"Undid entry {found.seq}: {found.sentence}"
    assert ws.hypotheses.get(1) == before.model_copy(update={"version": 3})
    newest = ws.trail.entries(limit=1)[0]
    assert (ws.trail.count(), newest.action, newest.subject) == (entries + 1, "undo", "H1")
    assert newest.payload["undone"] == {"seq": found.seq}


def test_one_change_after_the_other_back_to_an_empty_workspace(ws: Workspace, draft: Experiment, plan: Plan) -> None:
    ws.experiments.plan(1, 1, plan)
    ws.experiments.edit(1, 2, {"title": "Page", "budget": {"money": 500}})
    ws.experiments.spend(1, 3, 40, 1)
    ws.experiments.copy(1)
    subjects = []
    while ws.trail.count() < 14:
        subjects.append(ws.undoable().subject)
        undo(ws)
    assert subjects == ["E2", "E1", "E1", "E1", "E1", "H1", "S1"]
    assert (ws.segments.count(), ws.hypotheses.count(), ws.experiments.count()) == (0, 0, 0)
    with pytest.raises(Refused, match="there is nothing to undo: Ann has changed nothing here, or undid all of it"):
        ws.undoable()


def test_what_a_draft_was_before_comes_back_step_by_step(ws: Workspace, draft: Experiment, plan: Plan) -> None:
    planned = ws.experiments.plan(1, 1, plan)
    ws.experiments.plan(1, planned.version, plan.but(alpha=0.1))
    assert ws.undoable().effect == ("plan, alpha: 0.1 → 0.05",)
    undo(ws)
    assert ws.experiments.get(1).plan == plan
    assert ws.undoable().effect == ("plan: one that measures signed up → (empty)",)
    undo(ws)
    assert ws.experiments.get(1).plan is None


def test_a_number_is_not_given_again(ws: Workspace, draft: Experiment) -> None:
    ws.segments.add({"name": "Night owls"})
    assert ws.undoable().removes == "S2"
    undo(ws)
    with pytest.raises(NotFound):
        ws.segments.get(2)
    assert ws.segments.add({"name": "Early birds"}).code == "S3"
    assert ws.trail.verify() == ()


def test_nothing_is_undone_once_somebody_built_on_it(ws: Workspace, draft: Experiment) -> None:
    bo = ws.by("Bo")
    ws.segments.edit(1, 1, {"size": 900})
    bo.segments.edit(1, 2, {"size": 800})
    entries = ws.trail.count()
    with pytest.raises(Refused, match=r"cannot be undone: Bo went on from it \(entry 5: Changed the size of"):
        ws.undo(4)
    assert (ws.trail.count(), ws.segments.get(1).size) == (entries, 800)
    undo(bo)
    assert ws.segments.get(1).size == 900
    undo(ws)  # what Bo built on it is gone again
    assert ws.segments.get(1).size is None


def test_what_others_hung_on_it_keeps_it(ws: Workspace, draft: Experiment) -> None:
    ann, bo = ws, ws.by("Bo")
    ann.hypotheses.add({"segment_id": 1, "title": "They stay up"})
    bo.experiments.add({"hypothesis_id": 2, "title": "Bo's page"})
    with pytest.raises(Refused, match=r"Bo went on from it \(entry 5: Added experiment E2"):
        ann.undoable()
    undo(bo)
    undo(ann)
    assert ann.hypotheses.count() == 1


def test_each_undoes_only_ones_own(ws: Workspace, draft: Experiment) -> None:
    bo = ws.by("Bo")
    bo.segments.add({"name": "Bo's"})
    ws.segments.add({"name": "Ann's"})
    assert (ws.undoable().subject, bo.undoable().subject) == ("S3", "S2")
    undo(bo)
    assert [segment.name for segment in ws.segments.list()] == ["Ann's", "Parents of toddlers"]
    with pytest.raises(Refused, match="there is nothing to undo: Bo"):
        bo.undoable()
    with pytest.raises(Refused, match="there is nothing to undo: Cy"):
        ws.by("Cy").undoable()


def test_a_change_that_is_not_the_last_any_more_is_left_alone(ws: Workspace, draft: Experiment) -> None:
    seen = ws.undoable().seq
    ws.segments.edit(1, 1, {"size": 5})
    with pytest.raises(Conflict, match="entry 3 was not undone; your last change is entry 4 now: Changed the size"):
        ws.undo(seen)
    assert ws.segments.get(1).size == 5


def test_promises_results_and_stages_are_not_undone(ws: Workspace, draft: Experiment, plan: Plan, counts: Any) -> None:
    ws.experiments.plan(1, 1, plan)
    steps: list[tuple[Callable[[], Any], str]] = [
        (lambda: ws.experiments.lock(1, 2, 100), "a lock is a promise; amend the plan"),
        (lambda: ws.experiments.start(1, 3), "stages only move forward"),
        (lambda: ws.observations.record(1, counts(5, 100)), "record a batch in its place"),
        (lambda: ws.experiments.amend(1, 4, plan.but(alpha=0.1), "a slip"), "amend it again"),
        (lambda: ws.experiments.abandon(1, 5, "too dear"), "copy it to a new draft"),
    ]
    for step, instead in steps:
        step()
        with pytest.raises(Refused, match=f"cannot be undone: .*{instead}"):
            ws.undoable()


def test_a_decision_is_not_undone(ws: Workspace, concluded: Experiment) -> None:
    ws.decisions.decide(1, concluded.version, {"choice": "invest", "why": "they do", "learning": "they do"})
    with pytest.raises(Refused, match="cannot be undone: a decision is made once"):
        ws.undoable()


def test_a_place_that_is_gone_is_not_gone_back_to(ws: Workspace, draft: Experiment) -> None:
    bo = ws.by("Bo")
    bo.segments.add({"name": "Bo's"})
    ws.hypotheses.add({"segment_id": 2, "title": "Ann's"})
    ws.hypotheses.edit(2, 1, {"segment_id": 1})
    undo(bo)
    with pytest.raises(Refused, match="what H2 belonged to before is not there any more; edit it instead"):
        ws.undo(ws.undoable().seq)
    assert ws.hypotheses.get(2).segment_id == 1
    assert ws.trail.verify() == ()
