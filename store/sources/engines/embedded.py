"""DuckDB in this process: asked in its own words, and with ways of its own that need no other words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from store.sources.engine import core

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Embedded:
    """A connection to DuckDB."""

    connection: DuckDBPyConnection

    @property
    def overflows(self) -> tuple[type[Exception], ...]:
        return core().ConversionException, core().OutOfRangeException

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()

    def row(self, sql: str) -> tuple[Any, ...]:
        return self.connection.execute(sql).fetchone() or ()

    def numbers(self, sql: str) -> NDArray[Any]:
        """Return one column of numbers as it lies in memory: free of charge here, and out of the question elsewhere."""
        (column,) = self.connection.execute(sql).fetchnumpy().values()
        found: NDArray[Any] = column
        return found

    def kept(self, name: str, sql: str) -> str:
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")
        return name

    def dropped(self, name: str) -> None:
        """Let go of what was kept."""
        self.connection.execute(f"DROP TABLE {name}")

    @contextmanager
    def in_order(self) -> Iterator[None]:
        self.connection.execute("SET preserve_insertion_order = true")
        try:
            yield
        finally:
            self.connection.execute("SET preserve_insertion_order = false")

    def cancel(self) -> None:
        self.connection.interrupt()
