"""What one verdict on ten metrics costs, from sufficient statistics, once everything is imported.

    python benchmarks/ten_metrics.py [--rounds 200]

Two arms of 5,000 units each, seven kinds of metric. The baseline, measured in turn with it, is what a notebook would
do: one ready-made scipy test for each of the ten metrics, without limits, health, power or words.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from scipy import stats

from experiments.judge import judge
from experiments.observation import ArmData, Observation
from experiments.plan import Plan
from experiments.statistic import (
    Categories,
    Counts,
    CrossMoments,
    Events,
    EventTable,
    Moments,
    Statistic,
)

N = 5_000
LEVELS = ("1", "2", "3", "4", "5")
METRICS = [
    {"name": "sign-up", "bar": 0.0, "target": 0.03},
    {"name": "return", "role": "guardrail", "margin": 0.02},
    {"name": "lift", "scale": "relative", "role": "deterioration"},
    {"name": "revenue", "kind": "mean", "role": "guardrail", "margin": 1.0},
    {"name": "minutes", "kind": "mean", "role": "deterioration"},
    {"name": "adjusted", "kind": "mean", "covariates": ["before"], "role": "deterioration"},
    {"name": "basket", "kind": "ratio", "role": "deterioration"},
    {"name": "tickets", "kind": "rate", "role": "deterioration", "direction": "decrease"},
    {"name": "rating", "kind": "ordinal", "levels": LEVELS, "role": "deterioration"},
    {"name": "stay", "kind": "time_to_event", "horizon": 30, "role": "deterioration"},
]


def arm(more: int) -> ArmData:
    """Make one arm's statistics; ``more`` makes it a little better."""
    cross, slower = ((400.0 + more, 120.0), (120.0, 90.0)), more // 10
    found: dict[str, Statistic] = {
        "sign-up": Counts(successes=500 + 4 * more, trials=N),
        "return": Counts(successes=1500 + more, trials=N),
        "lift": Counts(successes=900 + more, trials=N),
        "revenue": Moments(n=N, mean=12.0 + more / 100, variance=600.0, largest=300.0),
        "minutes": Moments(n=N, mean=30.0 + more / 50, variance=500.0, largest=200.0),
        "adjusted": CrossMoments(n=N, names=("adjusted", "before"), means=(20.0 + more / 50, 18.0), covariance=cross),
        "basket": CrossMoments(
            n=N, names=("numerator", "denominator"), means=(20.0 + more / 50, 2.0), covariance=cross
        ),
        "tickets": Events(events=300 - more, exposure=150_000.0, over=N),
        "rating": Categories(levels=LEVELS, counts=(500, 900 - more, 1500, 1300 + more, 800)),
        "stay": EventTable(
            times=tuple(float(day) for day in range(1, 61)),
            events=(20 - slower,) * 60,
            censored=(5,) * 59 + (N - 60 * (20 - slower) - 295,),
        ),
    }
    return ArmData(units=N, statistics=found)


def verdict(plan: Plan, batches: list[Observation]) -> None:
    judge(plan, batches, final=True)


def notebook() -> None:
    for a, b in ((520, 500), (1505, 1500), (905, 900)):
        stats.chi2_contingency([[a, N - a], [b, N - b]])
    for _ in range(4):
        stats.ttest_ind_from_stats(12.0, 24.0, N, 12.1, 24.0, N, equal_var=False)
    stats.poisson_means_test(295, 150_000, 300, 150_000)
    stats.chi2_contingency([[500, 900, 1500, 1300, 800], [510, 890, 1490, 1310, 800]])
    stats.chi2_contingency([[600, N - 600], [605, N - 605]])


def timed(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--rounds", type=int, default=200)
    rounds = options.parse_args().rounds
    plan = Plan.of({"comparison": "control", "control": "old", "planned_size": 2 * N, "metric": METRICS})
    at = datetime(2026, 1, 1, tzinfo=UTC)
    batches = [Observation(experiment_id=1, at=at, recorded_by="Ana", arms={"old": arm(0), "new": arm(20)})]
    took: dict[str, list[float]] = {"verdict": [], "scipy tests": []}
    for turn in range(rounds + 5):
        found = {"verdict": timed(lambda: verdict(plan, batches)), "scipy tests": timed(notebook)}
        if turn >= 5:
            for name, cost in found.items():
                took[name].append(cost)
    print(f"{'':14}{'median ms':>10}{'least':>8}{'worst':>8}")
    for name, costs in took.items():
        print(f"{name:14}{statistics.median(costs):10.2f}{min(costs):8.2f}{max(costs):8.2f}")
    ratio = statistics.median(a / b for a, b in zip(took["verdict"], took["scipy tests"], strict=True))
    print(f"ratio {ratio:.2f}: a whole verdict against ten bare scipy tests, in the same round")


if __name__ == "__main__":
    main()
