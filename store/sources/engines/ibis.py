"""Any engine that Ibis can reach: Spark, BigQuery, Snowflake, ClickHouse, Trino and others, by their own addresses.

Ibis connects and fetches answers; what is asked is written by :mod:`store.sources.engines.rewriting`. An engine proves
on known numbers that it counts as the embedded one does before it is believed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from experiments.errors import Unreadable, WhatSticksError
from store.sources.address import Address
from store.sources.engines.open_table import OpenTable
from store.sources.engines.proof import refuse_unproven
from store.sources.engines.remote import Remote
from store.sources.engines.rewriting import OTHER_ROWS, ROWS, Rewriting
from store.sources.engines.words import Words, words_of
from store.sources.layout import Column, Layout

_LONGEST = 300
_SPARK = ("pyspark", "spark")
_EXTRAS = {"pyspark": "spark", "awsathena": "athena"}
_TYPES = {
    **{"int8": "TINYINT", "int16": "SMALLINT", "int32": "INTEGER", "int64": "BIGINT"},
    **{"uint8": "UTINYINT", "uint16": "USMALLINT", "uint32": "UINTEGER", "uint64": "UBIGINT"},
    **{"float32": "FLOAT", "float64": "DOUBLE", "decimal": "DECIMAL", "boolean": "BOOLEAN"},
    **{"string": "VARCHAR", "uuid": "VARCHAR", "date": "DATE", "timestamp": "TIMESTAMP"},
}
# A driver that answers to nobody beyond this machine, and no page of its own.
_SPARK_ALONE = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "8",  # sums of a few arms need no two hundred
}


@dataclass(frozen=True)
class Ibis(Remote):
    """A connected backend of Ibis."""

    backend: Any
    rewriting: Rewriting

    @property
    def overflows(self) -> tuple[type[Exception], ...]:
        return ()

    def asked(self, sql: str) -> list[tuple[Any, ...]]:
        answer = self.backend.sql(sql).to_pyarrow()
        return list(zip(*(column.to_pylist() for column in answer.columns), strict=True))

    def cancel(self) -> None:
        if self.backend.name == "pyspark":
            self.backend._session.sparkContext.cancelAllJobs()
            return
        with suppress(AttributeError):  # clients that can stop a query have it on their connection
            self.backend.con.cancel()


@contextmanager
def opened(address: Address) -> Iterator[OpenTable]:
    """Connect to the engine of an address and open a table or query of it.

    Raises
    ------
    Unreadable
        Where Ibis or the engine's client is not installed, the engine is not to be reached, or counts differently.
    """
    with ExitStack() as until_read:
        with _explained(address):
            backend = _connected(address)
            until_read.callback(backend.disconnect)
            rows = of_backend(backend, address)
        yield rows


def of_backend(backend: Any, address: Address) -> OpenTable:
    """Open a table or query of a connected backend.

    Parameters
    ----------
    backend : ibis.backends.BaseBackend
        A connection that stays open for as long as its rows are read.
    """
    import sqlglot

    words = words_of([family.__name__.lower() for family in backend.dialect.__mro__])
    mark = sqlglot.to_identifier("x", quoted=True).sql(words.dialect)[0]
    relation = address.relation(mark)
    schema = backend.sql(f"SELECT * FROM {relation}").schema()
    columns = [Column(name, f"c{at}", _type(kind)) for at, (name, kind) in enumerate(schema.items())]
    read = _reading(columns, schema, words)
    flags = {column.sql for column in columns if column.type == "BOOLEAN"}
    engine = Ibis(backend, Rewriting(words, f"(SELECT {read} FROM {relation})", flags))
    refuse_unproven(engine)
    explaining: Callable[[], Any] = lambda: _explained(address)  # noqa: E731
    layout = Layout(Path(), "database", tuple(columns), ROWS)
    another: Callable[[str], Layout] = lambda table: _another(engine, address.of_table(table).relation(mark))  # noqa: E731
    return OpenTable(address.shown, engine, layout, explaining, another=another)


def _reading(columns: Sequence[Column], schema: Any, words: Words) -> str:
    return ", ".join(_read(column, kind, words) for column, kind in zip(columns, schema.values(), strict=True))


def _another(engine: Ibis, relation: str) -> Layout:
    """Return another table, put within reach of questions; no column is called as one of the first rows is."""
    schema = engine.backend.sql(f"SELECT * FROM {relation}").schema()
    columns = tuple(Column(name, f"oc{at}", _type(kind)) for at, (name, kind) in enumerate(schema.items()))
    rewriting = engine.rewriting
    rewriting.others[OTHER_ROWS] = f"(SELECT {_reading(columns, schema, rewriting.words)} FROM {relation})"
    rewriting.flags.update(column.sql for column in columns if column.type == "BOOLEAN")
    return Layout(Path(), "database", columns, OTHER_ROWS)


def _type(kind: Any) -> str:
    return _TYPES.get(type(kind).__name__.lower(), str(kind).upper())


def _read(column: Column, kind: Any, words: Words) -> str:
    """Return the engine's SQL for a column as the questions expect it: text as text, times in UTC."""
    import sqlglot
    from sqlglot import exp

    named: exp.Expr = exp.column(exp.to_identifier(column.name, quoted=True))
    if column.type == "TIMESTAMP":
        named = exp.replace_placeholders(
            sqlglot.parse_one(words.utc(aware=bool(kind.timezone)), read=words.dialect), x=named
        )
    elif column.type == "VARCHAR" and not kind.is_string():
        named = exp.cast(named, "TEXT")
    return exp.alias_(named, column.sql).sql(words.dialect)


def _connected(address: Address) -> Any:
    scheme = address.where.partition("://")[0].lower()
    try:
        import ibis

        return _spark(address) if scheme in _SPARK else ibis.connect(address.with_secrets())
    except ImportError:
        extra = _EXTRAS.get(scheme, scheme)
        raise Unreadable(
            f"reading from {scheme} needs a client that is not here: install whatsticks[{extra}]"
        ) from None


def _spark(address: Address) -> Any:
    """Start Spark, or join the session there is: what follows the question mark are its settings."""
    import ibis
    from pyspark.sql import SparkSession

    _, _, rest = address.with_secrets().partition("://")
    master, _, options = rest.partition("?")
    settings = {**_SPARK_ALONE, "spark.master": master or "local[*]", **dict(parse_qsl(options))}
    builder = SparkSession.builder.appName("whatsticks")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return ibis.pyspark.connect(builder.getOrCreate())


@contextmanager
def _explained(address: Address) -> Iterator[None]:
    """Turn any client's error into one line that begins with the address and holds no secret."""
    from experiments.text import clean

    try:
        yield
    except Unreadable as error:
        raise Unreadable(f"{address.shown}: {error}") from None
    except WhatSticksError:
        raise
    except Exception as error:  # every client has a family of its own
        if "cancelled" in str(error).lower() and "job" in str(error).lower():
            raise KeyboardInterrupt from None
        first = next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
        raise Unreadable(f"{address.shown}: {address.masked(clean(first))[:_LONGEST]}") from None
