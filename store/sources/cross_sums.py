"""Means and covariances of several columns, the same to the last bit on every run: sums of products of whole steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from experiments.statistic import CrossMoments
from store.sources.fixed_point import Grid, Sums


@dataclass(frozen=True)
class CrossSums:
    """What the engine returns of several columns of one arm; ``products`` are those of each pair, the diagonal too."""

    n: int
    columns: tuple[Sums, ...]
    products: tuple[int, ...]


class CrossGrid:
    """A grid for each of several columns that are summed over the same rows; sums count the steps of wide ones."""

    def __init__(self, grids: Sequence[Grid]) -> None:
        # Of a covariance far smaller than both spreads the last digits would tell what the grid was guessed from.
        self._grids = tuple(replace(grid, wide=True) for grid in grids)

    def moments(self, sums: CrossSums, names: tuple[str, ...]) -> CrossMoments:
        """Return means and covariances, each rounded once."""
        k = len(self._grids)
        covariance = [[0.0] * k for _ in range(k)]
        if sums.n > 1:
            places = [(i, j) for i in range(k) for j in range(i, k)]
            for (i, j), product in zip(places, sums.products, strict=True):
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
