"""A plan read back in words: what will be measured, what it takes to invest, and what it may cost."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from experiments.phrases import size_words
from experiments.plan import Comparison, Direction, Kind, Metric, Plan, Role, Scale
from experiments.words import amount, better_word, effect, percent, points, worse_word
from tui.text import joined
from tui.ways_in_words import when_looked_at


def plan_in_words(plan: Plan, size: int | None = None) -> Content:
    """Return the whole plan in sentences; ``size`` stands in where the plan itself names none."""
    return Content("\n").join(_sentences(plan, plan.planned_size or size))


def metric_line(plan: Plan, metric: Metric) -> Content:
    """Return one metric with what it has to show."""
    if metric.role is Role.success:
        bar, target = (_value(plan, metric, value) for value in (metric.bar, metric.target))
        return joined(
            ("success    ", "$quiet"),
            (metric.name, "bold"),
            f": bar {bar}, target {target}",
            (_against(plan), "$quiet"),
        )
    if metric.role is Role.guardrail:
        verb = _worsen(metric)
        return joined(
            ("guardrail  ", "$quiet"), (metric.name, "bold"), f": must not {verb} by {_margin(metric)} or more"
        )
    return joined(("watched    ", "$quiet"), (metric.name, "bold"), f": must not be shown to {_worsen(metric)}")


def _sentences(plan: Plan, size: int | None) -> Iterator[Content]:
    for metric in plan.metrics:
        yield metric_line(plan, metric)
    several = len(plan.of_role(Role.success)) > 1
    for metric in plan.of_role(Role.success):
        bar, target = (_value(plan, metric, value) for value in (metric.bar, metric.target))
        better = better_word(metric.direction)
        worse = worse_word(metric.direction)
        yield joined(
            ("rule       ", "$quiet"),
            f"{metric.name}: " if several else "",
            f"invest if it is shown to be {better} {bar}; stop if {worse} {target}",
        )
    if plan.comparison is Comparison.control:
        yield joined(("arms       ", "$quiet"), _arms(plan))
    yield joined(
        ("risks      ", "$quiet"),
        f"{percent(plan.alpha)} of a false invest, {percent(plan.beta)} of a false stop",
    )
    yield joined(("size       ", "$quiet"), size_words(plan, size) if size else "not fixed yet")
    yield joined(("looks      ", "$quiet"), when_looked_at(plan))
    if plan.start or plan.deadline:
        yield joined(("dates      ", "$quiet"), f"{plan.start or 'any day'} to {plan.deadline or 'open'}")


def _arms(plan: Plan) -> str:
    if not plan.shares:
        return f"{plan.control} (control) and the others in equal parts"
    return ", ".join(
        f"{arm} {percent(share)}{' (control)' if arm == plan.control else ''}" for arm, share in plan.shares.items()
    )


def _against(plan: Plan) -> str:
    if plan.comparison is Comparison.control:
        return f", against {plan.control or 'a control arm'}"
    return (
        ", against a fixed benchmark" if plan.comparison is Comparison.benchmark else ", against the same units before"
    )


def _value(plan: Plan, metric: Metric, value: float | None) -> str:
    return "?" if value is None else effect(value, metric, plan.comparison)


def _worsen(metric: Metric) -> str:
    return "fall" if metric.direction is Direction.increase else "rise"


def _margin(metric: Metric) -> str:
    margin = metric.margin or 0.0
    if metric.scale is Scale.relative:
        return percent(margin)
    return points(margin, signed=False) if metric.kind is Kind.proportion else amount(margin, metric.unit)
