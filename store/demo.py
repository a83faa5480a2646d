"""A believable portfolio to look around in, made of published counts: the story is told in ``demo.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from importlib import resources
from typing import Any

from pydantic import Field

from experiments.errors import Refused
from experiments.noun import Noun, Value
from experiments.plan import Plan
from store.change import Desk
from store.workspace import Workspace

_FIRST_DAY = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
_BETWEEN_STEPS = timedelta(minutes=7)


class _Step(Value):
    verb: str
    after: float = 0
    fields: dict[str, Any] = Field(default_factory=dict)


class _Test(Value):
    fields: dict[str, Any]
    plan: dict[str, Any] | None = None
    steps: tuple[_Step, ...] = ()


class _Bet(Value):
    segment: str
    owner: str
    hypothesis: dict[str, Any]
    tests: tuple[_Test, ...] = ()


class _Story(Value):
    segments: dict[str, dict[str, Any]]
    bets: tuple[_Bet, ...]


def fill(workspace: Workspace) -> None:
    """Fill an empty workspace, through the verbs that people use, at fixed times.

    Raises
    ------
    Refused
        Where the workspace holds anything already: what is written into a trail stays there.
    """
    if workspace.trail.count():
        raise Refused(f"{workspace.address} is not empty; the demo fills a new workspace only")
    story = _Story.of(tomllib.loads(resources.files("store").joinpath("demo.toml").read_text("utf-8")))
    team = _Team(workspace)
    owners = {bet.segment: bet.owner for bet in reversed(story.bets)}
    segments = {name: _number(team.by(owners[name]).segments.add(told)) for name, told in story.segments.items()}
    for bet in story.bets:
        team.tell(bet, segments[bet.segment])


class _Team:
    """The same workspace, in the hands of the people of the story and at the times it tells of."""

    def __init__(self, workspace: Workspace) -> None:
        self._database = workspace._desk.database
        self._now = _FIRST_DAY

    def by(self, actor: str) -> Workspace:
        """Return the workspace as one of them uses it."""
        return Workspace(Desk(self._database, actor, self._later))

    def tell(self, bet: _Bet, segment_id: int) -> None:
        """Add one hypothesis, and do to its tests what was done."""
        by = self.by(bet.owner)
        hypothesis = by.hypotheses.add({"segment_id": segment_id, "owner": bet.owner, **bet.hypothesis})
        for test in bet.tests:
            number = _registered(by, test, bet.owner, _number(hypothesis))
            for step in test.steps:
                self._now += timedelta(days=step.after)
                _take(by, number, step)

    def _later(self) -> datetime:
        self._now += _BETWEEN_STEPS
        return self._now


def _registered(by: Workspace, test: _Test, owner: str, hypothesis_id: int) -> int:
    added = by.experiments.add({"hypothesis_id": hypothesis_id, "owner": owner, **test.fields})
    if test.plan is not None:
        by.experiments.plan(_number(added), added.version, Plan.of({"title": added.title, **test.plan}))
    return _number(added)


def _take(by: Workspace, number: int, step: _Step) -> None:
    current = by.experiments.get(number)
    if step.verb == "lock":
        by.experiments.lock(number, current.version)
    elif step.verb == "amend" and current.plan is not None:
        by.experiments.amend(number, current.version, current.plan.but(**step.fields["plan"]), step.fields["why"])
    elif step.verb == "record":
        by.observations.record(number, _batch(by, number, step.fields))
    elif step.verb == "spend":
        by.experiments.spend(number, current.version, **step.fields)
    elif step.verb == "abandon":
        by.experiments.abandon(number, current.version, **step.fields)
    elif step.verb == "decide":
        by.decisions.decide(number, current.version, step.fields)
    else:
        raise ValueError(f"the story has no verb {step.verb!r}")


def _batch(by: Workspace, number: int, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return a batch to record; ``replaces`` counts the batches of its own test, from 1."""
    batch = dict(fields)
    if replaces := batch.pop("replaces", None):
        batch["supersedes"] = by.observations.of(number)[replaces - 1].id
    return batch


def _number(noun: Noun) -> int:
    if noun.id is None:
        raise ValueError("this noun was never stored")
    return noun.id
