"""A file read under a plan: arms with their statistics, the faults met on the way, and where it came from."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from experiments.errors import Unreadable
from experiments.noun import Value
from experiments.observation import ArmData, Faults, Source
from experiments.plan import Plan
from experiments.text import clean
from store.sources.arms import arms_of
from store.sources.columns import arm_column, metric_column, unit_column
from store.sources.layout import Layout
from store.sources.measures import MEASURES
from store.sources.opened import OpenFile
from store.sources.query import Group, Query
from store.sources.units import UnitCheck, UnitFaults

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class Reading(Value):
    """What a file holds under a plan: exactly the parts of an observation that a file can give."""

    arms: dict[str, ArmData]
    faults: Faults
    source: Source


def reading(file: OpenFile, plan: Plan) -> Reading:
    """Read an open file."""
    arms, faults, rows = _measured(file.connection, file.layout, plan)
    source = Source(kind="file", name=clean(os.path.basename(file.name)), digest=file.fingerprint.digest(), rows=rows)
    return Reading(arms=arms, faults=faults, source=source)


def _measured(connection: DuckDBPyConnection, layout: Layout, plan: Plan) -> tuple[dict[str, ArmData], Faults, int]:
    """Return arms, faults and the number of rows."""
    arm, unit = arm_column(layout, plan), unit_column(layout, plan)
    measures = tuple(
        MEASURES[plan.form(metric)](metric, metric_column(layout, metric), f"metric_{at}")
        for at, metric in enumerate(plan.metrics)
    )
    groups = Query(connection, layout, arm, measures).groups()
    rows = sum(group.rows for group in groups)
    if not rows:
        raise Unreadable("the file has a header and no rows" if layout.format == "csv" else "the file has no rows")
    found = arms_of(plan, groups, arm.name if arm else "")
    chosen = list(found.known) if found.rows < rows else []
    units = UnitCheck(connection, layout, unit, arm, chosen, found.rows).faults() if unit else UnitFaults()
    faults = Faults(
        duplicate_units=units.duplicates,
        units_in_two_arms=units.in_two_arms,
        rows_without_arm=found.without_arm,
        unknown_arms=found.unknown,
        examples=units.examples,
    )
    return {name: _arm_data(group, plan) for name, group in found.known.items()}, faults, rows


def _arm_data(group: Group, plan: Plan) -> ArmData:
    named = dict(zip((metric.name for metric in plan.metrics), group.statistics, strict=True))
    missing = {name: group.rows - statistic.n for name, statistic in named.items() if statistic.n < group.rows}
    return ArmData(units=group.rows, statistics=named, missing=missing)
