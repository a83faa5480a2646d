"""All groups of customers."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from tui import actions
from tui.messages import SegmentsPage as SegmentsRead
from tui.screens import ways
from tui.screens.listing import Listing
from tui.screens.undoing import Undoing
from tui.text import counted, shown
from tui.widgets.paged_table import PAGE, Column, PagedTable, Row

if TYPE_CHECKING:
    from experiments.customers import Segment
    from store.workspace import Workspace

COLUMNS = (
    Column("", 5),
    Column("segment", 24, grows=2),
    Column("reachable", 12, right=True, drop=1),
    Column("description", 24, grows=3, drop=2),
    Column("where to find them", 20, grows=2, drop=3),
)


class SegmentsPage(Undoing, Listing):
    """The segments; enter edits one."""

    CSS_PATH = "listing.tcss"
    AREAS: ClassVar[tuple[str, ...]] = ("segments", "undoing", "list")
    BINDINGS = actions.bindings("segments", "undoing", "list")

    def body(self) -> ComposeResult:
        """Yield the table."""
        yield PagedTable(COLUMNS)
        yield Static(id="line")

    def on_mount(self) -> None:
        """Put the keys into the table."""
        super().on_mount()
        self.where("Segments")
        self.table.focus()

    def reload(self) -> None:
        """Read the page again."""
        self.fetch(self.table.page_offset)

    def fetch(self, offset: int) -> None:
        """Read one page."""

        def page(ws: Workspace) -> SegmentsRead:
            return SegmentsRead(ws.segments.count(), offset, tuple(ws.segments.list(limit=PAGE, offset=offset)))

        self.ask(page, lambda found: found, about=f"segments {offset}")

    @on(SegmentsRead)
    def show(self, page: SegmentsRead) -> None:
        """Put a page into the table."""
        rows = [_row(segment) for segment in page.segments]
        if page.offset == self.table.page_offset or page.total != self.table.total:
            self.table.show(page.total, rows, page.offset)
        else:
            self.table.fill(page.offset, rows)
        self.refresh_keys()
        none = "No segment yet: n describes the first group of customers."
        self.query_one("#line", Static).update(shown(counted(page.total, "segment") if page.total else none, "$quiet"))

    def do_new(self) -> None:
        """Describe a group of customers."""
        self.go(ways.segment(None))

    def open_row(self, key: str) -> None:
        """Edit a segment."""
        self.go(ways.segment(int(key)))


def _row(segment: Segment) -> Row:
    size = f"{segment.size:,}" if segment.size else "–"
    cells = (segment.code, segment.name, size, segment.description, segment.where_to_find)
    return Row(str(segment.id), cells, ("quiet", "", "", "quiet", "quiet"))
