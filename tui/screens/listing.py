"""A screen around one table: moving, opening and paging are the same in all of them."""

from __future__ import annotations

from textual import on

from tui.messages import PageWanted, RowOpened
from tui.screens.page import Page
from tui.widgets.paged_table import PagedTable

OPEN = "list.open"


class Listing(Page):
    """A page with a table; a subclass says what opening a row does and fetches pages."""

    @property
    def table(self) -> PagedTable:
        """Return the table."""
        return self.query_one(PagedTable)

    def do_down(self) -> None:
        """Go down one row."""
        self.table.move(1)

    def do_up(self) -> None:
        """Go up one row."""
        self.table.move(-1)

    def do_first(self) -> None:
        """Go to the first row."""
        self.table.move_to(0)

    def do_last(self) -> None:
        """Go to the last row."""
        self.table.move_to(self.table.total - 1)

    def do_page_down(self) -> None:
        """Go down one page."""
        self.table.move(self.table.page_rows)

    def do_page_up(self) -> None:
        """Go up one page."""
        self.table.move(-self.table.page_rows)

    def do_open(self) -> None:
        """Open the marked row."""
        self.table.open()

    @on(RowOpened)
    def opened(self, opened: RowOpened) -> None:
        """Open a row."""
        self.open_row(opened.row.key)

    @on(PageWanted)
    def wanted(self, wanted: PageWanted) -> None:
        """Fetch a page the table needs."""
        self.fetch(wanted.offset)

    def refusals(self) -> dict[str, str]:
        """Say that there is nothing to open."""
        return {OPEN: "there is nothing in the list"} if self.table.known and not self.table.total else {}

    def open_row(self, key: str) -> None:
        """Open what a row stands for."""

    def fetch(self, offset: int) -> None:
        """Ask for the page that begins here."""
