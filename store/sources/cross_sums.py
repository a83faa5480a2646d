"""Means and covariances of several columns, the same to the last bit on every run: sums of products of whole steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from experiments.statistic import CrossMoments
from store.sources.fixed_point import Grid, Sums


@dataclass(frozen=True)
class CrossSums:
    """What the engine returns of several columns of one arm; ``products`` are those of each pair, the diagonal too."""

    n: int
    columns: tuple[Sums, ...]
    products: tuple[int, ...]


class CrossGrid:
    """A grid for each of several columns that are summed over the same rows."""

    def __init__(self, grids: Sequence[Grid]) -> None:
        # Of a covariance far smaller than both spreads the last digits would tell what the grid was guessed from.
        self._grids = tuple(replace(grid, wide=True) for grid in grids)

    def aggregates(self, values: Sequence[str], among: str) -> tuple[str, ...]:
        """Return SQL for the sums over the rows of which a condition holds, in the order of :meth:`sums`."""
        return tuple(f"{aggregate} FILTER (WHERE {among})" for aggregate in self._aggregates(values))

    def _aggregates(self, values: Sequence[str]) -> Iterator[str]:
        yield "count(*)"
        shifted = [grid.shifted(value) for grid, value in zip(self._grids, values, strict=True)]
        for grid, value, term in zip(self._grids, values, shifted, strict=True):
            yield grid.sum_of(term, grid.exponent)
            yield f"min({value})"
            yield f"max({value})"
        for i, j in self._pairs():
            one, other = self._grids[i], self._grids[j]
            yield one.sum_of(f"{shifted[i]} * {shifted[j]}", one.exponent + other.exponent)

    def sums(self, values: Sequence[Any]) -> CrossSums:
        """Return the sums out of the aggregates."""
        n, k = values[0], len(self._grids)
        products = tuple(int(value or 0) for value in values[1 + 3 * k :])
        squares = {i: product for (i, j), product in zip(self._pairs(), products, strict=True) if i == j}
        columns = tuple(
            Sums(n, int(values[1 + 3 * i] or 0), squares[i], values[2 + 3 * i] or 0.0, values[3 + 3 * i] or 0.0)
            for i in range(k)
        )
        return CrossSums(n, columns, products)

    def moments(self, sums: CrossSums, names: tuple[str, ...]) -> CrossMoments:
        """Return means and covariances, each rounded once."""
        k = len(self._grids)
        covariance = [[0.0] * k for _ in range(k)]
        if sums.n > 1:
            for (i, j), product in zip(self._pairs(), sums.products, strict=True):
                covariance[i][j] = covariance[j][i] = self._covariance(sums, i, j, product)
        return CrossMoments(
            n=sums.n,
            names=names,
            means=tuple(self._mean(i, column) for i, column in enumerate(sums.columns)),
            covariance=tuple(map(tuple, covariance)),
        )

    def total(self, sums: CrossSums, i: int) -> float:
        """Return the sum of one column, rounded once."""
        grid, column = self._grids[i], sums.columns[i]
        steps = Fraction(column.total, 1 << grid.steps) * Fraction(2) ** grid.exponent
        return float(Fraction(grid.centre) * sums.n + steps)

    def resolves(self, sums: CrossSums) -> bool:
        """Say whether every column's steps are fine enough, and its centre near enough to its mean."""
        return all(grid.resolves(column) for grid, column in zip(self._grids, sums.columns, strict=True))

    def finer(self, sums: CrossSums) -> list[Grid]:
        """Return grids made for exactly these values."""
        return [
            grid.finer(column) if column.n else grid for grid, column in zip(self._grids, sums.columns, strict=True)
        ]

    def _mean(self, i: int, column: Sums) -> float:
        if not column.n:
            return 0.0
        return self._grids[i].moments(column).mean

    def _covariance(self, sums: CrossSums, i: int, j: int, product: int) -> float:
        one, other = sums.columns[i], sums.columns[j]
        if one.least == one.greatest or other.least == other.greatest:
            return 0.0
        steps = self._grids[i].steps
        about_centres = Fraction(product, sums.n << steps)
        means = Fraction(one.total, sums.n << steps) * Fraction(other.total, sums.n << steps)
        spread = (about_centres - means) * sums.n / (sums.n - 1)
        if i == j:
            spread = max(Fraction(0), spread)
        return float(spread * Fraction(2) ** (self._grids[i].exponent + self._grids[j].exponent))

    def _pairs(self) -> list[tuple[int, int]]:
        k = len(self._grids)
        return [(i, j) for i in range(k) for j in range(i, k)]
