"""A mean: a column of numbers, summed on a grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from experiments.observation import Moments
from experiments.plan import Metric
from store.sources.cells import Fault, bare_number, number
from store.sources.columns import column_name, metric_column
from store.sources.fixed_point import Grid
from store.sources.layout import Column, Layout
from store.sources.measure import Measure

_TAKES = "a mean takes finite numbers with a point for decimals, and an empty cell for no value"


class Average(Measure):
    """Mean and variance of a column of numbers."""

    def __init__(self, metric: Metric, column: Column, name: str, grid: Grid | None = None) -> None:
        self.metric = metric
        self.numbers = (column,)
        self._column = column
        self._grid = grid or Grid(0.0, 0)
        self._name = name
        bare = metric.between is None
        self._cell = replace(bare_number(metric, column, name), takes=_TAKES) if bare else number(metric, column, name)

    @classmethod
    def of(cls, layout: Layout, metric: Metric, name: str) -> Average:  # noqa: ARG003 - it is the column's
        """Return the measure of a metric in its own column."""
        column = metric_column(layout, metric)
        return cls(metric, column, column_name(layout, column))

    def on(self, grids: Sequence[Grid]) -> Average:
        return Average(self.metric, self._column, self._name, grids[0])

    def finer(self, values: Sequence[Any]) -> Average | None:
        sums = self._grid.sums(values[1:])
        return None if self._grid.resolves(sums) else self.on([self._grid.finer(sums)])

    @property
    def number(self) -> str:
        """Return what the number is called in each row."""
        return self._cell.name

    @property
    def per_row(self) -> tuple[str, ...]:
        return self._cell.per_row

    @property
    def aggregates(self) -> tuple[str, ...]:
        everywhere = self._column.complete and self._cell.is_certain
        return self._cell.wrong, *self._grid.aggregates(self.number, in_all_rows=everywhere)

    @property
    def faults(self) -> tuple[Fault, ...]:
        return (self._cell.fault,)

    def fits(self, values: Sequence[Any]) -> bool:
        return not values[0]

    def statistic(self, values: Sequence[Any]) -> Moments:
        return self._grid.moments(self._grid.sums(values[1:]))

    nothing = Moments(n=0, mean=0.0, variance=0.0)
