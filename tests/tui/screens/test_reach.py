"""A workspace out of reach: the program ends with a reason, but not over words that stand nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.workspace import Workspace
from tests.tui.screens.bets import a_bet
from tui import app as program
from tui.screens import ways


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "POLL_SECONDS", 0.05)


async def test_what_is_no_workspace_ends_the_program_with_its_code_and_reason(sit_down, address: Path) -> None:
    address.write_text("these are no bets of ours, but they are long enough to be taken for some" * 20)
    async with sit_down() as person:
        await person.until(lambda: person.app._exit, "it stayed")
        assert person.app.return_code == 3
        assert "is not a workspace" in str(person.app.unreachable)


async def test_a_file_taken_away_is_noticed(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_bet(ws)
    async with sit_down() as person:
        await person.sees("1 hypothesis")
        address.rename(address.with_name("elsewhere.db"))
        await person.until(lambda: person.app._exit, "it stayed")
        assert person.app.return_code == 3
        assert "no longer there" in str(person.app.unreachable)


async def test_words_that_stand_nowhere_else_are_not_lost_with_the_file(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_bet(ws)
    async with sit_down() as person:
        await person.sees("1 hypothesis")
        person.app.push_screen(ways.segment(None))
        await person.on("SegmentForm")
        await person.type("Night owls")
        address.rename(address.with_name("elsewhere.db"))
        await person.until(lambda: any("out of reach" in told.message for told in person.app._notifications))
        assert not person.app._exit
        assert person.app.screen.form.row("segment.name").text == "Night owls"
