"""One row for so many units with their sums: by arm, by day and arm, of that day alone or of all days until then.

Such a row is a sufficient statistic already, so the engine has nothing to add up: the rows are fetched, and added up
here as fractions, exactly and in no order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from experiments.errors import Unreadable
from experiments.observation import Counts, Faults, Moments, Statistic
from experiments.plan import Kind, Metric, Plan
from experiments.statistic import Events
from store.sources.arms import Arms, arms_of
from store.sources.cells import Cell, number
from store.sources.columns import arm_column, find, metric_column
from store.sources.found import Found, Part, arm_data
from store.sources.layout import Column, Layout, no_rows
from store.sources.measure import named_column
from store.sources.offenders import refuse_impossible
from store.sources.query import Group, arm_value
from store.sources.row_cells import RowCells
from store.sources.shapes.looks_of_totals import looks_of
from store.sources.wording import quoted

if TYPE_CHECKING:
    from store.sources.engines import Engine
    from store.sources.split import Splitting

MOST_ROWS = 200_000
_COUNT = "a count is a whole number, 0 or more"
_SUM = "a sum is a finite number, with a point for decimals"

Sums = tuple[Fraction, ...]
"""What adds up of a metric: counts, sums, sums of squares, in the order of its cells' reading."""


@dataclass(frozen=True)
class Totals:
    """One metric in rows of totals: its cells, what of them adds up, and the statistic out of that.

    ``units`` says which of the sums counts units.
    """

    metric: Metric
    cells: tuple[Cell, ...]
    sums: Callable[[Sequence[float]], Sums]
    statistic: Callable[[Sums], Statistic | None]


@dataclass(frozen=True)
class Row:
    """A row: its arm, its moment and day where it has them, its units, and each metric's sums (None: not measured)."""

    arm: str | None
    moment: float | None
    day: int | None
    units: Fraction
    sums: tuple[Sums | None, ...]


def totalled(engine: Engine, layout: Layout, plan: Plan, splitting: Splitting | None = None) -> Found:
    """Read a plan whose rows are totals.

    Raises
    ------
    Unreadable
        Where a cell cannot be what it has to be, naming its row, or cumulative counts that fall are to be split.
    """
    arm = arm_column(layout, plan)
    units = find(layout, plan.shape.units, "shape.units") if plan.shape.units else None
    measures = tuple(_measure(layout, metric, units, at) for at, metric in enumerate(plan.metrics))
    rows = _fetched(engine, layout, plan, arm, units, measures, splitting)
    _refuse_impossible_sums(rows, measures)
    column = arm.name if arm else ""
    nothing: tuple[Statistic | None, ...] = (None,) * len(measures)
    groups = [
        _group(name, [row for row in rows if row.arm == name], measures, plan)
        for name in dict.fromkeys(row.arm for row in rows)
    ]
    if not groups:
        raise no_rows(layout)
    known = arms_of(plan, groups, column, nothing)
    found = {name: arm_data(group, plan) for name, group in known.known.items()}
    parts = tuple(_parts(rows, known, measures, plan, splitting)) if splitting else ()
    faults = Faults(rows_without_arm=known.without_arm, unknown_arms=known.unknown)
    return Found(found, faults, len(rows), parts)


def falls(engine: Engine, layout: Layout, plan: Plan) -> Iterator[str]:
    """Yield a note of each arm whose cumulative units fall from one time to the next."""
    if not (plan.shape.cumulative and plan.columns.time and plan.shape.units):
        return
    arm = arm_column(layout, plan)
    units = find(layout, plan.shape.units, "shape.units")
    rows = _fetched(engine, layout, plan, arm, units, (), None, timed=True)
    for name in dict.fromkeys(row.arm for row in rows):
        mine = _in_time([row for row in rows if row.arm == name])
        fell = [(before, after) for before, after in pairwise(mine) if after.units < before.units]
        if fell:
            before, after = fell[0]
            more = f", and {len(fell) - 1} times more" if len(fell) > 1 else ""
            yield (
                f"the cumulative {plan.shape.units} of {name or 'all'} fall from {int(before.units):,} to"
                f" {int(after.units):,}{more}: part of what was counted has been taken away"
            )


def _group(name: str | None, rows: Sequence[Row], measures: Sequence[Totals], plan: Plan) -> Group:
    """Add up an arm; of cumulative rows the last one holds it all."""
    if plan.shape.cumulative:
        if not plan.columns.time and len(rows) > 1:
            raise Unreadable("cumulative totals need their times: set columns.time")
        rows = _in_time(rows)
        units = rows[-1].units
        sums = [next((row.sums[at] for row in reversed(rows) if row.sums[at]), None) for at in range(len(measures))]
    else:
        units = sum((row.units for row in rows), Fraction(0))
        sums = [_added([row.sums[at] for row in rows]) for at in range(len(measures))]
    statistics = [one.statistic(found) if found else None for one, found in zip(measures, sums, strict=True)]
    most = max([int(units), *(statistic.n for statistic in statistics if statistic)])
    return Group(name, len(rows), most, tuple(statistics))


def _added(several: Sequence[Sums | None]) -> Sums | None:
    known = [one for one in several if one is not None]
    return tuple(sum(values, Fraction(0)) for values in zip(*known, strict=True)) if known else None


def _in_time(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row.moment if row.moment is not None else 0.0)


# Look by look ------------------------------------------------------------------------------------------------------


def _parts(
    rows: Sequence[Row], known: Arms, measures: Sequence[Totals], plan: Plan, splitting: Splitting
) -> Iterator[Part]:
    """Yield what came in between looks."""
    judged = [row for row in rows if row.arm in known.known or not plan.columns.arm]
    alone = _alone(judged, measures) if plan.shape.cumulative else list(judged)
    looks = looks_of(splitting, [(row.moment or 0.0, row.day or 0, int(row.units)) for row in alone])
    for look in sorted(set(looks)):
        mine = [row for row, number_of_it in zip(alone, looks, strict=True) if number_of_it == look]
        days = [row.day for row in mine if row.day is not None]
        arms = {}
        for name in known.known:
            of_arm = [row for row in mine if row.arm == name or not plan.columns.arm]
            each = plan.model_copy(update={"shape": plan.shape.model_copy(update={"cumulative": False})})
            arms[name] = arm_data(_group(name, of_arm, measures, each), plan)
        yield Part(arms, len(mine), (min(days), max(days)))


def _alone(rows: Sequence[Row], measures: Sequence[Totals]) -> list[Row]:
    """Return what each time added to the time before it."""
    found = []
    for name in dict.fromkeys(row.arm for row in rows):
        mine = _in_time([row for row in rows if row.arm == name])
        units = Fraction(0)
        before: list[Sums | None] = [None] * len(measures)
        for row in mine:
            if row.units < units:
                raise Unreadable(
                    f"the cumulative units of {quoted(name or 'all')} fall from {int(units):,} to {int(row.units):,}:"
                    ' what came in between cannot be told; use monitoring = "fixed", which takes the last row'
                )
            added = tuple(
                _less(after, earlier) if after else None for after, earlier in zip(row.sums, before, strict=True)
            )
            found.append(Row(row.arm, row.moment, row.day, row.units - units, added))
            units = row.units
            before = [after or earlier for after, earlier in zip(row.sums, before, strict=True)]
    return found


def _less(after: Sums, before: Sums | None) -> Sums:
    return tuple(late - early for late, early in zip(after, before, strict=True)) if before else after


# What a metric takes of a row ----------------------------------------------------------------------------------------


def _measure(layout: Layout, metric: Metric, units: Column | None, at: int) -> Totals:
    name = f"metric_{at}"
    purpose = f"metric {quoted(metric.name)}"
    column = find(layout, metric.read.units, f"read.units of {purpose}") if metric.read.units else units
    if column is None:
        raise Unreadable(f"{purpose}: how many units a row stands for is not said: set shape.units to their column")
    n = number(metric, column, f"{name}_units", _COUNT, least=">= 0", whole=True)
    if metric.kind is Kind.proportion:
        hits = number(metric, metric_column(layout, metric), f"{name}_hits", _COUNT, least=">= 0", whole=True)
        return Totals(metric, (n, hits), _exact, _counts)
    if metric.kind is Kind.rate:
        events = number(metric, metric_column(layout, metric), f"{name}_events", _COUNT, least=">= 0", whole=True)
        exposure = named_column(layout, metric, "exposure", "what the events happened in")
        return Totals(metric, (n, events, number(metric, exposure, f"{name}_exposure", _SUM)), _exact, _events)
    if metric.kind is Kind.mean and not metric.covariates:
        return _moments(layout, metric, n, name)
    raise Unreadable(
        f"{purpose} is a {metric.kind}: totals give shares, means and rates; read it from a row per unit"
        ' (or row = "group", where so many units answered alike)'
    )


def _moments(layout: Layout, metric: Metric, n: Cell, name: str) -> Totals:
    read = metric.read
    middle = "sum" if read.sum else "mean"
    spread = next((key for key in ("squares", "variance", "sd") if getattr(read, key)), "")
    if not (getattr(read, middle) and spread):
        raise Unreadable(
            f"metric {quoted(metric.name)}: of a mean, totals give its sum or mean, and its squares, variance or sd:"
            ' set read, such as { mean = "mean_spend", sd = "sd_spend" }'
        )
    found = [
        find(layout, getattr(read, key), f"read.{key} of metric {quoted(metric.name)}") for key in (middle, spread)
    ]
    cells = (
        n,
        number(metric, found[0], f"{name}_middle", _SUM),
        number(metric, found[1], f"{name}_spread", least=">= 0"),
    )

    def sums(values: Sequence[float]) -> Sums:
        units, centre, width = _exact(values)
        total = centre if middle == "sum" else centre * units
        if spread == "squares":
            return units, total, width
        variance = width * width if spread == "sd" else width
        return units, total, variance * max(units - 1, Fraction(0)) + (total * total / units if units else 0)

    return Totals(metric, cells, sums, _mean)


def _exact(values: Sequence[float]) -> Sums:
    return tuple(map(Fraction, values))


def _counts(sums: Sums) -> Counts:
    trials, hits = map(int, sums)
    return Counts(successes=hits, trials=trials)


def _events(sums: Sums) -> Events | None:
    units, events, exposure = sums
    return Events(events=int(events), exposure=float(exposure), over=int(units)) if exposure > 0 else None


def _mean(sums: Sums) -> Moments:
    n, total, squares = sums
    if n <= 0:
        return Moments(n=0, mean=0.0, variance=0.0)
    spread = max(Fraction(0), squares - total * total / n)
    return Moments(n=int(n), mean=float(total / n), variance=float(spread / (n - 1)) if n > 1 else 0.0)


# Fetching rows -------------------------------------------------------------------------------------------------------


def _fetched(
    engine: Engine,
    layout: Layout,
    plan: Plan,
    arm: Column | None,
    units: Column | None,
    measures: Sequence[Totals],
    splitting: Splitting | None,
    *,
    timed: bool = False,
) -> list[Row]:
    """Fetch the rows, a few numbers each."""
    moment, day = "NULL::DOUBLE", "NULL::BIGINT"
    if splitting:
        moment, day = splitting.times.moment, splitting.times.day
    elif (plan.shape.cumulative or timed) and plan.columns.time:
        from store.sources.times import times_of

        times = times_of(engine, layout, plan, arm, all_needed=True)
        moment, day = (times.moment, times.day) if times else (moment, day)
    own = number(plan.metrics[0], units, "row_units", _COUNT, least=">= 0", whole=True) if units else None
    cells = [*([own] if own else []), *(cell for one in measures for cell in one.cells)]
    checked = [RowCells(one.metric, one.cells) for one in measures]
    checked += [RowCells(plan.metrics[0], (own,))] if own else []
    asked = ", ".join([part for cell in cells for part in cell.per_row])
    wrong = " + ".join(one.wrong for one in checked)
    number_of_rows, faults = engine.row(f"SELECT count(*), {wrong} FROM (SELECT {asked} FROM {layout.source})")
    if faults:
        refuse_impossible(engine, layout, checked)
    if number_of_rows > MOST_ROWS:
        raise Unreadable(f"{number_of_rows:,} rows are too many for totals, at most {MOST_ROWS:,}; is a row a unit?")
    named = ", ".join(cell.name for cell in cells)
    found = engine.rows(
        f"SELECT arm, moment, day, {named} FROM (SELECT {arm_value(arm)} AS arm, {moment} AS moment, {day} AS day,"
        f" {asked} FROM {layout.source})"
    )
    return [_row(cells_of_row, measures, own is not None) for cells_of_row in found]


def _row(found: Sequence[float | str | None], measures: Sequence[Totals], has_units: bool) -> Row:
    arm, moment, day, *values = found
    own = values.pop(0) if has_units else None
    sums: list[Sums | None] = []
    start = 0
    for one in measures:
        mine = values[start : start + len(one.cells)]
        start += len(one.cells)
        sums.append(None if any(value is None for value in mine) else one.sums(mine))  # type: ignore[arg-type]
    units = Fraction(own) if own is not None else max((one[0] for one in sums if one), default=Fraction(0))
    return Row(arm, moment, day, units, tuple(sums))  # type: ignore[arg-type]


def _refuse_impossible_sums(rows: Sequence[Row], measures: Sequence[Totals]) -> None:
    for at, one in enumerate(measures):
        if one.metric.kind is not Kind.proportion:
            continue
        for row in rows:
            sums = row.sums[at]
            if sums and sums[1] > sums[0]:
                raise Unreadable(
                    f"metric {quoted(one.metric.name)}: a row of {quoted(row.arm or 'all')} has {int(sums[1]):,}"
                    f" successes out of {int(sums[0]):,}; the column of units may be another one (read.units)"
                )
