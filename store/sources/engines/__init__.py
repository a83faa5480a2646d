"""What can be asked for sums over rows: the embedded engine, and databases that rows already stand in."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from store.sources.engine import text_literal


class Engine(Protocol):
    """Answers questions in the SQL of DuckDB, which is written in one place; another engine puts them in its own words.

    Everything that is asked brings back sums or a handful of values, never the rows.
    """

    @property
    def overflows(self) -> tuple[type[Exception], ...]:
        """Return the errors that say: a number does not fit into the whole number it is to become."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the answer to a question."""

    def row(self, sql: str) -> tuple[Any, ...]:
        """Return the only row of an answer."""

    def kept(self, name: str, sql: str) -> str:
        """Return what stands after FROM for rows that are asked for more than once: a temporary table, or the query."""

    def in_order(self) -> AbstractContextManager[None]:
        """Take rows in their own order while this lasts, where they have one."""

    def cancel(self) -> None:
        """Stop what is being worked out, from another thread; the one who asked gets an error."""


def one_of(values: Sequence[str]) -> str:
    """Return texts as SQL that stands after IN."""
    return f"({', '.join(map(text_literal, values))})"
