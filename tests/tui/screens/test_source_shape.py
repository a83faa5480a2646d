"""What a row is: guessed in the preview, corrected in the form, and kept with the source."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from store.workspace import Workspace
from tests.tui.screens.bets import a_plan, a_test
from tests.tui.screens.test_recording import ARMS, METRIC

PLAN: dict[str, Any] = {**ARMS, "metric": [METRIC], "planned_size": 4000}


def daily_totals(path: Path) -> Path:
    """Visitors and sign-ups of six days, two arms each."""
    days = [f"2026-03-0{day},{arm},{100 + day},{10 + day}" for day in range(1, 7) for arm in ("old", "new")]
    path.write_text("\n".join(["day,version,visitors,signed_up", *days]) + "\n")
    return path


async def test_the_guess_is_shown_and_corrected_in_the_form_and_stays_with_the_source(sit_down, address: Path) -> None:
    path = daily_totals(address.with_name("daily.csv"))
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan(**PLAN), locked=True)
    async with sit_down() as person:
        from tui.screens.record_file import RecordFile

        await person.sees("1 hypothesis")
        person.app.push_screen(RecordFile(test.id))
        await person.on("RecordFile")
        form = person.app.screen.form
        assert not form.row("shape.units").display
        form.row("file.path").text = str(path)
        await person.press("enter")
        await person.sees("looks like totals of many units each, their number in column visitors", "'11' is not")
        form.row("shape.row").control.focus()
        await person.press("right", "right", "right", "right")
        await person.until(lambda: form.row("shape.units").display, "not asked for")
        assert form.row("shape.row").text == "total"
        assert form.row("shape.units").text == "visitors"
        assert not form.row("shape.assignment").display
        form.row("file.path").control.focus()
        await person.press("enter")
        await person.sees("Read under the plan", "F2 records it")
        await person.press("f4")
        await person.sees("Save this source?")
        await person.type("daily")
        await person.press("enter")
        await person.until(lambda: form.row("file.path").text == "daily", "not taken over")
        await person.sees("F2 records it")
        await person.press("f2")
        await person.sees("Record what was read?")
        await person.press("r")
        await person.until(lambda: type(person.app.screen).__name__ == "Board")
    with Workspace.open(address) as ws:
        (batch,) = ws.observations.of(test.id)
        assert {arm: data.statistics["sign-ups"].trials for arm, data in batch.arms.items()} == {"old": 621, "new": 621}
        assert "a row is read as one total (units = visitors), as said of the source" in batch.source.notes
        assert ws.sources.get(1).columns == ("arm = version", "shape.row = total", "shape.units = visitors")


async def test_what_such_rows_need_is_asked_by_its_name(sit_down, address: Path) -> None:
    path = address.with_name("events.csv")
    path.write_text("user,at,event\n" + "".join(f"u{n % 5},2026-03-0{n % 7 + 1},purchase\n" for n in range(16)))
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan(**{**PLAN, "columns": {"arm": "version", "unit": "user"}}), locked=True)
    async with sit_down() as person:
        from tui.screens.record_file import RecordFile

        await person.sees("1 hypothesis")
        person.app.push_screen(RecordFile(test.id))
        await person.on("RecordFile")
        form = person.app.screen.form
        form.row("file.path").text = str(path)
        form.row("shape.row").text = "event"
        await person.press("enter")
        await person.sees("a row is one event: set shape.assignment to the file or table")
        assert form.row("shape.assignment").display
