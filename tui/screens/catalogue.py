"""Choose a kind of cheap test, by what it is good for, what it costs and how much its evidence is worth."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui import actions
from tui.messages import KindsRead, RowMarked
from tui.screens.listing import Listing
from tui.text import counted, days_of, joined, shown
from tui.widgets.entries import LineEntry
from tui.widgets.key_bar import KeyBar, offers_of
from tui.widgets.paged_table import Column, PagedTable, Row

if TYPE_CHECKING:
    from experiments.catalogue import ExperimentKind
    from store.workspace import Workspace

COLUMNS = (
    Column("kind of test", 24, grows=2),
    Column("group", 16, grows=1, drop=2),
    Column("cost", 5, drop=1),
    Column("days", 5, right=True),
    Column("evidence", 22, grows=1),
)

_INTO_TABLE = replace(actions.action("list.down"), keys="down", label="Into the list", bar=True)
_CHOOSE = replace(actions.action("list.open"), label="Choose")
_IN_TABLE = {"list.open", "catalogue.filter"}
"""What does nothing while a search is typed."""
_IN_SEARCH = {"list.open"}


class CataloguePage(Listing):
    """The catalogue, narrowed to the hypothesis' risk: type to search, go down into the list, enter chooses."""

    CSS_PATH = "catalogue.tcss"
    AREAS: ClassVar[tuple[str, ...]] = ("catalogue", "list")
    BINDINGS = actions.bindings("catalogue", "list")

    def __init__(self, hypothesis_id: int) -> None:
        super().__init__()
        self.hypothesis_id = hypothesis_id
        self.read: KindsRead | None = None
        self.all_risks = False
        self.kinds: dict[str, ExperimentKind] = {}

    def body(self) -> ComposeResult:
        """Yield the search, the table, and what the marked kind is."""
        yield LineEntry(placeholder="type to search: what it is, what it is good for, what it measures", id="search")
        with Container(id="kinds"):
            yield PagedTable(COLUMNS)
            with VerticalScroll(id="beside", can_focus=False):
                yield Static(id="detail")
        yield Static(id="line")

    def on_mount(self) -> None:
        """Put the keys into the search."""
        super().on_mount()
        self.search.focus()

    @property
    def search(self) -> LineEntry:
        """Return where the search is typed."""
        return self.query_one("#search", LineEntry)

    def refresh_keys(self) -> None:
        """Show the keys of where they go now: into the search, or into the table."""
        hidden, first = (_IN_TABLE, _INTO_TABLE) if self.search.has_focus else (_IN_SEARCH, _CHOOSE)
        others = [entry for entry in self.offered() if entry.id not in hidden]
        bar = self.query_one(KeyBar)
        bar.typing = self.search.has_focus
        bar.offers = offers_of([first, *others], {})

    @on(events.DescendantFocus)
    def keys_moved(self) -> None:
        """Show other keys."""
        self.refresh_keys()

    def reload(self) -> None:
        """Read the hypothesis and the catalogue, once."""
        if self.read is not None:
            return

        def kinds(ws: Workspace) -> KindsRead:
            from experiments.catalogue import load_catalogue

            return KindsRead(ws.hypotheses.get(self.hypothesis_id), load_catalogue())

        self.ask(kinds, lambda found: found)

    @on(KindsRead)
    def show(self, read: KindsRead) -> None:
        """Show the kinds that answer the risk."""
        self.read = read
        self.where("Board", f"{read.hypothesis.code} {read.hypothesis.title}", "choose a test")
        self._narrow()

    @on(LineEntry.Changed, "#search")
    def searched(self) -> None:
        """Narrow it down with each key."""
        self._narrow()

    @on(LineEntry.Submitted, "#search")
    def search_done(self) -> None:
        """Go on in the table."""
        if self.table.total:
            self.table.focus()

    def _narrow(self) -> None:
        if self.read is None:
            return
        from experiments.catalogue import strength_words

        risk: Any = None if self.all_risks else self.read.hypothesis.risk.value
        found = self.read.catalogue.search(self.search.value, risk)
        self.kinds = {kind.slug: kind for kind in found}
        self.table.show(len(found), [_row(kind, strength_words(kind.strength)) for kind in found])
        tests = "tests" if len(found) == 1 else "test"
        scope = "for every risk" if risk is None else f"that {tests} {risk}; F3 shows all"
        self.query_one("#line", Static).update(shown(f"{counted(len(found), 'kind')} {scope}", "$quiet"))

    @on(RowMarked)
    def mark(self, marked: RowMarked) -> None:
        """Say what the marked kind is."""
        kind = self.kinds.get(marked.row.key) if marked.row else None
        self.query_one("#detail", Static).update(
            _in_words(kind) if kind else shown("Nothing fits; try fewer words.", "$quiet")
        )

    def do_filter(self) -> None:
        """Search."""
        self.search.focus()

    def do_down(self) -> None:
        """Go down one row; from the search, to the marked row."""
        if self.search.has_focus:
            self.search_done()
        else:
            self.table.move(1)

    def do_up(self) -> None:
        """Go up one row; from the first, back to the search."""
        if self.table.cursor == 0:
            self.search.focus()
        else:
            self.table.move(-1)

    def do_risk(self) -> None:
        """Show the kinds for every risk, or only for this one."""
        self.all_risks = not self.all_risks
        self._narrow()

    def do_back(self) -> None:
        """Drop what was searched first, then leave the screen."""
        if self.search.value:
            self.search.value = ""
            self.search.focus()
        else:
            self.dismiss(None)

    def open_row(self, key: str) -> None:
        """Go on to the new experiment of this kind."""
        from tui.screens.experiment_form import ExperimentForm

        self.app.push_screen(ExperimentForm(None, self.hypothesis_id, self.kinds[key]), self._made)

    def _made(self, experiment: Any) -> None:
        if experiment is not None:
            self.dismiss(experiment)


def _row(kind: ExperimentKind, strength: str) -> Row:
    cells = (
        kind.name,
        kind.group,
        "●" * kind.cost + "·" * (5 - kind.cost),
        f"{kind.setup_days + kind.run_days:g}",
        f"{kind.strength} {strength}",
    )
    return Row(kind.slug, cells, ("", "quiet", "warn", "", ""))


def _in_words(kind: ExperimentKind) -> Content:
    from experiments.catalogue import strength_words

    size = f", typically {kind.typical_size:,} {kind.unit}" if kind.typical_size else ""
    rating = {"published": "published ratings, ours where they differ", "ours": "our own judgement"}
    facts = (
        ("measure", kind.measure),
        ("evidence", f"{kind.strength} of 5: {strength_words(kind.strength)}"),
        (
            "against",
            {"benchmark": "a fixed bar", "control": "a control arm"}.get(kind.comparison, "the same units before"),
        ),
        ("takes", f"{days_of(kind.setup_days)} to set up, {kind.run_days:g} to run{size}"),
        ("costs", f"about {kind.money:,}"),
        ("answers", ", ".join(kind.answers)),
        ("figures", f"{rating.get(kind.rating, 'yours')}; editable defaults"),
    )
    width = max(cell_len(name) for name, _ in facts)
    lines = [shown(kind.name, "bold"), shown(kind.good_for), Content("")]
    lines += [joined((f"{name:<{width}}  ", "$quiet"), what) for name, what in facts]
    return Content("\n").join(lines)
