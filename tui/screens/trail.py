"""The trail: who did what and when, newest first, and whether anything was changed behind its back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui import actions
from tui.messages import RowMarked, TrailRead, Verified
from tui.screens.ask import Answer, Ask
from tui.screens.listing import Listing
from tui.screens.undoing import Undoing
from tui.text import counted, joined, prose, shown
from tui.widgets.paged_table import PAGE, Column, PagedTable, Row

if TYPE_CHECKING:
    from store.trail import Entry
    from store.workspace import Workspace

COLUMNS = (
    Column("", 7, right=True),
    Column("when", 17),
    Column("who", 12, drop=2),
    Column("about", 6, drop=1),
    Column("what", 30, grows=1),
)
CLOSE = (Answer("c", "Close", "close"),)


class TrailPage(Undoing, Listing):
    """Every entry, a page at a time; the marked one in full below."""

    CSS_PATH = "trail.tcss"
    AREAS: ClassVar[tuple[str, ...]] = ("trail", "undoing", "list")
    BINDINGS = actions.bindings("trail", "undoing", "list")

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[str, Entry] = {}
        self.head = ""

    def body(self) -> ComposeResult:
        """Yield the table and the marked entry."""
        yield PagedTable(COLUMNS)
        with VerticalScroll(id="beside", can_focus=False):
            yield Static(id="detail")
        yield Static(id="line")

    def on_mount(self) -> None:
        """Put the keys into the table."""
        super().on_mount()
        self.where("Board", "trail")
        self.table.focus()

    def reload(self) -> None:
        """Read the page again."""
        self.fetch(self.table.page_offset)

    def fetch(self, offset: int) -> None:
        """Read one page."""

        def page(ws: Workspace) -> TrailRead:
            return TrailRead(ws.trail.count(), offset, ws.trail.entries(PAGE, offset), ws.trail.head())

        self.ask(page, lambda found: found, about=f"trail {offset}")

    @on(TrailRead)
    def show(self, page: TrailRead) -> None:
        """Put a page into the table."""
        self.entries |= {str(entry.seq): entry for entry in page.entries}
        rows = [_row(entry) for entry in page.entries]
        if page.offset == self.table.page_offset or page.total != self.table.total:
            self.table.show(page.total, rows, page.offset)
        else:
            self.table.fill(page.offset, rows)
        if page.head != self.head:  # what verifying found stays until something new is written
            self.head = page.head
            line = (
                f"{counted(page.total, 'entry', 'entries')}; head {page.head[:16]}@{page.total}; v verifies all of them"
            )
            self.query_one("#line", Static).update(shown(line, "$quiet"))

    @on(RowMarked)
    def mark(self, marked: RowMarked) -> None:
        """Show the marked entry in full."""
        entry = self.entries.get(marked.row.key) if marked.row else None
        self.query_one("#detail", Static).update(_in_short(entry) if entry else "")

    def do_open(self) -> None:
        """Read the marked entry in full."""
        entry = self.entries.get(self.table.marked.key) if self.table.marked else None
        if entry is not None:
            self.app.push_screen(Ask(f"Entry {entry.seq}", _in_full(entry), CLOSE))

    def do_verify(self) -> None:
        """Check every entry and every row."""
        self.query_one("#line", Static).update(shown("Verifying every entry …", "$accent"))

        def verified(ws: Workspace) -> Verified:
            checked = ws.trail.check()
            return Verified(checked.entries, checked.faults, checked.notes)

        self.ask(verified, lambda found: found, about="verify")

    @on(Verified)
    def verified(self, verified: Verified) -> None:
        """Say what was found."""
        line = self.query_one("#line", Static)
        if not verified.faults:
            entries = counted(verified.total, "entry", "entries")
            whole = joined(("✓ ", "bold $success"), f"{entries} and every row are as they were written.")
            line.update(Content("\n").join([whole, *(shown(f"Note: {note}.", "$quiet") for note in verified.notes)]))
            return
        line.update(joined(("✗ ", "bold $error"), counted(len(verified.faults), "fault")))
        self.app.push_screen(Ask("The trail is not as it was written", "\n".join(verified.faults), CLOSE))


def _row(entry: Entry) -> Row:
    cells = (str(entry.seq), f"{entry.at:%Y-%m-%d %H:%M}", entry.actor, entry.subject, entry.sentence)
    return Row(str(entry.seq), cells, ("quiet", "quiet", "", "", ""))


def _in_short(entry: Entry) -> Content:
    """Leave out what was written: a batch's outcomes are not to be seen in passing."""
    return Content("\n").join(
        [
            joined((entry.sentence, "bold")),
            joined((f"{entry.action} by {entry.actor} at {entry.at:%Y-%m-%d %H:%M:%S} UTC", "$quiet")),
            joined(("hash      ", "$quiet"), entry.hash),
            joined(("previous  ", "$quiet"), entry.previous),
        ]
    )


def _in_full(entry: Entry) -> Content:
    payload = json.dumps(entry.payload, indent=2, ensure_ascii=False, sort_keys=True, default=str)
    return Content("\n").join([_in_short(entry), prose(payload, "$quiet")])
