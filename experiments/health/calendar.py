"""Whether the days that the data cover fit the plan: inside it, and whole weeks where weekdays differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from experiments.health.result import result
from experiments.observation import Observation, standing
from experiments.plan import Plan
from experiments.verdict import HealthCheck, Status

_WEEK = 7


def calendar(plan: Plan, batches: Sequence[Observation]) -> Iterator[HealthCheck]:
    """Yield what the first and last day of the data say, where the sources tell them."""
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
