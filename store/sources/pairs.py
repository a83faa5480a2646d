"""The same unit measured without and with the change, one row each: rows are joined to pairs, and pairs are judged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from experiments.errors import Unreadable
from experiments.estimand import levels_of
from experiments.form import Form
from experiments.observation import Faults
from experiments.plan import Metric, Plan
from store.sources.arms import Arms, arms_of
from store.sources.average import Average
from store.sources.cells import answer, number, yes_or_no
from store.sources.columns import find, metric_column, unnamed
from store.sources.found import Found, arm_data, parts_of
from store.sources.layout import Column, Layout, no_rows, table_layout
from store.sources.measure import Measure
from store.sources.offenders import refuse_impossible
from store.sources.pair_table import HALF, TWICE, PairTable, Sides
from store.sources.paired_measures import Changed, Moved
from store.sources.query import MOST_ARMS, Group, Query
from store.sources.row_cells import RowCells, refuse_keyless, rows_with
from store.sources.tails import with_tails
from store.sources.wording import listed, quoted

if TYPE_CHECKING:
    from store.sources.engines import Engine
    from store.sources.split import Splitting


def paired(engine: Engine, layout: Layout, plan: Plan, splitting: Splitting | None = None) -> Found:
    """Read a plan of pairs; what comes back is one arm, named after the side with the change.

    A pair that lacks a side is left out and counts as one without a value; one with a side twice is a duplicate too.
    Where rows are split by looks, a pair came in with its last row, which made it complete.
    """
    arm, pair = _columns(layout, plan)
    metrics = tuple(_cells(plan.form(metric), layout, metric, f"metric_{at}") for at, metric in enumerate(plan.metrics))
    timed = splitting is not None
    also = splitting.times.per_row if splitting else ()
    source, rows, known = _sides(engine, layout, plan, (arm, pair), metrics, also)
    sides = Sides(plan.control, _other(plan, known, arm))
    refuse_keyless(engine, layout, arm, pair, [sides.control, sides.treatment], "pair")
    table = PairTable.of(engine, source, sides, pair.name, metrics, timed=timed)
    measures = tuple(_measure(plan.form(metric), metric, f"metric_{at}") for at, metric in enumerate(plan.metrics))
    joined = table_layout(layout, table.source)
    split = splitting.of(engine, joined, None, Column(pair.name, "key", pair.type)) if splitting else None
    query = Query(engine, joined, None, measures, split=split)
    (group,) = query.groups()
    parts = parts_of(query, plan, {sides.treatment: group})
    if len(parts) < 2:  # the tails of parts make no whole
        group = with_tails(query, {sides.treatment: group})[sides.treatment]
    faults = Faults(
        duplicate_units=table.count(TWICE),
        incomplete_pairs=table.count(HALF),
        rows_without_arm=known.without_arm,
        unknown_arms=known.unknown,
        examples=tuple(table.examples()),
    )
    return Found({sides.treatment: arm_data(group, plan)}, faults, rows, parts)


def _columns(layout: Layout, plan: Plan) -> tuple[Column, Column]:
    """Return the columns of the side and of the pair."""
    if not plan.columns.pair:
        raise unnamed(layout, "pair", "says which rows belong together")
    if not plan.columns.arm:
        raise unnamed(layout, "arm", "says which side of its pair a row is")
    arm, pair = find(layout, plan.columns.arm, "the arm"), find(layout, plan.columns.pair, "the pair")
    if not plan.control:
        raise Unreadable(
            f"the plan does not say which side of a pair is without the change: set control to one of the values of"
            f" column {quoted(arm.name)}"
        )
    return arm, pair


def _cells(form: Form, layout: Layout, metric: Metric, name: str) -> RowCells:
    column = metric_column(layout, metric)
    if form is Form.differences:
        return RowCells(metric, (number(metric, column, name),))
    if form is Form.steps:
        return RowCells(metric, (answer(column, name, levels_of(metric)),))
    return RowCells(metric, (yes_or_no(metric, column, name),))


def _measure(form: Form, metric: Metric, name: str) -> Measure:
    if form is Form.differences:
        difference = Column(f"difference of {metric.name}", f"{name}_after - {name}_before", "DOUBLE")
        return Average(metric.but(between=None), difference, name)  # both sides were held against the ends
    return Moved(metric, name) if form is Form.steps else Changed(metric, name)


def _sides(
    engine: Engine,
    layout: Layout,
    plan: Plan,
    columns: tuple[Column, Column],
    metrics: Sequence[RowCells],
    also: Sequence[str],
) -> tuple[str, int, Arms]:
    """Return one row per pair and side, how many rows that is of the file, and which sides there are."""
    arm, pair = columns
    values = [f"{cell.greatest(cell.name)} AS {cell.name}" for one in metrics for cell in one.cells]
    values += ["max(moment) AS moment", "max(day) AS day"] if also else []
    wrong = " + ".join(one.wrong for one in metrics)
    source = engine.kept(
        "sides",
        f"SELECT arm, key, count(*) AS rows, {wrong} AS wrong, {', '.join(values)}"
        f" FROM {rows_with(layout, arm, pair, metrics, also)} GROUP BY arm, key",
    )
    found = engine.rows(
        f"SELECT arm, sum(rows)::BIGINT, sum(wrong)::BIGINT FROM {source} GROUP BY arm LIMIT {MOST_ARMS + 1}"
    )
    if not found:
        raise no_rows(layout)
    if any(wrong for *_, wrong in found):
        refuse_impossible(engine, layout, metrics)
    known = arms_of(plan, [Group(name, number, number, ()) for name, number, _ in found], arm.name, ())
    return source, sum(number for _, number, _ in found), known


def _other(plan: Plan, known: Arms, arm: Column) -> str:
    """Return the side with the change."""
    others = [name for name in known.known if name != plan.control]
    place = f"column {quoted(arm.name)} (the arm) holds {listed(known.known)}"
    if plan.control not in known.known:
        raise Unreadable(f"{place}, and not the control side {quoted(plan.control)}")
    if not others:
        raise Unreadable(f"{place} alone; a pair needs a row of another side too")
    if len(others) > 1:
        raise Unreadable(f"{place}; a pair has two sides, so name control and the one beside it in the plan's shares")
    return others[0]
