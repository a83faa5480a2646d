"""What each look of a test said when it was made, and which was the first to end it."""

from __future__ import annotations

from collections.abc import Iterator

from experiments.decide import outcome_of
from experiments.monitoring import Monitor
from experiments.plan import Plan
from experiments.readings import History, measured
from experiments.verdict import Look, LookResult, MetricResult, Outcome, Verdict

_ENDS = (Outcome.invest, Outcome.stop)


def with_looks(verdict: Verdict, plan: Plan, history: History, watch: Monitor) -> Verdict:
    """Return the verdict with every look so far and the first that said invest or stop."""
    looks = tuple(_looks(verdict, plan, history, watch))
    stopped = next((look.number for look in looks if look.verdict in _ENDS), None)
    return verdict.model_copy(update={"looks": looks, "stopped_at": stopped})


def _looks(verdict: Verdict, plan: Plan, history: History, watch: Monitor) -> Iterator[Look]:
    planned = history.planned or history.latest.units or 1
    for number, data in enumerate(history.looks, start=1):
        latest = number == len(history.looks)
        earlier = history.until(number)
        results = verdict.metrics if latest else tuple(measured(plan, earlier, watch, views=False))
        outcome = verdict.verdict if latest else outcome_of(plan, results, final=earlier.final)
        told = tuple(_told(result) for result in results)
        yield Look(number=number, units=data.units, fraction=data.units / planned, verdict=outcome, results=told)


def _told(result: MetricResult) -> LookResult:
    return LookResult(
        name=result.name,
        arm=result.arm,
        estimate=result.estimate,
        lower=result.lower,
        upper=result.upper,
        alpha_spent=result.alpha_spent,
        beta_spent=result.beta_spent,
        finding=result.finding,
    )
