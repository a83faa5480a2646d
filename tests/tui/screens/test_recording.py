"""Recording: read back before it is stored, by hand or from a file, and never a peek before the planned size."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from store.workspace import Workspace
from tests.tui.screens.bets import a_plan, a_test, counts
from tui.screens import ways

ARMS: dict[str, Any] = {"comparison": "control", "control": "old", "shares": {"old": 0.5, "new": 0.5}}
METRIC = {"name": "sign-ups", "bar": 0.0, "target": 0.1, "baseline": 0.1, "column": "signed_up"}


def a_file(path: Path, rows: int = 40) -> Path:
    """Half old, half new; every fourth old one and every second new one signed up."""
    lines = [f"u{n},{'old' if n % 2 else 'new'},{int(n % 4 == 1 or n % 4 == 0)}" for n in range(rows)]
    path.write_text("userid,version,signed_up\n" + "\n".join(lines) + "\n")
    return path


async def test_more_successes_than_trials_are_refused_under_the_field_and_stay(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan(), locked=True)
    async with sit_down() as person:
        person.app.push_screen(ways.record(test.id))
        await person.on("RecordPage")
        await person.type("160")
        await person.press("tab")
        await person.type("150")
        await person.press("f2")
        await person.sees("160 successes out of 150 are more than there were")
        await person.press("shift+tab", "end")
        form = person.app.screen.form
        form.row("0.0.successes").text = "16"
        await person.sees("150 of 141 planned units with this batch")
        await person.press("f2")
        await person.sees("Record this batch?", "16 of 150")
        await person.press("escape")
        await person.on("RecordPage")
    with Workspace.open(address) as ws:
        assert ws.observations.of(test.id) == ()


async def test_a_file_is_looked_into_before_anything_is_stored(sit_down, address: Path) -> None:
    path = a_file(address.with_name("clicks.csv"))
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan(**ARMS, metric=[METRIC], planned_size=40), locked=True)
    async with sit_down() as person:
        await person.sees("1 hypothesis")
        person.app.push_screen(ways.record(test.id))
        await person.on("RecordPage")
        await person.press("f3")
        await person.on("RecordFile")
        await person.type(str(path)[:-4])
        await person.until(lambda: person.app.focused._suggestion == str(path), "no completion")
        await person.press("right", "enter")
        await person.sees("40 rows", "old 20 10 of 20", "new 20 10 of 20", "u0 new 1")
        with Workspace.open(address) as other:
            assert other.observations.of(test.id) == ()
        await person.press("f2")
        await person.sees("Record what was read?", "40 of 40 planned units")
        await person.press("r")
        await person.until(lambda: type(person.app.screen).__name__ == "Board")
    with Workspace.open(address) as ws:
        (batch,) = ws.observations.of(test.id)
        assert batch.source.name == "clicks.csv"
        assert batch.units == 40


async def test_a_file_that_cannot_be_read_says_why_in_one_line(sit_down, address: Path) -> None:
    path = address.with_name("bad.csv")
    path.write_bytes(b"version,signed_up\nold,\xff\xfe\n")
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan(**ARMS, metric=[METRIC]), locked=True)
    async with sit_down() as person:
        from tui.screens.record_file import RecordFile

        person.app.push_screen(RecordFile(test.id))
        await person.on("RecordFile")
        await person.type(str(address.with_name("nowhere.csv")))
        await person.press("enter")
        await person.sees("nowhere.csv: no such file or directory")
        person.app.screen.form.row("file.path").text = str(path)
        await person.press("enter")
        await person.sees("✗", "bad.csv")
        await person.press("f2")
        await person.until(lambda: type(person.app.screen).__name__ == "RecordFile")
    with Workspace.open(address) as ws:
        assert ws.observations.of(test.id) == ()


async def test_before_the_planned_size_no_screen_shows_how_the_arms_did(sit_down, address: Path) -> None:
    path = a_file(address.with_name("clicks.csv"))
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan(**ARMS, metric=[METRIC], planned_size=5000), locked=True)
        arms = counts(777, 1000, "old") | counts(888, 1000, "new")
        ws.observations.record(test.id, {"arms": arms})
    async with sit_down(size=(120, 50)) as person:
        from tui.screens.batches import BatchesPage
        from tui.screens.record_file import RecordFile

        person.app.push_screen(ways.verdict(test.id))
        await person.sees(
            "K E E P T E S T I N G", "2,000 of 5,000 units", "Hidden until the planned size", "sample ratio"
        )
        assert "777" not in person.text
        assert "888" not in person.text
        person.app.push_screen(ways.experiment(test.id))
        await person.sees("◐ KEEP TESTING")
        assert "888" not in person.text
        person.app.push_screen(BatchesPage(test.id))
        await person.sees("2,000", "hidden until the planned size")
        assert "888" not in person.text
        person.app.push_screen(RecordFile(test.id))
        await person.on("RecordFile")
        await person.type(str(path))
        await person.press("enter")
        await person.sees("hidden until the planned size")
        assert "10 of 20" not in person.text


async def test_a_wrong_batch_is_replaced_with_a_reason_and_never_changed(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan(), locked=True)
        ws.observations.record(test.id, {"arms": counts(30, 150)})
    async with sit_down() as person:
        person.app.push_screen(ways.experiment(test.id))
        await person.sees("1 batch, 150 of 141 units")
        await person.press("r")
        await person.on("RecordPage")
        await person.press("f5")
        await person.sees("30 of 150")
        await person.press("r")
        await person.sees("Replace batch 1?")
        await person.type("counted twice")
        await person.press("enter")
        await person.on("RecordPage")
        form = person.app.screen.form
        assert form.row("0.0.successes").text == "30"
        form.row("0.0.successes").text = "15"
        await person.press("f2")
        await person.sees("It replaces batch 1: counted twice")
        await person.press("r")
        await person.sees("replaces 1: counted twice", "(replaced)")
    with Workspace.open(address) as ws:
        first, second = ws.observations.of(test.id)
        assert (first.units, second.supersedes, second.why) == (150, first.id, "counted twice")


def a_timed_file(path: Path, days: int) -> Path:
    rows = [
        f"u{day}-{n},{'old' if n % 2 else 'new'},{int(n % 3 == 0)},2026-03-{day:02}"
        for day in range(1, days + 1)
        for n in range(20)
    ]
    path.write_text("userid,version,signed_up,day\n" + "\n".join(rows) + "\n")
    return path


async def test_a_timed_file_is_shown_look_by_look_and_recorded_at_once(sit_down, address: Path) -> None:
    path = address.with_name("march.csv")
    looks = {"monitoring": "group-sequential", "looks": "daily", "columns": {"arm": "version", "time": "day"}}
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan(**ARMS, **looks, metric=[METRIC], planned_size=400), locked=True)
    async with sit_down() as person:
        await person.sees("1 hypothesis")

        async def look_into(days: int) -> None:
            a_timed_file(path, days)
            person.app.push_screen(ways.record(test.id))
            await person.on("RecordPage")
            await person.press("f3")
            await person.on("RecordFile")
            await person.type(str(path))
            await person.press("enter")

        await look_into(5)
        await person.sees("5 looks, 2026-03-01 to 03-05 to record", "look days old new units")
        await person.press("f2")
        await person.sees("Record what was read?", "100 of 400 planned units with this batch")
        await person.press("r")
        await person.until(lambda: type(person.app.screen).__name__ == "Board")
        await look_into(7)
        await person.sees("2 looks, 2026-03-06 to 03-07 to record; 5 batches of the same days stay as they are")
        await person.press("f2")
        await person.sees("Record what was read?", "140 of 400 planned units with this batch")
        await person.press("r")
        await person.until(lambda: type(person.app.screen).__name__ == "Board")
        await look_into(3)
        await person.sees("nothing in this file is new: 2026-03-01 to 03-03 is recorded already")
        await person.press("f2")
        await person.sees("nothing can be recorded from this source as it stands")
    with Workspace.open(address) as ws:
        assert [batch.units for batch in ws.observations.of(test.id or 0)] == [20] * 7


async def test_what_was_guessed_of_one_source_is_not_held_against_another(sit_down, address: Path) -> None:
    first = a_file(address.with_name("clicks.csv"))
    second = address.with_name("orders.csv")
    second.write_text(first.read_text().replace("userid,version", "visitor,page"))
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan(**ARMS, metric=[METRIC], planned_size=40), locked=True)
    async with sit_down() as person:
        from tui.screens.record_file import RecordFile

        await person.sees("1 hypothesis")
        person.app.push_screen(RecordFile(test.id))
        await person.on("RecordFile")
        form = person.app.screen.form
        path, arm, unit = (form.row(key) for key in ("file.path", "columns.arm", "columns.unit"))
        path.text = str(first)
        await person.press("enter")
        await person.sees("40 rows", "F2 records it")
        assert (arm.text, unit.text) == ("version", "userid")
        path.text = str(second)
        await person.until(lambda: (arm.text, unit.text) == ("", ""), "the guesses about another file stayed")
        await person.press("enter")
        await person.sees("40 rows", "F2 records it")
        await person.until(lambda: (arm.text, unit.text) == ("page", "visitor"), "not guessed anew")
        unit.text = "page"  # what somebody typed is no guess, and stays
        path.text = str(first)
        await person.until(lambda: arm.text == "", "the guess stayed")
        assert unit.text == "page"
