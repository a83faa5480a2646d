"""Several columns of numbers measured together: a numerator and its denominator, a metric and its covariates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from experiments.plan import Metric
from experiments.statistic import CrossMoments
from store.sources.cells import Cell, Fault, bare_number
from store.sources.columns import column_name, find, metric_column
from store.sources.cross_sums import CrossGrid, CrossSums
from store.sources.fixed_point import Grid
from store.sources.layout import Column, Layout
from store.sources.measure import Measure, named_column
from store.sources.swift_sums import WHOLE, SwiftSums, Term
from store.sources.wording import quoted

TOTALS = ("numerator", "denominator")


class Together(Measure):
    """Means and covariances over the rows in which every column has a value.

    Parameters
    ----------
    among : str
        A further condition in SQL on the rows that count.
    name : str
        What the values of rows that count are called in SQL; the first cell's name where that is the metric's own.
    """

    def __init__(
        self,
        metric: Metric,
        names: tuple[str, ...],
        cells: tuple[Cell, ...],
        *,
        among: str = "",
        name: str = "",
        grids: Sequence[Grid] = (),
        with_ends: bool = False,
    ) -> None:
        self.metric = metric
        self.numbers = tuple(cell.column for cell in cells)
        self._names = names
        self._cells = cells
        self._among = among
        self._name = name or cells[0].name
        self._in_all_rows = not among and all(cell.column.complete and cell.is_certain for cell in cells)
        self._grids, self._with_ends = tuple(grids), with_ends
        grids = grids or [Grid(0.0, 0)] * len(cells)
        numbers = [cell.name if self._in_all_rows else f"{self._name}_{at}_among" for at, cell in enumerate(cells)]
        self._terms = [Term.of(*one) for one in zip(self.numbers, grids, numbers, strict=True)]
        self._asked = SwiftSums(self._terms, in_all_rows=self._in_all_rows, with_ends=with_ends)
        self._grid = CrossGrid(grids)

    def on(self, grids: Sequence[Grid], *, with_ends: bool = False) -> Together:
        return Together(
            self.metric,
            self._names,
            self._cells,
            among=self._among,
            name=self._name,
            grids=grids,
            with_ends=with_ends,
        )

    def finer(self, values: Sequence[Any]) -> Together | None:
        sums = self._sums(values)
        if self._asked.resolves(sums):
            return None
        grids = self._asked.finer(sums) if self._with_ends else self._grids  # first with the ends, then between them
        return self.on(grids, with_ends=True)

    @property
    def per_row(self) -> tuple[str, ...]:
        cells = (part for cell in self._cells for part in cell.per_row)
        return (*cells, *(f"{cell.column.sql}::BIGINT AS {cell.name}{WHOLE}" for cell, _ in self._wholes()))

    @property
    def of_row(self) -> tuple[str, ...]:
        """Return the values of rows that count, where some do not."""
        if self._in_all_rows:
            return ()
        there = [f"{cell.name} IS NOT NULL" for cell in self._cells if not (cell.column.complete and cell.is_certain)]
        among = " AND ".join([*there, self._among] if self._among else there)
        found = [(cell.name, term.number) for cell, term in zip(self._cells, self._terms, strict=True)]
        found += [(f"{cell.name}{WHOLE}", term.whole) for cell, term in self._wholes()]
        return tuple(f"CASE WHEN {among} THEN {value} END AS {name}" for value, name in found)

    def _wholes(self) -> list[tuple[Cell, Term]]:
        return [(cell, term) for cell, term in zip(self._cells, self._terms, strict=True) if term.whole]

    @property
    def aggregates(self) -> tuple[str, ...]:
        wrong = [cell.wrong for cell in self._cells if not cell.is_certain]
        return " + ".join(wrong) or "0", *self._asked.aggregates

    @property
    def faults(self) -> tuple[Fault, ...]:
        return tuple(cell.fault for cell in self._cells)

    def fits(self, values: Sequence[Any]) -> bool:
        return not values[0]

    def _sums(self, values: Sequence[Any]) -> CrossSums:
        return self._asked.sums(values[1:])

    def total(self, values: Sequence[Any], at: int) -> float:
        """Return the sum of one of the columns."""
        return self._grid.total(self._sums(values), at)

    def statistic(self, values: Sequence[Any]) -> CrossMoments:
        return self._grid.moments(self._sums(values), self._names)

    @property
    def nothing(self) -> CrossMoments:
        k = len(self._names)
        return CrossMoments(n=0, names=self._names, means=(0.0,) * k, covariance=((0.0,) * k,) * k)


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
    bare = tuple(bare_number(metric, column, column_name(layout, column)) for column in columns)
    return Together(metric, names, bare, name=name)
