"""Typing a belief shows similar past ones, with what was learned."""

from __future__ import annotations

from pathlib import Path

from store.workspace import Workspace
from tests.tui.screens.bets import a_bet
from tui.screens import ways


async def test_typing_a_belief_shows_similar_ones_and_opens_them(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_bet(ws, "Parents [/ pay for vouchers")
    async with sit_down(size=(120, 36)) as person:
        await person.sees("1 hypothesis")
        person.app.push_screen(ways.new_hypothesis())
        await person.sees("What do you believe?")
        person.app.screen.form.row("hypothesis.title").focus_control()
        await person.type("Vouchers for all")
        await person.sees("H1 Parents [/ pay for vouchers", "untested")
        person.app.screen.query_one("#similar").focus()
        await person.press("down", "enter")
        await person.on("HypothesisPage")
        await person.press("escape")
        await person.sees("Vouchers for all")
