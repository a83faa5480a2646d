"""Showing what test a plan makes: how many units, how long, at what price, with what chances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from experiments.plan import Metric, Plan, Role
from experiments.words import amount, count, effect, percent, rounded
from tui import output
from tui.ways_in_words import size_words, when_looked_at

if TYPE_CHECKING:
    from experiments.power import Design


def print_design(plan: Plan, made: Design) -> None:
    """Write the design as labels and values, then the chance of each outcome as a table."""
    output.card(
        [
            ("Plan", plan.title),
            ("Compared with", plan.control or plan.comparison),
            *((metric.role.capitalize(), promise(metric, plan)) for metric in plan.metrics),
            ("Risks", f"{percent(plan.alpha)} of a false invest, {percent(plan.beta)} of a false stop"),
            ("Looks", when_looked_at(plan)),
            ("Units", _size(made)),
            *looking_cost(made),
            ("Units its risks ask for", count(made.needed) if made.needed not in (None, made.size) else ""),
            ("Days", rounded(made.days) if made.days is not None else ""),
            ("Cost", rounded(made.cost, 15)),
            ("Chance to see the target", _power(made)),
            ("Chance to invest, as believed", assurance_words(made)),
            ("In a sentence", made.sentence),
        ]
    )
    if made.chances:
        output.table(
            ["if the truth is", "at", "invest", "stop", "undecided"],
            [
                [
                    chance.where,
                    _of_success(chance.at, plan),
                    *map(percent, (chance.invest, chance.stop, chance.undecided)),
                ]
                for chance in made.chances
            ],
        )


def assurance_words(made: Design) -> str:
    """Say how likely an `invest` is before anybody knows whether the belief is true; nothing where none was given."""
    if made.assurance is None or made.belief is None:
        return ""
    return f"{percent(made.assurance, 2)}, if the hypothesis is true with {percent(made.belief, 2)}"


def looking_cost(made: Design) -> list[tuple[str, str]]:
    """Return what several looks cost and save, as labels and values; nothing for a plan of one look."""
    if made.inflation is None:
        return []
    expected = (("bar", made.expected_at_bar), ("target", made.expected_at_target))
    told = [(f"Units on average, if at the {where}", size_words(units)) for where, units in expected]
    return [("Size over that of one look", f"{made.inflation:.3g} times"), *told]


def promise(metric: Metric, plan: Plan) -> str:
    """Say what a metric has to show."""
    if metric.role is Role.success and metric.bar is not None and metric.target is not None:
        bar, target = (effect(value, metric, plan.comparison) for value in (metric.bar, metric.target))
        return f"{metric.name}: {metric.direction} beyond {bar}, {target} expected"
    if metric.margin is not None:
        return f"{metric.name}: loses less than {amount(metric.margin, metric.unit)}"
    return f"{metric.name}: not shown to get worse"


def _size(made: Design) -> str:
    if made.size is None:
        return "not known yet"
    arms = ", ".join(f"{arm} {count(units)}" for arm, units in made.per_arm.items()) if len(made.per_arm) > 1 else ""
    return count(made.size) + (f" ({arms})" if arms else "")


def _power(made: Design) -> str:
    if made.power is None:
        return ""
    simulated = f" (simulated, standard error {percent(made.mc_error, 2)})" if made.mc_error is not None else ""
    going_on = "" if made.power_going_on is None else f"; {percent(made.power_going_on)} if stops are overruled"
    return percent(made.power) + simulated + going_on


def _of_success(value: float, plan: Plan) -> str:
    metric = plan.of_role(Role.success)[0]
    return effect(value, metric, plan.comparison)
