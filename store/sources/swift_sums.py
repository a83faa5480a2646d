"""What is asked for the sums of :mod:`store.sources.cross_sums`, over rows in which every column has a value.

Where a column may be empty, the values of rows that count stand in columns of their own, and a sum leaves out what is
not there: a condition on each sum would cost several times what adding up does. Sums of products are asked for in two
pieces, which an engine adds swiftly and which are shared with a mean of the same column. Columns of whole numbers are
added up as they are. Put together, all are whole numbers of the same steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from store.sources.cross_sums import CrossSums
from store.sources.fixed_point import REST_BITS, Grid, Sums
from store.sources.layout import Column

_MOST_WHOLE = 2.0**30
_DIFFER = (0.0, 1.0)
"""Ends of which all that is asked is whether they differ."""
WHOLE = "_whole"
"""How the names of whole numbers end in SQL."""


@dataclass(frozen=True)
class Term:
    """A column that is summed: its grid, what it is called as a floating-point number and, if whole, as it is."""

    grid: Grid
    number: str
    whole: str = ""

    @classmethod
    def of(cls, column: Column, grid: Grid, number: str) -> Term:
        """Take a column as whole numbers where the product of two cannot leave 64 bits."""
        is_whole = column.is_whole and abs(grid.centre) + 2.0**grid.exponent <= _MOST_WHOLE
        return cls(grid, number, f"{number}{WHOLE}" if is_whole else "")

    @property
    def shifted(self) -> str:
        """Return SQL for the value relative to the centre."""
        return self.grid.shifted(self.number)

    @property
    def wide(self) -> Grid:
        """Return the grid whose steps sums are counted in."""
        return replace(self.grid, wide=True)


class SwiftSums:
    """Sums over several columns, which have a value in the same rows.

    Least and greatest values are asked for ``with_ends`` only: where the sums alone cannot tell a column that hardly
    varies from one that does not, and grids are to be made for exactly its values.
    """

    def __init__(self, terms: Sequence[Term], *, in_all_rows: bool, with_ends: bool = False) -> None:
        self._terms = tuple(terms)
        self._with_ends = with_ends
        self._rows = "count(*)" if in_all_rows else f"count({terms[0].number})"

    @property
    def aggregates(self) -> tuple[str, ...]:
        """Return SQL for the sums, in the order of :meth:`sums`."""
        return tuple(self._asked())

    def _asked(self) -> Iterator[str]:
        yield self._rows
        for term in self._terms:
            if term.whole:
                yield f"sum({term.whole})"
                yield f"sum({term.whole} * {term.whole})"
            else:
                yield from term.wide.pieces(term.shifted, term.grid.exponent)
                yield from term.grid.pieces(f"{term.shifted} * {term.shifted}", 2 * term.grid.exponent)
                if self._with_ends:
                    yield f"min({term.number})"
                    yield f"max({term.number})"
        for one, other in self._pairs():
            if one.whole and other.whole:
                yield f"sum({one.whole} * {other.whole})"
            else:
                yield from one.wide.pieces(f"{one.shifted} * {other.shifted}", one.grid.exponent + other.grid.exponent)

    def sums(self, values: Sequence[Any]) -> CrossSums:
        """Return the sums in the steps of wide grids."""
        found = iter(values)
        n = next(found)
        columns = [self._column(term, n, found) for term in self._terms]
        products: dict[tuple[int, int], int] = {(i, i): column.squares for i, (column, _) in enumerate(columns)}
        places = [(i, j) for i in range(len(columns)) for j in range(i + 1, len(columns))]
        for (i, j), (one, other) in zip(places, self._pairs(), strict=True):
            if one.whole and other.whole:
                about = int(next(found) or 0) - _centre(one) * columns[j][1] - _centre(other) * columns[i][1]
                products[i, j] = _steps(
                    about + n * _centre(one) * _centre(other), one.grid.exponent + other.grid.exponent
                )
            else:
                products[i, j] = one.wide.put_together(found)
        return CrossSums(n, tuple(column for column, _ in columns), tuple(products[key] for key in sorted(products)))

    def resolves(self, sums: CrossSums) -> bool:
        """Say whether the steps are fine enough and the centres near enough; whole numbers always are."""
        return all(
            bool(term.whole) or term.grid.resolves(_as_asked(term, column))
            for term, column in zip(self._terms, sums.columns, strict=True)
        )

    def finer(self, sums: CrossSums) -> list[Grid]:
        """Return grids made for exactly these values."""
        return [
            term.grid if term.whole or not column.n else term.grid.finer(_as_asked(term, column))
            for term, column in zip(self._terms, sums.columns, strict=True)
        ]

    def _column(self, term: Term, n: int, found: Iterator[Any]) -> tuple[Sums, int]:
        """Return a column's sums, and its plain total where it holds whole numbers."""
        if not term.whole:
            total, squares = term.wide.put_together(found), term.grid.put_together(found)
            squares <<= 0 if term.grid.wide else REST_BITS
            ends = (next(found) or 0.0, next(found) or 0.0) if self._with_ends else _ends(term, n, total, squares)
            return Sums(n, total, squares, *ends), 0
        plain, plain_squares, centre = int(next(found) or 0), int(next(found) or 0), _centre(term)
        is_constant = n * plain_squares == plain * plain
        constant = plain / n if n else 0.0
        least, greatest = (constant, constant) if is_constant else _DIFFER
        about_centre = n * centre * centre - 2 * centre * plain + plain_squares
        total = _steps(plain - n * centre, term.grid.exponent)
        return Sums(n, total, _steps(about_centre, 2 * term.grid.exponent), least, greatest), plain

    def _pairs(self) -> list[tuple[Term, Term]]:
        return [(one, other) for i, one in enumerate(self._terms) for other in self._terms[i + 1 :]]


def _ends(term: Term, n: int, total: int, squares: int) -> tuple[float, float]:
    """Return the one value of a column that has no other; zeros may be values too small for the grid."""
    grid = term.wide
    if not n:
        return 0.0, 0.0
    if n > 1 and (not squares or (n * squares) << grid.steps != total * total):
        return _DIFFER
    only = float(Fraction(grid.centre) + Fraction(total, n << grid.steps) * Fraction(2) ** grid.exponent)
    return only, only


def _steps(value: Fraction | int, exponent: int) -> int:
    """Return a sum of whole numbers in the steps of a wide grid, of which it is a multiple."""
    steps = value * Fraction(2) ** (Grid(0.0, 0, wide=True).steps - exponent)
    return int(steps)


def _centre(term: Term) -> Fraction:
    return Fraction(term.grid.centre)


def _as_asked(term: Term, column: Sums) -> Sums:
    """Return sums in the steps of the grid itself."""
    if term.grid.wide:
        return column
    return Sums(column.n, column.total >> REST_BITS, column.squares >> REST_BITS, column.least, column.greatest)
