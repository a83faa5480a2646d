"""Two people who change the same thing: the second is told by whom and when, and overwrites nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from experiments.errors import Conflict
from experiments.experiment import Experiment
from experiments.plan import Plan
from store.workspace import Workspace

pytestmark = pytest.mark.engines

Verb = Callable[[Workspace, Plan], object]


@pytest.mark.parametrize(
    "verb",
    [
        lambda ws, plan: ws.segments.edit(1, 1, {"name": "Mine"}),
        lambda ws, plan: ws.hypotheses.edit(1, 1, {"title": "Mine"}),
        lambda ws, plan: ws.experiments.edit(1, 1, {"title": "Mine"}),
        lambda ws, plan: ws.experiments.plan(1, 1, plan),
        lambda ws, plan: ws.experiments.lock(1, 1, 100),
        lambda ws, plan: ws.experiments.start(1, 1),
        lambda ws, plan: ws.experiments.conclude(1, 1),
        lambda ws, plan: ws.experiments.abandon(1, 1, "too dear"),
        lambda ws, plan: ws.experiments.amend(1, 1, plan, "a slip"),
        lambda ws, plan: ws.experiments.spend(1, 1, 5, 5),
        lambda ws, plan: ws.decisions.decide(1, 1, {"choice": "stop", "why": "x", "learning": "y"}),
    ],
)
def test_a_stale_version_changes_nothing(ws: Workspace, draft: Experiment, plan: Plan, verb: Verb) -> None:
    bo = ws.by("Bo")
    kept = (
        bo.segments.edit(1, 1, {"name": "His"}),
        bo.hypotheses.edit(1, 1, {"title": "His"}),
        bo.experiments.edit(1, 1, {"title": "His"}),
    )
    head, said = ws.trail.head(), ws.said
    with pytest.raises(Conflict, match=r"^Bo changed \w1 on 2026-03-02 at 09:00 UTC, after you read it; nothing was"):
        verb(ws, plan)
    assert (ws.segments.get(1), ws.hypotheses.get(1), ws.experiments.get(1)) == kept
    assert (ws.trail.head(), ws.said) == (head, said)


def test_the_one_named_changed_the_thing_itself(ws: Workspace, locked: Experiment, counts: Any) -> None:
    ws.by("Bo").experiments.start(1, locked.version)
    ws.by("Cy").observations.record(1, counts(5, 100))
    with pytest.raises(Conflict, match=r"^Bo changed E1"):
        ws.experiments.start(1, locked.version)


def test_two_open_files_see_each_others_changes(ws: Workspace, address: Path) -> None:
    with Workspace.open(address, actor="Bo") as other:
        seen = other.revision()
        assert other.revision() == seen
        ws.segments.add({"name": "Night owls"})
        assert other.revision() != seen
        mine = ws.revision()
        other.segments.edit(1, 1, {"size": 4})
        assert ws.revision() != mine
        with pytest.raises(Conflict, match=r"^Bo changed S1"):
            ws.segments.edit(1, 1, {"size": 5})
        assert ws.segments.edit(1, 2, {"size": 5}).size == 5


def test_ones_own_writes_change_the_revision_too(ws: Workspace) -> None:
    seen = ws.revision()
    ws.segments.add({"name": "Night owls"})
    assert ws.revision() != seen
