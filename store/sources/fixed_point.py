"""Sums of a column that come out the same to the last bit, however the engine orders and splits the rows.

Adding floating-point numbers depends on the order, and an engine of several threads has no order. So each value is
turned into a whole number of steps of a fixed size, and whole numbers are added up. For the variance the values are
first taken relative to a centre, never as raw squares, which lose everything where the mean is far from zero.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from experiments.errors import Unreadable
from experiments.observation import Moments

_STEPS = 60
_WIDE_STEPS = 84
REST_BITS = _WIDE_STEPS - _STEPS
# A half added to this and taken away again is rounded to 24 binary places; 2**30 such rests still add up exactly.
_ROUNDING = 1.5 * 2.0 ** (52 - REST_BITS)
_LEAST_EXPONENT = -400
_MOST_EXPONENT = 500
_MOST_CENTRE_SHIFT = 1e4
_TOLERANCE = 1e-11


@dataclass(frozen=True)
class Sums:
    """What the engine returns for one column of one arm; sums count steps of the grid they were made on."""

    n: int
    total: int
    squares: int
    least: float
    greatest: float


@dataclass(frozen=True)
class Grid:
    """The steps that values are counted in.

    Parameters
    ----------
    centre : float
        What values are taken relative to.
    exponent : int
        No value lies farther from the centre than ``2**exponent``; eight times as far still fits.
    wide : bool
        Whether steps are finer by a factor of 2**24. Their sum is asked for in two pieces, since adding up 128-bit
        numbers costs an engine more than reading the file: steps of 64 bits, and what rounding to those left over, as
        floating-point numbers so short that adding them up is exact.
    """

    centre: float
    exponent: int
    wide: bool = False

    @classmethod
    def over(cls, least: float, greatest: float, *, wide: bool = False) -> Grid:
        """Return the grid for a column whose values lie between two known ones."""
        centre = 0.0
        if least > 0 or greatest < 0:  # far from zero: halfway is nearer to the mean than zero is
            centre = least / 2 + greatest / 2
        return cls.around(centre, least, greatest, wide=wide)

    @classmethod
    def around(cls, centre: float, least: float, greatest: float, *, wide: bool = False) -> Grid:
        """Return the grid around a centre."""
        farthest = max(greatest - centre, centre - least)
        if not math.isfinite(farthest) or farthest > 2.0**_MOST_EXPONENT:
            raise Unreadable(f"values as large as {max(abs(least), abs(greatest)):g} cannot be averaged")
        exponent = math.frexp(farthest)[1] if farthest else 0
        return cls(centre, max(exponent, _LEAST_EXPONENT), wide)

    def coarser(self, doublings: int) -> Grid:
        """Return a grid for values that may lie farther out by a factor of ``2**doublings``."""
        return Grid(self.centre, self.exponent + doublings, wide=True)

    def aggregates(self, value: str, *, in_all_rows: bool = False) -> tuple[str, ...]:
        """Return SQL for the sums over a column of floating-point numbers, in the order of :class:`Sums`."""
        shifted = self.shifted(value)
        return (
            "count(*)" if in_all_rows else f"count({value})",
            *self.pieces(shifted, self.exponent),
            *self.pieces(f"{shifted} * {shifted}", 2 * self.exponent),
            f"min({value})",
            f"max({value})",
        )

    def sums(self, values: Sequence[Any]) -> Sums:
        """Return the sums out of the aggregates."""
        found = iter(values)
        n, total, squares = next(found), self.put_together(found), self.put_together(found)
        return Sums(n, total, squares, next(found) or 0.0, next(found) or 0.0)

    def shifted(self, value: str) -> str:
        """Return SQL for a value relative to the centre."""
        return f"({value} - {literal(self.centre)})" if self.centre else value

    def pieces(self, term: str, exponent: int) -> tuple[str, ...]:
        """Return SQL for the sum of terms as large as ``2**exponent``, in one piece or two."""
        steps = f"({term} * {power_of_two(_STEPS - exponent)})"
        whole = f"sum({steps}::BIGINT)"
        if not self.wide:
            return (whole,)
        return whole, f"sum({steps} - {steps}::BIGINT::DOUBLE + {literal(_ROUNDING)} - {literal(_ROUNDING)})"

    def put_together(self, found: Iterator[Any]) -> int:
        """Return a sum out of its pieces, which come next."""
        whole = int(next(found) or 0)
        return (whole << REST_BITS) + int((next(found) or 0.0) * 2.0**REST_BITS) if self.wide else whole

    def sum_of(self, term: str, exponent: int) -> str:
        """Return SQL for the sum of terms as large as ``2**exponent``, in one piece however wide."""
        kind = "HUGEINT" if self.wide else "BIGINT"
        return f"sum(({term} * {power_of_two(self.steps - exponent)})::{kind})"

    def moments(self, sums: Sums) -> Moments:
        """Return mean and variance, each rounded once."""
        if not sums.n:
            return Moments(n=0, mean=0.0, variance=0.0)
        largest = max(sums.greatest, sums.least, key=abs)
        if sums.least == sums.greatest:
            return Moments(n=sums.n, mean=sums.least, variance=0.0, largest=largest)
        unit = Fraction(2) ** self.exponent
        mean, spread = self._centred(sums)
        variance = max(Fraction(0), spread * sums.n / (sums.n - 1)) * unit * unit
        return Moments(
            n=sums.n, mean=float(Fraction(self.centre) + mean * unit), variance=float(variance), largest=largest
        )

    def resolves(self, sums: Sums) -> bool:
        """Say whether the steps are fine enough, and the centre near enough to the mean, for eleven digits."""
        if sums.n < 2 or sums.least == sums.greatest:
            return True
        mean, spread = self._centred(sums)
        half_a_step = 2.0 ** -(self.steps + 1)
        return float(mean * mean) <= _MOST_CENTRE_SHIFT * float(spread) and half_a_step <= _TOLERANCE * float(spread)

    def finer(self, sums: Sums) -> Grid:
        """Return the grid made for exactly these values: around their mean, as narrow as they are."""
        mean, _ = self._centred(sums)
        centre = float(Fraction(self.centre) + mean * Fraction(2) ** self.exponent)
        return Grid.around(centre, sums.least, sums.greatest, wide=True)

    def _centred(self, sums: Sums) -> tuple[Fraction, Fraction]:
        """Return mean and mean square about it, relative to the centre and in units of the farthest."""
        mean = Fraction(sums.total, sums.n << self.steps)
        return mean, Fraction(sums.squares, sums.n << self.steps) - mean * mean

    @property
    def steps(self) -> int:
        """Return the steps from the centre to the farthest value, as a power of two."""
        return _WIDE_STEPS if self.wide else _STEPS


def literal(value: float) -> str:
    """Return a number as SQL that the engine reads as a double, exactly."""
    return f"{value:.17e}"


def power_of_two(exponent: int) -> str:
    """Return a power of two as SQL that the engine reads as a double, exactly."""
    return literal(math.ldexp(1.0, exponent))
