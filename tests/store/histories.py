"""Random but repeatable histories of a workspace: everything that people do, in any order that the rules allow."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from experiments.errors import WhatSticksError
from experiments.plan import Plan
from store.workspace import Workspace

WORDS = ("Night owls", "They'd pay \\ %s", "顧客の声", "naïve — 👩‍👩‍👧", '"quoted"', "a\nb")


def plan_of(dice: random.Random) -> Plan:
    arms = ["old", "new", "änders"][: dice.randint(2, 3)]
    dice.shuffle(arms)
    shares = {arm: 1 / len(arms) for arm in arms}
    metric = {"name": "signed up", "bar": 0.0, "target": 0.02, "baseline": dice.choice((0.05, 0.1))}
    return Plan.of({"comparison": "control", "control": arms[0], "shares": shares, "metric": [metric]})


def batch_of(plan: Plan, dice: random.Random) -> dict[str, Any]:
    def arm() -> dict[str, Any]:
        trials = dice.randint(50, 400)
        statistic = {"kind": "counts", "successes": dice.randint(0, trials // 5), "trials": trials}
        return {"units": trials, "statistics": {"signed up": statistic}}

    return {"arms": {name: arm() for name in plan.shares}}


class History:
    """One person's work, one step after the other."""

    def __init__(self, ws: Workspace, dice: random.Random) -> None:
        self.ws = ws
        self.dice = dice

    def step(self) -> None:
        """Do something that is possible now; what the rules refuse is left."""
        steps: list[Callable[[], object]] = [
            self.segment, self.hypothesis, self.experiment, self.edit, self.plan, self.lock, self.lock, self.record,
            self.record, self.record, self.correct, self.amend, self.spend, self.decide, self.abandon, self.undo,
        ]  # fmt: skip
        try:
            self.dice.choice(steps)()
        except (WhatSticksError, IndexError):
            return

    def segment(self) -> None:
        self.ws.segments.add({"name": self.dice.choice(WORDS[:5]), "expectations": self.dice.sample(WORDS[:5], 2)})

    def hypothesis(self) -> None:
        segment = self.dice.choice(self.ws.segments.list())
        told = {"title": self.dice.choice(WORDS[:5]), "need": "n", "prior": self.dice.random()}
        self.ws.hypotheses.add({"segment_id": segment.id, **told})

    def experiment(self) -> None:
        bet = self.dice.choice(self.ws.hypotheses.list())
        test = self.ws.experiments.add({"hypothesis_id": bet.id, "title": "Page", "we_will": self.dice.choice(WORDS)})
        self.ws.experiments.plan(test.id or 0, test.version, plan_of(self.dice))

    def edit(self) -> None:
        bet = self.dice.choice(self.ws.hypotheses.list())
        self.ws.hypotheses.edit(bet.id or 0, bet.version, {"importance": self.dice.randint(1, 5)})

    def plan(self) -> None:
        test = self._any("draft")
        self.ws.experiments.plan(test.id, test.version, plan_of(self.dice))

    def lock(self) -> None:
        test = self._any("draft")
        self.ws.experiments.lock(test.id, test.version, self.dice.randint(100, 2000))

    def record(self) -> None:
        test = self._any("locked", "running")
        self.ws.observations.record(test.id, batch_of(test.plan, self.dice))

    def correct(self) -> None:
        test = self._any("running")
        old = self.dice.choice(self.ws.observations.of(test.id))
        fields = {**batch_of(test.plan, self.dice), "supersedes": old.id, "why": "a slip"}
        self.ws.observations.record(test.id, fields)

    def amend(self) -> None:
        test = self._any("locked", "running")
        self.ws.experiments.amend(test.id, test.version, test.plan.but(planned_size=self.dice.randint(50, 99)), "pace")

    def spend(self) -> None:
        test = self._any("draft", "locked", "running", "decided")
        self.ws.experiments.spend(test.id, test.version, self.dice.randint(0, 10**7) / 100, 0.1)

    def decide(self) -> None:
        test = self._any("running")
        why = {"why": "because of all that was seen here", "learning": self.dice.choice(WORDS)}
        self.ws.decisions.decide(test.id, test.version, {"choice": "stop", **why})

    def abandon(self) -> None:
        if self.dice.random() < 0.2:
            test = self._any("running", "locked")
            self.ws.experiments.abandon(test.id, test.version, "no time")

    def undo(self) -> None:
        self.ws.undo(self.ws.undoable().seq)

    def _any(self, *stages: str) -> Any:
        return self.dice.choice([test for test in self.ws.experiments.list() if test.stage in stages])


def history(address: Path | str, *, seed: int, steps: int, actor: str = "Ann", create: bool = True) -> int:
    """Let somebody work on a workspace for some steps; return how many entries its trail has then."""
    dice = random.Random(seed)
    now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def clock() -> datetime:
        nonlocal now
        now += timedelta(seconds=dice.randint(1, 1000), microseconds=dice.randint(0, 999_999))
        return now

    with Workspace.open(address, actor=actor, create=create, clock=clock) as ws:
        work = History(ws, dice)
        if not ws.trail.count():
            work.segment()
            work.hypothesis()
        for _ in range(steps):
            work.step()
        return ws.trail.count()
