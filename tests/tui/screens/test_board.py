"""The board: an empty workspace explains itself, filters narrow, others' changes appear, sizes do not matter."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest

from store.workspace import Workspace
from tests.tui.screens.bets import a_bet, a_plan, a_test, counts
from tui.screens import ways

SIZES = [(40, 20), (80, 24), (120, 36), (160, 50), (200, 60)]
EVERY_RUN = [(40, 20)]


async def test_an_empty_workspace_explains_itself_and_offers_the_demo(sit_down, address: Path) -> None:
    async with sit_down(size=(80, 24)) as person:
        await person.sees("before it costs real money", "n write the first hypothesis", "d look around in a demo")
        await person.press("slash")
        await person.sees("there is nothing in the workspace yet")
        await person.press("d")
        await person.sees("hypotheses, 5 segments", "✓ decided: invest", "◐ testing")
        await person.press("d")
        await person.sees("the workspace is not empty")


async def test_the_filter_narrows_with_each_key_and_escape_shows_all(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        for title in ("Parents [/ pay", "Parents borrow", "Students pay"):
            ws.hypotheses.add({"segment_id": ws.segments.add({"name": title}).id, "title": title})
    async with sit_down() as person:
        await person.sees("3 hypotheses")
        await person.press("slash")
        await person.type("PARENTS")
        await person.until(lambda: "Students" not in person.text)
        await person.type(" [/ pay")
        await person.until(lambda: "Parents borrow" not in person.text)
        await person.press("enter")
        await person.sees("/PARENTS [/ pay", "1 hypothesis; esc shows all")
        await person.press("escape")
        await person.sees("3 hypotheses", "Students pay")


async def test_a_row_shows_where_the_words_were_found_unless_its_title_holds_them(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_bet(ws, "Vouchers sell")
        need = "to hand [/ a few vouchers on to friends"
        ws.hypotheses.add({"segment_id": 1, "title": "Parents pay", "need": need})
    async with sit_down(size=(120, 36)) as person:
        await person.sees("2 hypotheses")
        await person.press("slash")
        await person.type("vouch")
        await person.sees("H2 need: …«vouchers»", "plan a cheap test")
        await person.press("enter", "g")
        await person.sees("2 hypotheses, the best first; esc shows all", "found H1 title: «Vouchers» sell")
        await person.press("j")
        await person.sees("found H2 need: to hand [/ a few «vouchers» on to friends")


async def test_what_somebody_else_changes_appears(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_bet(ws)
    async with sit_down() as person:
        await person.sees("Night parents pay")
        with Workspace.open(address, actor="Ben") as other:
            other.hypotheses.edit(1, 1, {"title": "Night parents borrow"})
        await person.sees("Night parents borrow")
        person.app.push_screen(ways.hypothesis(1))
        await person.sees("No experiment yet")
        with Workspace.open(address, actor="Ben") as other:
            other.experiments.add({"hypothesis_id": 1, "title": "Ben's page"})
        await person.sees("Ben's page")


async def test_the_marked_hypothesis_is_told_beside_the_table(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_test(ws, a_plan(), locked=True)
        a_bet(ws, "The second belief")
    async with sit_down() as person:
        await person.sees("The second belief", "No experiment yet.")
        await person.press("j")
        await person.sees("We believe that Night parents run out of milk at night.", "E1 ◇ locked Landing page")
        await person.press("k")
        await person.sees("No experiment yet.")


async def test_ten_thousand_hypotheses_are_read_a_page_at_a_time(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_bet(ws, "First")
    many(address, 10_000)
    async with sit_down() as person:
        await person.sees("10,001 hypotheses", "Belief 9999")
        await person.press("G")
        await person.sees("First")
        begun = time.perf_counter()
        await person.press("k", "k", "k")
        assert time.perf_counter() - begun < 3
        await person.press("enter")
        await person.on("HypothesisPage")


def many(address: Path, number: int) -> None:
    """Copy the first hypothesis, past the store: ten thousand honest entries would take minutes."""
    with sqlite3.connect(address) as database:
        tables = [row[0] for row in database.execute("select name from sqlite_master where type = 'table'")]
        table = next(entry for entry in tables if entry.startswith("hypothes"))
        for (trigger,) in database.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            database.execute(f'drop trigger "{trigger}"')
        names = [row[1] for row in database.execute(f"pragma table_info({table})") if row[1] != "id"]
        own = {"title": "'Belief ' || value", "uid": "uid || value"}
        chosen = ", ".join(own.get(name, name) for name in names)
        database.execute(
            "with recursive counted(value) as"
            f" (select 0 union all select value + 1 from counted where value < {number - 1})"
            f" insert into {table} ({', '.join(names)}) select {chosen} from {table}, counted where {table}.id = 1"
        )


@pytest.mark.parametrize(
    "size",
    [size if size in EVERY_RUN else pytest.param(size, marks=pytest.mark.slow) for size in SIZES],
    ids=lambda size: f"{size[0]}x{size[1]}",
)
async def test_no_screen_minds_the_size(sit_down, address: Path, size: tuple[int, int]) -> None:
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan(), locked=True)
        ws.observations.record(test.id, {"arms": counts(30, 150)})
        ws.experiments.copy(test.id)
    screens = [
        ways.segments, ways.trail, lambda: ways.hypothesis(1), lambda: ways.experiment(1), lambda: ways.plan(2),
        lambda: ways.record(1), lambda: ways.verdict(1), lambda: ways.decide(1), lambda: ways.new_experiment(1),
    ]  # fmt: skip
    async with sit_down(size=size) as person:
        await person.sees("1 hypothesis, 1 segment", "Night parents")
        await person.press("f1")
        await person.sees("Keys")
        await person.press("escape")
        for way in screens:
            person.app.push_screen(way())
            await person.settled()
            await person.pilot.pause()
            assert len(person.text.splitlines()) == size[1]
            await person.pilot.resize_terminal(size[0] + 7, size[1] - 3)
            await person.pilot.resize_terminal(*size)
            person.app.pop_screen()
            await person.pilot.pause()


async def test_both_looks_show_the_same_words(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_bet(ws)
    async with sit_down() as person:
        await person.sees("○ untested", "1 hypothesis", "No experiment yet.")
        before = person.text
        await person.press("ctrl+t")
        assert person.app.theme == "paper"
        assert person.text == before
