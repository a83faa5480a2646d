"""Several columns of numbers measured together: a numerator and its denominator, a metric and its covariates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from experiments.plan import Metric
from experiments.statistic import CrossMoments
from store.sources.cells import Cell, Fault, bare_number, number
from store.sources.columns import column_name, find, metric_column
from store.sources.cross_sums import CrossGrid, CrossSums
from store.sources.fixed_point import Grid
from store.sources.layout import Column, Layout
from store.sources.measure import Measure, named_column
from store.sources.swift_sums import SwiftSums, Term
from store.sources.wording import quoted

TOTALS = ("numerator", "denominator")


class Together(Measure):
    """Means and covariances over the rows in which every column has a value.

    Parameters
    ----------
    among : str
        A further condition in SQL on the rows that count.
    """

    def __init__(
        self,
        metric: Metric,
        names: tuple[str, ...],
        cells: tuple[Cell, ...],
        *,
        among: str = "",
        grids: Sequence[Grid] = (),
    ) -> None:
        self.metric = metric
        self.numbers = tuple(cell.column for cell in cells)
        self._names = names
        self._cells = cells
        self._among = among
        self.grid = CrossGrid(grids or [Grid(0.0, 0)] * len(cells))

    def on(self, grids: Sequence[Grid]) -> Together:
        if all(cell.is_bare for cell in self._cells) and not any(grid.wide for grid in grids):
            return Swiftly(self.metric, self._names, self._cells, grids)
        return Together(self.metric, self._names, self._cells, among=self._among, grids=grids)

    def finer(self, values: Sequence[Any]) -> Together | None:
        sums = self.sums(values)
        return None if self.grid.resolves(sums) else self.on(self.grid.finer(sums))

    @property
    def per_row(self) -> tuple[str, ...]:
        return tuple(part for cell in self._cells for part in cell.per_row)

    @property
    def aggregates(self) -> tuple[str, ...]:
        there = [f"{cell.name} IS NOT NULL" for cell in self._cells]
        among = " AND ".join([*there, self._among] if self._among else there)
        wrong = " + ".join(cell.wrong for cell in self._cells)
        return wrong, *self.grid.aggregates([cell.name for cell in self._cells], among)

    @property
    def faults(self) -> tuple[Fault, ...]:
        return tuple(cell.fault for cell in self._cells)

    def fits(self, values: Sequence[Any]) -> bool:
        return not values[0]

    def sums(self, values: Sequence[Any]) -> CrossSums:
        """Return the sums out of the aggregates."""
        return self.grid.sums(values[1:])

    def total(self, values: Sequence[Any], at: int) -> float:
        """Return the sum of one of the columns."""
        return self.grid.total(self.sums(values), at)

    def statistic(self, values: Sequence[Any]) -> CrossMoments:
        return self.grid.moments(self.sums(values), self._names)

    @property
    def nothing(self) -> CrossMoments:
        k = len(self._names)
        return CrossMoments(n=0, names=self._names, means=(0.0,) * k, covariance=((0.0,) * k,) * k)


class Swiftly(Together):
    """The same over columns that are known to have a value in every row: nothing is looked for, and sums are shared."""

    def __init__(self, metric: Metric, names: tuple[str, ...], cells: tuple[Cell, ...], grids: Sequence[Grid]) -> None:
        super().__init__(metric, names, cells, grids=grids)
        self._terms = [
            Term.of(cell.column, grid, cell.name, f"{cell.name}_whole") for cell, grid in zip(cells, grids, strict=True)
        ]
        self._swift = SwiftSums(self._terms)

    def finer(self, values: Sequence[Any]) -> Together | None:
        sums = self.sums(values)
        return None if self._swift.resolves(sums) else self.on(self._swift.finer(sums))

    @property
    def per_row(self) -> tuple[str, ...]:
        whole = (f"{one.column.sql}::BIGINT AS {term.whole}" for one, term in self._cells_and_terms() if term.whole)
        return (*super().per_row, *whole)

    @property
    def aggregates(self) -> tuple[str, ...]:
        return self._swift.aggregates

    def fits(self, values: Sequence[Any]) -> bool:  # noqa: ARG002 - what cannot be added up, the engine refuses
        return True

    def sums(self, values: Sequence[Any]) -> CrossSums:
        return self._swift.sums(values)

    def _cells_and_terms(self) -> Iterator[tuple[Cell, Term]]:
        return zip(self._cells, self._terms, strict=True)


def totals(layout: Layout, metric: Metric, name: str) -> Together:
    """Return the measure of a ratio: its numerator and its denominator of each unit."""
    columns = {
        "numerator": named_column(layout, metric, "numerator", "what is summed above the line"),
        "denominator": named_column(layout, metric, "denominator", "what is summed below the line"),
    }
    return _together(layout, metric, TOTALS, tuple(columns.values()), name)


def adjusted(layout: Layout, metric: Metric, name: str) -> Together:
    """Return the measure of a mean and of what was known of each unit before the test."""
    known = [find(layout, one, f"a covariate of metric {quoted(metric.name)}") for one in metric.covariates]
    columns = (metric_column(layout, metric), *known)
    return _together(layout, metric, (metric.name, *metric.covariates), columns, name)


def _together(
    layout: Layout, metric: Metric, names: tuple[str, ...], columns: tuple[Column, ...], name: str
) -> Together:
    if all(column.complete for column in columns):
        bare = tuple(bare_number(metric, column, column_name(layout, column)) for column in columns)
        return Together(metric, names, bare)
    return Together(metric, names, tuple(number(metric, one, f"{name}_{at}") for at, one in enumerate(columns)))
