"""Every verb changes one thing, tells it in one sentence, and leaves the entries it should leave."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from experiments.errors import InvalidField, NotFound, Refused
from experiments.experiment import Experiment, Stage
from experiments.plan import Plan
from store.workspace import Workspace

pytestmark = pytest.mark.engines


def entries_of(ws: Workspace, verb: Callable[[], object]) -> list[tuple[str, str]]:
    """Run a verb; answer the entries it left, as (action, subject)."""
    before = ws.trail.count()
    verb()
    left = ws.trail.entries(limit=ws.trail.count() - before) if ws.trail.count() > before else ()
    assert ws.trail.verify() == ()
    if left:
        assert ws.said == left[0].sentence
    return [(entry.action, entry.subject) for entry in reversed(left)]


def test_adding_leaves_one_entry_each(ws: Workspace) -> None:
    segment = {"name": "Night owls"}
    assert entries_of(ws, lambda: ws.segments.add(segment)) == [("add", "S1")]
    assert ws.said == "Added segment S1 “Night owls”."
    assert entries_of(ws, lambda: ws.hypotheses.add({"segment_id": 1, "title": "They buy"})) == [("add", "H1")]
    assert entries_of(ws, lambda: ws.experiments.add({"hypothesis_id": 1, "title": "Ad"})) == [("add", "E1")]


def test_editing_leaves_one_entry_that_names_the_fields(ws: Workspace, draft: Experiment) -> None:
    assert entries_of(ws, lambda: ws.segments.edit(1, 1, {"size": 900, "name": "Parents"})) == [("edit", "S1")]
    assert ws.said == "Changed the size and name of segment S1 “Parents”."
    assert entries_of(ws, lambda: ws.hypotheses.edit(1, 1, {"importance": 5})) == [("edit", "H1")]
    assert entries_of(ws, lambda: ws.experiments.edit(1, 1, {"owner": "Bo"})) == [("edit", "E1")]
    assert (ws.segments.get(1).size, ws.hypotheses.get(1).importance, ws.experiments.get(1).owner) == (900, 5, "Bo")
    assert ws.experiments.get(1).version == 2


def test_an_edit_that_changes_nothing_leaves_nothing(ws: Workspace, draft: Experiment) -> None:
    assert entries_of(ws, lambda: ws.segments.edit(1, 1, {"name": " Parents of toddlers "})) == []
    assert ws.segments.get(1).version == 1
    assert ws.said == "Nothing of segment S1 “Parents of toddlers” was different, so nothing was changed."


def test_an_experiment_moves_through_its_stages_one_entry_a_step(
    ws: Workspace, draft: Experiment, plan: Plan, counts: Any
) -> None:
    verbs: list[tuple[list[str], Callable[[int], object]]] = [
        (["plan"], lambda version: ws.experiments.plan(1, version, plan)),
        (["lock"], lambda version: ws.experiments.lock(1, version, 2000)),
        (["amend"], lambda version: ws.experiments.amend(1, version, plan.but(alpha=0.1), "one look only")),
        (["start", "record"], lambda _: ws.observations.record(1, counts(5, 100))),
        (["record"], lambda _: ws.observations.record(1, counts(60, 1000))),
        (["spend"], lambda version: ws.experiments.spend(1, version, 300, 2.5)),
        (["conclude", "decide"], lambda version: ws.decisions.decide(1, version, reasons())),
        (["copy"], lambda _: ws.experiments.copy(1)),
    ]
    for expected, verb in verbs:
        version = ws.experiments.get(1).version
        assert [action for action, _ in entries_of(ws, partial(verb, version))] == expected
    assert ws.experiments.get(1).stage is Stage.decided
    assert ws.experiments.get(1).spend.person_days == 2.5


def reasons(**more: object) -> dict[str, object]:
    return {"choice": "invest", "why": "twice as many sign up", "learning": "they shop at night", **more}


def test_starting_concluding_and_abandoning_leave_one_entry_each(ws: Workspace, locked: Experiment) -> None:
    assert entries_of(ws, lambda: ws.experiments.start(1, locked.version)) == [("start", "E1")]
    assert entries_of(ws, lambda: ws.experiments.conclude(1, locked.version + 1)) == [("conclude", "E1")]
    why = "the supplier\nleft"
    assert entries_of(ws, lambda: ws.experiments.abandon(1, locked.version + 2, why)) == [("abandon", "E1")]
    assert ws.said == "Abandoned E1 “Landing page”: the supplier left."
    assert ws.experiments.get(1).abandoned_why == why


def test_locking_freezes_the_size_and_the_hash(ws: Workspace, draft: Experiment, plan: Plan) -> None:
    ws.experiments.plan(1, 1, plan)
    locked = ws.experiments.lock(1, 2, 2000)
    assert locked.plan is not None
    assert (locked.plan.planned_size, locked.plan_hash) == (2000, locked.plan.hash)
    assert locked.locked_at is not None
    assert ws.said == f"Locked the plan of E1 “Landing page” ({locked.plan_hash[:8]})."


def test_a_size_in_the_plan_is_not_replaced_by_locking(ws: Workspace, draft: Experiment, plan: Plan) -> None:
    ws.experiments.plan(1, 1, plan.but(planned_size=500))
    locked = ws.experiments.lock(1, 2, 2000)
    assert locked.plan is not None
    assert locked.plan.planned_size == 500


def test_what_the_rules_refuse_changes_nothing_and_says_the_way_out(ws: Workspace, draft: Experiment) -> None:
    with pytest.raises(Refused, match="cannot lock E1 “Landing page”: it has no plan yet; design one first"):
        ws.experiments.lock(1, 1)
    with pytest.raises(Refused, match="lock the plan first"):
        ws.experiments.start(1, 1)
    with pytest.raises(Refused, match="lock the plan first"):
        ws.observations.record(1, {"arms": {"all": {"units": 1, "statistics": {}}}})
    assert ws.trail.count() == 3


def test_a_locked_experiment_is_not_edited(ws: Workspace, locked: Experiment) -> None:
    with pytest.raises(Refused, match="amend the plan instead"):
        ws.experiments.edit(1, locked.version, {"title": "Another"})


@pytest.mark.parametrize("field", ["id", "version", "stage", "plan", "plan_hash", "amendments", "spend", "locked_at"])
def test_fields_that_have_verbs_of_their_own_cannot_be_written_past_them(
    ws: Workspace, draft: Experiment, field: str
) -> None:
    with pytest.raises(InvalidField, match="the program keeps it itself"):
        ws.experiments.edit(1, 1, {field: None})
    with pytest.raises(InvalidField, match="the program keeps it itself"):
        ws.experiments.add({"hypothesis_id": 1, "title": "x", field: None})


def test_what_does_not_exist_is_named(ws: Workspace) -> None:
    with pytest.raises(NotFound, match="there is no segment 'S9'"):
        ws.segments.get(9)
    with pytest.raises(NotFound, match="there is no segment 'S9'"):
        ws.hypotheses.add({"segment_id": 9, "title": "They buy"})
    with pytest.raises(NotFound, match="there is no hypothesis 'H9'"):
        ws.experiments.add({"hypothesis_id": 9, "title": "Ad"})
    with pytest.raises(NotFound, match="there is no experiment 'E9'"):
        ws.observations.of(9)
    assert ws.trail.count() == 0


def test_a_copy_is_a_new_draft_with_the_same_plan(ws: Workspace, concluded: Experiment) -> None:
    copy = ws.experiments.copy(1)
    assert (copy.id, copy.version, copy.stage, copy.plan) == (2, 1, Stage.draft, concluded.plan)
    assert (copy.plan_hash, copy.locked_at, copy.amendments) == ("", None, ())
    assert ws.said == "Copied E1 “Landing page” to E2."


def test_a_value_comes_back_as_it_was_written(ws: Workspace, concluded: Experiment, address: Any) -> None:
    segment = ws.segments.edit(1, 1, {"size": 9_000_000_000, "expectations": ["calm", "quick"]})
    with Workspace.open(address) as again:
        assert again.segments.get(1) == segment
        assert again.experiments.get(1) == concluded
        assert list(again.judged(1)[0].shares) == ["old", "new"]  # in the order people gave them
        assert again.observations.of(1) == ws.observations.of(1)
