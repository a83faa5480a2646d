"""A decision against the verdict, at the keyboard: it is proposed, and somebody else makes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from experiments.experiment import Stage
from store.workspace import Workspace
from tests.store.team import concluded, dissolve, make_team, reasons
from tests.tui.screens.bets import a_plan, a_test, counts
from tests.tui.screens.test_key_bar import bar
from tui.screens import ways


def waiting_bet(ws: Workspace) -> None:
    """E1, whose verdict is to invest, in a workspace that asks for a second person."""
    ws.people.ask_second_person(True)
    a_test(ws, a_plan(), locked=True)
    ws.observations.record(1, {"arms": counts(40, 141)})
    ws.experiments.conclude(1, ws.experiments.get(1).version)


async def test_a_decision_against_the_verdict_is_proposed_saying_why(sit_down: Any, address: Path) -> None:
    with Workspace.open(address) as ws:
        waiting_bet(ws)
        async with sit_down() as person:
            person.app.push_screen(ways.decide(1))
            await person.sees("It is followed by: invest", "○ invest ○ pivot ○ persevere ○ stop")
            assert "decision.seconded_by" not in {row.field.key for row in person.app.screen.form.rows}
            await person.press("right", "right", "right", "space", "tab")
            await person.sees("This takes a second person: to stop goes against the verdict (invest). It waits as a")
            await person.type("the supplier went bankrupt")
            await person.press("tab")
            await person.type("it cost too much")
            await person.press("f2")
            await person.sees("Propose this?", "It is made when an approver agrees")
            await person.press("y")
            await person.sees("1 decision for a second person: w")
        assert ws.experiments.get(1).stage is Stage.concluded
        assert ws.approvals.count() == 1


async def test_somebody_else_approves_it_with_the_page_in_view(
    sit_down: Any, address: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Workspace.open(address) as ws:
        waiting_bet(ws)
        ws.by("Bo").approvals.propose(1, ws.experiments.get(1).version, reasons())
        async with sit_down() as person:
            await person.sees("approve or refuse E1")
            person.app.push_screen(ways.hypothesis(1))
            await person.sees("◆ concluded", "approve or refuse it")
            await person.press("escape")
            await person.press("w")
            await person.sees("Waiting for a second person", "Landing page", "you wrote the experiment down")
            await person.press("enter")
            await person.sees("by Bo; it waits for a second person", "the supplier went bankrupt", "invest")
            await person.press("A")
            await person.sees("Approve: you wrote the experiment down.")
            await person.press("W")
            await person.sees("Withdraw: only Bo, who proposed it, may withdraw it.")
            await person.press("v", "d")
            await person.sees("Decide: a proposal of Bo waits for a second person.")
        monkeypatch.setenv("WHATSTICKS_ACTOR", "Cleo")
        async with sit_down() as person:
            await person.press("w")
            await person.sees("may approve")
            await person.press("enter")
            await person.sees("A approves it, F refuses it.")
            await person.press("A")
            await person.sees("Approve this decision?")
            await person.type("the shop is closed")
            await person.press("enter")
            await person.sees("proposed by Bo, approved by Cleo", "Decided")
        assert ws.experiments.get(1).stage is Stage.decided


@pytest.mark.xdist_group("postgres")
async def test_who_may_only_read_is_offered_no_key_that_changes_anything_and_told_why(
    address: Path, postgres: str, tmp_path: Path
) -> None:
    from tui.app import WhatSticks

    team = make_team(postgres)
    with team.open("member") as ws:
        segment = ws.segments.add({"name": "Parents of toddlers"})
        ws.hypotheses.add({"segment_id": segment.id, "title": "They order at night"})
        test = concluded(ws)
        ws.approvals.propose(1, test.version, reasons())
    from tests.tui.screens.conftest import Person

    app = WhatSticks(team.address("viewer"))
    async with app.run_test(size=(140, 36), notifications=True) as pilot:
        person = Person(pilot)
        await person.sees("They order at night", f"{team.login('viewer')}, viewer", "1 decision for a second person")
        assert "New hypothesis" not in bar(person)
        assert "Export" in bar(person)
        await person.press("n")
        await person.sees("New hypothesis: as a viewer you may only read it.")
        person.app.push_screen(ways.segment(1))
        await person.on("SegmentForm")
        assert "Save" not in bar(person)
        await person.press("f2")
        await person.sees("Save: as a viewer you may only read it.")
        await person.press("escape")
        person.app.push_screen(ways.hypothesis(1))
        await person.sees("They order at night", "belief")
        assert not {"New", "Edit"} & set(bar(person).split())
        person.app.push_screen(ways.experiment(1))
        await person.sees("it waits for a second person", "you are a viewer")
        assert set(bar(person).split()) == {"v", "Verdict", "x", "Export", "esc", "Back", "?", "Help"}
        await person.press("F")
        await person.sees("Refuse: as a viewer you may only read it.")
        await person.press("x")
        await person.on("ExportPage")
        person.app.screen.form.row("export.path").text = str(tmp_path / "page.html")
        assert "F2 Write" in bar(person)
        await person.press("f2")
        await person.until((tmp_path / "page.html").exists)
    dissolve(team)
