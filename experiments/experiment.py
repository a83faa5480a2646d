"""Experiments: one cheap test of one hypothesis, and what may be done with it now."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from pydantic import Field

from experiments.hypothesis import Days, Money
from experiments.noun import Moment, Noun, Value
from experiments.plan import Amendment, Plan
from experiments.text import Line, Name, Prose


class Stage(StrEnum):
    """Where an experiment stands; it only moves forward."""

    draft = "draft"
    locked = "locked"
    running = "running"
    concluded = "concluded"
    decided = "decided"
    abandoned = "abandoned"


class Budget(Value):
    """The most this test may take: money, person-days of work, days of the calendar. None: not limited."""

    money: Money | None = None
    person_days: Days | None = None
    calendar_days: Days | None = None


class Spend(Value):
    """What a test has taken so far."""

    money: Money = 0.0
    person_days: Days = 0.0


class Experiment(Noun):
    """One cheap test. ``kind`` is its slug in the catalogue; ``we_will`` completes "to verify that, we will"."""

    hypothesis_id: int
    title: Name
    kind: Line = ""
    we_will: Prose = ""
    owner: Line = ""
    budget: Budget = Budget()
    spend: Spend = Spend()
    stage: Stage = Stage.draft
    plan: Plan | None = None
    plan_hash: str = ""
    locked_at: Moment | None = None
    started_at: Moment | None = None
    concluded_at: Moment | None = None
    abandoned_why: Prose = ""
    amendments: tuple[Amendment, ...] = Field(default=())

    @property
    def code(self) -> str:
        """Return the short handle people type and read, such as ``E12``."""
        return f"E{self.id}"


class Action(StrEnum):
    """What a person can do with an experiment."""

    edit = "edit"
    plan = "plan"
    lock = "lock"
    start = "start"
    record = "record"
    judge = "judge"
    amend = "amend"
    conclude = "conclude"
    decide = "decide"
    export = "export"
    abandon = "abandon"


_OPEN = (Stage.draft, Stage.locked, Stage.running, Stage.concluded)
_ALLOWED: dict[Action, tuple[Stage, ...]] = {
    Action.edit: (Stage.draft,),
    Action.plan: (Stage.draft,),
    Action.lock: (Stage.draft,),
    Action.start: (Stage.locked,),
    Action.record: (Stage.locked, Stage.running),
    Action.judge: (Stage.running, Stage.concluded, Stage.decided),
    Action.amend: (Stage.locked, Stage.running, Stage.concluded),
    Action.conclude: (Stage.running,),
    Action.decide: (Stage.running, Stage.concluded),
    Action.export: tuple(Stage),
    Action.abandon: _OPEN,
}
_WAY_OUT: dict[Action, dict[Stage, str]] = {
    Action.edit: dict.fromkeys(Stage, "its plan is locked; amend the plan instead"),
    Action.plan: dict.fromkeys(Stage, "its plan is locked; amend it instead, which marks the verdict"),
    Action.record: {
        Stage.draft: "lock the plan first, so that it cannot bend to the data",
        Stage.concluded: "it is concluded; plan a new experiment for more data",
    },
    Action.judge: {Stage.draft: "lock the plan and record results first", Stage.locked: "record results first"},
    Action.decide: {
        Stage.draft: "lock the plan and record results first",
        Stage.locked: "record results first",
        Stage.decided: "it is decided already",
    },
    Action.amend: {Stage.draft: "it is a draft; edit the plan itself"},
    Action.start: {Stage.draft: "lock the plan first"},
    Action.conclude: {Stage.draft: "lock the plan and record results first", Stage.locked: "record results first"},
}


def refusal(action: Action, experiment: Experiment) -> str:
    """Say why an action is not possible now and what to do instead; empty where it is possible."""
    if action is Action.lock and experiment.stage is Stage.draft and experiment.plan is None:
        return "it has no plan yet; design one first"
    if experiment.stage in _ALLOWED[action]:
        return ""
    return _WAY_OUT.get(action, {}).get(experiment.stage, f"it is {experiment.stage}")


def possible(experiment: Experiment) -> Iterator[tuple[Action, str]]:
    """Yield every action with its refusal (empty: possible now): footer, palette and help are made from this."""
    for action in Action:
        yield action, refusal(action, experiment)


def next_action(experiment: Experiment) -> Action:
    """Return what moves this experiment on."""
    if experiment.stage is Stage.draft:
        return Action.plan if experiment.plan is None else Action.lock
    return {
        Stage.locked: Action.record,
        Stage.running: Action.judge,
        Stage.concluded: Action.decide,
    }.get(experiment.stage, Action.export)
