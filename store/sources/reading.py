"""A file read under a plan: arms with their statistics, the faults met on the way, and where it came from."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from experiments.noun import Value
from experiments.observation import ArmData, Faults, Source
from experiments.plan import Comparison, Plan
from experiments.text import clean
from store.sources.columns import arm_column, unit_column
from store.sources.found import Found, found_in
from store.sources.layout import Layout
from store.sources.measures import measure_of
from store.sources.opened import OpenFile
from store.sources.query import Query

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class Reading(Value):
    """What a file holds under a plan: exactly the parts of an observation that a file can give."""

    arms: dict[str, ArmData]
    faults: Faults
    source: Source


def reading(file: OpenFile, plan: Plan) -> Reading:
    """Read an open file."""
    found = _measured(file.connection, file.layout, plan)
    name, digest = clean(os.path.basename(file.name)), file.fingerprint.digest()
    source = Source(kind="file", name=name, digest=digest, rows=found.rows)
    return Reading(arms=found.arms, faults=found.faults, source=source)


def _measured(connection: DuckDBPyConnection, layout: Layout, plan: Plan) -> Found:
    if plan.comparison is Comparison.paired:
        from store.sources.pairs import paired

        return paired(connection, layout, plan)
    if plan.columns.cluster:
        from store.sources.clusters import clustered

        return clustered(connection, layout, plan)
    arm, unit = arm_column(layout, plan), unit_column(layout, plan)
    measures = tuple(
        measure_of(plan.form(metric), layout, metric, f"metric_{at}") for at, metric in enumerate(plan.metrics)
    )
    return found_in(Query(connection, layout, arm, measures), plan, unit)
