"""``u`` names the last change of one's own and takes it back, on every screen that shows changes."""

from __future__ import annotations

from pathlib import Path

from store.workspace import Workspace
from tests.tui.screens.bets import a_bet, a_test
from tui.screens import ways


async def test_an_edit_is_named_and_then_taken_back(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_bet(ws)
        ws.hypotheses.edit(1, 1, {"title": "Night owls pay"})
    async with sit_down() as person:
        await person.sees("Night owls pay")
        await person.press("u")
        await person.sees("Undo your last change?", "title: Night owls pay → Night parents pay", "Entry 3 of the trail")
        await person.press("k")
        await person.sees("Night owls pay")
        await person.press("u")
        await person.sees("Undo your last change?")
        await person.press("u")
        await person.sees("Undid entry 3", "Night parents pay")
    with Workspace.open(address) as ws:
        assert (ws.hypotheses.get(1).title, ws.trail.verify()) == ("Night parents pay", ())


async def test_the_page_of_what_is_taken_away_closes(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_test(ws)
    async with sit_down() as person:
        person.app.push_screen(ways.hypothesis(1))
        await person.sees("Landing page")
        person.app.push_screen(ways.experiment(1))
        await person.sees("E1 Landing page")
        await person.press("u")
        await person.sees("E1 is taken away again")
        await person.press("u")
        await person.sees("Undid entry 3", "No experiment yet")
        assert type(person.app.screen).__name__ == "HypothesisPage"


async def test_what_somebody_else_built_on_is_not_undone_and_says_why(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_bet(ws)
        ws.by("Ben").hypotheses.edit(1, 1, {"title": "Ben's title"})
    async with sit_down() as person:
        await person.sees("Ben's title")
        await person.press("u")
        await person.sees("cannot be undone", "Ben went on from it (entry 3")
        assert type(person.app.screen).__name__ == "Board"


async def test_a_page_closes_when_whoever_added_it_took_it_back(sit_down, address: Path) -> None:
    with Workspace.open(address, actor="Ben") as ws:
        a_test(ws)
    async with sit_down() as person:
        person.app.push_screen(ways.experiment(1))
        await person.sees("E1 Landing page")
        with Workspace.open(address, actor="Ben") as other:
            other.undo(other.undoable().seq)
        await person.until(lambda: type(person.app.screen).__name__ == "Board")
