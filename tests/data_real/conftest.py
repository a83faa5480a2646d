"""Published data sets, read from ``../shared/data`` beside the checkout; tests of what is not there are skipped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from experiments.judge import judge
from experiments.observation import Observation
from experiments.plan import Plan
from experiments.verdict import HealthCheck, MetricResult, Verdict
from store.sources.opened import opened

SHARED = Path(__file__).parents[2] / ".." / "shared" / "data"


@pytest.fixture
def data_set() -> Callable[[str], Path]:
    """Return the path of a file of the shared data, such as ``cookie_cats/cookie_cats.csv``."""

    def path(name: str) -> Path:
        found = SHARED / name
        if not found.exists():
            pytest.skip(f"there is no ../shared/data/{name} beside the checkout")
        return found

    return path


@pytest.fixture
def judged(data_set: Callable[[str], Path]) -> Callable[..., Verdict]:
    """Read a file under a plan, as a user's command does, and judge what was read."""

    def verdict(file: str | Path, **fields: Any) -> Verdict:
        plan = Plan.of(fields)
        path = data_set(file) if isinstance(file, str) else file
        with opened(path) as source:
            reading = source.read(plan)
        batch = {"experiment_id": 1, "at": "2026-03-01T09:00:00Z", "recorded_by": "Ana", **dict(reading)}
        return judge(plan, (Observation.of(batch),), final=True)

    return verdict


@pytest.fixture
def result_of() -> Callable[[Verdict, str], MetricResult]:
    """Return the first metric of one arm."""
    return lambda verdict, arm: next(result for result in verdict.metrics if result.arm == arm)


@pytest.fixture
def check_of() -> Callable[[Verdict, str], HealthCheck]:
    """Return one health check by its name."""
    return lambda verdict, name: next(check for check in verdict.health if check.check == name)
