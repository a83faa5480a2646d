"""A mean: a column of numbers, summed on a grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from experiments.observation import Moments
from experiments.plan import Metric
from store.sources.cells import Fault, check_type, filled, number_of
from store.sources.columns import column_name, metric_column
from store.sources.fixed_point import Grid, Sums
from store.sources.layout import Column, Layout
from store.sources.measure import Measure


class Average(Measure):
    """Mean and variance of a column of numbers."""

    def __init__(self, metric: Metric, column: Column, name: str, grid: Grid | None = None) -> None:
        check_type(metric, column, "numbers")
        self.metric = metric
        self.numbers = (column,)
        self._column = column
        self._grid = grid or Grid(0.0, 0)
        self._name = name

    @classmethod
    def of(cls, layout: Layout, metric: Metric, name: str) -> Average:  # noqa: ARG003 - it is the column's
        """Return the measure of a metric in its own column."""
        column = metric_column(layout, metric)
        return cls(metric, column, column_name(layout, column))

    def on(self, grids: Sequence[Grid]) -> Average:
        return Average(self.metric, self._column, self._name, grids[0])

    def finer(self, values: Sequence[Any]) -> Average | None:
        sums = self.sums(values[1:])
        return None if self._grid.resolves(sums) else self.on([self._grid.finer(sums)])

    @property
    def number(self) -> str:
        """Return what the number is called in each row."""
        return f"{self._name}_number"

    @property
    def per_row(self) -> tuple[str, ...]:
        return f"{filled(self._column)} AS {self._name}_filled", f"{number_of(self._column)} AS {self.number}"

    @property
    def aggregates(self) -> tuple[str, ...]:
        return f"count({self._name}_filled)", *self._grid.aggregates(self.number)

    @property
    def faults(self) -> tuple[Fault, ...]:
        # Never isnan(): the engine trusts a Parquet file's largest value, which does not tell of NaN.
        number = self.number
        impossible = f"{self._name}_filled IS NOT NULL AND ({number} IS NULL OR NOT isfinite({number}))"
        takes = "a mean takes finite numbers with a point for decimals, and an empty cell for no value"
        return (Fault(self._column, impossible, takes),)

    def fits(self, values: Sequence[Any]) -> bool:
        there, numbers, *_ = values
        return bool(there == numbers)

    def statistic(self, values: Sequence[Any]) -> Moments:
        return self._grid.moments(self.sums(values[1:]))

    nothing = Moments(n=0, mean=0.0, variance=0.0)

    @staticmethod
    def sums(values: Sequence[Any]) -> Sums:
        """Return the sums out of a grid's aggregates."""
        n, total, squares, least, greatest = values
        return Sums(n, int(total or 0), int(squares or 0), least or 0.0, greatest or 0.0)
