"""Does any unit stand in two rows, or in two arms? Exact at any size, with memory in bounds.

The question "are all units different" is far cheaper than "which are not", and nearly always the answer is yes. So
it is asked first: whole numbers that lie close together by marking each in a string of bits, anything else by sorting
64-bit hashes. Only if two may be equal are units grouped, and then the units themselves. A database that rows stand in
groups them at once: hashes would have to be brought here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from experiments.text import clean
from store.sources.engines import one_of
from store.sources.engines.embedded import Embedded
from store.sources.layout import Column, Layout
from store.sources.query import arm_value
from store.sources.wording import quoted, rows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from store.sources.engines import Engine

FEW_ROWS = 300_000
_ROWS_AT_ONCE = 1 << 22
_ROWS_IN_PART = 1 << 21
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

    engine: Engine
    layout: Layout
    unit: Column
    arm: Column | None
    arms: Sequence[str]
    rows: int

    def faults(self) -> UnitFaults:
        """Return what is wrong with the units. A missing unit counts as one unit, so that several are a fault."""
        if self.rows < 2:
            return UnitFaults()
        if not isinstance(self.engine, Embedded):
            return self._grouped("")
        if self._all_differ_by_marking():
            return UnitFaults()
        if self.rows <= FEW_ROWS:
            return self._grouped("")
        suspects = self._equal_hashes(self.engine)
        if not suspects:
            return UnitFaults()
        if len(suspects) > _MOST_SUSPECTS:
            return self._grouped("")
        return self._grouped(f"{self._hash} IN ({', '.join(map(str, suspects))})")

    @property
    def _hash(self) -> str:
        return f"hash({self.unit.sql})"

    def _where(self, *conditions: str) -> str:
        chosen = [f"{arm_value(self.arm)} IN {one_of(self.arms)}"] if self.arms else []
        said = [condition for condition in (*chosen, *conditions) if condition]
        return f" WHERE {' AND '.join(said)}" if said else ""

    def _all_differ_by_marking(self) -> bool:
        """Say whether units are whole numbers of a narrow range and all different; False where that is not known."""
        if not self.unit.is_whole:
            return False
        unit, source = self.unit.sql, self.layout.source
        least, greatest = self.engine.row(f"SELECT min({unit}), max({unit}) FROM {source}")
        if least is None or greatest - least >= min(_BITS_PER_ROW * self.rows, _MOST_BITS):
            return False
        marked = f"bit_count(bitstring_agg({unit}, {least}, {greatest}))"
        different, known, all_rows = self.engine.row(
            f"SELECT {marked}, count({unit}), count(*) FROM {source}{self._where()}"
        )
        return bool(different == known and all_rows - known < 2)

    def _equal_hashes(self, engine: Embedded) -> list[int]:
        """Return hashes that more than one row has; equal units are among them, and hardly ever anything else."""
        sql = f"SELECT {self._hash} AS hash FROM {self.layout.source}{self._where()}"
        if self.rows <= _ROWS_AT_ONCE:
            return _repeated(engine.numbers(sql))
        hashes = engine.kept("hashes", sql)
        bits = (self.rows // _ROWS_IN_PART).bit_length()
        found: list[int] = []
        for part in range(1 << bits):
            found += _repeated(engine.numbers(f"SELECT hash FROM {hashes} WHERE hash >> {64 - bits} = {part}"))
            if len(found) > _MOST_SUSPECTS:
                break
        engine.dropped(hashes)
        return found

    def _grouped(self, condition: str) -> UnitFaults:
        """Group the units themselves, all or those that may be equal to another."""
        rows = f"SELECT {self.unit.sql} AS unit, {arm_value(self.arm)} AS arm FROM {self.layout.source}"
        repeated = self.engine.kept(
            "repeated",
            f"SELECT unit, arm, count(*) AS times FROM ({rows}{self._where(condition)}) AS units GROUP BY unit, arm",
        )
        by_unit = (
            "SELECT count_if(times > 1) AS twice, CASE WHEN unit IS NOT NULL AND count(*) > 1 THEN 1 ELSE 0 END AS two"
            f" FROM {repeated} GROUP BY unit"
        )
        twice, two = self.engine.row(f"SELECT sum(twice)::BIGINT, sum(two)::BIGINT FROM ({by_unit}) AS by_unit")
        if not (twice or two):
            return UnitFaults()
        return UnitFaults(twice, two, tuple(self._examples(repeated)))

    def _examples(self, repeated: str) -> Iterator[str]:
        """Yield the first few of each fault, by name."""
        named = f"(SELECT unit::VARCHAR AS unit, arm, times FROM {repeated}) AS named"
        several = f"SELECT unit FROM {named} WHERE unit IS NOT NULL GROUP BY unit HAVING count(*) > 1"
        first = [unit for (unit,) in self.engine.rows(f"{several} ORDER BY unit LIMIT {_MOST_EXAMPLES}")]
        arms = self.engine.rows(f"SELECT unit, arm FROM {named} WHERE unit IN {one_of(first)}") if first else []
        for unit in first:
            found = sorted(clean(arm) for other, arm in arms if other == unit and arm is not None)
            yield f"{quoted(clean(unit))} in {' and '.join(found)}"
        twice = f"SELECT unit, arm, times FROM {named} WHERE times > 1"
        for unit, arm, times in self.engine.rows(f"{twice} ORDER BY unit, arm LIMIT {_MOST_EXAMPLES}"):
            where = f"{rows(times)} of {clean(arm)}" if arm else rows(times)
            yield f"{where} without a unit" if unit is None else f"{quoted(clean(unit))} in {where}"


def _repeated(hashes: NDArray[np.uint64]) -> list[int]:
    """Return values that occur more than once, up to as many as are of use; sorts the array it is given."""
    hashes.sort()
    again = hashes[1:][hashes[1:] == hashes[:-1]]
    first = again[1:][again[1:] != again[:-1]]
    found: list[int] = [*again[:1].tolist(), *first[:_MOST_SUSPECTS].tolist()]
    return found
