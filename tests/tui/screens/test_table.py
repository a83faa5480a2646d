"""Ten thousand rows scroll like ten: pages are fetched as they come near."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from store.workspace import Workspace
from tests.tui.screens.bets import a_test
from tui.messages import PageWanted, RowMarked, RowOpened
from tui.themes import DARK
from tui.widgets.paged_table import PAGE, Column, PagedTable, Row, widths_of

COLUMNS = (
    Column("", 1),
    Column("name", 12, grows=2),
    Column("number", 8, right=True, drop=1),
    Column("words", 9, drop=2),
)


class Tables(App[None]):
    """A table over as many rows as are asked for."""

    def __init__(self, total: int) -> None:
        super().__init__()
        self.total = total
        self.fetched: list[int] = []
        self.opened: list[str] = []
        self.marked: list[str] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return DARK.variables

    def compose(self) -> ComposeResult:
        yield PagedTable(COLUMNS)

    def on_mount(self) -> None:
        self.table.focus()
        self.table.show(self.total, self.rows(0))

    @property
    def table(self) -> PagedTable:
        return self.query_one(PagedTable)

    def rows(self, offset: int) -> list[Row]:
        places = range(offset, min(self.total, offset + PAGE))
        return [
            Row(str(place), ("○", f"row {place}", f"{place:,}", "[/"), ("good", "", "", "quiet")) for place in places
        ]

    def on_page_wanted(self, wanted: PageWanted) -> None:
        self.fetched.append(wanted.offset)
        wanted.table.fill(wanted.offset, self.rows(wanted.offset))

    def on_row_opened(self, opened: RowOpened) -> None:
        self.opened.append(opened.row.key)

    def on_row_marked(self, marked: RowMarked) -> None:
        if marked.row:
            self.marked.append(marked.row.key)

    @property
    def text(self) -> str:
        strips: Any = self.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def test_only_the_pages_that_come_near_are_fetched() -> None:
    app = Tables(10_000)
    async with app.run_test(size=(60, 20)) as pilot:
        assert "row 17" in app.text
        assert app.fetched == []
        app.table.move_to(9_999)
        await pilot.pause()
        await pilot.pause()
        assert "row 9999" in app.text
        assert len(app.fetched) <= 2
        app.table.move_to(0)
        await pilot.pause()
        assert "row 0" in app.text


async def test_a_key_in_a_hundred_thousand_rows_is_as_quick_as_in_ten() -> None:
    def seconds(times: list[float]) -> float:
        return sorted(times)[len(times) // 2]

    spent: dict[int, float] = {}
    for total in (10, 100_000):
        app = Tables(total)
        async with app.run_test(size=(100, 40)) as pilot:
            times = []
            for _ in range(15):
                begun = time.perf_counter()
                app.table.move(1)
                await pilot.pause()
                times.append(time.perf_counter() - begun)
            spent[total] = seconds(times)
    assert spent[100_000] < 3 * spent[10] + 0.05


async def test_the_mark_stays_on_its_row_when_rows_are_read_again() -> None:
    app = Tables(500)
    async with app.run_test(size=(60, 20)) as pilot:
        app.table.move_to(5)
        await pilot.pause()
        app.total = 501
        newer = [Row("new", ("○", "newest", "", "")), *app.rows(0)[: PAGE - 1]]
        app.table.show(501, newer)
        await pilot.pause()
        assert app.table.marked is not None
        assert app.table.marked.key == "5"
        app.table.show(0, [])
        await pilot.pause()
        assert app.table.marked is None


async def test_a_click_marks_and_a_click_on_the_mark_opens() -> None:
    app = Tables(30)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.click(PagedTable, offset=(8, 4))
        assert app.table.cursor == 3
        await pilot.pause(0.6)
        await pilot.click(PagedTable, offset=(8, 4))
        await pilot.pause()
        assert app.opened == ["3"]
        await pilot.click(PagedTable, offset=(8, 0))
        assert app.table.cursor == 3


@given(st.integers(1, 300))
def test_columns_share_the_room_and_never_more(room: int) -> None:
    widths = widths_of(COLUMNS, room)
    kept = [width for width in widths if width]
    assert kept
    assert len(kept) == 1 or sum(width + 2 for width in kept) <= room


async def test_keys_pressed_ahead_of_a_list_open_what_it_will_hold(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_test(ws)
    async with sit_down() as person:
        await person.sees("1 hypothesis")
        await person.rush("enter", "enter")
        await person.until(lambda: type(person.app.screen).__name__ == "ExperimentPage", "the second key was lost")
