"""Plans and batches in one line each, for tests of the judge."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from experiments.judge import judge
from experiments.observation import ArmData, Counts, Moments, Observation, Statistic
from experiments.plan import Plan
from experiments.verdict import MetricResult, Verdict

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def counts(successes: int, trials: int) -> Counts:
    return Counts(successes=successes, trials=trials)


def amounts(n: int, mean: float, sd: float, largest: float | None = None) -> Moments:
    return Moments(n=n, mean=mean, variance=sd * sd, largest=largest)


def arm(
    statistic: Statistic | None = None, *, units: int | None = None, missing: int = 0, **named: Statistic
) -> ArmData:
    """One arm whose metric is called ``m``, or several metrics by name."""
    statistics = named if statistic is None else {"m": statistic, **named}
    known = max((found.n for found in statistics.values()), default=0)
    return ArmData(
        units=known + missing if units is None else units,
        statistics=statistics,
        missing={"m": missing} if missing else {},
    )


def batch(arms: dict[str, ArmData | Statistic], **fields: Any) -> Observation:
    as_arms = {name: found if isinstance(found, ArmData) else arm(found) for name, found in arms.items()}
    return Observation(experiment_id=1, at=AT, recorded_by="Ada", arms=as_arms, **fields)


def benchmark(bar: float = 0.1, target: float = 0.2, **fields: Any) -> Plan:
    """One group and one metric ``m``; a field of the metric is one of the metric, any other one of the plan."""
    return _plan({"comparison": "benchmark"}, bar, target, fields)


def controlled(bar: float = 0.0, target: float = 0.1, **fields: Any) -> Plan:
    """The arm ``new`` against the control arm ``old``."""
    return _plan({"comparison": "control", "control": "old"}, bar, target, fields)


_OF_A_METRIC = {"kind", "direction", "scale", "baseline", "sd", "unit"}


def _plan(start: dict[str, Any], bar: float, target: float, fields: dict[str, Any]) -> Plan:
    metric = {"name": "m", "bar": bar, "target": target}
    metric |= {name: value for name, value in fields.items() if name in _OF_A_METRIC}
    others = [] if (more := fields.get("more")) is None else list(more)
    rest = {name: value for name, value in fields.items() if name not in _OF_A_METRIC and name != "more"}
    return Plan.of({**start, **rest, "metric": [metric, *others]})


def judged(plan: Plan, *batches: Observation | dict[str, Any], final: bool = True) -> Verdict:
    """Judge, with no more data to come unless told otherwise."""
    return judge(plan, [found if isinstance(found, Observation) else batch(found) for found in batches], final=final)


def only(verdict: Verdict) -> MetricResult:
    """Return the one result of a verdict on one metric of one arm."""
    (result,) = verdict.metrics
    return result


def shape(verdict: Verdict) -> dict[str, Any]:
    """Return all numbers of the results, in order, for comparing two verdicts."""
    names = ("estimate", "lower", "upper", "p_bar", "p_target")
    return {
        f"{result.name} in {result.arm}: {name}": getattr(result, name) for result in verdict.metrics for name in names
    }
