"""What each look of a test said when it was made, and which was the first to end it."""

from __future__ import annotations

from collections.abc import Iterator

from experiments.decide import outcome_of
from experiments.monitoring import Monitor
from experiments.monitoring.group_sequential import GroupSequential
from experiments.outlook import outlook
from experiments.plan import Plan, Role
from experiments.readings import History, measured, success_seen
from experiments.verdict import Look, LookResult, MetricResult, Outcome, Outlook, Verdict
from experiments.words import percent

_ENDS = (Outcome.invest, Outcome.stop)
_UNLIKELY = 0.01


def with_looks(verdict: Verdict, plan: Plan, history: History, watch: Monitor) -> Verdict:
    """Return the verdict with every look so far, the first that said invest or stop, or the chances from here."""
    looks = tuple(_looks(verdict, plan, history, watch))
    stopped = next((look.number for look in looks if look.verdict in _ENDS), None)
    found = verdict.model_copy(update={"looks": looks, "stopped_at": stopped})
    if not isinstance(watch, GroupSequential):
        return found
    if verdict.verdict is not Outcome.keep_testing:
        return found.model_copy(update={"metrics": tuple(_corrected(found, plan, history, watch))})
    success = next(result for result in verdict.metrics if result.role is Role.success)
    seen = success_seen(plan, history, success)
    chances = outlook(plan, *seen) if seen else None
    if chances is None:
        return found
    return found.model_copy(
        update={"outlook": chances, "next_step": f"{verdict.next_step} {_in_words(chances, success)}"}
    )


def _corrected(verdict: Verdict, plan: Plan, history: History, watch: GroupSequential) -> Iterator[MetricResult]:
    """Yield the results, success metrics with what may be said of them now that the test is over.

    Nothing may be said of a test that was ended before its size though no look ended it: that could be its best day.
    """
    units = verdict.looks[verdict.stopped_at - 1].units if verdict.stopped_at else verdict.progress.units
    for result in verdict.metrics:
        known = result.role is Role.success and result.estimate is not None and verdict.verdict is not Outcome.invalid
        found = success_seen(plan, history, result) if known else None
        stopped = sum(sight.units <= units for sight in found[0]) if found else 0
        over = verdict.stopped_at or (found and found[0][-1].fraction >= 1)
        after = watch.after_stopping(*found, stopped) if found and stopped and over else None
        yield result.model_copy(update={"after_stopping": after}) if after else result


def _in_words(chances: Outlook, success: MetricResult) -> str:
    invest, stop = _chance(chances.invest_as_seen), _chance(chances.stop_as_seen)
    return (
        f"As {success.name} looks now, the planned size would end with invest in {invest} of cases and with stop in"
        f" {stop}; if the target is true, with invest in {_chance(chances.invest_at_target)}."
    )


def _chance(value: float) -> str:
    """Return a chance of what is to come, of which a normal approximation knows no more than whole percents."""
    if value < _UNLIKELY:
        return "less than 1%"
    return "more than 99%" if value > 1 - _UNLIKELY else percent(value, 2)


def _looks(verdict: Verdict, plan: Plan, history: History, watch: Monitor) -> Iterator[Look]:
    planned = history.planned or history.latest.units or 1
    for number, data in enumerate(history.looks, start=1):
        latest = number == len(history.looks)
        earlier = history.until(number)
        results = verdict.metrics if latest else tuple(measured(plan, earlier, watch, views=False))
        outcome = verdict.verdict if latest else outcome_of(plan, results, final=earlier.final)
        told = tuple(_told(result) for result in results)
        share = data.units / planned
        yield Look(number=number, units=data.units, fraction=share, verdict=outcome, results=told, until=data.until)


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
