"""Type the results of an experiment, read them back, and record them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from experiments.errors import InvalidField
from experiments.fields import FIELDS
from experiments.observation import Observation, standing
from tui import actions
from tui.blinding import what_recording_shows
from tui.messages import ExperimentRead, RecordStart
from tui.screens.ask import Answer, Ask
from tui.screens.experiment import read_experiment
from tui.screens.form_page import FormPage
from tui.text import counted, joined, shown
from tui.typed.arms import arms_of
from tui.typed_results import Asked, arms_typed, not_typed, numbers_asked, texts_of, units_note
from tui.widgets.batch_words import arms_table
from tui.widgets.field_row import FieldRow
from tui.widgets.form import Group

if TYPE_CHECKING:
    from store.workspace import Workspace

RECORD = (Answer("k", "Keep typing", "keep"), Answer("r", "Record", "record", weighty=True))


class RecordPage(FormPage):
    """The numbers the plan asks for, arm by arm. ``replaces`` is a batch that this one corrects, and ``why``."""

    CSS_PATH = ["form_page.tcss", "record.tcss"]
    AREAS: ClassVar[tuple[str, ...]] = ("record", "form")
    BINDINGS = actions.bindings("record", "form")

    def __init__(self, number: int, replaces: Observation | None = None, why: str = "") -> None:
        super().__init__()
        self.number = number
        self.replaces = replaces
        self.why = why
        self.arms: tuple[str, ...] = ()

    def body(self) -> ComposeResult:
        """Yield how far the test is, and the form."""
        yield Static(id="far")
        yield from super().body()

    def read(self, ws: Workspace) -> RecordStart:
        """Read the experiment and how strong its kind of evidence usually is."""
        from experiments.catalogue import load_catalogue
        from experiments.errors import NotFound

        read = read_experiment(ws, self.number)
        try:
            strength = load_catalogue().kind(read.experiment.kind).strength
        except NotFound:
            strength = 2
        return RecordStart(read, strength)

    def groups(self, value: RecordStart) -> list[Group]:
        """Ask for the numbers of each arm."""
        plan = value.read.experiment.plan
        if plan is None:
            return []
        self.arms = arms_of(plan, value.read.batches)
        start = texts_of(plan, self.arms, self.replaces) if self.replaces else {}
        asked = list(numbers_asked(plan, self.arms))
        groups = [Group(self._title(arm, plan.control), self._rows(arm, asked, start)) for arm in self.arms]
        groups[0] = replace(groups[0], about="\n".join(not_typed(plan)))
        return [*groups, Group("About this batch", self._about(value))]

    def _title(self, arm: str, control: str) -> str:
        if len(self.arms) == 1:
            return "What was counted"
        return f"{arm} (control)" if arm == control else arm

    def _rows(self, arm: str, asked: list[Asked], start: dict[str, str]) -> list[FieldRow]:
        return [FieldRow(ask.field, start.get(ask.key, ""), key=ask.key) for ask in asked if ask.arm == arm]

    def _about(self, value: RecordStart) -> list[FieldRow]:
        strength = FIELDS["observation.strength"]
        start = self.replaces.strength if self.replaces else value.strength
        why = FIELDS["observation.why"]
        return [FieldRow(strength, str(start)), FieldRow(why.but(required=True) if self.replaces else why, self.why)]

    def begun(self) -> None:
        """Show how far the test is."""
        read: ExperimentRead = self.read_value.read
        test = read.experiment
        steps = (f"{test.code} {test.title}", f"replace batch {self.replaces.id}" if self.replaces else "record")
        self.where("Board", *steps)
        self._say_how_far(0)

    def _recorded(self) -> int:
        replaced = self.replaces.id if self.replaces else None
        return sum(batch.units for batch in standing(self.read_value.read.batches) if batch.id != replaced)

    def _say_how_far(self, typed: int) -> None:
        note = units_note(self.read_value.read.experiment, self._recorded(), typed)
        self.query_one("#far", Static).update(shown(note, "$quiet"))

    def edited(self, row: FieldRow) -> None:
        """Count along."""
        try:
            self._say_how_far(sum(arm.units for arm in self.entered()["arms"].values()))
        except InvalidField:
            self._say_how_far(0)

    def entered(self) -> dict[str, Any]:
        """Return the batch as the workspace takes it."""
        rows = {row.key: row.value() for row in self.form.rows}
        plan = self.read_value.read.experiment.plan
        batch: dict[str, Any] = {
            "arms": arms_typed(plan, self.arms, rows),
            "strength": rows["observation.strength"],
            "why": rows["observation.why"] or "",
        }
        return batch | ({"supersedes": self.replaces.id} if self.replaces else {})

    def do_save(self) -> None:
        """Read the numbers back, and record them when asked again."""
        if self.read_value is None or not self.form.check():
            return
        try:
            batch = self.entered()
        except InvalidField as error:
            self.form.fail(error)
            return
        text = self._read_back(batch)
        self.app.push_screen(Ask("Record this batch?", text, RECORD), partial(self._record, batch))

    def _read_back(self, batch: dict[str, Any]) -> Content:
        arms = batch["arms"]
        lines = [arms_table(arms, self.read_value.read.experiment.plan), Content("")]
        typed = sum(arm.units for arm in arms.values())
        lines.append(shown(units_note(self.read_value.read.experiment, self._recorded(), typed)))
        if self.replaces:
            lines.append(joined((f"It replaces batch {self.replaces.id}: ", "$warning"), batch["why"]))
        if note := what_recording_shows(self.read_value.read.experiment.plan):
            lines.append(shown(note, "$quiet"))
        lines.append(
            shown("A recorded batch is never changed; a mistake is replaced by a new batch that says why.", "$quiet")
        )
        return Content("\n").join(lines)

    def _record(self, batch: dict[str, Any], answer: str | None) -> None:
        if answer == "record":
            self.write(lambda ws: self.keep(ws, batch), about="save")

    def keep(self, ws: Workspace, values: dict[str, Any]) -> Observation:
        """Record the batch."""
        return ws.observations.record(self.number, values)

    # Other ways ----------------------------------------------------------------------------------------------------

    def do_file(self) -> None:
        """Read the results from a file."""
        from tui.screens.record_file import RecordFile

        self.app.push_screen(RecordFile(self.number, self.replaces, self.why), self._leave_with)

    def do_again(self) -> None:
        """Read the source again that it was recorded from last."""
        from tui.screens.record_file import RecordFile

        self.app.push_screen(RecordFile(self.number, self.replaces, self.why, again=True), self._leave_with)

    def do_batches(self) -> None:
        """See what was recorded."""
        from tui.screens.batches import BatchesPage

        self.app.push_screen(BatchesPage(self.number), self._leave_with)

    def _leave_with(self, recorded: Any) -> None:
        if recorded is not None:
            self.form.settle()
            self.dismiss(recorded)

    def called(self) -> dict[str, str]:
        """Name what saving does here."""
        return {"form.save": "Record"}

    def refusals(self) -> dict[str, str]:
        """Say when there is no batch to see, or no source to read again."""
        batches = self.read_value.read.batches if self.read_value is not None else ()
        refused = {} if batches else {"record.batches": f"{counted(0, 'batch', 'batches')} so far"}
        if all(batch.source.saved is None for batch in batches):
            refused["record.again"] = "it was not read from a saved source yet"
        return refused
