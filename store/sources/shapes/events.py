"""One row per event, joined to the assignment of units: what each unit did from its assignment on, as one row.

A unit without events is there, with none. One that was assigned again to its arm was assigned when it was first; one
that stands in two arms stays in both, so that it is found and told as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from experiments.errors import Unreadable
from experiments.plan import Kind, Metric, Plan
from store.sources.cells import Cell, number
from store.sources.columns import arm_column, find
from store.sources.engines import one_of
from store.sources.fixed_point import Grid, power_of_two
from store.sources.layout import Column, Layout
from store.sources.offenders import refuse_impossible
from store.sources.query import arm_value
from store.sources.row_cells import RowCells
from store.sources.shapes.dates import last_moment, moment_of
from store.sources.shapes.rows import Made, made_anew
from store.sources.shapes.values import as_text
from store.sources.wording import listed, quoted

if TYPE_CHECKING:
    from store.sources.engines import Engine

_TAKES = {Kind.proportion: "any", Kind.rate: "count", Kind.time_to_event: "first", Kind.ratio: "sum"}


def one_row_per_unit(engine: Engine, events: Layout, assignment: Layout, plan: Plan) -> tuple[Layout, Plan]:
    """Return one row per assigned unit with what every metric takes of its events, and the plan in those columns.

    Raises
    ------
    Unreadable
        Where a column is not there, or a cell cannot be what it has to be.
    """
    joined = _Joined(engine, events, assignment, plan)
    metrics = [joined.column_of(at, metric) for at, metric in enumerate(plan.metrics)]
    layout = joined.layout(tuple(joined.notes()))
    return layout, plan.model_copy(update={"metrics": tuple(metrics)})


@dataclass
class _Times:
    """The moments of both tables in the same steps, and how long the window is; empty without times."""

    since: str = ""
    happened: str = ""
    window: float = 0.0
    day: int = 1
    last: float = 0.0


class _Joined:
    """Assigned units with their events."""

    def __init__(self, engine: Engine, events: Layout, assignment: Layout, plan: Plan) -> None:
        self.engine, self.events, self.plan = engine, events, plan
        self.unit = find(assignment, plan.columns.unit, "the unit, of the assignment")
        self.event_unit = find(events, plan.shape.unit or plan.columns.unit, "the unit, of the events")
        self.arm = arm_column(assignment, plan)
        self.kind = find(events, plan.shape.event, "shape.event") if plan.shape.event else None
        self.times = self._times(assignment)
        self.made = Made()
        called = self._key(self.unit, self.event_unit) == self.unit.sql
        self.made.keep(self.unit if called else replace(self.unit, type="VARCHAR"), "assigned.unit")
        if self.arm:
            self.made.keep(replace(self.arm, type="VARCHAR"), "assigned.arm")
        self.assignment = assignment
        self.known: dict[str, Column] = {}
        self.cells: dict[str, str] = {}
        if plan.columns.time:
            self._known(plan.columns.time)

    def _times(self, assignment: Layout) -> _Times:
        plan = self.plan
        if not plan.shape.time:
            return _Times()
        since, day = moment_of(self.engine, assignment, plan, plan.columns.time, all_needed=True)
        happened, other = moment_of(self.engine, self.events, plan, plan.shape.time)
        if day != other:
            raise Unreadable(
                f"columns {quoted(plan.columns.time)} of the assignment and {quoted(plan.shape.time)} of the events are"
                " not dates both, or not days since the start both"
            )
        (last,) = self.engine.row(f"SELECT max(moment) FROM (SELECT {happened} AS moment FROM {self.events.source})")
        (newest,) = self.engine.row(f"SELECT max(moment) FROM (SELECT {since} AS moment FROM {assignment.source})")
        end = last_moment(plan, day) or max(last or newest, newest)
        return _Times(since, happened, (plan.shape.window_days or 0) * day, day, end)

    def _known(self, name: str) -> None:
        """Take over what the assignment says of a unit."""
        if name in self.known or name == self.plan.columns.unit:
            return
        column = find(self.assignment, name, "of the assignment")
        self.known[name] = column
        greatest = "bool_or" if column.type == "BOOLEAN" else "min" if name == self.plan.columns.time else "max"
        self.made.keep(column, f"{greatest}(assigned.k{len(self.known) - 1})")

    # What metrics take -------------------------------------------------------------------------------------------

    def column_of(self, at: int, metric: Metric) -> Metric:
        """Add what a metric takes, and return the metric that names it."""
        for name in metric.covariates:
            self._known(name)
        if metric.kind is Kind.ratio:
            return metric.model_copy(
                update={key: self._taken(at, metric, getattr(metric, key), key) for key in ("numerator", "denominator")}
            )
        if self._is_known(metric):
            self._known(metric.column or metric.name)
            return metric
        take = metric.read.take or _TAKES.get(metric.kind) or ("sum" if metric.column else "count")
        if metric.kind not in (Kind.proportion, Kind.mean, Kind.rate, Kind.time_to_event):
            raise Unreadable(
                f"metric {quoted(metric.name)} is no {metric.kind} of events; read it from a row per unit, or name a"
                " column of the assignment"
            )
        if metric.kind is Kind.time_to_event:
            return self._first(metric)
        if metric.kind is Kind.rate and metric.exposure:
            self._known(metric.exposure)
        if take == "sum" and not metric.column:
            raise Unreadable(f"metric {quoted(metric.name)} takes a sum: set its column to what is added up")
        if take == "sum":
            return metric.model_copy(update={"column": self._taken(at, metric, metric.column, "sum")})
        count = f"count(CASE WHEN {self._counts(metric)} THEN 1 END)"
        name = f"{metric.name}: {take}"
        if metric.kind is Kind.proportion:
            self.made.add(name, f"{count} > 0", "BOOLEAN")
        elif take == "any":
            self.made.add(name, f"CASE WHEN {count} > 0 THEN 1 ELSE 0 END", "BIGINT")
        else:
            self.made.add(name, count, "BIGINT")
        return metric.model_copy(update={"column": name})

    def _is_known(self, metric: Metric) -> bool:
        """Say whether a metric is a column of the assignment and takes nothing of the events."""
        name = metric.column or metric.name
        of_events = metric.read.take or metric.read.events or any(one.name == name for one in self.events.columns)
        return not of_events and any(one.name == name for one in self.assignment.columns)

    def _counts(self, metric: Metric) -> str:
        """Return SQL for "this is an event, and of a kind that counts"."""
        if not metric.read.events:
            return "happened.unit IS NOT NULL"
        if self.kind is None:
            raise Unreadable(
                f"metric {quoted(metric.name)} counts the events {listed(metric.read.events)}: set shape.event to the"
                " column of the kind of event"
            )
        found = [
            one
            for (one,) in self.engine.rows(
                f"SELECT DISTINCT kind FROM (SELECT {as_text(self.kind)} AS kind FROM {self.events.source})"
                " WHERE kind IS NOT NULL ORDER BY kind LIMIT 1000"
            )
        ]
        if missing := [one for one in metric.read.events if one not in found]:
            raise Unreadable(
                f"no event is a {quoted(missing[0])} (metric {quoted(metric.name)}); column {quoted(self.kind.name)}"
                f" holds {listed(found)}"
            )
        return f"happened.kind IN {one_of(metric.read.events)}"

    def _taken(self, at: int, metric: Metric, name: str, key: str) -> str:
        """Add the exact sum of a column over a unit's events; of the assignment's columns the value itself."""
        if not any(one.name == name for one in self.events.columns):
            self._known(name)
            return name
        column = find(self.events, name, f"the {key} of metric {quoted(metric.name)}")
        cell = number(metric, column, f"e{at}{key}")
        grid = self._grid(metric, cell)
        self.cells[cell.name] = cell.value
        summed = grid.sum_of(f"CASE WHEN {self._counts(metric)} THEN happened.{cell.name} END", grid.exponent)
        total = f"coalesce(({summed})::DOUBLE * {power_of_two(grid.exponent - grid.steps)}, 0.0)"
        called = f"{metric.name}: {key} of {name}"
        self.made.add(called, total, "DOUBLE")
        return called

    def _grid(self, metric: Metric, cell: Cell) -> Grid:
        asked = f"SELECT {cell.wrong}, max(abs({cell.name})) FROM"
        wrong, far = self.engine.row(f"{asked} (SELECT {', '.join(cell.per_row)} FROM {self.events.source})")
        if wrong:
            refuse_impossible(self.engine, self.events, (RowCells(metric, (cell,)),))
        return Grid.around(0.0, -(far or 0.0), far or 0.0, wide=True)

    def _first(self, metric: Metric) -> Metric:
        """Add how long it was until a unit's first event, and whether there was one within the window."""
        times = self.times
        if not times.since:
            raise Unreadable(f"metric {quoted(metric.name)} takes times: set columns.time and shape.time")
        first = f"min(CASE WHEN {self._counts(metric)} THEN happened.moment END)"
        watched = f"{times.last} - min(assigned.since)"
        if times.window:
            watched = f"least({watched}, {times.window:.17e})"
        steps = f"{float(times.day):.17e}"
        lasted = f"greatest(coalesce({first} - min(assigned.since), {watched})::DOUBLE / {steps}, {_LEAST})"
        names = {"time": f"{metric.name}: days", "event": f"{metric.name}: first"}
        self.made.add(names["time"], lasted, "DOUBLE")
        self.made.add(names["event"], f"{first} IS NOT NULL", "BOOLEAN")
        return metric.model_copy(update=names)

    # The two tables ----------------------------------------------------------------------------------------------

    def layout(self, notes: tuple[str, ...]) -> Layout:
        """Return the joined rows."""
        on = f"happened.unit = assigned.unit{self._within}"
        sql = (
            f"SELECT {self.made.selected} FROM {self._assigned} LEFT JOIN {self._happened} ON {on}"
            " GROUP BY assigned.unit, assigned.arm"
        )
        rows = self.engine.kept("with_events", sql)
        return made_anew(self.events, self.made.columns, rows, (*self.assignment.notes, *notes))

    @property
    def _within(self) -> str:
        if not self.times.since:
            return ""
        until = f" AND happened.moment < assigned.since + {self._window}" if self.times.window else ""
        return f" AND happened.moment >= assigned.since{until}"

    @property
    def _window(self) -> str:
        window = self.times.window
        return str(int(window)) if window == int(window) else f"{window:.17e}"

    @property
    def _assigned(self) -> str:
        """Return each unit of each arm once, as it was assigned first."""
        known = [f"{column.sql} AS k{at}" for at, column in enumerate(self.known.values())]
        since = [f"{self.times.since} AS since"] if self.times.since else []
        unit = self._key(self.unit, self.event_unit)
        per_row = ", ".join([f"{unit} AS unit", f"{arm_value(self.arm)} AS arm", *since, *known])
        greatest = [
            f"{'bool_or' if column.type == 'BOOLEAN' else 'min' if name == self.plan.columns.time else 'max'}(k{at})"
            f" AS k{at}"
            for at, (name, column) in enumerate(self.known.items())
        ]
        first = ["min(since) AS since"] if since else []
        return (
            f"(SELECT {', '.join(['unit', 'arm', *first, *greatest])} FROM"
            f" (SELECT {per_row} FROM {self.assignment.source}) AS named WHERE unit IS NOT NULL"
            " GROUP BY unit, arm) AS assigned"
        )

    @property
    def _happened(self) -> str:
        moment = [f"{self.times.happened} AS moment"] if self.times.happened else []
        kind = [f"{as_text(self.kind)} AS kind"] if self.kind else []
        cells = [f"{value} AS {name}" for name, value in self.cells.items()]
        unit = self._key(self.event_unit, self.unit)
        return (
            f"(SELECT {', '.join([f'{unit} AS unit', *moment, *kind, *cells])} FROM {self.events.source}) AS happened"
        )

    @staticmethod
    def _key(column: Column, other: Column) -> str:
        """Return SQL for what a unit is called, so that both tables call it the same."""
        if column.type == other.type and not column.is_text:
            return column.sql
        return as_text(column)

    # What is left out --------------------------------------------------------------------------------------------

    def notes(self) -> Iterator[str]:
        """Yield what a row is, and which events were left out."""
        since = ", min(since) AS since" if self.times.since else ""
        units = f"(SELECT unit{since} FROM {self._assigned} GROUP BY unit) AS first_known"
        early = late = "0"
        if self.times.since:
            early = "count(CASE WHEN happened.moment < first_known.since THEN 1 END)"
            if self.times.window:
                late = f"count(CASE WHEN happened.moment >= first_known.since + {self._window} THEN 1 END)"
        timeless = "count(happened.moment)" if self.times.since else "count(*)"
        events, named, known, timed, before, after = self.engine.row(
            f"SELECT count(*), count(happened.unit), count(first_known.unit), {timeless}, {early}, {late}"
            f" FROM {self._happened} LEFT JOIN {units} ON first_known.unit = happened.unit"
        )
        unit = self._key(self.unit, self.event_unit)
        (nameless,) = self.engine.row(f"SELECT count(*) - count({unit}) FROM {self.assignment.source}")
        if nameless:
            yield f"{nameless:,} assignments that name no unit were left out"
        for number_of_them, what in (
            (events - named, "that name no unit"),
            (named - known, "of units that were not assigned"),
            (events - timed, "without a time"),
            (before, "before their unit was assigned"),
            (after, f"later than {self.plan.shape.window_days or 0:g} days after it"),
        ):
            if number_of_them:
                yield f"{number_of_them:,} events {what} were left out"
        if self.times.window:
            yield from self._still_open()

    def _still_open(self) -> Iterator[str]:
        (still,) = self.engine.row(
            f"SELECT count(*) FROM {self._assigned} WHERE since + {self._window} > {self.times.last}"
        )
        if still:
            yield f"{still:,} units have not had their {self.plan.shape.window_days:g} days yet: their events are fewer"


_LEAST = f"{1 / 86_400:.17e}"
