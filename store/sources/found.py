"""What a query found, as arms with their statistics and the faults met on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from experiments.observation import ArmData, Faults
from experiments.plan import Plan
from store.sources.arms import Arms, arms_of
from store.sources.layout import Column, Layout, no_rows
from store.sources.query import Group, Query
from store.sources.tails import with_tails
from store.sources.units import UnitCheck, UnitFaults


@dataclass(frozen=True)
class Part:
    """What came in between two looks: arms, how many rows, and the numbers of the first and the last day."""

    arms: dict[str, ArmData]
    rows: int
    days: tuple[int, int]


@dataclass(frozen=True)
class Found:
    """Arms, faults and how many rows the file has; ``parts`` where its rows are split by looks."""

    arms: dict[str, ArmData]
    faults: Faults
    rows: int
    parts: tuple[Part, ...] = ()


def found_in(query: Query, plan: Plan, unit: Column | None) -> Found:
    """Ask a query of one row per unit, and check the units where a column names them."""
    groups = query.groups()
    rows = rows_of(groups, query.layout)
    arms = arms_of(plan, groups, query.arm.name if query.arm else "", tuple(one.nothing for one in query.measures))
    units = UnitFaults()
    if unit:
        everything = arms.units == sum(group.units for group in groups)
        chosen = [] if everything else list(arms.known)
        units = UnitCheck(query.engine, query.layout, unit, query.arm, chosen, arms.units).faults()
    parts = parts_of(query, plan, arms.known)
    known = arms.known if len(parts) > 1 else with_tails(query, arms.known)  # the tails of parts make no whole
    return Found({name: arm_data(group, plan) for name, group in known.items()}, faults_of(arms, units), rows, parts)


def parts_of(query: Query, plan: Plan, known: Mapping[str, Group]) -> tuple[Part, ...]:
    """Return what came in between looks, each with every arm that is judged."""
    looks = sorted({part.look for group in known.values() for part in group.parts})
    empty = Group(None, 0, 0, tuple(measure.nothing for measure in query.measures))
    return tuple(_part(look, known, plan, empty) for look in looks)


def _part(look: int, known: Mapping[str, Group], plan: Plan, empty: Group) -> Part:
    groups = {arm: next((part for part in group.parts if part.look == look), empty) for arm, group in known.items()}
    days = [day for group in groups.values() for day in group.days or ()]
    rows = sum(group.rows for group in groups.values())
    return Part({arm: arm_data(group, plan) for arm, group in groups.items()}, rows, (min(days), max(days)))


def rows_of(groups: Sequence[Group], layout: Layout) -> int:
    """Return the rows of the file.

    Raises
    ------
    Unreadable
        Where there are none.
    """
    rows = sum(group.rows for group in groups)
    if not rows:
        raise no_rows(layout)
    return rows


def faults_of(arms: Arms, units: UnitFaults) -> Faults:
    """Return what was left out and what is wrong with the units."""
    return Faults(
        duplicate_units=units.duplicates,
        units_in_two_arms=units.in_two_arms,
        rows_without_arm=arms.without_arm,
        unknown_arms=arms.unknown,
        examples=units.examples,
    )


def arm_data(group: Group, plan: Plan) -> ArmData:
    """Return an arm's units, its statistics and how many units lack a value."""
    named = dict(zip((metric.name for metric in plan.metrics), group.statistics, strict=True))
    there = {name: statistic.n if statistic else 0 for name, statistic in named.items()}
    return ArmData(
        units=group.units,
        statistics={name: statistic for name, statistic in named.items() if statistic},
        missing={name: group.units - n for name, n in there.items() if n < group.units},
    )
