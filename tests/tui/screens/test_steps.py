"""The steps of a test beside the main path: start, conclude, abandon, copy, spend; the trail; the exported page."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from experiments.experiment import Stage
from store.workspace import Workspace
from tests.tui.screens.bets import a_bet, a_plan, a_test, counts
from tui.pages import page_name, write_page
from tui.screens import ways
from tui.widgets.path_entry import completion


async def test_a_test_is_started_and_concluded_only_when_asked_again(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan(), locked=True)
    async with sit_down() as person:
        person.app.push_screen(ways.experiment(test.id))
        await person.sees("● locked")
        await person.press("s")
        await person.sees("● running", "record the first results")
        await person.press("v")
        await person.sees("Verdict: record results first.")
        with Workspace.open(address) as other:
            other.observations.record(test.id, {"arms": counts(3, 50)})
        await person.press("c")
        await person.sees("Conclude this test?", "No more results can be recorded")
        await person.press("enter")  # the harmless answer has the keys
        await person.sees("● running")
        await person.press("ctrl+r")
        await person.sees("50 of 141 units")
        await person.press("c")
        await person.sees("Conclude this test?")
        await person.press("c")
        await person.sees("● concluded", "decide what happens next", "STOP")


async def test_a_test_is_given_up_with_a_reason_and_copied_into_a_new_draft(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan(), locked=True)
    async with sit_down() as person:
        person.app.push_screen(ways.experiment(test.id))
        await person.sees("● locked")
        await person.press("X")
        await person.sees("Give this test up?")
        await person.press("enter")
        await person.sees("is required")
        await person.type("no traffic")
        await person.press("enter")
        await person.sees("– abandoned: no traffic")
        await person.press("y")
        await person.sees("E2 Landing page", "● draft", "lock the plan, so that")
    with Workspace.open(address) as ws:
        assert ws.experiments.get(1).stage is Stage.abandoned
        assert ws.experiments.get(2).plan == ws.experiments.get(1).plan


async def test_what_a_test_cost_stands_beside_its_budget(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        test = a_test(ws, budget={"money": 500})
    async with sit_down() as person:
        person.app.push_screen(ways.experiment(test.id))
        await person.sees("0 of 500 money")
        await person.press("m")
        await person.on("SpendForm")
        person.app.screen.form.row("spend.money").text = "1,320.50"
        await person.press("f2")
        await person.sees("1,320 of 500 money")
    with Workspace.open(address) as ws:
        assert ws.experiments.get(test.id).spend.money == 1320.5


async def test_a_page_overwrites_nothing_unasked(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_bet(ws)
    page = address.with_name("portfolio.md")
    page.write_text("mine")
    async with sit_down() as person:
        await person.sees("1 hypothesis")
        await person.press("x")
        await person.on("ExportPage")
        assert person.app.screen.form.row("export.path").text == "./portfolio.html"
        await person.press("right")
        await person.until(lambda: person.app.screen.form.row("export.path").text == "./portfolio.md")
        await person.press("f2")
        await person.sees("Overwrite?", "Keep that file")
        await person.press("k")
        assert page.read_text() == "mine"
        await person.press("f2")
        await person.sees("Overwrite?")
        await person.press("o")
        await person.sees("Wrote")
    assert "Night parents pay" in page.read_text()


async def test_a_page_that_cannot_be_written_says_why_and_keeps_the_path(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_bet(ws)
    async with sit_down() as person:
        person.app.push_screen(ways.export(None))
        await person.on("ExportPage")
        row = person.app.screen.form.row("export.path")
        row.text = str(address.with_name("nowhere") / "page.html")
        await person.press("f2")
        await person.sees("✗ cannot write", "no such file or directory")
        assert row.text.endswith("page.html")


async def test_the_trail_is_read_and_verified_and_shows_what_was_changed_behind_it(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_bet(ws)
    async with sit_down() as person:
        await person.sees("1 hypothesis")
        await person.press("t")
        await person.sees("Added hypothesis H1 “Night parents pay”.", "2 entries", "add by Ana")
        await person.press("v")
        await person.sees("✓ 2 entries and every row are as they were written.")
        with sqlite3.connect(address) as database:
            for (trigger,) in database.execute("select name from sqlite_master where type = 'trigger'").fetchall():
                database.execute(f'drop trigger "{trigger}"')
            database.execute("update hypothesis set title = 'Rewritten'")
        await person.press("v")
        await person.sees("The trail is not as it was written", "H1")


async def test_a_draft_is_edited_with_its_budget(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        test = a_test(ws, budget={"money": 500})
    async with sit_down() as person:
        person.app.push_screen(ways.experiment(test.id))
        await person.sees("of 500 money")
        await person.press("e")
        await person.on("ExperimentForm")
        form = person.app.screen.form
        form.row("experiment.title").text = "Two pages"
        form.row("budget.money").text = ""
        form.row("budget.calendar_days").text = "14"
        await person.press("f2")
        await person.sees("E1 Two pages")
    with Workspace.open(address) as ws:
        edited = ws.experiments.get(test.id)
        assert (edited.title, edited.budget.money, edited.budget.calendar_days) == ("Two pages", None, 14.0)


def test_a_page_gets_a_name_that_any_file_system_takes() -> None:
    assert page_name("E3", "Landing page: 50% off! / [b]", "html") == "E3-landing-page-50-off-b.html"
    assert page_name("E3", "假设", "md") == "E3.md"
    assert len(page_name("E3", "x" * 500, "html")) < 70


def test_a_page_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    write_page(b"whole", target)
    assert target.read_bytes() == b"whole"
    assert [entry.name for entry in tmp_path.iterdir()] == ["page.html"]


def test_paths_are_completed_and_names_with_escape_sequences_are_not_offered(tmp_path: Path) -> None:
    (tmp_path / "clicks.csv").touch()
    (tmp_path / "data").mkdir()
    (tmp_path / "evil\x1b]52;c;QQ==\x07.csv").touch()
    assert completion(f"{tmp_path}/cl") == f"{tmp_path}/clicks.csv"
    assert completion(f"{tmp_path}/da") == f"{tmp_path}/data/"
    assert completion(f"{tmp_path}/ev") is None
    assert completion(f"{tmp_path}/nothing/x") is None
    assert completion("") is None
