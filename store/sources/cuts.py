"""Where a row of units is cut that stand in the order of time: after so many of them, exactly.

Of units that came in at the very same moment some may lie before a cut and some behind it. Who does is settled by the
fingerprint of what the unit is called: always the same, whatever the order of the file, and in favour of no arm.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.sources.engine import text_literal
from store.sources.engines.embedded import Embedded
from store.sources.fixed_point import literal
from store.sources.layout import Column
from store.sources.query import arm_value

if TYPE_CHECKING:
    from store.sources.engines import Engine


@dataclass(frozen=True)
class Cut:
    """The last moment before a cut, in SQL, and the greatest fingerprint of that moment (empty: all of it)."""

    moment: str
    tie: str = ""

    @property
    def before(self) -> str:
        """Return SQL that says whether a row with a ``place`` and a ``tie`` lies before the cut."""
        if not self.tie:
            return f"place <= {self.moment}"
        return f"place < {self.moment} OR (place = {self.moment} AND tie <= {text_literal(self.tie)})"


@dataclass(frozen=True)
class InTime:
    """Rows in the order of time.

    Parameters
    ----------
    source : str
        What stands after FROM.
    judged, moment : str
        SQL that says which rows count, and for the moment of each as a number.
    tie : str
        SQL for the fingerprint of a unit; empty where units have no name, and all of a moment come in together.
    """

    engine: Engine
    source: str
    judged: str
    moment: str
    tie: str

    def cuts(self, sizes: Sequence[int]) -> Iterator[Cut]:
        """Yield the cut after each size that the rows reach."""
        moments = f"SELECT {self.moment} AS moment FROM {self.source} WHERE {self.judged}"
        engine = self.engine
        places = _sorted(engine, moments, sizes) if isinstance(engine, Embedded) else _ranked(engine, moments, sizes)
        for size, last, before, until in places:
            moment = str(last) if isinstance(last, int) else literal(last)
            yield Cut(moment, self._tie(moment, size - before) if self.tie and until > size else "")

    def _tie(self, moment: str, among: int) -> str:
        """Return the fingerprint that so many rows of a moment do not exceed."""
        found = self.engine.rows(
            f"SELECT {self.tie} AS tie FROM {self.source} WHERE {self.judged} AND {self.moment} = {moment}"
            f" ORDER BY tie LIMIT 1 OFFSET {among - 1}"
        )
        return str(found[0][0]) if found else ""


_Place = tuple[int, int | float, int, int]
"""A size, the moment of the row at that place, how many rows came in before that moment, and how many until it."""


def _sorted(engine: Embedded, sql: str, sizes: Sequence[int]) -> Iterator[_Place]:
    """Sort the moments of an engine in this process."""
    moments = engine.numbers(sql)
    moments.sort()
    for size in sizes:
        if size > len(moments):
            return
        last = moments[size - 1]
        before, until = int(moments.searchsorted(last)), int(moments.searchsorted(last, side="right"))
        yield size, int(last) if moments.dtype.kind == "i" else float(last), before, until


def _ranked(engine: Engine, sql: str, sizes: Sequence[int]) -> Iterator[_Place]:
    """Have the moments sorted where the rows are: only those at the cuts come back."""
    ranked = f"SELECT moment, row_number() OVER (ORDER BY moment) AS place FROM ({sql}) AS moments"
    wanted = ", ".join(map(str, sizes))
    found = sorted(engine.rows(f"SELECT place, moment FROM ({ranked}) AS ranked WHERE place IN ({wanted})"))
    if not found:
        return
    written = [str(last) if isinstance(last, int) else literal(last) for _, last in found]
    asked = ", ".join(f"count_if(moment < {last}), count_if(moment <= {last})" for last in written)
    counted = engine.row(f"SELECT {asked} FROM ({sql}) AS moments")
    for (size, last), before, until in zip(found, counted[::2], counted[1::2], strict=True):
        yield size, last, int(before), int(until)


def fingerprint_of(unit: Column | None, arm: Column | None) -> str:
    """Return SQL for the fingerprint of a unit; empty without a column of units."""
    return f"md5(concat({unit.sql}::VARCHAR, chr(31), {arm_value(arm)}))" if unit else ""
