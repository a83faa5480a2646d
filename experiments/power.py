"""How much data is needed, how long that takes, what it costs, and what the plan would say at bar and target.

Every number comes from the method that will judge the data. Guardrails are part of the rule: each of the G guardrails
and the success part are planned at power 1 − β/(G + 1), or the whole rule would be weaker than promised (Schultzberg,
Ankargren & Frånberg, arXiv 2402.11609, Prop. 4.1).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from math import ceil, floor, prod
from typing import Literal

from pydantic import Field

from experiments.estimand import Writing, bar_of, target_of, writing_of
from experiments.experiment import Budget
from experiments.noun import Value
from experiments.plan import Comparison, Direction, Kind, Metric, Plan, Role, Scale
from experiments.planning import Asked, Planner, planner
from experiments.planning.assumptions import ASSUMPTIONS, needed
from experiments.words import count, effect, percent, rounded

_CURVE = (0.25, 0.5, 1.0, 2.0, 4.0)
_WEEK = 7
_SHARES = (Kind.proportion, Kind.theme, Kind.time_to_event)


class Chances(Value):
    """The chance of each outcome if every success metric is at its bar, halfway or at its target, guardrails unharmed.

    ``at`` is the value of the first success metric.
    """

    where: Literal["bar", "halfway", "target"]
    at: float
    invest: float
    stop: float
    undecided: float


class Design(Value):
    """What a plan takes and what it can see.

    ``needed`` is the size its error rates ask for, ``size`` the planned one (or ``needed``), both over all arms;
    ``detectable`` the smallest θ that ``size`` finds with the planned power; ``curve`` the same for other sizes.
    """

    size: int | None = None
    needed: int | None = None
    per_arm: dict[str, int] = Field(default_factory=dict)
    days: float | None = None
    cost: float = 0.0
    person_days: float = 0.0
    power: float | None = None
    detectable: float | None = None
    chances: tuple[Chances, ...] = ()
    curve: tuple[tuple[int, float], ...] = ()
    method: str = ""
    needs: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    sentence: str = ""


def design(plan: Plan, budget: Budget | None = None) -> Design:
    """Work out size, time, cost and chances of a plan; what is missing for that is named in ``needs``."""
    needs = tuple(_needs(plan))
    if needs:
        return Design(needs=needs, cost=plan.pace.fixed_cost, person_days=plan.pace.person_days)
    parts = [(asked, planner(asked, plan.form(asked.metric), plan.comparison)) for asked in _asked(plan)]
    pairs = [part.size(_wanted(plan, asked.metric)) for asked, part in parts]
    needed = None if any(pair is None for pair in pairs) else _over_all_arms(plan, max(p for p in pairs if p))
    size = plan.planned_size or needed
    if size is None:
        return Design(
            warnings=("no affordable size can tell this bar from this target; move them apart",),
            cost=plan.pace.fixed_cost,
            person_days=plan.pace.person_days,
        )
    return _filled(plan, budget, parts, needed, size)


def _filled(
    plan: Plan, budget: Budget | None, parts: list[tuple[Asked, Planner]], needed: int | None, size: int
) -> Design:
    first, chosen = parts[0]
    pair = _pair(plan, size)
    chances = tuple(_chances(plan, parts, pair))
    wanted = _wanted(plan, first.metric)
    pace = plan.pace
    days = pace.setup_days + size / pace.units_per_day if pace.units_per_day else None
    found = Design(
        size=size,
        needed=needed,
        per_arm=_per_arm(plan, size),
        days=days,
        cost=pace.fixed_cost + pace.cost_per_unit * size,
        person_days=pace.person_days,
        power=chances[-1].invest,
        detectable=_detectable(first, plan.comparison, chosen, pair, wanted),
        chances=chances,
        curve=tuple(_curve(plan, first, chosen, size, wanted)),
        method=chosen.method,
    )
    return found.model_copy(
        update={"warnings": tuple(_warnings(plan, budget, found)), "sentence": _sentence(plan, found)}
    )


def _wanted(plan: Plan, metric: Metric) -> float:
    """Return the power one metric is planned at, so that the whole rule keeps 1 − β.

    β is split over the success part and each guardrail; where all success metrics must hold, its part over them.
    """
    share = plan.beta / (1 + len(plan.of_role(Role.guardrail)))
    if metric.role is Role.success and plan.success == "all":
        share /= len(plan.of_role(Role.success))
    return 1 - share


def _asked(plan: Plan) -> Iterator[Asked]:
    """Yield each metric that must clear something, the first success metric first."""
    from experiments.readings import levels

    arms = max(1, len(plan.treatments))
    for metric in (*plan.of_role(Role.success), *plan.of_role(Role.guardrail)):
        null, target = bar_of(metric, plan.comparison) or 0.0, target_of(metric, plan.comparison)
        alpha, beta = levels(plan, metric, arms)
        yield Asked(metric, null, target, alpha, beta, _control_share(plan))


def _control_share(plan: Plan) -> float | None:
    """Return control's share of control and the smallest treatment arm."""
    if plan.comparison is not Comparison.control:
        return None
    if not plan.shares:
        return 0.5
    smallest_arm = min(share for arm, share in plan.shares.items() if arm != plan.control)
    return plan.shares[plan.control] / (plan.shares[plan.control] + smallest_arm)


def _pair_share(plan: Plan) -> float:
    """Return the share of all units that control and the smallest treatment arm have together."""
    if plan.comparison is not Comparison.control or not plan.shares:
        return 1.0
    return plan.shares[plan.control] + min(share for arm, share in plan.shares.items() if arm != plan.control)


def _over_all_arms(plan: Plan, pair: int) -> int:
    return ceil(pair / _pair_share(plan) - 1e-9)


def _pair(plan: Plan, size: int) -> float:
    return size * _pair_share(plan)


def _per_arm(plan: Plan, size: int) -> dict[str, int]:
    if plan.comparison is not Comparison.control:
        return {next(iter(plan.shares), "all"): size}
    shares = plan.shares or {plan.control: 0.5, "treatment": 0.5}
    exact = {arm: share * size for arm, share in shares.items()}
    whole = {arm: floor(units + 1e-9) for arm, units in exact.items()}
    for arm in sorted(exact, key=lambda arm: whole[arm] - exact[arm])[: size - sum(whole.values())]:
        whole[arm] += 1
    return whole


def _needs(plan: Plan) -> Iterator[str]:
    for metric in (*plan.of_role(Role.success), *plan.of_role(Role.guardrail)):
        for name in needed(metric, plan.form(metric), plan.comparison):
            if getattr(metric, name) is None:
                yield f"{ASSUMPTIONS[name].format(metric=metric.name)}"


_POINTS: tuple[tuple[Literal["bar", "halfway", "target"], float], ...] = (
    ("bar", 0.0),
    ("halfway", 0.5),
    ("target", 1.0),
)


def _chances(plan: Plan, parts: list[tuple[Asked, Planner]], pair: float) -> Iterator[Chances]:
    """Yield the chances with every success metric at its bar, halfway, at its target; metrics taken as independent."""
    success = [(asked, part) for asked, part in parts if asked.metric.role is Role.success]
    safe = prod(part.clears(pair, asked.target) for asked, part in parts if asked.metric.role is not Role.success)
    for where, way in _POINTS:
        at = [asked.null + way * (asked.target - asked.null) for asked, _ in success]
        clears = [part.clears(pair, value) for (_, part), value in zip(success, at, strict=True)]
        misses = [part.misses(pair, value) for (_, part), value in zip(success, at, strict=True)]
        if plan.success == "any":
            cleared, hopeless = 1 - prod(1 - chance for chance in clears), prod(misses)
        else:
            cleared, hopeless = prod(clears), 1 - prod(1 - chance for chance in misses)
        invest, stop = cleared * safe, min(hopeless, 1 - cleared)
        undecided = max(0.0, round(1 - invest - stop, 12))
        yield Chances(where=where, at=at[0], invest=invest, stop=stop, undecided=undecided)


def _detectable(asked: Asked, comparison: Comparison, part: Planner, pair: float, power: float) -> float | None:
    """Return the θ nearest to the null that is cleared with ``power``."""
    low, high = asked.null, asked.target
    for _ in range(40):
        if part.clears(pair, high) >= power:
            break
        low, high = high, high + 2 * (high - asked.null)
        if not _possible(asked.metric, comparison, high):
            return None
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (low, middle) if part.clears(pair, middle) >= power else (middle, high)
    return high


def _possible(metric: Metric, comparison: Comparison, value: float) -> bool:
    if metric.scale is Scale.relative and metric.kind in _SHARES:
        return -1 < value < 1 / (metric.baseline or 1e-9)
    if writing_of(metric, comparison) in (Writing.share, Writing.points):
        return -1 < value < 1
    return abs(value) < 1e300


def _curve(plan: Plan, asked: Asked, part: Planner, size: int, power: float) -> Iterator[tuple[int, float]]:
    for factor in _CURVE:
        units = max(2, round(size * factor))
        found = _detectable(asked, plan.comparison, part, _pair(plan, units), power)
        if found is not None:
            yield units, found


def _warnings(plan: Plan, budget: Budget | None, found: Design) -> Iterator[str]:
    size, needed, power = found.size or 0, found.needed, found.power or 0.0
    if needed is not None and size < needed:
        yield (
            f"{count(size)} units see the target with a chance of {percent(power)} instead of {percent(1 - plan.beta)};"
            f" {count(needed)} would be needed"
        )
    if needed is None:
        yield "no size reaches the planned power for every metric"
    if budget is not None:
        yield from _over_budget(budget, found)
    if plan.deadline and plan.start and found.days is not None:
        end = plan.start + timedelta(days=ceil(found.days))
        if end > plan.deadline:
            yield f"it would end on {end}, after the deadline of {plan.deadline}"
    if found.days is not None and plan.pace.units_per_day and size / plan.pace.units_per_day < _WEEK:
        yield "it runs for less than a week; where weekdays and weekends differ, run whole weeks"


def _over_budget(budget: Budget, found: Design) -> Iterator[str]:
    if budget.money is not None and found.cost > budget.money:
        yield f"it costs {rounded(found.cost)} where the budget is {rounded(budget.money)}"
    if budget.calendar_days is not None and found.days is not None and found.days > budget.calendar_days:
        yield f"it takes {rounded(found.days)} days where the budget is {rounded(budget.calendar_days)}"
    if budget.person_days is not None and found.person_days > budget.person_days:
        yield f"it takes {rounded(found.person_days)} person-days where the budget is {rounded(budget.person_days)}"


def _sentence(plan: Plan, found: Design) -> str:
    """Say what the size buys: the chance of the whole rule, with everything it asks for."""
    arms = "" if len(found.per_arm) < 2 else f" ({', '.join(f'{arm} {count(n)}' for arm, n in found.per_arm.items())})"
    expected = " and ".join(_expected(plan, metric) for metric in plan.of_role(Role.success))
    guardrails = plan.of_role(Role.guardrail)
    unharmed = f", and {', '.join(metric.name for metric in guardrails)} truly stays as it was" if guardrails else ""
    return (
        f"With {count(found.size or 0)} units{arms} the chance to invest is {percent(found.power or 0, 2)}"
        f" if {expected}{unharmed}."
    )


def _expected(plan: Plan, metric: Metric) -> str:
    seen = effect(target_of(metric, plan.comparison), metric, plan.comparison)
    side = "at least" if metric.direction is Direction.increase else "at most"
    return f"{metric.name} is truly {side} {seen}"
