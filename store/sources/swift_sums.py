"""The sums of :mod:`store.sources.cross_sums` over columns without an empty cell, in pieces an engine adds swiftly.

Adding up 128-bit steps costs an engine more than reading the file. A sum of them is therefore asked for in two pieces:
whole steps of a 60-bit grid, which a mean of the same column needs anyway and the engine then adds up once, and what
rounding to those left over, as floating-point numbers so short that adding them up is exact. Columns of whole numbers
are added up as they are. Put together here, the pieces are the same whole numbers as the wide sums.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from store.sources.cross_sums import CrossSums
from store.sources.fixed_point import Grid, Sums, literal, power_of_two
from store.sources.layout import Column

_REST_BITS = 24
# A half added to this and taken away again is rounded to 24 binary places; 2**30 such rests still add up exactly.
_ROUNDING = 1.5 * 2.0 ** (52 - _REST_BITS)
_MOST_WHOLE = 2.0**30


@dataclass(frozen=True)
class Term:
    """A column that is summed: its grid, what it is called as a floating-point number and, if whole, as it is."""

    grid: Grid
    number: str
    whole: str = ""

    @classmethod
    def of(cls, column: Column, grid: Grid, number: str, whole: str) -> Term:
        """Take a column as whole numbers where their products cannot leave 64 bits."""
        is_whole = column.is_whole and abs(grid.centre) + 2.0**grid.exponent <= _MOST_WHOLE
        return cls(grid, number, whole if is_whole else "")

    @property
    def shifted(self) -> str:
        """Return SQL for the value relative to the centre."""
        return self.grid.shifted(self.number)


class SwiftSums:
    """Sums over several columns, none of which has an empty cell."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = tuple(terms)

    @property
    def aggregates(self) -> tuple[str, ...]:
        """Return SQL for the sums, in the order of :meth:`sums`."""
        return tuple(self._asked())

    def _asked(self) -> Iterator[str]:
        yield "count(*)"
        for term in self._terms:
            if term.whole:
                yield f"sum({term.whole})"
                yield f"sum({term.whole} * {term.whole})"
            else:
                yield from _pieces(term.shifted, term.grid.exponent)
                yield term.grid.sum_of(f"{term.shifted} * {term.shifted}", 2 * term.grid.exponent)
                yield f"min({term.number})"
                yield f"max({term.number})"
        for one, other in self._pairs():
            if one.whole and other.whole:
                yield f"sum({one.whole} * {other.whole})"
            else:
                yield from _pieces(f"{one.shifted} * {other.shifted}", one.grid.exponent + other.grid.exponent)

    def sums(self, values: Sequence[Any]) -> CrossSums:
        """Return the sums in the steps of wide grids."""
        found = iter(values)
        n = next(found)
        columns = [self._column(term, n, found) for term in self._terms]
        products: dict[tuple[int, int], int] = {(i, i): column.squares for i, (column, _) in enumerate(columns)}
        places = [(i, j) for i in range(len(columns)) for j in range(i + 1, len(columns))]
        for (i, j), (one, other) in zip(places, self._pairs(), strict=True):
            if one.whole and other.whole:
                about = next(found) - _centre(one) * columns[j][1] - _centre(other) * columns[i][1]
                products[i, j] = _steps(
                    about + n * _centre(one) * _centre(other), one.grid.exponent + other.grid.exponent
                )
            else:
                products[i, j] = _together(found)
        return CrossSums(n, tuple(column for column, _ in columns), tuple(products[key] for key in sorted(products)))

    def resolves(self, sums: CrossSums) -> bool:
        """Say whether the steps are fine enough and the centres near enough; whole numbers always are."""
        return all(
            bool(term.whole) or term.grid.resolves(_narrow(column))
            for term, column in zip(self._terms, sums.columns, strict=True)
        )

    def finer(self, sums: CrossSums) -> list[Grid]:
        """Return grids made for exactly these values."""
        return [
            term.grid if term.whole else term.grid.finer(_narrow(column))
            for term, column in zip(self._terms, sums.columns, strict=True)
        ]

    def _column(self, term: Term, n: int, found: Iterator[Any]) -> tuple[Sums, int]:
        """Return a column's sums, and its plain total where it holds whole numbers."""
        if not term.whole:
            total, squares = _together(found), int(next(found)) << _REST_BITS
            return Sums(n, total, squares, next(found), next(found)), 0
        plain, plain_squares, centre = int(next(found)), int(next(found)), _centre(term)
        is_constant = n * plain_squares == plain * plain
        least, greatest = (plain / n, plain / n) if is_constant else (0.0, 1.0)  # all that is asked: do they differ
        about_centre = n * centre * centre - 2 * centre * plain + plain_squares
        total = _steps(plain - n * centre, term.grid.exponent)
        return Sums(n, total, _steps(about_centre, 2 * term.grid.exponent), least, greatest), plain

    def _pairs(self) -> list[tuple[Term, Term]]:
        return [(one, other) for i, one in enumerate(self._terms) for other in self._terms[i + 1 :]]


def _pieces(term: str, exponent: int) -> Iterator[str]:
    """Yield SQL for the sum of whole steps and that of the rest of each, for terms as large as ``2**exponent``."""
    grid = Grid(0.0, 0)
    steps = f"({term} * {power_of_two(grid.steps - exponent)})"
    yield grid.sum_of(term, exponent)
    yield f"sum({steps} - {steps}::BIGINT::DOUBLE + {literal(_ROUNDING)} - {literal(_ROUNDING)})"


def _together(found: Iterator[Any]) -> int:
    whole, rest = next(found), next(found)
    return (int(whole) << _REST_BITS) + int(rest * 2.0**_REST_BITS)


def _steps(value: Fraction | int, exponent: int) -> int:
    """Return a sum of whole numbers in the steps of a wide grid, of which it is a multiple."""
    steps = value * Fraction(2) ** (Grid(0.0, 0, wide=True).steps - exponent)
    return int(steps)


def _centre(term: Term) -> Fraction:
    return Fraction(term.grid.centre)


def _narrow(column: Sums) -> Sums:
    return Sums(column.n, column.total >> _REST_BITS, column.squares >> _REST_BITS, column.least, column.greatest)
