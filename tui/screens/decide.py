"""Decide what happens next, and write down why; the verdict stands above, and no choice is made for you."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from experiments.decision import Choice, against
from experiments.errors import InvalidField
from experiments.experiment import Stage
from experiments.fields import FIELDS, fields_of, parse
from experiments.verdict import Verdict
from tui import actions
from tui.blinding import the_last_look
from tui.judging import decided, verdict_of
from tui.messages import ExperimentRead, Failed, VerdictRead
from tui.screens.ask import Answer, Ask
from tui.screens.experiment import read_experiment
from tui.screens.form_page import FormPage
from tui.text import joined, shown
from tui.widgets.experiment_words import no_verdict, verdict_part
from tui.widgets.field_row import FieldRow
from tui.widgets.form import Group

if TYPE_CHECKING:
    from experiments.errors import Conflict
    from store.workspace import Workspace

PROPOSE = (Answer("k", "Keep writing", "keep"), Answer("y", "Propose", "decide", weighty=True))
DECIDE = (Answer("k", "Keep writing", "keep"), Answer("y", "Decide", "decide", weighty=True))
_RELEASED = ("money", "person_days", "seconded_by")


class DecidePage(FormPage):
    """The decision on one experiment."""

    CSS_PATH = ["form_page.tcss", "decide.tcss"]
    AREAS: ClassVar[tuple[str, ...]] = ("decide", "form")
    BINDINGS = actions.bindings("decide", "form")

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.verdict: Verdict | None = None

    def body(self) -> ComposeResult:
        """Yield the verdict above the form."""
        yield Static(shown("Reading the evidence …", "$quiet"), id="verdict")
        yield Static(id="standing")
        yield from super().body()

    def read(self, ws: Workspace) -> ExperimentRead:
        """Read the experiment."""
        return read_experiment(ws, self.number)

    def groups(self, value: ExperimentRead) -> list[Group]:
        """Ask for the choice first, and for what it releases last."""
        by_approval = value.rules is not None and value.rules.second_person
        # Where a second person approves a proposal, nobody writes another's name.
        fields = [field for field in fields_of("decision") if not (by_approval and field.name == "seconded_by")]
        choice = [FieldRow(FIELDS["decision.choice"])]
        words = [FieldRow(f) for f in fields if f.name not in ("choice", *_RELEASED)]
        released = [FieldRow(f) for f in fields if f.name in _RELEASED]
        return [
            Group("What happens next?", choice),
            Group("In your own words", words),
            Group("What it releases", released),
        ]

    def begun(self) -> None:
        """Ask the judge, and say that deciding ends a test that runs."""
        test = self.read_value.experiment
        self.where("Board", f"{test.code} {test.title}", "decide")
        self._ask_judge()
        self._say_standing()

    def _ask_judge(self) -> None:
        self.seek(partial(verdict_of, self.desk, self.number), VerdictRead, about="verdict")

    @on(VerdictRead)
    def show_verdict(self, read: VerdictRead) -> None:
        """Show the verdict, and which choices follow it."""
        self.verdict = read.verdict
        follow = [choice.value for choice in Choice if not against(choice, read.verdict.verdict)]
        line = joined(("It is followed by: ", "$quiet"), " or ".join(follow))
        said = verdict_part(read.verdict, self.read_value.experiment)
        self.query_one("#verdict", Static).update(Content("\n").join([said, line]))
        self._say_standing()

    @on(Failed)
    def say_no_verdict(self, failed: Failed) -> None:
        """Say in its place why there is no verdict."""
        if failed.about == "verdict":
            self.query_one("#verdict", Static).update(no_verdict(str(failed.error)))

    def quiet_about(self, failed: Failed) -> bool:
        """A verdict that failed is said in its place."""
        return failed.about == "verdict" or super().quiet_about(failed)

    def edited(self, row: FieldRow) -> None:
        """Say what the choice means."""
        if row.field.name in ("choice", "money"):
            self._say_standing()

    def _say_standing(self) -> None:
        lines: list[Content] = []
        if self.read_value and self.read_value.experiment.stage is Stage.running:
            look = the_last_look(self.read_value.experiment.plan)
            sentence = f"The test still runs: deciding ends it, and what is there is judged as {look}."
            lines.append(joined(("! ", "bold $warning"), (sentence, "$warning")))
        choice = next((row.text for row in self.form.rows if row.field.name == "choice"), "")
        if choice and self.verdict is not None and against(Choice(choice), self.verdict.verdict):
            sentence = f"{choice} goes against the verdict “{self.verdict.verdict}”: say why in at least 20 characters."
            lines.append(joined(("! ", "bold $warning"), (sentence, "$warning")))
        if reasons := self._reasons():
            sentence = (
                f"This takes a second person: {'; '.join(reasons)}. It waits as a proposal until one approves it."
            )
            lines.append(joined(("! ", "bold $warning"), (sentence, "$warning")))
        self.query_one("#standing", Static).update(Content("\n").join(lines))

    def _reasons(self) -> tuple[str, ...]:
        """Return why what is typed so far needs a second person; empty where it does not, or nobody can say yet."""
        texts = {row.field.name: row.text for row in self.form.rows}
        rules = self.read_value.rules if self.read_value else None
        if rules is None or self.verdict is None or not texts.get("choice"):
            return ()
        try:
            money: Any = parse(FIELDS["decision.money"], texts.get("money") or "0")
        except InvalidField:
            money = 0.0
        reasons: tuple[str, ...] = rules.reasons(Choice(texts["choice"]), self.verdict.verdict, money or 0.0)
        return reasons

    def called(self) -> dict[str, str]:
        """Name what saving does here."""
        return {"form.save": "Decide"}

    def do_save(self) -> None:
        """Check everything, read the choice back, then judge once more and write the decision."""
        if self.read_value is None or not self.form.check():
            return
        values = self.form.values()
        second = bool(self._reasons())
        question = Ask(
            "Propose this?" if second else "Decide this?", self._read_back(values), PROPOSE if second else DECIDE
        )
        self.app.push_screen(question, partial(self._decide, values))

    def _read_back(self, values: dict[str, Any]) -> Content:
        """Say what will be written, before it is."""
        lines = [joined((f"{values['choice']}".upper(), "bold"), f"   on {self.read_value.experiment.title}")]
        if self.verdict is not None and against(Choice(values["choice"]), self.verdict.verdict):
            lines.append(joined(("! ", "bold $warning"), f"This goes against the verdict “{self.verdict.verdict}”."))
        reasons = self._reasons()
        lines += [joined(("! ", "bold $warning"), f"A second person is needed: {reason}.") for reason in reasons]
        proposed = "It is made when an approver agrees; until then the experiment stays as it is."
        lines.append(shown(proposed if reasons else "A decision ends the test and is never changed.", "$quiet"))
        return Content("\n").join(lines)

    def _decide(self, values: dict[str, Any], answer: str | None) -> None:
        if answer == "decide":
            version = self.read_value.experiment.version
            self.carry_out(partial(decided, self.desk, self.number, version, values), about="save")

    def conflicted(self, conflict: Conflict) -> None:
        """The evidence changed: show the new verdict before anybody decides on it."""
        self.ask(partial(read_experiment, number=self.number), lambda found: found, about="again")

    @on(ExperimentRead)
    def look_again(self, read: ExperimentRead) -> None:
        """Take the experiment as it is now, keep what was typed, and judge anew."""
        self.read_value = read
        self.form.notice("The evidence changed while you were writing. Look at the verdict again; nothing was decided.")
        self._ask_judge()

    def entered(self) -> dict[str, Any]:
        """Return what was typed."""
        return dict(self.form.values())
