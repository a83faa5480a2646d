"""A table or query of an SQLite database.

SQLite has no exact sums beyond 64 bits, no rounding to even, and a type for every cell rather than every column. So the
columns that a plan names, and no others, are handed to the embedded engine as they are read, in one state of the
database, and everything is asked there. They do not leave this process; what does not fit into its share of memory goes
to a folder that is removed again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from experiments.errors import Unreadable
from store.sources.address import Address
from store.sources.engine import core, engine
from store.sources.engines.embedded import Embedded
from store.sources.layout import Column, Layout
from store.sources.open_rows import OpenRows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_AT_ONCE = 50_000
_LOOKED_AT = 20_000
_LONGEST = 300
_WIDER = ("BIGINT", "DOUBLE", "VARCHAR")
_OF = {int: "BIGINT", float: "DOUBLE", str: "VARCHAR", bytes: "VARCHAR"}


@dataclass(frozen=True)
class _Handed(Embedded):
    """The embedded engine, and where its rows come from."""

    source: sqlite3.Connection

    def cancel(self) -> None:
        self.source.interrupt()
        super().cancel()


@dataclass(frozen=True)
class OpenSqlite(OpenRows):
    """Rows of an SQLite database; until columns are asked for, the engine has the first of them."""

    name: str
    engine: _Handed
    layout: Layout
    address: Address
    handed: dict[tuple[str, ...], Layout] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    kind: Literal["file", "database"] = "database"

    def _with(self, layout: Layout) -> OpenSqlite:
        own = {now.sql: self._own(was).name for now, was in zip(layout.columns, self.layout.columns, strict=True)}
        return replace(self, layout=layout, handed={}, own=own)

    def _own(self, column: Column) -> Column:
        """Return a column under the name it has in the database."""
        return replace(column, name=self.own.get(column.sql, column.name))

    def state(self) -> str:
        """Return the counter in the file's header, which grows with every change of a file without a log beside it."""
        with self.layout.path.open("rb") as file:
            return str(int.from_bytes(file.read(28)[24:], "big"))

    def digest(self) -> str:
        return ""

    @property
    def short_name(self) -> str:
        return self.name

    @property
    def bytes(self) -> int:
        return self.layout.path.stat().st_size

    @contextmanager
    def explained(self) -> Iterator[None]:
        with _explained(self.address):
            yield

    def holding(self, names: Iterable[str]) -> OpenRows:
        wanted = set(names)
        columns = tuple(column for column in self.layout.columns if column.name in wanted)
        key = tuple(column.sql for column in columns)
        if key not in self.handed:
            table = _Table(self.engine, self.address, f"handed_{len(self.handed)}")
            filled = table.filled(tuple(map(self._own, columns)), tuple(map(self._own, self.layout.columns)))
            types = {column.sql: column.type for column in filled}
            everything = tuple(
                replace(column, type=types.get(column.sql, column.type)) for column in self.layout.columns
            )
            self.handed[key] = replace(self.layout, columns=everything, source=table.name)
        return replace(self, layout=self.handed[key])

    @contextmanager
    def beside(self, other: str) -> Iterator[tuple[OpenRows, Layout]]:
        """Hand over another table of the same database."""
        address = self.address.of_table(other)
        described = self.engine.source.execute(f"SELECT * FROM {address.relation(chr(34))} LIMIT 0").description
        columns = tuple(Column(name, f"oc{at}", "BIGINT") for at, (name, *_) in enumerate(described))
        table = _Table(self.engine, address, "handed_beside")
        yield self, Layout(self.layout.path, "database", table.filled(columns, columns), table.name)


@contextmanager
def opened(address: Address) -> Iterator[OpenSqlite]:
    """Open a table or query of an SQLite database.

    Raises
    ------
    Unreadable
        Where there is no such file or table.
    """
    path = Path(address.where).absolute()
    if not path.is_file():
        raise Unreadable(f"{address.place}: there is no such file")
    with ExitStack() as until_read:
        with _explained(address):
            connection = until_read.enter_context(engine())
            source = until_read.enter_context(closing(_connected(path)))
            handed = _Handed(connection, source)
            described = source.execute(f"SELECT * FROM {address.relation(chr(34))} LIMIT 0").description
            columns = tuple(Column(name, f"c{at}", "BIGINT") for at, (name, *_) in enumerate(described))
            first = _Table(handed, address, "first_rows", most=_LOOKED_AT)
            layout = Layout(path, "database", first.filled(columns, columns), first.name)
        yield OpenSqlite(address.shown, handed, layout, address)


def _connected(path: Path) -> sqlite3.Connection:
    source = sqlite3.connect(
        f"file:{quote(str(path))}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
    )
    source.execute("BEGIN")  # one state of the data for all that is read
    return source


@dataclass(frozen=True)
class _Table:
    """A table of the embedded engine that rows are handed to; ``most`` rows, or all of them."""

    engine: _Handed
    address: Address
    name: str
    most: int | None = None

    def filled(self, columns: Sequence[Column], all_columns: Sequence[Column]) -> tuple[Column, ...]:
        """Hand over some columns, and return them with the type that holds all of their values."""
        typed = tuple(columns)
        while True:
            better = self._handed_over(typed, [column.name for column in all_columns])
            if better == typed:
                return typed
            typed = better

    def _handed_over(self, columns: tuple[Column, ...], names: Sequence[str]) -> tuple[Column, ...]:
        """Return the same columns once all rows are there, or with a wider type where a value did not fit."""
        made = ", ".join(["row_number BIGINT", *(f"{column.sql} {column.type}" for column in columns)])
        self.engine.connection.execute(f"CREATE OR REPLACE TEMP TABLE {self.name} ({made})")
        read = ", ".join(_read(column, names) for column in columns) or "1"
        limit = "" if self.most is None else f" LIMIT {self.most}"
        cursor = self.engine.source.execute(f"SELECT {read} FROM {self.address.relation(chr(34))}{limit}")
        while chunk := cursor.fetchmany(_AT_ONCE):
            cells = list(zip(*chunk, strict=True))[: len(columns)]
            wider = tuple(map(_wide_enough, columns, cells))
            if wider != columns:
                return wider
            _append(self.engine.connection, self.name, columns, cells, len(chunk))
        return columns


def _read(column: Column, names: Sequence[str]) -> str:
    """Return SQL for one column of a relation, which two may have under one name."""
    if names.count(column.name) > 1:
        raise Unreadable(f"{names.count(column.name)} columns are called {column.name!r}; give each its own name")
    return '"' + column.name.replace('"', '""') + '"'


def _wide_enough(column: Column, cells: Sequence[Any]) -> Column:
    """Return a column with the narrowest type that holds what it held until now, and these cells."""
    kinds = {column.type, *(_OF[kind] for kind in set(map(type, cells)) if kind in _OF)}
    return replace(column, type=max(kinds, key=_WIDER.index))


def _append(
    connection: DuckDBPyConnection, table: str, columns: Sequence[Column], cells: Sequence[Sequence[Any]], n: int
) -> None:
    import numpy as np

    data: dict[str, Any] = {"n": np.arange(n)}
    taken = ["n"]
    for column, values in zip(columns, cells, strict=True):
        if column.type == "VARCHAR":
            data[column.sql] = np.array([_text(value) for value in values], dtype=object)
            taken.append(f"{column.sql}::VARCHAR")
            continue
        there = np.array([value is not None for value in values])
        data[f"{column.sql}_there"] = there
        kind = np.int64 if column.type == "BIGINT" else np.float64
        data[column.sql] = np.array(values if there.all() else [value or 0 for value in values], dtype=kind)
        taken.append(f"CASE WHEN {column.sql}_there THEN {column.sql} END")
    connection.register("chunk", data)
    connection.execute(f"INSERT INTO {table} SELECT {', '.join(taken)} FROM chunk")
    connection.unregister("chunk")


def _text(value: Any) -> str | None:
    """Return a cell as text: a number as Python writes it, in full."""
    if value is None or isinstance(value, str):
        return value
    return value.hex() if isinstance(value, bytes) else repr(value)


@contextmanager
def _explained(address: Address) -> Iterator[None]:
    from experiments.text import clean

    try:
        yield
    except RuntimeError as error:  # as it reports Ctrl-C
        if "interrupted" in str(error).lower():
            raise KeyboardInterrupt from None
        raise
    except core().InterruptException:
        raise KeyboardInterrupt from None
    except (sqlite3.Error, core().Error) as error:
        if "interrupted" in str(error).lower():
            raise KeyboardInterrupt from None
        raise Unreadable(f"{address.shown}: {clean(str(error).strip().splitlines()[0])[:_LONGEST]}") from None
    except Unreadable as error:
        raise Unreadable(f"{address.shown}: {error}") from None
