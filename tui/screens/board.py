"""The start screen: every hypothesis with its status, belief, evidence, spend, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.widgets import Input, Static

from tui import actions, glyphs
from tui.messages import Bet, BoardPage, Failed, RowMarked
from tui.screens import ways
from tui.screens.listing import Listing
from tui.screens.undoing import Undoing
from tui.text import clean, counted, joined
from tui.widgets.paged_table import PAGE, Column, PagedTable, Row

if TYPE_CHECKING:
    from store.excerpt import Excerpt
    from store.workspace import BoardRow, Workspace

COLUMNS = (
    Column("", 1),
    Column("status", 18, drop=1),
    Column("hypothesis", 20, grows=4),
    Column("segment", 14, grows=1, drop=5),
    Column("belief", 11, right=True, drop=3),
    Column("evidence", 16, grows=1, drop=6),
    Column("spent", 8, right=True, drop=4),
    Column("next step", 16, grows=3, drop=2),
)


class Board(Undoing, Listing):
    """All hypotheses, a page at a time; beside them the marked one when there is room."""

    AREAS: ClassVar[tuple[str, ...]] = ("board", "undoing", "list")
    BINDINGS = actions.bindings("board", "undoing", "welcome", "list")

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.rows: dict[str, BoardRow] = {}
        self.empty = False

    def body(self) -> ComposeResult:
        """Yield the table and the pane beside it; the welcome is put there only when it is needed."""
        with Container(id="board"):
            yield PagedTable(COLUMNS, id="hypotheses")
            with VerticalScroll(id="beside", can_focus=False):
                yield Static(id="detail")
        yield Static("Opening the workspace …", id="line")

    def on_mount(self) -> None:
        """Paint first, then open the workspace."""
        super().on_mount()
        self.query_one(PagedTable).focus()

    # What it shows -------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the page of the marked row again."""
        self.fetch(self.table.page_offset)

    def fetch(self, offset: int) -> None:
        """Read one page of the board."""
        text = self.text

        def page(ws: Workspace) -> BoardPage:
            found = ws.board_page(text, PAGE, offset)
            return BoardPage(
                text, found.total, offset, found.rows, ws.segments.count(), found.more, ws.approvals.count()
            )

        self.ask(page, lambda found: found, about=f"board {offset}")

    @on(BoardPage)
    def show(self, page: BoardPage) -> None:
        """Put a page into the table; an empty workspace explains itself instead."""
        if page.text != self.text:
            return
        self.desk.opened()
        self.where("Board")
        rows = [row_of(entry) for entry in page.rows]
        self.rows |= {f"H{entry.hypothesis.id}": entry for entry in page.rows}
        if page.offset == self.table.page_offset or page.total != self.table.total:
            self.table.show(page.total, rows, page.offset)
        else:
            self.table.fill(page.offset, rows)
        self._welcome(page.total == 0 and not page.text)
        self._say_how_many(page)
        self.refresh_keys()

    def _say_how_many(self, page: BoardPage) -> None:
        line = self.query_one("#line", Static)
        if self.text:
            found = counted(page.total, "hypothesis", "hypotheses")
            best = ", the best first" if page.total > 1 else ""
            more = "; older ones hold it too, one more word narrows it down" if page.more else ""
            told = (f"   {found}{best}{more}; esc shows all", "$quiet")
            line.update(joined(("/", "bold $accent"), self.text, told))
        else:
            many = counted(page.total, "hypothesis", "hypotheses")
            waits = "" if not page.waiting else f"   {counted(page.waiting, 'decision')} for a second person: w"
            held = (f"{many}, {counted(page.segments, 'segment')}", "$quiet")
            line.update(joined(held, (waits, "$warning")))

    def _welcome(self, empty: bool) -> None:
        if empty == self.empty:
            return
        self.empty = empty
        self.query_one("#board").display = not empty
        self.query_one("#line").display = not empty
        if empty:
            from tui.widgets.welcome import Welcome

            self.mount(Welcome(), after="#board")
        else:
            self.query("Welcome").remove()
            self.table.focus()

    # The pane beside -----------------------------------------------------------------------------------------------

    @on(RowMarked)
    def mark(self, marked: RowMarked) -> None:
        """Show the marked hypothesis beside the table, once the mark has come to rest."""
        if marked.row is None:
            self.query_one("#detail", Static).update("")
        elif self.query_one("#beside").display:
            key = marked.row.key
            self.set_timer(0.08, lambda: self._detail(key))

    def _detail(self, key: str) -> None:
        now = self.table.marked
        if now is None or now.key != key:
            return
        row = self.rows[key]

        def bet(ws: Workspace) -> Bet:
            hypothesis = row.hypothesis
            tests = ws.experiments.list(hypothesis_id=hypothesis.id, limit=20)
            return Bet(hypothesis, ws.segments.get(hypothesis.segment_id), tuple(tests), row)

        self.ask(bet, lambda found: found, about="detail")

    @on(Bet)
    def show_detail(self, bet: Bet) -> None:
        """Show the hypothesis in words, its experiments, and what can be done."""
        from tui.widgets.bet import bet_in_words

        words = bet_in_words(bet)
        if bet.row is not None and bet.row.found is not None:
            where = joined((f"{_place_of(bet.row)}: ", "$quiet"), _marked(bet.row.found))
            words = words.append("\n\n").append(joined(("found    ", "$quiet"), where))
        self.query_one("#detail", Static).update(words)

    # Actions -------------------------------------------------------------------------------------------------------

    def offered(self) -> tuple[actions.Action, ...]:
        """Offer the demo only in an empty workspace."""
        areas = ("board", "welcome", "everywhere") if self.empty else (*self.AREAS, "everywhere")
        return tuple(entry for entry in actions.of_areas(areas) if entry.id != "everywhere.back")

    def refusals(self) -> dict[str, str]:
        """Say what an empty or a read-only workspace does not allow."""
        if not self.empty:
            return {"welcome.demo": "the workspace is not empty; the demo fills an empty one"}
        reason = "there is nothing in the workspace yet; n writes the first hypothesis"
        return dict.fromkeys(("board.filter", "board.export", "list.open"), reason)

    def open_row(self, key: str) -> None:
        """Open a hypothesis."""
        self.go(ways.hypothesis(int(key[1:])))

    def do_new(self) -> None:
        """Write down a hypothesis; the first one asks for its segment on the way."""
        self.app.push_screen(ways.new_hypothesis(), self._open_new)

    def _open_new(self, made: Any) -> None:
        if made is not None:
            self.go(ways.hypothesis(made.id))

    def do_segments(self) -> None:
        """See the segments."""
        self.go(ways.segments())

    def do_sources(self) -> None:
        """See where measurements come from."""
        self.go(ways.sources())

    def do_approvals(self) -> None:
        """See which decisions wait for a second person."""
        self.go(ways.approvals())

    def do_trail(self) -> None:
        """See the trail."""
        self.go(ways.trail())

    def do_export(self) -> None:
        """Export the portfolio."""
        self.go(ways.export(None))

    def do_demo(self) -> None:
        """Fill the workspace with the demo."""
        self.query_one("#line", Static).update("Filling the workspace with the demo …")
        self.query_one("#line").display = True

        def fill(ws: Workspace) -> BoardPage:
            from store.demo import fill as fill_with_demo

            fill_with_demo(ws)
            return BoardPage("", ws.board_count(), 0, tuple(ws.board(limit=PAGE)), ws.segments.count())

        self.ask(fill, lambda found: found, about="demo")

    def do_quit(self) -> None:
        """Leave the program."""
        self.desk.do_quit()

    # The filter ----------------------------------------------------------------------------------------------------

    def do_filter(self) -> None:
        """Type a filter."""
        if not self.query("#filter"):
            box = Input(
                self.text, placeholder="filter by any text; enter keeps it, esc shows all", id="filter", compact=True
            )
            self.mount(box, after="#board")
        self.query_one("#line").display = False
        self.query_one("#filter", Input).focus()

    @on(Input.Changed, "#filter")
    def narrow(self, changed: Input.Changed) -> None:
        """Narrow the board down with each key."""
        if changed.value != self.text:
            self.text = clean(changed.value)
            self.table.cursor = 0
            self.fetch(0)

    @on(Input.Submitted, "#filter")
    def keep_filter(self) -> None:
        """Go on in the table with the filter in place."""
        self._close_filter()

    def do_back(self) -> None:
        """Show all hypotheses again."""
        if self.text or self.query("#filter"):
            self.text = ""
            self._close_filter()
            self.table.cursor = 0
            self.fetch(0)

    def _close_filter(self) -> None:
        self.query("#filter").remove()
        self.query_one("#line").display = True
        self.table.focus()

    @on(Failed)
    def keep_saying_why(self, failed: Failed) -> None:
        """A workspace that cannot be opened is said where it stays readable."""
        if not self.table.total:
            line = self.query_one("#line", Static)
            line.update(
                joined(("✗ ", "$error"), ("ctrl+r tries again   ", "$quiet"), str(failed.error))
            )  # the key fits


def row_of(entry: BoardRow) -> Row:
    """Return one line of the board."""
    sign, tone = glyphs.of_status(entry.status)
    hypothesis = entry.hypothesis
    belief = f"{hypothesis.prior:.0%} → {entry.belief:.0%}" if entry.experiments else f"{hypothesis.prior:.0%}"
    spent = f"{entry.money_spent:,.0f}" if entry.money_spent else "–"
    return Row(
        key=hypothesis.code,
        cells=(
            sign,
            entry.status,
            hypothesis.title,
            entry.segment,
            belief,
            entry.evidence,
            spent,
            _found(entry) or entry.next_step,
        ),
        tones=(tone, tone, "", "quiet", "", "quiet", "quiet", ""),
    )


def _found(entry: BoardRow) -> str:
    """Return where a search found its words, and what stands there from the first of them on, as the column is narrow.

    Signs mark the words, which need no colour. Empty where the title shows them already.
    """
    part = entry.found
    if part is None or not part.marks or (entry.found_in == entry.hypothesis.code and part.field == "title"):
        return ""
    first = part.marks[0][0]
    place = "…" if first else ""
    return f"{_place_of(entry)}: {place}{_marked(part, first)}"


def _place_of(entry: BoardRow) -> str:
    return "" if entry.found is None else f"{entry.found_in} {entry.found.field.replace('_', ' ')}"


def _marked(part: Excerpt, begin: int = 0) -> str:
    pieces, last = [], begin
    for start, stop in part.marks:
        pieces += [part.text[last:start], "«", part.text[start:stop], "»"]
        last = stop
    return "".join([*pieces, part.text[last:]])
