"""Results out of a file: look at what will be read, and record it only then."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from experiments.errors import InvalidField, Refused, Unreadable
from experiments.fields import FIELDS, Field, edit_text
from experiments.observation import Observation, standing
from experiments.plan import Comparison, Metric, Monitoring, Plan
from tui import actions
from tui.blinding import outcomes_hidden, what_recording_shows
from tui.messages import Failed, FileRead, RecordStart
from tui.pages import place_of
from tui.plan_asked import columns_asked
from tui.screens.ask import Ask
from tui.screens.form_page import FormPage
from tui.screens.record import RECORD, RecordPage
from tui.text import joined, shown
from tui.typed_results import units_note
from tui.widgets.batch_words import arms_table
from tui.widgets.field_row import FieldRow
from tui.widgets.form import Group
from tui.widgets.intake_words import intake_words
from tui.widgets.preview_words import preview_words

if TYPE_CHECKING:
    from store.intake import Intake
    from store.sources.reading import Reading
    from store.workspace import Workspace

PATH = Field(
    key="file.path", label="File", hint="A CSV or Parquet file, one row per unit. → completes, enter looks into it.",
    kind="line", required=True,
)  # fmt: skip


class RecordFile(FormPage):
    """The path, the columns, and what they hold under the plan."""

    CSS_PATH = ["form_page.tcss", "record.tcss"]
    AREAS: ClassVar[tuple[str, ...]] = ("record_file", "form")
    BINDINGS = actions.bindings("record_file", "form")

    def __init__(self, number: int, replaces: Observation | None = None, why: str = "") -> None:
        super().__init__()
        self.number = number
        self.replaces = replaces
        self.why = why
        self.found: FileRead | None = None
        self._then_record = False

    def body(self) -> ComposeResult:
        """Yield the form and what the file holds."""
        yield from super().body()
        with VerticalScroll(id="found", can_focus=False):
            yield Static(id="preview")

    def read(self, ws: Workspace) -> RecordStart:
        """Read the experiment."""
        return RecordPage(self.number).read(ws)

    def groups(self, value: RecordStart) -> list[Group]:
        """Ask for the file, then for the columns: the plan's, where it names them."""
        plan = value.read.experiment.plan
        if plan is None:
            return []
        columns = [FieldRow(FIELDS[f"columns.{name}"], getattr(plan.columns, name)) for name in _columns_of(plan)]
        for place, metric in enumerate(plan.metrics):
            columns += [_metric_column(place, metric, name) for name in columns_asked(plan, metric)]
        about = [FieldRow(FIELDS["observation.strength"], str(value.strength))]
        if self.replaces:
            about.append(FieldRow(FIELDS["observation.why"].but(required=True), self.why))
        return [
            Group("Which file?", [FieldRow(PATH, path=True)]),
            Group("Its columns", [*columns, *about]),
        ]

    def begun(self) -> None:
        """Show where we are."""
        test = self.read_value.read.experiment
        self.where("Board", f"{test.code} {test.title}", "record", "from a file")

    @property
    def changed(self) -> bool:
        """Nothing here is lost by leaving: the file stays."""
        return False

    # Looking into it -----------------------------------------------------------------------------------------------

    def line_done(self) -> None:
        """Look into the file after enter."""
        self.do_look()

    def do_look(self) -> None:
        """Look into the file."""
        if self.read_value is None or not self.form.check():
            return
        try:
            path, plan = place_of(self.form.row("file.path").text), self._plan()
        except InvalidField as error:
            self.form.fail(error)
            return
        self.found = None
        self._show(shown(f"Reading {path} …   esc leaves it", "$accent"))

        batches, replaced = self.read_value.read.batches, self._replaced()
        self.think(lambda: _looked_into(path, plan, batches, replaced), lambda read: read, about="file")

    def _plan(self) -> Plan:
        """Return the plan with the columns as they are typed here."""
        plan: Plan = self.read_value.read.experiment.plan
        rows = {row.key: row.value() for row in self.form.rows}
        metrics = []
        for place, metric in enumerate(plan.metrics):
            typed = {name: rows[f"metric.{place}.{name}"] for name in columns_asked(plan, metric)}
            metrics.append(metric.but(**typed))
        columns = {name: rows[f"columns.{name}"] for name in _columns_of(plan)}
        return plan.but(columns=plan.columns.but(**columns), metric=metrics)

    @on(FileRead)
    def show_file(self, read: FileRead) -> None:
        """Show what it holds; take over the columns that it has and the plan does not name."""
        guessed = [self._guess("columns.arm", read.preview.arm), self._guess("columns.unit", read.preview.unit)]
        if any(guessed):
            self.do_look()
            return
        self.found = read
        self._show(self._words_of(read))
        if self._then_record:
            self._then_record = False
            self._confirm()

    def _words_of(self, read: FileRead) -> Content:
        """Return what the file holds, and before that what of it would be recorded, where that is not all at once."""
        new = read.intake
        hidden = self._hidden(new.units if new else 0)
        held = preview_words(read.preview, self.read_value.read.experiment.plan, hidden=hidden)
        if read.refusal:
            return Content("\n").join([joined(("✗ ", "bold $error"), (read.refusal, "$error")), Content(""), held])
        if new is None:
            return held
        records = joined(("F2", "bold $accent"), " records it")
        words = intake_words(new, read.looks)
        return Content("\n").join([*([words] if words.plain else []), records, Content(""), held])

    def _guess(self, key: str, column: str) -> bool:
        row = next((row for row in self.form.rows if row.key == key), None)
        if row is None or not column or row.text.strip():
            return False
        row.text = column
        return True

    @on(Failed)
    def not_read(self, failed: Failed) -> None:
        """Say in its place why it cannot be read."""
        if failed.about == "file":
            self._then_record = False
            self._show(joined(("✗ ", "bold $error"), (str(failed.error), "$error")))

    def quiet_about(self, failed: Failed) -> bool:
        """A file that cannot be read is said in its place."""
        return failed.about == "file" or super().quiet_about(failed)

    def _show(self, words: Content) -> None:
        self.query_one("#preview", Static).update(words)

    # Recording it --------------------------------------------------------------------------------------------------

    def do_save(self) -> None:
        """Record what was read; read it first where that was not done."""
        if self.read_value is None or not self.form.check():
            return
        if self.found is None or self.found.path != place_of(self.form.row("file.path").text):
            self._then_record = True
            self.do_look()
        else:
            self._confirm()

    def _confirm(self) -> None:
        new = self.found.intake if self.found else None
        if self.found is None or new is None:
            self.form.notice("nothing can be recorded from this file as it stands; the reason is below")
            return
        test = self.read_value.read.experiment
        words = intake_words(new, self.found.looks, short=True)
        table = words if words.plain else arms_table(new.readings[0].arms, test.plan, hidden=self._hidden(new.units))
        lines = [table, Content(""), shown(units_note(test, self._recorded(new.replaced), new.units))]
        lines += [joined(("! ", "bold $warning"), (oddity, "$warning")) for oddity in self.found.preview.oddities]
        lines += [shown(note, "$quiet")] if (note := what_recording_shows(test.plan)) else []
        self.app.push_screen(
            Ask("Record what was read?", Content("\n").join(lines), RECORD), partial(self._record, new)
        )

    def _recorded(self, replaced: tuple[int, ...] = ()) -> int:
        batches = standing(self.read_value.read.batches)
        return sum(batch.units for batch in batches if batch.id not in (self._replaced(), *replaced))

    def _hidden(self, units: int) -> bool:
        return outcomes_hidden(self.read_value.read.experiment, self._recorded() + units)

    def _replaced(self) -> int | None:
        return self.replaces.id if self.replaces else None

    def _record(self, new: Intake, answer: str | None) -> None:
        if answer != "record":
            return
        rows = {row.key: row.value() for row in self.form.rows if row.key.startswith("observation.")}
        about = {"strength": rows["observation.strength"], "why": rows.get("observation.why") or ""}
        self.write(lambda ws: ws.observations.record_all(self.number, new.batches(about))[-1], about="save")


def _looked_into(path: Path, plan: Plan, batches: tuple[Observation, ...], replaces: int | None) -> FileRead:
    """Look into a file, and hold its looks against what is recorded."""
    from store.intake import intake
    from store.sources.files import preview, read_looks

    found = preview(path, plan)
    if found.reading is None:
        return FileRead(path, plan, found)
    looks: tuple[Reading, ...] = (found.reading,)
    try:
        if plan.monitoring is not Monitoring.fixed and plan.columns.time:
            looks = read_looks(path, plan)
        new = intake(plan, looks, batches, replaces=replaces)
    except (Unreadable, Refused) as error:
        return FileRead(path, plan, found, len(looks), refusal=str(error))
    return FileRead(path, plan, found, len(looks), new)


def _columns_of(plan: Plan) -> list[str]:
    """Return which columns of the whole test a file has to name."""
    timed = ["time"] if plan.columns.time or plan.monitoring is not Monitoring.fixed else []
    columns = ["unit"] if plan.comparison is Comparison.benchmark else ["arm", "unit"]
    if plan.comparison is Comparison.paired:
        return ["arm", "pair", *timed]
    return [*columns, *(["cluster"] if plan.columns.cluster else []), *timed]


def _metric_column(place: int, metric: Metric, name: str) -> FieldRow:
    field = FIELDS[f"metric.{name}"]
    label = f"{field.label} of {metric.name}"[:40]
    return FieldRow(field.but(label=label), edit_text(field, getattr(metric, name)), key=f"metric.{place}.{name}")
