"""An experiment in words: next step, plan, batches, spend, and the verdict in a line."""

from __future__ import annotations

from textual.content import Content

from experiments.decision import Decision
from experiments.experiment import Experiment, Stage
from experiments.observation import Observation, standing
from experiments.plan import Seen
from experiments.verdict import Outcome, Verdict
from tui import glyphs
from tui.blinding import outcomes_hidden
from tui.messages import ExperimentRead
from tui.text import counted, effort, joined, shown
from tui.widgets.plan_words import plan_in_words

_NEXT = {
    "no plan": ("p", "design the plan: what is measured, what counts as success, and how much data that takes"),
    Stage.draft: ("l", "lock the plan, so that it cannot bend to the data; p changes it before that"),
    Stage.locked: ("r", "record the first results; with them the test runs"),
    Stage.running: ("r", "record more; v shows the verdict so far, d decides and ends the test"),
    "hidden": ("r", "record more; until the planned size v shows progress and health, not the effect"),
    "answered": ("d", "decide: the evidence has its answer, and v shows it whole"),
    "unfit": ("v", "see what is wrong with the data, before more is recorded"),
    Stage.concluded: ("d", "decide what happens next; v shows the verdict"),
    "proposed": ("v", "see the verdict; what was proposed below waits for a second person"),
    Stage.decided: ("x", "export the decision for leadership"),
    Stage.abandoned: ("y", "copy it into a new draft, if it is worth another try"),
}


def next_step(read: ExperimentRead, verdict: Verdict | None = None) -> Content:
    """Say which key moves the experiment on, and with a verdict also what it leads to."""
    key, what = _NEXT[_where(read, verdict)]
    return joined(("Next  ", "$quiet"), (key, "bold $accent"), f"  {what}.")


def _where(read: ExperimentRead, verdict: Verdict | None) -> str:
    test = read.experiment
    if read.waiting is not None:
        return "proposed"
    if test.stage is Stage.draft and test.plan is None:
        return "no plan"
    if test.stage is not Stage.running:
        return test.stage
    if not read.batches:
        return Stage.locked
    if verdict is not None and verdict.verdict is Outcome.invalid:
        return "unfit"
    if outcomes_hidden(test, sum(batch.units for batch in standing(read.batches))):
        return "hidden"
    open_still = verdict is None or verdict.verdict is Outcome.keep_testing
    return Stage.running if open_still else "answered"


def exploratory(test: Experiment) -> Content:
    """Say that a verdict is no test that was planned before its data, where the plan was changed knowing results."""
    if all(change.seen is not Seen.results_seen for change in test.amendments):
        return Content("")
    return joined(
        ("! exploratory: ", "bold $warning"), ("the plan was changed after results had been seen", "$warning")
    )


def plan_part(test: Experiment) -> Content:
    """Return the plan in words, its hash, and its amendments."""
    if test.plan is None:
        return joined(("Plan", "bold $primary"), ("   none yet", "$quiet"))
    locked = f"   locked {test.locked_at:%Y-%m-%d}, {test.plan_hash[:8]}" if test.locked_at else "   not locked yet"
    lines = [joined(("Plan", "bold $primary"), (locked, "$quiet")), plan_in_words(test.plan)]
    for change in test.amendments:
        lines.append(
            joined((f"! amended {change.at:%Y-%m-%d} by {change.who}, {change.seen}: ", "$warning"), change.why)
        )
    return Content("\n").join(lines)


def batches_part(read: ExperimentRead) -> Content:
    """Return every batch; replaced ones are struck out and say so."""
    batches, in_force = read.batches, {batch.id for batch in standing(read.batches)}
    units = sum(batch.units for batch in batches if batch.id in in_force)
    planned = read.experiment.plan.planned_size if read.experiment.plan else None
    of_planned = f" of {planned:,}" if planned else ""
    total = (
        f"   {counted(len(in_force), 'batch', 'batches')}, {units:,}{of_planned} units" if batches else "   none yet"
    )
    lines = [joined(("Results", "bold $primary"), (total, "$quiet"))]
    lines += [batch_line(batch, batch.id not in in_force) for batch in batches]
    return Content("\n").join(lines)


def batch_line(batch: Observation, replaced: bool) -> Content:
    """Return one batch: when, how many, who, from where."""
    name = batch.source.name or batch.source.kind
    words = joined(
        (f"{batch.id:>4}  ", "$quiet"), f"{batch.at:%Y-%m-%d %H:%M}  ", f"{counted(batch.units, 'unit'):>14}  ",
        (f"by {batch.recorded_by}, {name}", "$quiet"),
        (f"  replaces {batch.supersedes}: {batch.why}" if batch.supersedes else "", "$warning"),
        ("  (replaced)" if replaced else "", "$quiet"),
    )  # fmt: skip
    return words.stylize("strike", 0, 40) if replaced else words


def spend_part(test: Experiment) -> Content:
    """Return what it has cost, against what it may."""
    spend, budget = test.spend, test.budget
    of_money = f" of {budget.money:,.0f}" if budget.money is not None else ""
    of_days = f" of {budget.person_days:g}" if budget.person_days is not None else ""
    days = f"{spend.person_days:g}{of_days} person-days"
    return joined(
        ("Spent", "bold $primary"), f"   {spend.money:,.0f}{of_money} money, {days}", ("   m changes it", "$quiet")
    )


def decision_part(decision: Decision) -> Content:
    """Return what was decided, by whom, and why."""
    sign, tone = glyphs.CHOICES[decision.choice]
    lines = [
        joined(
            ("Decided  ", "bold $primary"), (f"{sign} {decision.choice}", f"bold {glyphs.TONES[tone]}"),
            (f"   {decision.at:%Y-%m-%d} by {decision.who}", "$quiet"),
            ("   against the verdict" if decision.against_verdict else "", "$warning"),
        ),
        joined(("because  ", "$quiet"), decision.why),
        joined(("learned  ", "$quiet"), decision.learning),
    ]  # fmt: skip
    rest = (
        ("next     ", decision.next_step),
        ("told     ", decision.customers_told),
        ("second   ", decision.seconded_by),
    )
    lines += [joined((name, "$quiet"), text) for name, text in rest if text]
    if decision.money or decision.person_days:
        lines.append(joined(("releases ", "$quiet"), effort(decision.money, decision.person_days)))
    return Content("\n").join(lines)


def reading_evidence() -> Content:
    """Say that the judge is at work."""
    return shown("Reading the evidence …", "$quiet")


def verdict_part(verdict: Verdict, test: Experiment) -> Content:
    """Return the verdict in a line, whether it is what was planned, and its reason."""
    sign, tone = glyphs.OUTCOMES[verdict.verdict]
    word = shown(f"{sign} {verdict.verdict.upper()}", f"bold {glyphs.TONES[tone]}")
    first = joined(word, f" in {verdict.best_arm}") if verdict.best_arm else word
    lines = [first, exploratory(test), shown(verdict.reason)]
    return Content("\n").join([line for line in lines if line])


def no_verdict(why: str) -> Content:
    """Say why there is none."""
    return joined(("! no verdict: ", "$warning"), why)
