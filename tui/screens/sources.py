"""All saved sources."""

from __future__ import annotations

from asyncio import to_thread
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from experiments.errors import Refused
from tui import actions
from tui.messages import Failed, SourceSeen, Written
from tui.messages import SourcesPage as SourcesRead
from tui.screens import ways
from tui.screens.ask import Answer, Ask
from tui.screens.listing import OPEN, Listing
from tui.screens.undoing import Undoing
from tui.source_look import SourceCheck
from tui.text import counted, joined, shown
from tui.widgets.paged_table import PAGE, Column, PagedTable, Row

if TYPE_CHECKING:
    from experiments.saved_source import SavedSource
    from store.workspace import Workspace

COLUMNS = (
    Column("", 5),
    Column("source", 18, grows=2),
    Column("where", 30, grows=4, drop=2),
    Column("what", 16, grows=2, drop=1),
)
REMOVE = (Answer("k", "Keep it", "keep"), Answer("r", "Remove it", "remove", weighty=True))
NONE = "No source yet: n saves where measurements are, so that tomorrow one key reads them again."


class SourcesPage(Undoing, Listing):
    """The saved sources; enter edits one."""

    CSS_PATH = "listing.tcss"
    AREAS: ClassVar[tuple[str, ...]] = ("sources", "undoing", "list")
    BINDINGS = actions.bindings("sources", "undoing", "list")

    def __init__(self) -> None:
        super().__init__()
        self.sources: dict[str, SavedSource] = {}
        self.checking: SourceCheck | None = None
        self.answered = False
        """Whether what a check found stands below the table, where a page that is read anew leaves it."""

    def body(self) -> ComposeResult:
        """Yield the table."""
        yield PagedTable(COLUMNS)
        yield Static(id="line")

    def on_mount(self) -> None:
        """Put the keys into the table."""
        super().on_mount()
        self.where("Sources")
        self.table.focus()

    def on_unmount(self) -> None:
        """Leave nothing running."""
        self._stop()

    def reload(self) -> None:
        """Read the page again."""
        self.fetch(self.table.page_offset)

    def fetch(self, offset: int) -> None:
        """Read one page."""

        def page(ws: Workspace) -> SourcesRead:
            return SourcesRead(ws.sources.count(), offset, tuple(ws.sources.list(limit=PAGE, offset=offset)))

        self.ask(page, lambda found: found, about=f"sources {offset}")

    @on(SourcesRead)
    def show(self, page: SourcesRead) -> None:
        """Put a page into the table."""
        self.sources |= {str(source.id): source for source in page.sources}
        rows = [_row(source) for source in page.sources]
        if page.offset == self.table.page_offset or page.total != self.table.total:
            self.table.show(page.total, rows, page.offset)
        else:
            self.table.fill(page.offset, rows)
        self.refresh_keys()
        if not page.total or (self.checking is None and not self.answered):
            self._say_below(counted(page.total, "source") if page.total else NONE)

    def refusals(self) -> dict[str, str]:
        """Say that there is no source to do something with."""
        refused = super().refusals()
        return {**refused, **dict.fromkeys(("sources.check", "sources.remove"), refused[OPEN])} if refused else {}

    def _marked(self) -> SavedSource | None:
        row = self.table.marked
        return self.sources.get(row.key) if row is not None else None

    def _say_below(self, sentence: str, style: str = "$quiet") -> None:
        self.query_one("#line", Static).update(shown(sentence, style))

    def do_new(self) -> None:
        """Save a source."""
        self.go(ways.source(None))

    def open_row(self, key: str) -> None:
        """Edit a source."""
        self.go(ways.source(int(key)))

    # Looking at what is there --------------------------------------------------------------------------------------

    def do_check(self) -> None:
        """Connect to the marked source, off the event loop."""
        source = self._marked()
        if source is None:
            return
        self._stop()
        self.checking = SourceCheck(source)
        words = joined(
            ("Connecting to ", "$quiet"), (source.name, "bold"), " …   ", ("esc", "bold $accent"), " cancels it"
        )
        self.query_one("#line", Static).update(words)
        self.seek(partial(to_thread, self.checking.run), partial(SourceSeen, source), about="check")

    @on(SourceSeen)
    def seen(self, seen: SourceSeen) -> None:
        """Say what is there."""
        if self.checking is not None:
            self.checking = None
            self._answer(seen.said, "")

    @on(Failed)
    def not_seen(self, failed: Failed) -> None:
        """Say why it cannot be read."""
        if failed.about == "check" and self.checking is not None:
            self.checking = None
            self._answer(f"✗ {failed.error}", "$warning" if isinstance(failed.error, Refused) else "$error")

    def quiet_about(self, failed: Failed) -> bool:
        """A source that cannot be read is said below the table."""
        return failed.about == "check"

    def _answer(self, sentence: str, style: str = "$quiet") -> None:
        self.answered = True
        self._say_below(sentence, style)

    def _stop(self) -> None:
        self.answered = False
        if self.checking is not None:
            self.checking.cancel()
            self.checking = None

    def do_back(self) -> None:
        """Cancel a check, and stay; leave where none is going on."""
        if self.checking is None:
            super().do_back()
            return
        self._stop()
        self._answer("Cancelled.")

    # Forgetting one ------------------------------------------------------------------------------------------------

    def do_remove(self) -> None:
        """Forget the marked source, when asked again."""
        source = self._marked()
        if source is not None:
            sentence = f"{source.name}: what was recorded from it stays, and the trail still says where it was."
            self.app.push_screen(Ask("Remove this source?", sentence, REMOVE), partial(self._remove, source))

    def _remove(self, source: SavedSource, answer: str | None) -> None:
        if answer == "remove":
            self.write(lambda ws: ws.sources.remove(source.id or 0, source.version), about="remove")

    @on(Written)
    def removed(self, written: Written) -> None:
        """Say it, and show what is left."""
        self.say(written.said)
        self.answered = False
        self.reload()


def _row(source: SavedSource) -> Row:
    what = source.table or ("a query" if source.query else "")
    return Row(str(source.id), (source.code, source.name, source.address, what), ("quiet", "", "quiet", "quiet"))
