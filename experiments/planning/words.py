"""What there is to say about a size: the chance it buys, and what stands against it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING

from experiments.anytime.ends import ends
from experiments.estimand import target_of
from experiments.experiment import Budget
from experiments.phrases import unit_noun
from experiments.plan import Direction, Kind, Metric, Monitoring, Plan, Role
from experiments.planning.assumptions import doubts
from experiments.planning.shares import control_share, pair_share
from experiments.words import count, effect, percent, rounded

if TYPE_CHECKING:
    from experiments.power import Design

_WEEK = 7
_TOLD_FROM = 0.005
"""How much more power there must be in going on after a stop to be spoken of."""


def warnings(plan: Plan, budget: Budget | None, found: Design) -> Iterator[str]:
    """Yield what a reader of a design has to know before running it."""
    size, needed, power = found.size or 0, found.needed, found.power or 0.0
    if needed is not None and size < needed and power < 1 - plan.beta:
        yield (
            f"{count(size)} {unit_noun(plan)} see the target with a chance of {percent(power)} instead of"
            f" {percent(1 - plan.beta)}; {count(needed)} would be needed"
        )
    if needed is None:
        yield "no size reaches the planned power for every metric"
    for metric in plan.metrics:
        yield from doubts(metric, plan.form(metric))
        if not (plan.monitoring is Monitoring.anytime and ends(metric, plan.comparison)):
            yield from _long_tail(metric, found)
    if plan.monitoring is Monitoring.anytime:
        yield from _waits(plan, found)
    if plan.monitoring is Monitoring.group_sequential:
        yield from _too_many_looks(plan.model_copy(update={"planned_size": found.size}))
    if budget is not None:
        yield from _over_budget(budget, found)
    if plan.deadline and plan.start and found.days is not None:
        end = plan.start + timedelta(days=ceil(found.days))
        if end > plan.deadline:
            yield f"it would end on {end}, after the deadline of {plan.deadline}"
    if found.days is not None and plan.pace.units_per_day and size / plan.pace.units_per_day < _WEEK:
        yield "it runs for less than a week; where weekdays and weekends differ, run whole weeks"


def _waits(plan: Plan, found: Design) -> Iterator[str]:
    """Yield that looks at any time say nothing before so many units that they make the plan as large as it is."""
    from experiments.planning.waiting import waiting

    share = control_share(plan)
    for metric in plan.of_role(Role.success):
        first = waiting(metric, plan, share).until(1)
        if first > 1 and found.size is not None and found.size * pair_share(plan) <= first:
            way = "plan one look, or several at planned times"
            if metric.kind is Kind.mean and share is None and not plan.columns.cluster:
                way = f"where its values have a least and a greatest, name them (between = [1, 5]); else {way}"
            yield f"{metric.name}: looks at any time say nothing before {count(first)} {unit_noun(plan)}; {way}"


def _too_many_looks(plan: Plan) -> Iterator[str]:
    """Yield that there are more looks than a group-sequential plan can pay for; its files would not be read."""
    from experiments.planning.monitored import looks_asked
    from experiments.sequential.boundaries import MOST_LOOKS

    asked = looks_asked(plan)
    if asked > MOST_LOOKS:
        which = f"{plan.looks} looks are {count(asked)}" if isinstance(plan.looks, str) else f"{count(asked)} looks"
        fewer = "looks = 20" if plan.looks == "weekly" else 'looks = "weekly", or 20'
        yield (
            f"{which} where group-sequential monitoring allows {MOST_LOOKS}: the size is that of {MOST_LOOKS}, and a"
            f' file with more is refused; set {fewer}, or monitoring = "anytime"'
        )


def _long_tail(metric: Metric, found: Design) -> Iterator[str]:
    """Yield what the check of a long tail will say of the data, where the plan already expects it."""
    from experiments.health.skew import FEW_IF_SKEWED, spreads_wide

    mean = metric.baseline if metric.baseline is not None else metric.bar
    fewest = min(found.per_arm.values(), default=FEW_IF_SKEWED)
    decides = metric.role in (Role.success, Role.guardrail) and metric.kind is Kind.mean
    if decides and metric.sd and mean and fewest < FEW_IF_SKEWED and spreads_wide(metric.sd, mean):
        yield (
            f"{metric.name} is expected to spread about as wide as its mean, or wider; with fewer than"
            f" {count(FEW_IF_SKEWED)} units an arm the error rates of such values are not kept, stop above all"
        )


def _over_budget(budget: Budget, found: Design) -> Iterator[str]:
    if budget.money is not None and found.cost > budget.money:
        yield f"it costs {rounded(found.cost)} where the budget is {rounded(budget.money)}"
    if budget.calendar_days is not None and found.days is not None and found.days > budget.calendar_days:
        yield f"it takes {_so_many(found.days, 'day')} where the budget is {rounded(budget.calendar_days)}"
    if budget.person_days is not None and found.person_days > budget.person_days:
        yield f"it takes {_so_many(found.person_days, 'person-day')} where the budget is {rounded(budget.person_days)}"


def _so_many(number: float, of: str) -> str:
    text = rounded(number)
    return f"{text} {of}" if text == "1" else f"{text} {of}s"


def sentence(plan: Plan, found: Design, repeats: int) -> str:
    """Say what the size buys: the chance of the whole rule, with everything it asks for, and what the size rests on."""
    arms = "" if len(found.per_arm) < 2 else f" ({', '.join(f'{arm} {count(n)}' for arm, n in found.per_arm.items())})"
    expected = " and ".join(_expected(plan, metric) for metric in plan.of_role(Role.success))
    guardrails = plan.of_role(Role.guardrail)
    unharmed = f", and {', '.join(metric.name for metric in guardrails)} truly stays as it was" if guardrails else ""
    said = (
        f"With {count(found.size or 0)} {unit_noun(plan)}{arms} the chance to invest is {percent(found.power or 0, 2)}"
        f" if {expected}{unharmed}."
    )
    if found.expected_at_bar is not None and found.expected_at_target is not None and found.inflation is not None:
        least, most = sorted((found.expected_at_bar, found.expected_at_target))
        said += (
            f" Looking early, it stops after {count(round(least))} to {count(round(most))} on average; one look would"
            f" take {count(round((found.size or 0) / found.inflation))}."
        )
    going_on = percent(found.power_going_on or 0.0, 2)
    if found.power_going_on is not None and found.power_going_on - (found.power or 0.0) >= _TOLD_FROM:
        said += f" That is ending it when a look says so; going on after a stop would make the chance {going_on}."
    if found.simulated and found.mc_error is not None:
        said += f" Found by simulating the test {count(repeats)} times, standard error {percent(found.mc_error, 2)}."
    if found.driver and found.driver != plan.of_role(Role.success)[0].name and plan.planned_size is None:
        role = next(metric.role for metric in plan.metrics if metric.name == found.driver)
        what = "guardrail" if role is Role.guardrail else "metric"
        said += f" The size comes from the {what} {found.driver}."
    return said


def _expected(plan: Plan, metric: Metric) -> str:
    seen = effect(target_of(metric, plan.comparison), metric, plan.comparison)
    side = "at least" if metric.direction is Direction.increase else "at most"
    return f"{metric.name} is truly {side} {seen}"
