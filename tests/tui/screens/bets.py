"""Bets to look at: as little as a screen needs."""

from __future__ import annotations

from typing import Any

from experiments.experiment import Experiment
from experiments.hypothesis import Hypothesis
from experiments.plan import Plan
from store.workspace import Workspace


def a_plan(**changes: Any) -> Plan:
    """A plan that a handful of people can fulfil."""
    metric = {"name": "sign-ups", "bar": 0.08, "target": 0.15}
    return Plan.of({"title": "Landing page", "metric": [metric], "planned_size": 141, **changes})


def a_bet(ws: Workspace, title: str = "Night parents pay") -> Hypothesis:
    """A hypothesis about a segment."""
    segment = ws.segments.add({"name": "Night parents"})
    return ws.hypotheses.add({"segment_id": segment.id, "title": title, "need": "run out of milk at night"})


def a_test(ws: Workspace, plan: Plan | None = None, *, locked: bool = False, **fields: Any) -> Experiment:
    """An experiment on a new hypothesis, planned and locked if asked."""
    test = ws.experiments.add({"hypothesis_id": a_bet(ws).id, "title": "Landing page", **fields})
    number = test.id or 0
    if plan is not None:
        test = ws.experiments.plan(number, test.version, plan)
    return ws.experiments.lock(number, test.version) if locked else test


def counts(successes: int, trials: int, arm: str = "all", metric: str = "sign-ups") -> dict[str, Any]:
    """One arm's numbers, as the workspace takes them."""
    statistic = {"kind": "counts", "successes": successes, "trials": trials}
    return {arm: {"units": trials, "statistics": {metric: statistic}}}
