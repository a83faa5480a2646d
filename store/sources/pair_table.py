"""Rows of two sides joined to pairs, and what is wrong with some of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from experiments.errors import Unreadable
from experiments.text import clean
from store.sources.engine import text_literal
from store.sources.engines import one_of
from store.sources.row_cells import RowCells
from store.sources.wording import quoted, rows

if TYPE_CHECKING:
    from store.sources.engines import Engine

TWICE = "after_rows > 1 OR before_rows > 1"
HALF = "after_rows = 0 OR before_rows = 0"
_COMPLETE = "after_rows = 1 AND before_rows = 1"
_MOST_EXAMPLES = 5
_WHEN = ("moment", "day")


@dataclass(frozen=True)
class Sides:
    """The values of the arm column: without the change, and with it."""

    control: str
    treatment: str


@dataclass(frozen=True)
class PairTable:
    """One row per pair; only a pair with one row of each side has values. ``source`` stands after FROM."""

    engine: Engine
    source: str
    sides: Sides

    @classmethod
    def of(
        cls, engine: Engine, source: str, sides: Sides, pair: str, metrics: Sequence[RowCells], *, timed: bool = False
    ) -> PairTable:
        """Join rows of one pair and side each; where they are ``timed``, a pair has the times of its last row.

        Raises
        ------
        Unreadable
            Where no pair is complete.
        """
        made = cls(engine, engine.kept("pairs", _joined(source, sides, metrics, timed=timed)), sides)
        if not made.count(_COMPLETE):
            raise Unreadable(
                f"no value of column {quoted(pair)} (the pair) stands in one row of {quoted(sides.control)}"
                f" and one of {quoted(sides.treatment)}; is it the right column?"
            )
        return made

    def count(self, condition: str) -> int:
        """Return how many pairs a condition holds of."""
        (found,) = self.engine.row(f"SELECT count(*) FROM {self.source} WHERE {condition}")
        return int(found)

    def examples(self) -> Iterator[str]:
        """Yield the first few pairs with a side twice, and the first few that lack one."""
        for pair, after, before in self._first(TWICE):
            side, times = (self.sides.treatment, after) if after > 1 else (self.sides.control, before)
            yield f"{quoted(clean(pair))} in {rows(times)} of {clean(side)}"
        for pair, after, _ in self._first(HALF):
            lacking = self.sides.control if after else self.sides.treatment
            yield f"{quoted(clean(pair))} without a row of {clean(lacking)}"

    def _first(self, condition: str) -> list[tuple[Any, ...]]:
        return self.engine.rows(
            f"SELECT key::VARCHAR AS called, after_rows, before_rows FROM {self.source} WHERE {condition}"
            f" ORDER BY key LIMIT {_MOST_EXAMPLES}"
        )


def _joined(source: str, sides: Sides, metrics: Sequence[RowCells], *, timed: bool) -> str:
    """Return SQL for one row per pair."""
    after, before = (f"FILTER (WHERE arm = {text_literal(side)})" for side in (sides.treatment, sides.control))
    cells = [cell for one in metrics for cell in one.cells]
    names = [cell.name for cell in cells]
    joined = [
        f"{cell.greatest(cell.name)} {sided} AS {cell.name}_{side}"
        for cell in cells
        for side, sided in (("after", after), ("before", before))
    ]
    joined += [f"max({when}) AS {when}" for when in _WHEN if timed]
    whole = [
        f"CASE WHEN {_COMPLETE} THEN {name}_{side} END AS {name}_{side}"
        for name in names
        for side in ("after", "before")
    ]
    whole += [when for when in _WHEN if timed]
    return (
        f"SELECT key, after_rows, before_rows, {', '.join(whole)} FROM"
        f" (SELECT key, coalesce(sum(rows) {after}, 0)::BIGINT AS after_rows,"
        f" coalesce(sum(rows) {before}, 0)::BIGINT AS before_rows, {', '.join(joined)}"
        f" FROM {source} WHERE arm IN {one_of([sides.treatment, sides.control])} GROUP BY key) AS joined"
    )
