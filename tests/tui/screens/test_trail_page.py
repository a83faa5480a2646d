"""The trail on the screen: verifying says what it found, and notes what is odd but breaks nothing."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from store.workspace import Workspace
from tests.tui.screens.bets import a_bet
from tui.screens import ways


async def test_a_whole_trail_is_said_to_be_whole_and_a_clock_set_back_is_noted(sit_down, address: Path) -> None:
    now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    with Workspace.open(address, clock=lambda: now) as ws:
        a_bet(ws)
        ws.by("Ben", clock=lambda: now - timedelta(hours=2)).segments.add({"name": "Night owls"})
        head = ws.trail.head()
    async with sit_down() as person:
        person.app.push_screen(ways.trail())
        await person.sees(f"head {head[:16]}@3", "Added segment S2")
        await person.press("v")
        await person.sees(
            "✓ 3 entries and every row are as they were written.", "Note: entry 3 is dated", "2:00:00 before"
        )


async def test_what_was_changed_behind_the_trail_is_named(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_bet(ws)
    with sqlite3.connect(address) as behind_our_back:
        behind_our_back.execute("UPDATE segment SET name = 'somebody else'")
    async with sit_down() as person:
        person.app.push_screen(ways.trail())
        await person.sees("Added segment S1")
        await person.press("v")
        await person.sees("The trail is not as it was written", "segment S1 differs from entry 1 of the trail")
