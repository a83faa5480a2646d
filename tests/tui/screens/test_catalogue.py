"""Choosing a kind of test: typing narrows it down at once, and the keys shown are those that do something."""

from __future__ import annotations

from pathlib import Path

from store.workspace import Workspace
from tests.tui.screens.bets import a_bet
from tui.screens.catalogue import CataloguePage


async def test_typing_searches_and_down_and_enter_choose(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_bet(ws)
    async with sit_down() as person:
        person.app.push_screen(CataloguePage(1))
        await person.sees("kinds that test desirability", "↓ Into the list", "F3 All risks", "F1 Help")
        await person.type("jkgq? landing")
        await person.sees("Nothing fits", "jkgq? landing")
        await person.press("escape")
        await person.type("simple landing")
        await person.sees("1 kind that tests desirability")
        await person.press("enter")
        await person.sees("enter Choose", "/ Search")
        await person.press("up")
        await person.sees("↓ Into the list")
        await person.press("down", "enter")
        await person.on("ExperimentForm")
        assert person.app.screen.form.row("experiment.title").text == "Simple landing page"


async def test_escape_drops_the_search_first_and_then_leaves(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_bet(ws)
    async with sit_down() as person:
        person.app.push_screen(CataloguePage(1))
        await person.sees("kinds that test desirability")
        await person.type("price")
        await person.press("escape")
        assert person.app.screen.search.value == ""
        await person.press("escape")
        await person.until(lambda: type(person.app.screen).__name__ == "Board")
