"""The rules of the stages, and the two steps that other verbs take along: starting and concluding."""

from __future__ import annotations

from experiments.errors import Refused
from experiments.experiment import Action, Experiment, Stage, refusal
from experiments.plan import Plan
from store import sentences
from store.change import Change


def allow(action: Action, test: Experiment) -> None:
    """Raise Refused, with the reason and the way out, where an action is not possible now."""
    if why := refusal(action, test):
        raise Refused(f"cannot {action} {sentences.named(test)}: {why}")


def started(change: Change, test: Experiment) -> Experiment:
    """Let a locked experiment run, within a change."""
    allow(Action.start, test)
    test = change.update(test.but(stage=Stage.running, started_at=change.at))
    change.enter("start", test.code, sentences.started(test))
    return test


def concluded(change: Change, test: Experiment) -> Experiment:
    """End the recording for a running experiment, within a change."""
    allow(Action.conclude, test)
    test = change.update(test.but(stage=Stage.concluded, concluded_at=change.at))
    change.enter("conclude", test.code, sentences.concluded(test))
    return test


def planned(test: Experiment) -> Plan:
    """Return the plan, or refuse where there is none yet."""
    if test.plan is None:
        raise Refused(f"{sentences.named(test)} has no plan yet; design one first")
    return test.plan
