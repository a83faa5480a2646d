"""Whether the days that the data cover fit the plan: inside it, and whole weeks where weekdays differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from experiments.health.result import result
from experiments.observation import UNRECORDED, Observation, standing
from experiments.plan import Plan
from experiments.verdict import HealthCheck, Status

_WEEK = 7


def calendar(plan: Plan, batches: Sequence[Observation]) -> Iterator[HealthCheck]:
    """Yield what the first and last day of the data say, where the sources tell them."""
    yield from _future(batches)
    dated = [batch.source for batch in standing(tuple(batches)) if batch.source.first and batch.source.last]
    if not dated:
        return
    first = min(source.first for source in dated if source.first)
    last = max(source.last for source in dated if source.last)
    days = (last - first).days + 1
    if plan.pace.weekly and days % _WEEK:
        what = "less than a week" if days < _WEEK else "not a whole number of weeks"
        message = f"the data cover {days} days from {first} to {last}, {what}; weekdays and weekends weigh unevenly"
        yield result("whole weeks", Status.warn, days, _WEEK, message)
    if plan.start and first < plan.start:
        message = f"the data begin on {first}, before the plan's first day {plan.start}; leave out what came before"
        yield result("dates", Status.warn, (plan.start - first).days, 0, message)
    if plan.deadline and last > plan.deadline:
        message = f"the data end on {last}, after the plan's last day {plan.deadline}"
        yield result("dates", Status.warn, (last - plan.deadline).days, 0, message)


def _future(batches: Sequence[Observation]) -> Iterator[HealthCheck]:
    """Yield that data cover days after the one on which they were recorded; one day is left to time zones."""
    ahead = [
        (batch.source.last - batch.at.date()).days
        for batch in standing(tuple(batches))
        if batch.source.last and batch.at != UNRECORDED
    ]
    days = max(ahead, default=0)
    if days > 1:
        message = (
            f"the data go on for {days:,} days after the day they were recorded on; nothing was measured then yet,"
            " so check the column of times"
        )
        yield result("future dates", Status.warn, days, 1, message)
