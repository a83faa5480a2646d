"""A workspace of its own on either engine, and the smallest bet that can be told from others.

A test marked ``engines`` runs twice, on SQLite and on PostgreSQL; all others on SQLite only. There is one server for
the whole run, shared by all workers; a test has a schema of its own on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from experiments.experiment import Experiment
from experiments.plan import Plan
from store.workspace import Workspace

Recorded = Callable[[int, int], dict[str, Any]]


class Clock:
    """A clock that a test sets; it moves on by a second each time somebody looks at it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine" in metafunc.fixturenames and metafunc.definition.get_closest_marker("engines"):
        metafunc.parametrize("engine", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """Which engine keeps the workspace of this test."""
    return getattr(request, "param", "sqlite")


@pytest.fixture
def address(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Path | str:
    """Where the workspace of this test is, or will be."""
    if engine == "sqlite":
        return tmp_path / "bets.db"
    return f"{request.getfixturevalue('postgres')}&schema=test_{uuid4().hex[:12]}"


@pytest.fixture
def ws(address: Path | str, clock: Clock) -> Iterator[Workspace]:
    with Workspace.open(address, actor="Ann", clock=clock) as workspace:
        yield workspace


@pytest.fixture
def plan() -> Plan:
    metric = {"name": "signed up", "bar": 0.0, "target": 0.02, "baseline": 0.05}
    return Plan.of({"comparison": "control", "control": "old", "shares": {"old": 0.5, "new": 0.5}, "metric": [metric]})


@pytest.fixture
def counts() -> Recorded:
    """Build a batch: how many of how many signed up on each page; the new one does twice as well."""

    def batch(successes: int, trials: int) -> dict[str, Any]:
        def arm(did: int) -> dict[str, Any]:
            statistic = {"kind": "counts", "successes": did, "trials": trials}
            return {"units": trials, "statistics": {"signed up": statistic}}

        return {"arms": {"old": arm(successes), "new": arm(2 * successes)}}

    return batch


@pytest.fixture
def draft(ws: Workspace) -> Experiment:
    """E1, a test of H1 about S1."""
    segment = ws.segments.add({"name": "Parents of toddlers"})
    hypothesis = ws.hypotheses.add({"segment_id": segment.id, "title": "They order at night"})
    return ws.experiments.add({"hypothesis_id": hypothesis.id, "title": "Landing page"})


@pytest.fixture
def locked(ws: Workspace, draft: Experiment, plan: Plan) -> Experiment:
    """E1 with its plan locked at 2,000 units."""
    planned = ws.experiments.plan(1, draft.version, plan)
    return ws.experiments.lock(1, planned.version, 2000)


@pytest.fixture
def running(ws: Workspace, locked: Experiment, counts: Recorded) -> Experiment:
    """E1 with a first batch of 200 units."""
    ws.observations.record(1, counts(5, 100))
    return ws.experiments.get(1)


@pytest.fixture
def concluded(ws: Workspace, running: Experiment, counts: Recorded) -> Experiment:
    """E1 with all its units, a clear gain, concluded."""
    ws.observations.record(1, counts(60, 1000))
    return ws.experiments.conclude(1, running.version)
