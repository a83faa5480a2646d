"""A table or query of a DuckDB database: the file is opened for reading alone, and nothing beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.errors import Unreadable
from store.sources.address import Address
from store.sources.engine import core, engine, identifier, text_literal
from store.sources.engines.embedded import Embedded
from store.sources.engines.open_table import OpenTable
from store.sources.layout import Column, Layout

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LONGEST = 300


@contextmanager
def opened(address: Address) -> Iterator[OpenTable]:
    """Open a table or query of a DuckDB database.

    Raises
    ------
    Unreadable
        Where there is no such file or table, or another program is writing to it.
    """
    path = Path(address.where).absolute()
    if not path.is_file():
        raise Unreadable(f"{address.place}: there is no such file")
    # Beside the database, the engine looks for what a writer left behind.
    left_behind = (path.with_name(f"{path.name}{ending}") for ending in (".wal", ".wal.checkpoint", ".wal.recovery"))
    with ExitStack() as until_read:
        with _explained(address):
            connection = until_read.enter_context(engine(path, *left_behind))
            connection.execute(f"ATTACH {text_literal(str(path))} AS measured (READ_ONLY)")
            connection.execute("USE measured")
            layout = _layout(connection, path, address)
        another: Callable[[str], Layout] = lambda table: _layout(connection, path, address.of_table(table))  # noqa: E731
        yield OpenTable(address.shown, Embedded(connection), layout, lambda: _explained(address), another=another)


def _layout(connection: DuckDBPyConnection, path: Path, address: Address) -> Layout:
    relation = address.relation('"')
    described = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    return Layout(path, "database", tuple(_column(name, kind) for name, kind, *_ in described), relation)


def _column(name: str, kind: str) -> Column:
    if kind.startswith("ENUM"):
        return Column(name, f"{identifier(name)}::VARCHAR", "VARCHAR")
    return Column(name, identifier(name), kind.strip('"'))


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
    except core().Error as error:
        raise Unreadable(f"{address.shown}: {_sentence(clean(str(error).strip().splitlines()[0]))}") from None
    except Unreadable as error:
        raise Unreadable(f"{address.shown}: {error}") from None


def _sentence(message: str) -> str:
    if "Could not set lock" in message or "Conflicting lock" in message:
        return "another program has the database open for writing; close it there, or read a copy"
    if "disabled by configuration" in message or "disabled through configuration" in message:
        return "only what stands in the database itself is read, and this view or query reads another file"
    return message.partition("Error: ")[2][:_LONGEST] or message[:_LONGEST]
