"""PostgreSQL: everything is added up in the server, in one state of the data, without the right to write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.errors import Unreadable
from store.sources.address import Address
from store.sources.engines.open_table import OpenTable
from store.sources.engines.remote import Remote
from store.sources.engines.rewriting import OTHER_ROWS, ROWS, Rewriting
from store.sources.engines.words import POSTGRES, POSTGRES_15
from store.sources.layout import Column, Layout

if TYPE_CHECKING:
    import psycopg

_KNOWS_BEFORE_IT_FAILS = 160_000
_SECONDS_TO_CONNECT = 10
_TYPES = {
    "int2": "SMALLINT",
    "int4": "INTEGER",
    "int8": "BIGINT",
    "float4": "FLOAT",
    "float8": "DOUBLE",
    "numeric": "DECIMAL",
    "bool": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "timestamptz": "TIMESTAMP",
}
_TEXT = {"text", "varchar", "bpchar", "name", "uuid", "citext", "char"}
# Sorted and compared byte by byte, as the embedded engine does, whatever the language of the database.
_AS_TEXT = '{column}::text COLLATE "C"'


@dataclass(frozen=True)
class Postgres(Remote):
    """A connection that reads one state of the data."""

    connection: psycopg.Connection[tuple[Any, ...]]
    rewriting: Rewriting

    @property
    def overflows(self) -> tuple[type[Exception], ...]:
        from psycopg.errors import NumericValueOutOfRange

        return (NumericValueOutOfRange,)

    def asked(self, sql: str) -> list[tuple[Any, ...]]:
        with self.connection.transaction():  # a refused question does not spoil the state that is read
            return self.connection.execute(sql).fetchall()

    def cancel(self) -> None:
        self.connection.cancel_safe()

    def state(self) -> str:
        return str(self.asked("SELECT txid_current_snapshot()::text")[0][0])


@contextmanager
def opened(address: Address) -> Iterator[OpenTable]:
    """Open a table or query of a PostgreSQL server.

    Raises
    ------
    Unreadable
        Where the server is not to be reached or there is no such table, without a word of the password.
    """
    with ExitStack() as until_read:
        zone = address.zone.replace("'", "''")
        with _explained(address):
            connection = until_read.enter_context(_connected(address))
            relation = address.relation('"')
            columns = _columns(connection, relation)
        reading = ", ".join(f"{_read(column, kind, zone)} AS {column.sql}" for column, kind in columns)
        words = POSTGRES if connection.info.server_version >= _KNOWS_BEFORE_IT_FAILS else POSTGRES_15
        rewriting = Rewriting(
            words=replace(words, stamp=words.stamp.replace("'UTC'", f"'{zone}'")),
            relation=f"(SELECT {reading} FROM {relation})",
            flags={column.sql for column, _ in columns if column.type == "BOOLEAN"},
        )
        layout = Layout(Path(), "database", tuple(column for column, _ in columns), ROWS)
        another: Callable[[str], Layout] = lambda table: _another(connection, rewriting, address.of_table(table))  # noqa: E731
        engine = Postgres(connection, rewriting)
        yield OpenTable(address.shown, engine, layout, lambda: _explained(address), another=another)


def _another(connection: psycopg.Connection[tuple[Any, ...]], rewriting: Rewriting, address: Address) -> Layout:
    """Return another table, put within reach of questions; no column is called as one of the first rows is."""
    zone = address.zone.replace("'", "''")
    columns = [
        (replace(column, sql=f"o{column.sql}"), kind) for column, kind in _columns(connection, address.relation('"'))
    ]
    read = ", ".join(f"{_read(column, kind, zone)} AS {column.sql}" for column, kind in columns)
    rewriting.others[OTHER_ROWS] = f"(SELECT {read} FROM {address.relation(chr(34))})"
    rewriting.flags.update(column.sql for column, _ in columns if column.type == "BOOLEAN")
    return Layout(Path(), "database", tuple(column for column, _ in columns), OTHER_ROWS)


@contextmanager
def _connected(address: Address) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    given = conninfo_to_dict(address.with_secrets())
    settings = {"connect_timeout": _SECONDS_TO_CONNECT, "application_name": "whatsticks", **given}
    with psycopg.connect(**settings) as connection:  # type: ignore[arg-type]
        connection.read_only = True
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.execute("SELECT set_config('TimeZone', %s, false)", [address.zone])
        connection.execute("SET extra_float_digits = 1")  # every digit that tells a double from its neighbours
        yield connection
        connection.rollback()


def _columns(connection: psycopg.Connection[tuple[Any, ...]], relation: str) -> list[tuple[Column, str]]:
    """Return columns with the names of their types; of an enumeration and the like, the server knows the name."""
    described = connection.execute(f"SELECT * FROM {relation} LIMIT 0").description or []
    codes = sorted({one.type_code for one in described})
    known = connection.execute("SELECT oid, typname, typtype FROM pg_type WHERE oid = ANY(%s)", [codes]).fetchall()
    kinds = {oid: "text" if typtype == "e" else typname for oid, typname, typtype in known}
    return [
        (Column(one.name, f"c{at}", _type(kinds[one.type_code])), kinds[one.type_code])
        for at, one in enumerate(described)
    ]


def _type(kind: str) -> str:
    return "VARCHAR" if kind in _TEXT else _TYPES.get(kind, kind.upper())


def _read(column: Column, kind: str, zone: str) -> str:
    """Return the engine's SQL for a column as the questions expect it: text to compare by bytes, times in one zone."""
    named = '"' + column.name.replace('"', '""') + '"'
    if kind == "timestamptz":
        return f"{named} AT TIME ZONE '{zone}'"
    return named if kind in _TYPES else _AS_TEXT.format(column=named)


@contextmanager
def _explained(address: Address) -> Iterator[None]:
    """Turn errors of the server into one line each that begins with the address and holds no secret."""
    import psycopg

    try:
        yield
    except psycopg.errors.QueryCanceled as error:
        if "user request" in str(error):
            raise KeyboardInterrupt from None
        raise Unreadable(f"{address.shown}: {address.masked(_first_line(error))}") from None
    except psycopg.Error as error:
        raise Unreadable(f"{address.shown}: {address.masked(_first_line(error))}") from None
    except Unreadable as error:
        raise Unreadable(f"{address.shown}: {error}") from None


def _first_line(error: Exception) -> str:
    from experiments.text import clean

    lines = str(error).strip().splitlines() or [type(error).__name__]
    return clean(lines[0])[:300]
