"""Decisions that wait for a second person; enter opens the experiment, where they are approved or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from tui import actions
from tui.messages import ApprovalsRead
from tui.screens import ways
from tui.screens.listing import Listing
from tui.text import counted, shown
from tui.widgets.paged_table import PAGE, Column, PagedTable, Row

if TYPE_CHECKING:
    from store.approvals import Waiting
    from store.workspace import Workspace

COLUMNS = (
    Column("", 5),
    Column("experiment", 18, grows=2),
    Column("proposed", 10),
    Column("by", 12, grows=1),
    Column("why a second person", 20, grows=3, drop=2),
    Column("you", 30, drop=1),
)


class ApprovalsPage(Listing):
    """The proposals that wait."""

    CSS_PATH = "listing.tcss"
    AREAS: ClassVar[tuple[str, ...]] = ("list",)
    BINDINGS = actions.bindings("list")

    def body(self) -> ComposeResult:
        """Yield the table."""
        yield PagedTable(COLUMNS)
        yield Static(id="line")

    def on_mount(self) -> None:
        """Put the keys into the table."""
        super().on_mount()
        self.where("Waiting for a second person")
        self.table.focus()

    def reload(self) -> None:
        """Read the page again."""
        self.fetch(self.table.page_offset)

    def fetch(self, offset: int) -> None:
        """Read one page."""

        def page(ws: Workspace) -> ApprovalsRead:
            return ApprovalsRead(ws.approvals.count(), offset, ws.approvals.waiting(PAGE, offset))

        self.ask(page, lambda found: found, about=f"approvals {offset}")

    @on(ApprovalsRead)
    def show(self, page: ApprovalsRead) -> None:
        """Put a page into the table."""
        rows = [_row(one) for one in page.waiting]
        if page.offset == self.table.page_offset or page.total != self.table.total:
            self.table.show(page.total, rows, page.offset)
        else:
            self.table.fill(page.offset, rows)
        self.refresh_keys()
        words = f"{counted(page.total, 'decision')} for a second person" if page.total else "Nothing waits."
        self.query_one("#line", Static).update(shown(words, "$quiet"))

    def open_row(self, key: str) -> None:
        """Open the experiment."""
        self.go(ways.experiment(int(key)))


def _row(one: Waiting) -> Row:
    proposal = one.proposal
    you = one.why_not_you or "may approve"
    cells = (one.test.code, one.test.title, proposal.choice.value, proposal.who, "; ".join(one.reasons), you)
    return Row(str(one.test.id), cells, ("quiet", "", "", "", "quiet", "quiet" if one.why_not_you else ""))
