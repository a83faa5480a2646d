"""Results out of a file, a database or a saved source: look at what will be read, and record it only then."""

from __future__ import annotations

import time
from asyncio import to_thread
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from experiments.errors import InvalidField, Refused, Unreadable
from experiments.fields import FIELDS, Field
from experiments.observation import Observation, standing
from experiments.saved_source import SavedSource
from tui import actions
from tui.blinding import outcomes_hidden, what_recording_shows
from tui.messages import Failed, FieldChanged, FileRead, RecordStart, Written
from tui.screens.ask import Ask, AskLine
from tui.screens.form_page import FormPage
from tui.screens.record import RECORD, RecordPage
from tui.source_columns import column_rows, names_of, texts_of
from tui.source_guesses import Guesses
from tui.source_look import CANCELLED, SourceLook
from tui.source_shape import ROW, asked_only, guessed_fields, said_of, shape_rows, take_over
from tui.text import joined, shown
from tui.typed_results import units_note
from tui.widgets.batch_words import arms_table
from tui.widgets.field_row import FieldRow
from tui.widgets.form import Group
from tui.widgets.intake_words import intake_words
from tui.widgets.path_entry import PathEntry
from tui.widgets.preview_words import preview_words
from tui.widgets.progress_words import progress_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.again import Origin
    from store.workspace import Workspace

PATH = Field(
    key="file.path", label="File or source", kind="line", required=True,
    hint="A file, or the name of a saved source. → completes, enter looks into it.",
)  # fmt: skip
_WATCHED = 0.2


class RecordFile(FormPage):
    """Which source, its columns, and what they hold under the plan.

    ``again`` looks at once into the saved source that the experiment was recorded from last.
    """

    CSS_PATH = ["form_page.tcss", "record.tcss"]
    AREAS: ClassVar[tuple[str, ...]] = ("record_file", "form")
    BINDINGS = actions.bindings("record_file", "form")

    def __init__(self, number: int, replaces: Observation | None = None, why: str = "", *, again: bool = False) -> None:
        super().__init__()
        self.number = number
        self.replaces = replaces
        self.why = why
        self.again = again
        self.found: FileRead | None = None
        self.looking: SourceLook | None = None
        self._then_record = False
        self._guesses = Guesses()

    def body(self) -> ComposeResult:
        """Yield the form and what the source holds."""
        yield from super().body()
        with VerticalScroll(id="found", can_focus=False):
            yield Static(id="preview")

    def on_mount(self) -> None:
        """Watch a look while it lasts."""
        super().on_mount()
        self.set_interval(_WATCHED, self._watch)

    def on_unmount(self) -> None:
        """Leave nothing running."""
        self._stop()

    def read(self, ws: Workspace) -> RecordStart:
        """Read the experiment and the saved sources."""
        start = RecordPage(self.number).read(ws)
        return RecordStart(start.read, start.strength, ws.sources.list(limit=1000))

    def groups(self, value: RecordStart) -> list[Group]:
        """Ask for the source, then for its columns: the plan's, unless they are called otherwise there."""
        plan = value.read.experiment.plan
        if plan is None:
            return []
        about = [FieldRow(FIELDS["observation.strength"], str(value.strength))]
        if self.replaces:
            about.append(FieldRow(FIELDS["observation.why"].but(required=True), self.why))
        path = FieldRow(PATH, path=True)
        if isinstance(path.control, PathEntry):
            path.control.offer(source.name for source in value.sources)
        rows = shape_rows(plan)
        shape = [Group("What is a row?", rows)] if rows else []
        return [Group("Which data?", [path]), *shape, Group("Its columns", [*column_rows(plan), *about])]

    def begun(self) -> None:
        """Show where we are."""
        test = self.read_value.read.experiment
        self.where("Board", f"{test.code} {test.title}", "record", "again" if self.again else "from a source")
        if self.again:
            self._read_again()

    def _read_again(self) -> None:
        from store.again import remembered

        try:
            number = remembered(self.read_value.read.experiment.code, self.read_value.read.batches)
        except Refused as refused:
            self._show(joined(("✗ ", "bold $error"), (str(refused), "$error")))
            return
        source = next((source for source in self.read_value.sources if source.id == number), None)
        if source is None:
            gone = f"source D{number}, which this test was recorded from last, is not there any more; choose another"
            self._show(joined(("✗ ", "bold $error"), (gone, "$error")))
            return
        self.form.row("file.path").text = source.name
        self.do_look()

    @property
    def changed(self) -> bool:
        """Nothing here is lost by leaving: the source stays."""
        return False

    # Looking into it -----------------------------------------------------------------------------------------------

    def line_done(self) -> None:
        """Look into the source after enter."""
        self.do_look()

    def do_look(self) -> None:
        """Look into the source."""
        if self.read_value is None or not self.form.check():
            return
        where = self.form.row("file.path").text.strip()
        self._guesses.forget(self.form.rows, where)
        source = self._saved(where)
        self._take_over(source.renamed if source is not None else {})
        try:
            origin = self._origin(where, source)
        except (InvalidField, Unreadable) as error:
            self._show(joined(("✗ ", "bold $error"), (str(error), "$error")))
            return
        self.found = None
        self._stop()
        test = self.read_value.read.experiment
        look = SourceLook(where, origin, test.plan, self.read_value.read.batches, self._replaced())
        self.looking = look
        self._watch()
        self.seek(partial(to_thread, look.run), lambda read: read, about="file")

    def _saved(self, name: str) -> SavedSource | None:
        sources: tuple[SavedSource, ...] = self.read_value.sources
        wanted = name.casefold()
        return next((one for one in sources if wanted in (one.name.casefold(), one.code.casefold())), None)

    def _take_over(self, names: Mapping[str, str]) -> None:
        """Put into the form what a source says of its columns, and else the plan's names, where nothing was typed."""
        plan = self.read_value.read.experiment.plan
        texts = {row.key: row.initial for row in column_rows(plan)} | texts_of(plan, names)
        for key, text in texts.items():
            row = self.form.row(key)
            if not row.changed and row.text != text:
                row.text = row.initial = text

        take_over(self.form.rows, names)

    @on(FieldChanged)
    def follow_the_source(self, changed: FieldChanged) -> None:
        """Ask for what the rows need that were chosen; what was guessed of one source says nothing of another."""
        if changed.row.key == ROW:
            asked_only(self.form.rows)
        elif changed.row.key == PATH.key:
            self._guesses.forget(self.form.rows, changed.row.text.strip())

    def _names(self) -> dict[str, str]:
        """Return what stands in the form of the source's columns and rows, where it is not what the plan says."""
        plan = self.read_value.read.experiment.plan
        return {**names_of(plan, {row.key: row.value() for row in self.form.rows}), **said_of(self.form.rows)}

    def _origin(self, where: str, source: SavedSource | None) -> Origin:
        from store.again import Origin
        from store.sources.address import Address
        from store.sources.shapes.said import apart
        from tui.pages import place_of

        names = self._names()
        if source is None:
            return Origin(Address.of(where if "://" in where else place_of(where)), names)
        saved, (columns, _) = Origin.of(source), apart(source.renamed)
        return Origin(saved.address, {**columns, **names}, saved.saved)

    def _watch(self) -> None:
        look = self.looking
        if look is not None and not look.cancelled:
            seconds = time.monotonic() - look.began
            self._show(progress_words(look.where, look.progress(), look.rows_in_all, seconds))

    def _stop(self) -> None:
        if self.looking is not None:
            self.looking.cancel()
            self.looking = None

    def do_back(self) -> None:
        """Cancel what is being read, and stay; leave where nothing is."""
        if self.looking is None:
            super().do_back()
            return
        self._stop()
        self._then_record = False
        self._show(joined(("– ", "bold $warning"), (f"{CANCELLED[:1].upper()}{CANCELLED[1:]}.", "$warning")))

    @on(FileRead)
    def show_file(self, read: FileRead) -> None:
        """Show what it holds; take over the columns that it has and the plan does not name."""
        if self.looking is None or self.looking.where != read.where:
            return  # it was cancelled as it came
        self.looking = None
        columns = {"columns.arm": read.preview.arm, "columns.unit": read.preview.unit}
        self._guesses.put(self.form.rows, guessed_fields(read.preview.shape), read.where)
        if self._guesses.put(self.form.rows, columns, read.where):
            self.do_look()
            return
        self.found = read
        self._show(self._words_of(read))
        if self._then_record:
            self._then_record = False
            self._confirm()

    def _words_of(self, read: FileRead) -> Content:
        """Return what the source holds, and before that what of it would be recorded, where that is not all at once."""
        new = read.intake
        hidden = self._hidden(new.units if new else 0)
        held = preview_words(read.preview, self.read_value.read.experiment.plan, hidden=hidden)
        if read.refusal:
            return Content("\n").join([joined(("✗ ", "bold $error"), (read.refusal, "$error")), Content(""), held])
        if new is None:
            return held
        records = joined(("F2", "bold $accent"), " records it")
        words = intake_words(new, len(read.looks))
        return Content("\n").join([*([words] if words.plain else []), records, Content(""), held])

    @on(Failed)
    def not_read(self, failed: Failed) -> None:
        """Say in its place why it cannot be read."""
        if failed.about == "file" and self.looking is not None:
            self.looking = None
            self._then_record = False
            self._show(joined(("✗ ", "bold $error"), (str(failed.error), "$error")))

    def quiet_about(self, failed: Failed) -> bool:
        """A source that cannot be read is said in its place."""
        return failed.about == "file" or super().quiet_about(failed)

    def _show(self, words: Content) -> None:
        self.query_one("#preview", Static).update(words)

    # Keeping where it is -------------------------------------------------------------------------------------------

    def do_keep(self) -> None:
        """Save where the data are under a name, so that tomorrow one key reads them again."""
        where = self.form.row("file.path").text.strip()
        if self.read_value is None or not self.form.check():
            return
        if self._saved(where):
            self.say("This is a saved source already; its own form changes it.", "warning")
            return
        sentence = "Its place and what its columns are called are kept. Tomorrow one key reads it again."
        self.app.push_screen(AskLine("Save this source?", sentence, FIELDS["source.name"]), partial(self._keep, where))

    def _keep(self, where: str, name: str | None) -> None:
        if not name:
            return
        names = self._names()
        fields = {"name": name, "address": where, "columns": [f"{ours} = {theirs}" for ours, theirs in names.items()]}
        self.write(lambda ws: ws.sources.add(fields), about="source")

    @on(Written)
    def source_kept(self, written: Written) -> None:
        """Go on with the source under its name."""
        if written.about != "source":
            return
        written.prevent_default()
        self.say(written.said)
        start: RecordStart = self.read_value
        self.read_value = RecordStart(start.read, start.strength, (written.noun, *start.sources))
        self.form.row("file.path").text = written.noun.name
        self.do_look()

    # Recording it --------------------------------------------------------------------------------------------------

    def called(self) -> dict[str, str]:
        """Name what saving does here."""
        return {"form.save": "Record"}

    def do_save(self) -> None:
        """Record what was read; read it first where that was not done."""
        if self.read_value is None or not self.form.check():
            return
        if self.found is None or self.found.where != self.form.row("file.path").text.strip():
            self._then_record = True
            self.do_look()
        else:
            self._confirm()

    def _confirm(self) -> None:
        new = self.found.intake if self.found else None
        if self.found is None or new is None:
            self.form.notice("nothing can be recorded from this source as it stands; the reason is below")
            return
        test = self.read_value.read.experiment
        words = intake_words(new, len(self.found.looks), short=True)
        table = words if words.plain else arms_table(new.readings[0].arms, test.plan, hidden=self._hidden(new.units))
        lines = [table, Content(""), shown(units_note(test, self._recorded(new.replaced), new.units))]
        lines += [joined(("! ", "bold $warning"), (oddity, "$warning")) for oddity in self.found.preview.oddities]
        lines += [shown(note, "$quiet")] if (note := what_recording_shows(test.plan)) else []
        question = Ask("Record what was read?", Content("\n").join(lines), RECORD)
        self.app.push_screen(question, partial(self._record, self.found))

    def _recorded(self, replaced: tuple[int, ...] = ()) -> int:
        batches = standing(self.read_value.read.batches)
        return sum(batch.units for batch in batches if batch.id not in (self._replaced(), *replaced))

    def _hidden(self, units: int) -> bool:
        return outcomes_hidden(self.read_value.read.experiment, self._recorded() + units)

    def _replaced(self) -> int | None:
        return self.replaces.id if self.replaces else None

    def _record(self, read: FileRead, answer: str | None) -> None:
        if answer != "record":
            return
        rows = {row.key: row.value() for row in self.form.rows if row.key.startswith("observation.")}
        about = {"strength": rows["observation.strength"], "why": rows.get("observation.why") or ""}
        self.write(lambda ws: self._take_in(ws, read, about), about="save")

    def _take_in(self, ws: Workspace, read: FileRead, about: dict[str, Any]) -> Observation:
        """Record what was confirmed, held against what is recorded by now."""
        from store.intake import intake

        plan = self.read_value.read.experiment.plan

        def new(before: tuple[Observation, ...]) -> Sequence[dict[str, Any]]:
            now = intake(plan, read.looks, before, replaces=self._replaced())
            if now != read.intake:
                raise Refused("somebody recorded results meanwhile; enter looks again at what is new")
            return now.batches(about)

        return ws.observations.take_in(self.number, plan, new)[-1]
