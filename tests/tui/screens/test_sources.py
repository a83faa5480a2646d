"""Saved sources in the terminal: kept, read again by one key, and a reading that can be cancelled."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import psycopg

from store.workspace import Workspace
from tests.tui.screens.bets import a_plan, a_test
from tests.tui.screens.test_recording import ARMS, METRIC, a_file
from tui.screens import ways

PLAN: dict[str, Any] = {**ARMS, "metric": [METRIC], "planned_size": 400}


def asleep(postgres: str) -> int:
    """How many questions of ours the server is working on, in their sleep."""
    with psycopg.connect(postgres) as connection:
        found = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'whatsticks' AND state = 'active'"
            " AND query LIKE '%slow_visits%'"
        ).fetchone()
    return int(found[0]) if found else 0


async def test_a_file_is_saved_as_a_source_and_read_again_by_one_key(sit_down, address: Path) -> None:
    path = a_file(address.with_name("clicks.csv"))
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan(**PLAN), locked=True)
    async with sit_down() as person:
        from tui.screens.record_file import RecordFile

        await person.sees("1 hypothesis")
        person.app.push_screen(RecordFile(test.id))
        await person.on("RecordFile")
        person.app.screen.form.row("file.path").text = str(path)
        await person.press("enter")
        await person.sees("40 rows", "F2 records it")
        await person.press("f4")
        await person.sees("Save this source?")
        await person.type("clicks")
        await person.press("enter")
        await person.until(lambda: person.app.screen.form.row("file.path").text == "clicks", "not taken over")
        await person.sees("F2 records it")
        await person.press("f2")
        await person.sees("Record what was read?")
        await person.press("r")
        await person.until(lambda: type(person.app.screen).__name__ == "Board")
        a_file(path, 60)
        person.app.push_screen(ways.experiment(test.id))
        await person.sees("40 of 400 units")
        await person.press("R")
        await person.sees("one look to record; 1 batch", "F2 records it")
        await person.press("f2")
        await person.sees("Record what was read?", "60 of 400 planned units")
        await person.press("r")
        await person.sees("60 of 400 units")
    with Workspace.open(address) as ws:
        assert [(batch.units, batch.source.saved) for batch in ws.observations.of(test.id)] == [(40, 1), (20, 1)]
        assert ws.sources.get(1).columns == ("arm = version", "unit = userid")


async def test_escape_cancels_the_query_on_the_server_and_leaves_what_was_typed(
    sit_down, address: Path, postgres: str
) -> None:
    visit = "(VALUES ('u1', 'old', 1)) AS visit (userid, version, signed_up)"
    query = f"SELECT userid, version, signed_up, pg_sleep(60) AS slow_visits FROM {visit}"
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan(**PLAN), locked=True)
        ws.sources.add({"name": "slow visits", "address": postgres, "query": query})
    async with sit_down() as person:
        from tui.screens.record_file import RecordFile

        await person.sees("1 hypothesis")
        person.app.push_screen(RecordFile(test.id))
        await person.on("RecordFile")
        await person.type("slow")
        await person.until(lambda: person.app.focused._suggestion == "slow visits", "no completion")
        await person.press("right", "enter")
        await person.sees("Reading slow visits", "esc cancels it")
        await person.until(lambda: asleep(postgres) == 1, "the server never began")
        began = time.monotonic()
        await person.press("j")  # the keys are not held up meanwhile
        assert time.monotonic() - began < 2
        began = time.monotonic()
        await person.press("escape")
        while await asyncio.to_thread(asleep, postgres):
            assert time.monotonic() - began < 5
        stopped = time.monotonic() - began
        await person.sees("Cancelled: nothing was recorded")
        assert type(person.app.screen).__name__ == "RecordFile"
        assert person.app.screen.form.row("file.path").text == "slow visitsj"
        assert stopped < 1
        await person.press("escape")
        await person.until(lambda: type(person.app.screen).__name__ == "Board")


async def test_sources_are_listed_written_checked_and_removed(sit_down, address: Path) -> None:
    path = a_file(address.with_name("clicks.csv"))
    async with sit_down(size=(80, 24)) as person:
        await person.until(lambda: person.app.focused is not None)
        person.app.push_screen(ways.sources())
        await person.sees("No source yet")
        await person.press("n")
        await person.on("SourceForm")
        await person.type("clicks")
        await person.press("tab")
        await person.type("postgresql://ann:hunter2@db/shop")
        await person.press("f2")
        await person.sees("postgresql://ann:***@db/shop: the password is")
        person.app.screen.form.row("source.address").text = "postgresql://ann@db/shop"
        await person.press("f2")
        await person.sees("say what to read")
        person.app.screen.form.row("source.address").text = str(path)
        await person.press("f2")
        await person.on("SourcesPage")
        await person.sees("D1 clicks", "1 source")
        await person.settled()
        await person.press("c")
        await person.sees("clicks: 40 rows, 3 columns (userid, version, signed_up); arms in version: new 20; old 20")
        await person.press("X")
        await person.sees("Remove this source?")
        await person.press("r")
        await person.sees("No source yet")
    with Workspace.open(address) as ws:
        assert ws.sources.count() == 0
        assert ws.trail.verify() == ()


async def test_a_changed_past_is_said_before_anything_is_recorded(sit_down, address: Path) -> None:
    path = a_file(address.with_name("clicks.csv"))
    with Workspace.open(address) as ws:
        columns = {"arm": "version", "unit": "userid"}
        test = a_test(ws, a_plan(**PLAN, columns=columns), locked=True)
        source = ws.sources.add({"name": "clicks", "address": str(path)})
        from datetime import UTC, datetime

        from store.again import Origin

        origin = Origin.of(source)
        with origin.opened() as rows:
            (look,) = origin.looks(rows, test.plan, datetime.now(UTC))
        ws.observations.record(test.id, {"arms": look.arms, "source": look.source})
    path.write_text(path.read_text().replace("u0,new,1", "u0,new,0"))
    async with sit_down(size=(80, 24)) as person:
        await person.sees("1 hypothesis")
        person.app.push_screen(ways.read_again(test.id))
        await person.sees("yesterday's numbers are different today", "new: sign-ups differs")
        await person.press("f2")
        await person.sees("nothing can be recorded from this source as it stands")
    with Workspace.open(address) as ws:
        assert len(ws.observations.of(test.id)) == 1
