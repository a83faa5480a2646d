"""What was recorded, batch by batch; a wrong one is replaced, never changed."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from experiments.fields import FIELDS
from experiments.observation import Observation, standing
from tui import actions
from tui.blinding import outcomes_hidden
from tui.messages import ExperimentRead, RowMarked
from tui.screens.ask import AskLine
from tui.screens.experiment import read_experiment
from tui.screens.listing import Listing
from tui.text import joined
from tui.widgets.batch_words import arms_table
from tui.widgets.paged_table import Column, PagedTable, Row

COLUMNS = (
    Column("batch", 6),
    Column("recorded", 17),
    Column("units", 10, right=True),
    Column("by", 12, drop=2),
    Column("from", 18, grows=2, drop=1),
    Column("", 24, grows=1),
)


class BatchesPage(Listing):
    """All batches of one experiment; dismissed with the new batch when one was replaced."""

    CSS_PATH = "batches.tcss"
    AREAS: ClassVar[tuple[str, ...]] = ("batches", "list")
    BINDINGS = actions.bindings("batches", "list")

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.read: ExperimentRead | None = None

    def body(self) -> ComposeResult:
        """Yield the table and the numbers of the marked batch."""
        yield PagedTable(COLUMNS)
        with VerticalScroll(id="beside", can_focus=False):
            yield Static(id="detail")

    def on_mount(self) -> None:
        """Put the keys into the table."""
        super().on_mount()
        self.table.focus()

    def reload(self) -> None:
        """Read the batches."""
        self.ask(partial(read_experiment, number=self.number), lambda found: found)

    @on(ExperimentRead)
    def show(self, read: ExperimentRead) -> None:
        """Show them."""
        self.read = read
        self.where("Board", f"{read.experiment.code} {read.experiment.title}", "batches")
        in_force = {batch.id for batch in standing(read.batches)}
        rows = [_row(batch, batch.id in in_force) for batch in read.batches]
        self.table.show(len(rows), rows)
        self.refresh_keys()

    @on(RowMarked)
    def mark(self, marked: RowMarked) -> None:
        """Show the numbers of the marked batch."""
        batch = self._marked()
        if batch is None or self.read is None or self.read.experiment.plan is None:
            return
        units = sum(entry.units for entry in standing(self.read.batches))
        hidden = outcomes_hidden(self.read.experiment, units)
        lines = [arms_table(batch.arms, self.read.experiment.plan, hidden=hidden)]
        if batch.why:
            lines.append(joined(("note  ", "$quiet"), batch.why))
        self.query_one("#detail", Static).update(Content("\n").join(lines))

    def _marked(self) -> Observation | None:
        row = self.table.marked
        batches = self.read.batches if self.read else ()
        return next((batch for batch in batches if row is not None and str(batch.id) == row.key), None)

    def do_open(self) -> None:
        """Replace the marked batch."""
        self.do_replace()

    def do_replace(self) -> None:
        """Ask why, then take the right numbers."""
        batch = self._marked()
        if batch is None:
            return
        if self.read is not None and batch.id not in {entry.id for entry in standing(self.read.batches)}:
            self.say(f"Batch {batch.id} was replaced already; replace the one that did so.", "warning")
            return
        sentence = "The old batch stays in the trail; the verdict uses the new one."
        why = FIELDS["observation.why"].but(label="Why")
        self.app.push_screen(AskLine(f"Replace batch {batch.id}?", sentence, why), partial(self._replace, batch))

    def _replace(self, batch: Observation, why: str | None) -> None:
        if why:
            from tui.screens.record import RecordPage

            self.app.push_screen(RecordPage(self.number, batch, why), self._done)

    def _done(self, recorded: Any) -> None:
        if recorded is not None:
            self.dismiss(recorded)


def _row(batch: Observation, stands: bool) -> Row:
    note = f"replaces {batch.supersedes}" if batch.supersedes else ""
    cells = (
        str(batch.id),
        f"{batch.at:%Y-%m-%d %H:%M}",
        f"{batch.units:,}",
        batch.recorded_by,
        batch.source.name or batch.source.kind,
        note if stands else f"– replaced {note}",
    )
    return Row(str(batch.id), cells, ("",) * 5 + ("warn",) if stands else ("quiet",) * 6)
