"""What a plan's shape needs to be read, and what it has no use for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from experiments.metric import Comparison, Kind
from experiments.shape import AS_IT_IS, RowOf, Shape

if TYPE_CHECKING:
    from experiments.plan import Metric, Plan

_NEEDED = {
    RowOf.event: (("assignment", "the file or table that says which unit was assigned to which arm"),),
    RowOf.answer: (("question", "the column of the question"), ("answer", "the column of the answer")),
    RowOf.group: (("times", "the column of how many units a row stands for"),),
    RowOf.coding: (("coder", "the column of who coded, or {file}"), ("codes", "the columns of the codes")),
}
_OF_ROWS: dict[str, tuple[RowOf, ...]] = {
    **dict.fromkeys(("assignment", "unit", "time", "event", "window_days"), (RowOf.event,)),
    **dict.fromkeys(("question", "answer"), (RowOf.answer,)),
    **dict.fromkeys(("times",), (RowOf.group,)),
    **dict.fromkeys(("units", "cumulative", "arms"), (RowOf.total,)),
    **dict.fromkeys(("coder", "codes"), (RowOf.coding,)),
}
_READ_OF_ROWS: dict[str, tuple[RowOf, ...]] = {
    **dict.fromkeys(("events", "take"), (RowOf.event,)),
    **dict.fromkeys(("units", "sum", "mean", "squares", "variance", "sd"), (RowOf.total,)),
}
_BY_UNIT = (RowOf.event, RowOf.answer, RowOf.coding)


def check_shape(plan: Plan) -> None:
    """Raise ValueError where a plan's shape lacks what its rows need, or names what they have no use for."""
    shape = plan.shape
    for name, what in _NEEDED.get(shape.row, ()):
        if not getattr(shape, name):
            raise ValueError(f"a row is one {shape.row}: set shape.{name} to {what}")
    for name, rows in _OF_ROWS.items():
        if getattr(shape, name) != getattr(AS_IT_IS, name) and shape.row not in rows:
            raise ValueError(f'shape.{name} belongs to row = "{rows[0]}"; set it, or leave {name} out')
    if shape.row in _BY_UNIT and not plan.columns.unit:
        raise ValueError(f"a row is one {shape.row}: set columns.unit to the column that tells units apart")
    if shape.window_days and not (shape.time and plan.columns.time):
        raise ValueError(
            "a window needs two times: set columns.time to when a unit was assigned, and shape.time to when an event"
            " happened"
        )
    if shape.time and not plan.columns.time:
        raise ValueError("shape.time is when an event happened: set columns.time to when a unit was assigned")
    if shape.row is not RowOf.unit and (plan.comparison is Comparison.paired or plan.columns.cluster):
        raise ValueError(f"pairs and clusters are read from one row per unit; a row cannot be one {shape.row} there")
    for metric in plan.metrics:
        _check_read(metric, shape)


def _check_read(metric: Metric, shape: Shape) -> None:
    read = metric.read
    for name, rows in _READ_OF_ROWS.items():
        if getattr(read, name) and shape.row not in rows:
            raise ValueError(
                f'metric {metric.name!r}: read.{name} belongs to rows that are one {rows[0]} each; set shape.row = "'
                f'{rows[0]}", or leave it out'
            )
    if read.yes and metric.kind not in (Kind.proportion, Kind.theme):
        raise ValueError(f"metric {metric.name!r}: read.yes belongs to a proportion or a theme; leave it out")
    if (read.start or read.end) and metric.kind is not Kind.time_to_event:
        raise ValueError(f"metric {metric.name!r}: read.start and read.end belong to a time to event; leave them out")
    if bool(read.start) != bool(read.end):
        raise ValueError(f"metric {metric.name!r}: name both read.start and read.end")
