"""Does any unit stand in two rows, or in two arms? Exact at any size, with memory in bounds.

The question "are all units different" is far cheaper than "which are not", and nearly always the answer is yes. So
it is asked first: whole numbers that lie close together by marking each in a string of bits, anything else by sorting
64-bit hashes. Only if two may be equal are units grouped, and then the units themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from experiments.text import clean
from store.sources.layout import Column, Layout
from store.sources.query import arm_value
from store.sources.wording import quoted, rows

if TYPE_CHECKING:
    import numpy as np
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

FEW_ROWS = 300_000
_ROWS_AT_ONCE = 1 << 24
_ROWS_IN_PART = 1 << 22
_BITS_PER_ROW = 16
_MOST_BITS = 1_000_000_000
_MOST_SUSPECTS = 100_000
_MOST_EXAMPLES = 5


@dataclass(frozen=True)
class UnitFaults:
    """How many units stand in more than one row of an arm and in more than one arm, and some of each."""

    duplicates: int = 0
    in_two_arms: int = 0
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class UnitCheck:
    """The rows that are looked at: those of the arms that are judged.

    Parameters
    ----------
    arms : sequence of str
        Values of the arm column that are judged; empty where all rows are.
    rows : int
        How many rows that are.
    """

    connection: DuckDBPyConnection
    layout: Layout
    unit: Column
    arm: Column | None
    arms: Sequence[str]
    rows: int

    def faults(self) -> UnitFaults:
        """Return what is wrong with the units. A missing unit counts as one unit, so that several are a fault."""
        if self.rows < 2 or self._all_differ_by_marking():
            return UnitFaults()
        if self.rows <= FEW_ROWS:
            return self._grouped("")
        suspects = self._equal_hashes()
        if not suspects:
            return UnitFaults()
        if len(suspects) > _MOST_SUSPECTS:
            return self._grouped("")
        return self._grouped(f"{self._hash} IN (SELECT unnest(?))", suspects)

    @property
    def _hash(self) -> str:
        return f"hash({self.unit.sql})"

    def _where(self, *conditions: str) -> str:
        chosen = [f"{arm_value(self.arm)} IN (SELECT unnest(?))"] if self.arms else []
        said = [condition for condition in (*chosen, *conditions) if condition]
        return f" WHERE {' AND '.join(said)}" if said else ""

    @property
    def _parameters(self) -> list[Any]:
        return [list(self.arms)] if self.arms else []

    def _all_differ_by_marking(self) -> bool:
        """Say whether units are whole numbers of a narrow range and all different; False where that is not known."""
        if not self.unit.is_whole:
            return False
        unit, source = self.unit.sql, self.layout.source
        bounds = self.connection.execute(f"SELECT min({unit}), max({unit}) FROM {source}").fetchone()
        if bounds is None or bounds[0] is None:
            return False
        least, greatest = bounds
        if greatest - least >= min(_BITS_PER_ROW * self.rows, _MOST_BITS):
            return False
        marked = f"bit_count(bitstring_agg({unit}, {least}, {greatest}))"
        found = self.connection.execute(
            f"SELECT {marked}, count({unit}), count(*) FROM {source}{self._where()}", self._parameters
        ).fetchone()
        if found is None:
            return False
        different, known, all_rows = found
        return bool(different == known and all_rows - known < 2)

    def _equal_hashes(self) -> list[int]:
        """Return hashes that more than one row has; equal units are among them, and hardly ever anything else."""
        sql = f"SELECT {self._hash} AS hash FROM {self.layout.source}{self._where()}"
        if self.rows <= _ROWS_AT_ONCE:
            return _repeated(self._fetched(sql, self._parameters))
        self.connection.execute(f"CREATE TEMP TABLE hashes AS {sql}", self._parameters)
        bits = (self.rows // _ROWS_IN_PART).bit_length()
        found: list[int] = []
        for part in range(1 << bits):
            here = self._fetched("SELECT hash FROM hashes WHERE hash >> ? = ?", [64 - bits, part])
            found += _repeated(here)
            if len(found) > _MOST_SUSPECTS:
                break
        self.connection.execute("DROP TABLE hashes")
        return found

    def _fetched(self, sql: str, parameters: list[Any]) -> NDArray[np.uint64]:
        column: NDArray[np.uint64] = self.connection.execute(sql, parameters).fetchnumpy()["hash"]
        return column

    def _grouped(self, condition: str, suspects: list[int] | None = None) -> UnitFaults:
        """Group the units themselves, all or those that may be equal to another."""
        parameters = [*self._parameters, *([suspects] if suspects else [])]
        self.connection.execute(
            "CREATE OR REPLACE TEMP TABLE repeated AS SELECT unit, arm, count(*) AS times FROM"
            f" (SELECT {self.unit.sql} AS unit, {arm_value(self.arm)} AS arm FROM {self.layout.source}"
            f"{self._where(condition)}) GROUP BY unit, arm",
            parameters,
        )
        return UnitFaults(self._count(_DUPLICATES), self._count(_TWO_ARMS), tuple(self._examples()))

    def _count(self, repeated: str) -> int:
        found = self.connection.execute(f"SELECT count(*) FROM ({repeated})").fetchone()
        return int(found[0]) if found else 0

    def _examples(self) -> Iterator[str]:
        """Yield the first few of each fault, by name."""
        for unit, arms in self._first(_TWO_ARMS, "unit"):
            yield f"{quoted(clean(unit))} in {' and '.join(map(clean, arms))}"
        for unit, arm, times in self._first(_DUPLICATES, "unit, arm"):
            where = f"{rows(times)} of {clean(arm)}" if arm else rows(times)
            yield f"{where} without a unit" if unit is None else f"{quoted(clean(unit))} in {where}"

    def _first(self, repeated: str, order: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(f"{repeated} ORDER BY {order} LIMIT {_MOST_EXAMPLES}").fetchall()


_DUPLICATES = "SELECT unit::VARCHAR AS unit, arm, times FROM repeated WHERE times > 1"
_TWO_ARMS = (
    "SELECT unit::VARCHAR AS unit, list(arm ORDER BY arm) AS arms FROM repeated"
    " WHERE unit IS NOT NULL GROUP BY unit HAVING count(*) > 1"
)


def _repeated(hashes: NDArray[np.uint64]) -> list[int]:
    """Return values that occur more than once, up to as many as are of use; sorts the array it is given."""
    hashes.sort()
    again = hashes[1:][hashes[1:] == hashes[:-1]]
    first = again[1:][again[1:] != again[:-1]]
    found: list[int] = [*again[:1].tolist(), *first[:_MOST_SUSPECTS].tolist()]
    return found
