"""One experiment: where it stands, its plan, what was recorded, what the evidence says, and what to do next."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from experiments.approval import Ruling
from experiments.experiment import Action, Experiment, Stage, possible
from tui import actions
from tui.blinding import the_last_look
from tui.messages import ExperimentRead, Failed, VerdictRead, Written
from tui.screens import ways
from tui.screens.ask import Answer, Ask, AskLine
from tui.screens.undoing import Undoing
from tui.widgets import experiment_words as words
from tui.widgets.approval_words import waiting_part
from tui.widgets.stages import steps_line

if TYPE_CHECKING:
    from experiments.observation import Observation
    from experiments.verdict import Verdict
    from store.workspace import Workspace

CONCLUDE = (Answer("k", "Keep it running", "keep"), Answer("c", "Conclude it", "conclude", weighty=True))
JUDGED = (Stage.running, Stage.concluded, Stage.decided)


class ExperimentPage(Undoing):
    """The hub of one test; every step of it starts here."""

    CSS_PATH = "experiment.tcss"
    AREAS: ClassVar[tuple[str, ...]] = (
        "experiment",
        "undoing",
    )
    BINDINGS = actions.bindings("experiment", "undoing")

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.read: ExperimentRead | None = None
        self.verdict: Verdict | None = None
        self._judged_on: tuple[Observation, ...] = ()

    @property
    def shows(self) -> str:
        """Return the code of what the page is about."""
        return f"E{self.number}"

    def body(self) -> ComposeResult:
        """Yield the parts, one under the other."""
        with VerticalScroll(id="parts"):
            yield Static(id="steps")
            yield Static(id="next")
            yield Static(id="verdict")
            yield Static(id="waiting")
            yield Static(id="decision")
            yield Static(id="plan")
            yield Static(id="batches")
            yield Static(id="spend")

    def reload(self) -> None:
        """Read the experiment with all that belongs to it."""
        self.ask(partial(read_experiment, number=self.number), lambda found: found)

    @on(ExperimentRead)
    def show(self, read: ExperimentRead) -> None:
        """Show it, and ask the judge where there is something to judge."""
        self.read = read
        test = read.experiment
        self.where("Board", f"{read.hypothesis.code} {read.hypothesis.title}", f"{test.code} {test.title}")
        width = self.size.width - 6
        self.query_one("#steps", Static).update(steps_line(test, width))
        if self._judged_on != read.batches:
            self.verdict, self._judged_on = None, read.batches
        self.query_one("#next", Static).update(words.next_step(read, self.verdict))
        self.query_one("#plan", Static).update(words.plan_part(test))
        self.query_one("#batches", Static).update(words.batches_part(read))
        self.query_one("#spend", Static).update(words.spend_part(test))
        self.query_one("#waiting", Static).display = read.waiting is not None
        if read.waiting is not None:
            self.query_one("#waiting", Static).update(waiting_part(read.waiting))
        decision = self.query_one("#decision", Static)
        decision.display = read.decision is not None
        decision.update(words.decision_part(read.decision) if read.decision else "")
        judged = test.stage in JUDGED and bool(read.batches)
        self.query_one("#verdict").display = judged
        if judged:
            self._judge()
        self.refresh_keys()

    def _judge(self) -> None:
        from tui.judging import verdict_of

        if not self.query_one("#verdict", Static).content:
            self.query_one("#verdict", Static).update(words.reading_evidence())
        self.seek(partial(verdict_of, self.desk, self.number), VerdictRead, about="verdict")

    @on(VerdictRead)
    def show_verdict(self, read: VerdictRead) -> None:
        """Show the verdict in a line, and what it leads to."""
        self.verdict = read.verdict
        if self.read is not None:
            self.query_one("#verdict", Static).update(words.verdict_part(read.verdict, self.read.experiment))
            self.query_one("#next", Static).update(words.next_step(self.read, read.verdict))

    @on(Failed)
    def no_verdict(self, failed: Failed) -> None:
        """Say in its place why there is no verdict."""
        if failed.about == "verdict":
            self.query_one("#verdict", Static).update(words.no_verdict(str(failed.error)))

    def quiet_about(self, failed: Failed) -> bool:
        """A verdict that failed is said in its place."""
        return failed.about == "verdict"

    @on(Written)
    def written(self, written: Written) -> None:
        """Say what was written, and show it."""
        self.say(written.said)
        if written.about == "copy":
            self.go(ways.experiment(written.noun.id))
        else:
            self.reload()

    def refusals(self) -> dict[str, str]:
        """Ask the rules of the experiment, and what waits for a second person."""
        return {**rules_of(self.read, self.AREAS), **answers_refused(self.read)}

    def not_known(self) -> tuple[str, ...]:
        """Before it was read nobody knows what its rules allow."""
        return () if self.read else ruled(self.AREAS)

    # Steps that have a screen --------------------------------------------------------------------------------------

    def do_plan(self) -> None:
        """Design the plan."""
        self.go(ways.plan(self.number))

    def do_lock(self) -> None:
        """Read the plan back and lock it, in the designer that knows the size."""
        self.go(ways.plan(self.number, lock=True))

    def do_amend(self) -> None:
        """Change the locked plan in the designer."""
        self.go(ways.plan(self.number))

    def do_record(self) -> None:
        """Record results."""
        self.go(ways.record(self.number))

    def do_again(self) -> None:
        """Read its source again."""
        self.go(ways.read_again(self.number))

    def do_verdict(self) -> None:
        """See the verdict."""
        self.go(ways.verdict(self.number))

    def do_decide(self) -> None:
        """Decide."""
        self.go(ways.decide(self.number))

    def do_export(self) -> None:
        """Export."""
        self.go(ways.export(self.number))

    def do_edit(self) -> None:
        """Edit its own fields."""
        self.go(ways.edit_experiment(self.number))

    def do_spend(self) -> None:
        """Write down what it has cost."""
        self.go(ways.spend(self.number))

    # Steps that only ask -------------------------------------------------------------------------------------------

    def do_start(self) -> None:
        """Say that the test has begun."""
        if test := self._test():
            self.write(lambda ws: ws.experiments.start(self.number, test.version), about="start")

    def do_conclude(self) -> None:
        """End the test, when asked again."""
        test = self._test()
        look = the_last_look(test.plan if test is not None else None)
        sentence = f"No more results can be recorded after that. The verdict is then {look}."
        self.app.push_screen(Ask("Conclude this test?", sentence, CONCLUDE), self._conclude)

    def _conclude(self, answer: str | None) -> None:
        test = self._test()
        if answer == "conclude" and test is not None:
            self.write(lambda ws: ws.experiments.conclude(self.number, test.version), about="conclude")

    def do_approve(self) -> None:
        """Make the decision that waits, with the page in view."""
        self._answer(
            Ruling.approve, "Approve this decision?", "It is made at once, ends the test and carries both names."
        )

    def do_refuse(self) -> None:
        """Refuse the decision that waits."""
        self._answer(Ruling.refuse, "Refuse this decision?", "The experiment stays as it is.")

    def do_withdraw(self) -> None:
        """Take back one's own proposal."""
        self._answer(Ruling.withdraw, "Withdraw your proposal?", "The experiment stays as it is.")

    def _answer(self, ruling: Ruling, title: str, sentence: str) -> None:
        waiting = self.read.waiting if self.read else None
        if waiting is not None:
            from experiments.fields import FIELDS

            why = FIELDS["decision.why"].but(hint="Why, in your own words.")
            number = waiting.proposal.id or 0
            self.app.push_screen(AskLine(title, sentence, why), partial(self._answered, ruling, number))

    def _answered(self, ruling: Ruling, number: int, why: str | None) -> None:
        if why:
            self.write(lambda ws: getattr(ws.approvals, ruling.value)(number, why), about=ruling.value)

    def do_copy(self) -> None:
        """Make a new draft with the same plan."""
        self.write(lambda ws: ws.experiments.copy(self.number), about="copy")

    def do_abandon(self) -> None:
        """Give the test up, with a reason."""
        from experiments.fields import FIELDS

        why = FIELDS["amendment.why"].but(label="Why", hint="Why it is given up.")
        sentence = "It stays in the trail with its reason, and takes no more results."
        self.app.push_screen(AskLine("Give this test up?", sentence, why), self._abandon)

    def _abandon(self, why: str | None) -> None:
        test = self._test()
        if why and test is not None:
            self.write(lambda ws: ws.experiments.abandon(self.number, test.version, why), about="abandon")

    def _test(self) -> Experiment | None:
        return self.read.experiment if self.read else None


def read_experiment(ws: Workspace, number: int) -> ExperimentRead:
    """Read an experiment with all that belongs to it."""
    test = ws.experiments.get(number)
    hypothesis = ws.hypotheses.get(test.hypothesis_id)
    segment = ws.segments.get(hypothesis.segment_id)
    return ExperimentRead(
        test,
        hypothesis,
        segment,
        tuple(ws.observations.of(number)),
        ws.decisions.of(number),
        ws.approvals.of(number),
        ws.people.rules,
    )


def answers_refused(read: ExperimentRead | None) -> dict[str, str]:
    """Say which answers to a proposal one cannot give, and why not."""
    answers = ("experiment.approve", "experiment.refuse", "experiment.withdraw")
    waiting = read.waiting if read else None
    if waiting is None:
        return dict.fromkeys(answers, "nothing waits for a second person here")
    refused: dict[str, str] = {}
    if waiting.why_not_you:
        refused["experiment.approve"] = waiting.why_not_you
    if waiting.why_not_you.startswith("you are a "):
        refused["experiment.refuse"] = waiting.why_not_you
    if waiting.yours:
        refused["experiment.refuse"] = "you proposed it yourself; W withdraws it"
    else:
        refused["experiment.withdraw"] = f"only {waiting.proposal.who}, who proposed it, may withdraw it"
    return refused


def ruled(areas: tuple[str, ...]) -> tuple[str, ...]:
    """Return the actions of some areas that depend on the rules of an experiment."""
    return tuple(entry.id for entry in actions.of_areas(areas) if entry.rule)


def rules_of(read: ExperimentRead | None, areas: tuple[str, ...]) -> dict[str, str]:
    """Return, for each action of some areas that the rules of an experiment forbid now, why."""
    if read is None:
        return {}
    against = {str(rule): why for rule, why in possible(read.experiment)}
    if not read.batches and not against[Action.judge]:
        against[Action.judge] = "record results first"
    if read.waiting is not None:
        against[Action.decide] = f"a proposal of {read.waiting.proposal.who} waits for a second person"
    return {entry.id: against[entry.rule] for entry in actions.of_areas(areas) if against.get(entry.rule)}
