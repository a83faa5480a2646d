"""The bottom line offers what can be done here and now, and nothing else; a key that it leaves out says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.judge import judge
from store.workspace import Workspace
from tests.tui.screens.bets import a_bet, a_plan, a_test, counts
from tui.screens import ways


def bar(person) -> str:
    return (person.text.splitlines() or [""])[-1]


def a_decided_test(ws: Workspace) -> int:
    test = a_test(ws, a_plan(), locked=True)
    ws.observations.record(test.id, {"arms": counts(30, 150)})
    why = {"choice": "invest", "why": "it clears the bar", "learning": "night matters"}
    plan, batches, _ = ws.judged(test.id)
    ws.decisions.decide(test.id, ws.experiments.get(test.id).version, why, judge(plan, batches, final=True))
    return test.id or 0


@pytest.mark.parametrize("open_page", [ways.experiment, ways.verdict], ids=["experiment", "verdict"])
async def test_a_decided_test_offers_to_export_and_no_longer_to_decide(sit_down, address: Path, open_page) -> None:
    with Workspace.open(address) as ws:
        number = a_decided_test(ws)
    async with sit_down() as person:
        person.app.push_screen(open_page(number))
        await person.sees("INVEST" if open_page is ways.experiment else "I N V E S T", "it clears the bar")
        for label in ("Decide", "Record", "Lock", "Plan", "Amend"):
            assert label not in bar(person)
        assert "x Export" in bar(person)
        await person.press("d")
        await person.sees("Decide: it is decided already.")


async def test_a_running_test_offers_what_its_stage_allows_and_a_way_back_however_narrow(
    sit_down, address: Path
) -> None:
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan(), locked=True)
        ws.observations.record(test.id, {"arms": counts(3, 30)})
    async with sit_down() as person:
        person.app.push_screen(ways.experiment(test.id))
        await person.sees("30 of 141 units", "r Record", "v Verdict", "d Decide", "a Amend", "c Conclude")
        assert "Plan" not in bar(person)
        assert "Lock" not in bar(person)
        assert "Approve" not in bar(person)
        await person.pilot.resize_terminal(48, 24)
        await person.until(lambda: "esc Back  ? Help" in bar(person))
        await person.press("l")
        await person.sees("Lock: it is running.")


async def test_an_empty_list_offers_no_row_to_open(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_bet(ws)
    async with sit_down() as person:
        await person.sees("1 hypothesis", "enter Open")
        person.app.push_screen(ways.sources())
        await person.sees("No source yet")
        assert "n New source" in bar(person)
        for label in ("Open", "Check", "Remove"):
            assert label not in bar(person)
        await person.press("c")
        await person.sees("Check: there is nothing in the list.")


@pytest.mark.parametrize(
    ("open_form", "label"),
    [(ways.record, "F2 Record"), (ways.decide, "F2 Decide"), (ways.export, "F2 Write"), (ways.plan, "F2 Amend")],
    ids=["record", "decide", "export", "amend"],
)
async def test_a_form_says_what_saving_does_there(sit_down, address: Path, open_form, label: str) -> None:
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan(), locked=True)
        ws.observations.record(test.id, {"arms": counts(3, 30)})
    async with sit_down() as person:
        person.app.push_screen(open_form(test.id))
        await person.until(lambda: label in bar(person), f"no {label}")
        assert "Save" not in bar(person)
        if open_form is ways.record:
            await person.until(lambda: "F5 Batches" in bar(person), "there is a batch to see")
