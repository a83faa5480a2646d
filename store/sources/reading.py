"""A file read under a plan: arms with their statistics, the faults met on the way, and where it came from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from experiments.noun import Value
from experiments.observation import ArmData, Faults, Source
from experiments.plan import Comparison, Monitoring, Plan
from experiments.shape import RowOf
from experiments.text import clean
from store.sources.columns import arm_column, unit_column
from store.sources.complete import knowing_complete
from store.sources.found import Found, found_in
from store.sources.layout import Layout
from store.sources.measures import measure_of
from store.sources.open_rows import OpenRows
from store.sources.query import Query

if TYPE_CHECKING:
    from store.sources.engines import Engine
    from store.sources.split import Splitting
    from store.sources.times import Times

_LONGEST_NOTE = 500


class Reading(Value):
    """What a file holds under a plan: exactly the parts of an observation that a file can give."""

    arms: dict[str, ArmData]
    faults: Faults
    source: Source


def reading(file: OpenRows, plan: Plan) -> Reading:
    """Read an open file as a whole."""
    engine, layout = file.engine, file.layout
    times = _times(engine, layout, plan, all_needed=False)
    found = _measured(engine, layout, plan)
    return _whole(found, _source(file, found, times))


def readings(file: OpenRows, plan: Plan) -> tuple[Reading, ...]:
    """Read an open file look by look: what came in between looks, the first one first.

    It is one reading, that of the whole file, where the plan has one look or does not name the column of times.
    """
    if plan.monitoring is Monitoring.fixed or not plan.columns.time:
        return (reading(file, plan),)
    from store.sources.split import Splitting

    engine, layout = file.engine, file.layout
    times = _times(engine, layout, plan, all_needed=True)
    if times is None:
        return (reading(file, plan),)
    found = _measured(engine, layout, plan, Splitting(plan, times, _planned(engine, layout, plan)))
    source = _source(file, found, times)
    return tuple(_looks(found, times, source)) if len(found.parts) > 1 else (_whole(found, source),)


def _whole(found: Found, source: Source) -> Reading:
    return Reading(arms=found.arms, faults=found.faults, source=source)


def _source(file: OpenRows, found: Found, times: Times | None) -> Source:
    first, last = (times.date_of(times.first), times.date_of(times.last)) if times else (None, None)
    return Source(
        kind=file.kind,
        name=file.short_name,
        digest=file.digest(),
        rows=found.rows,
        first=first,
        last=last,
        notes=tuple(clean(note)[:_LONGEST_NOTE] for note in file.layout.notes),
    )


def _looks(found: Found, times: Times, source: Source) -> Iterator[Reading]:
    """Yield a reading per look; what is wrong with the file as a whole is told with the last.

    Together they cover the days of the file, though a cluster has rows after its first, and a pair before its last.
    """
    for part in found.parts:
        first, last = map(times.date_of, part.days)
        is_first, is_last = part is found.parts[0], part is found.parts[-1]
        yield Reading(
            arms=part.arms,
            faults=found.faults if is_last else Faults(),
            source=source.but(
                rows=part.rows, first=source.first if is_first else first, last=source.last if is_last else last
            ),
        )


def _times(engine: Engine, layout: Layout, plan: Plan, *, all_needed: bool) -> Times | None:
    if not plan.columns.time:
        return None
    from store.sources.times import times_of

    return times_of(engine, layout, plan, arm_column(layout, plan), all_needed=all_needed)


def _planned(engine: Engine, layout: Layout, plan: Plan) -> int:
    """Return the size that looks at equal distances are parts of; the judge's where the plan names none.

    Where that cannot be told either, it is the size of the data.
    """
    if plan.planned_size is not None or not (plan.looks is None or isinstance(plan.looks, int)):
        return plan.planned_size or 0
    from experiments.judge import planned_size
    from experiments.pooling import Data

    found = _measured(engine, layout, plan)
    data = Data(found.arms, found.faults)
    return planned_size(plan, data) or max(1, data.units)


def _measured(engine: Engine, layout: Layout, plan: Plan, splitting: Splitting | None = None) -> Found:
    if plan.shape.row is RowOf.total:
        from store.sources.shapes.totals import totalled

        return totalled(engine, layout, plan, splitting)
    if plan.comparison is Comparison.paired:
        from store.sources.pairs import paired

        return paired(engine, layout, plan, splitting)
    if plan.columns.cluster:
        from store.sources.clusters import clustered

        return clustered(engine, layout, plan, splitting)
    layout = knowing_complete(engine, layout, plan)
    arm, unit = arm_column(layout, plan), unit_column(layout, plan)
    measures = tuple(
        measure_of(plan.form(metric), layout, metric, f"metric_{at}") for at, metric in enumerate(plan.metrics)
    )
    split = splitting.of(engine, layout, arm, unit) if splitting else None
    return found_in(Query(engine, layout, arm, measures, split=split), plan, unit)
