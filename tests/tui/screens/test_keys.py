"""An action exists once: keys, key bar, help, palette and the docs cannot disagree."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.workspace import Workspace
from tests.tui.screens.bets import a_plan, a_test
from tui import actions
from tui.app import WhatSticks
from tui.screens import ways
from tui.screens.batches import BatchesPage
from tui.screens.board import Board
from tui.screens.catalogue import CataloguePage
from tui.screens.decide import DecidePage
from tui.screens.experiment import ExperimentPage
from tui.screens.export import ExportPage
from tui.screens.form_page import FormPage
from tui.screens.help import help_words
from tui.screens.hypothesis import HypothesisPage
from tui.screens.hypothesis_form import HypothesisForm
from tui.screens.listing import Listing
from tui.screens.page import Page
from tui.screens.plan import PlanDesigner
from tui.screens.record import RecordPage
from tui.screens.record_file import RecordFile
from tui.screens.segments import SegmentsPage
from tui.screens.sources import SourcesPage
from tui.screens.trail import TrailPage
from tui.screens.undoing import Undoing
from tui.screens.verdict import VerdictPage

CHECKOUT = Path(__file__).parents[3]
OFFERED_BY = {
    "list": Listing, "board": Board, "welcome": Board, "hypothesis": HypothesisPage, "hypothesis_form": HypothesisForm,
    "experiment": ExperimentPage, "catalogue": CataloguePage, "form": FormPage, "plan": PlanDesigner,
    "record": RecordPage, "record_file": RecordFile, "batches": BatchesPage, "verdict": VerdictPage,
    "decide": DecidePage, "export": ExportPage, "segments": SegmentsPage, "trail": TrailPage, "undoing": Undoing,
    "sources": SourcesPage,
}  # fmt: skip


def test_the_page_of_keys_is_made_from_the_actions() -> None:
    assert (CHECKOUT / "docs" / "keys.md").read_text() == actions.keys_page()


@pytest.mark.parametrize("entry", actions.ACTIONS, ids=lambda entry: entry.id)
def test_every_action_is_performed_by_its_screen(entry: actions.Action) -> None:
    performers = [WhatSticks, Page] if entry.area == "everywhere" else [OFFERED_BY[entry.area]]
    assert any(hasattr(performer, f"do_{entry.name}") for performer in performers)
    assert entry.area in actions.AREAS


def test_no_key_means_two_things_on_one_screen() -> None:
    everywhere = actions.of_areas(["everywhere"])
    for screen in {*OFFERED_BY.values()} - {Listing, FormPage, Undoing}:
        keys = [key for entry in (*actions.of_areas(screen.AREAS), *everywhere) for key in entry.keys.split(",")]
        assert len(keys) == len(set(keys)), screen


async def test_help_lists_every_action_and_says_why_one_cannot_be_used_now(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan())
    async with sit_down(size=(120, 40)) as person:
        person.app.push_screen(ways.experiment(test.id))
        await person.sees("lock the plan, so that it cannot bend")
        words = help_words(person.app.screen).plain
        for entry in actions.ACTIONS:
            assert f"{entry.label}: {entry.help}" in words
        assert "Record: Type counts, or read them from a file.\n              not now: lock the plan first" in words
        await person.press("question_mark")
        await person.sees("On this screen", "not now: lock the plan first, so that it cannot bend to the data")
        await person.press("escape")
        await person.sees("Landing page")


async def test_a_key_that_cannot_be_used_says_why_and_does_nothing(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        test = a_test(ws)
    async with sit_down() as person:
        person.app.push_screen(ways.experiment(test.id))
        await person.sees("design the plan")
        await person.press("l")
        await person.sees("Lock: it has no plan yet; design one first.")
        assert isinstance(person.app.screen, ExperimentPage)


async def test_the_palette_finds_an_action_by_name_and_performs_it(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_test(ws)
    async with sit_down() as person:
        await person.sees("1 hypothesis")
        await person.press("colon")
        await person.type("trail")
        await person.sees("Board: Trail")
        await person.press("enter")
        await person.sees("Added segment S1")


async def test_a_key_may_be_given_to_another_finger(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_test(ws)
    async with sit_down() as person:
        person.app.set_keymap({"board.segments": "w"})
        await person.sees("1 hypothesis")
        await person.press("w")
        await person.on("SegmentsPage")


async def test_a_key_on_the_bar_can_be_clicked(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_test(ws)
    async with sit_down() as person:
        await person.sees("1 hypothesis")
        bar = person.text.splitlines()[-1]
        await person.pilot.click(offset=(bar.index("Segments") + 2, len(person.text.splitlines()) - 1))
        await person.on("SegmentsPage")


async def test_leaving_by_key_works_from_everywhere(sit_down, address: Path) -> None:
    async with sit_down() as person:
        await person.sees("write the first hypothesis")
        await person.press("question_mark")
        await person.press("ctrl+q")
        await person.until(lambda: person.app._exit, "it did not leave")
