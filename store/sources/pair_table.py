"""Rows of two sides joined to pairs, and what is wrong with some of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from experiments.errors import Unreadable
from experiments.text import clean
from store.sources.row_cells import RowCells
from store.sources.wording import quoted, rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

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
    """A table of one row per pair; only a pair with one row of each side has values."""

    connection: DuckDBPyConnection
    sides: Sides
    arm: str
    pair: str

    def make(self, metrics: Sequence[RowCells], *, timed: bool = False) -> None:
        """Make the table; where sides are ``timed``, a pair has the moment and the day of its last row.

        Raises
        ------
        Unreadable
            Where no pair is complete.
        """
        names = [cell.name for one in metrics for cell in one.cells]
        joined = [
            f"max({name}) FILTER (WHERE arm = $after) AS {name}_after,"
            f" max({name}) FILTER (WHERE arm = $before) AS {name}_before"
            for name in names
        ]
        joined += [f"max({when}) AS {when}" for when in _WHEN if timed]
        whole = [
            f"CASE WHEN {_COMPLETE} THEN {name}_{side} END AS {name}_{side}"
            for name in names
            for side in ("after", "before")
        ]
        whole += [when for when in _WHEN if timed]
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE pairs AS SELECT key, after_rows, before_rows, {', '.join(whole)} FROM"
            " (SELECT key, coalesce(sum(rows) FILTER (WHERE arm = $after), 0)::BIGINT AS after_rows,"
            f" coalesce(sum(rows) FILTER (WHERE arm = $before), 0)::BIGINT AS before_rows, {', '.join(joined)}"
            " FROM sides WHERE arm = $after OR arm = $before GROUP BY key)",
            {"after": self.sides.treatment, "before": self.sides.control},
        )
        if not self.count(_COMPLETE):
            raise Unreadable(
                f"no value of column {quoted(self.pair)} (the pair) stands in one row of {quoted(self.sides.control)}"
                f" and one of {quoted(self.sides.treatment)}; is it the right column?"
            )

    def count(self, condition: str) -> int:
        """Return how many pairs a condition holds of."""
        found = self.connection.execute(f"SELECT count(*) FROM pairs WHERE {condition}").fetchone()
        return int(found[0]) if found else 0

    def examples(self) -> Iterator[str]:
        """Yield the first few pairs with a side twice, and the first few that lack one."""
        for pair, after, before in self._first(TWICE):
            side, times = (self.sides.treatment, after) if after > 1 else (self.sides.control, before)
            yield f"{quoted(clean(pair))} in {rows(times)} of {clean(side)}"
        for pair, after, _ in self._first(HALF):
            lacking = self.sides.control if after else self.sides.treatment
            yield f"{quoted(clean(pair))} without a row of {clean(lacking)}"

    def _first(self, condition: str) -> list[tuple[str, int, int]]:
        found: list[tuple[str, int, int]] = self.connection.execute(
            f"SELECT key::VARCHAR, after_rows, before_rows FROM pairs WHERE {condition}"
            f" ORDER BY key LIMIT {_MOST_EXAMPLES}"
        ).fetchall()
        return found
