"""The workspace as any other program opens it: what is done behind this program's back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from store.address import is_server
from store.postgres import connect, server_at

REFUSALS = (sqlite3.IntegrityError, psycopg.errors.IntegrityConstraintViolation)
"""What a guard answers."""


@contextmanager
def raw(address: Path | str) -> Iterator[Any]:
    """Open the file or the schema, and keep what is done there."""
    if is_server(address):
        with connect(server_at(str(address))) as connection:
            yield connection
        return
    file = sqlite3.connect(address)
    try:
        yield file
        file.commit()
    finally:
        file.close()


def take_guards_off(connection: Any) -> None:
    """Drop every trigger of a workspace."""
    if isinstance(connection, sqlite3.Connection):
        guards = [(f"DROP TRIGGER {name}",) for (name,) in triggers_of(connection)]
    else:
        drop = "SELECT 'DROP TRIGGER ' || tgname || ' ON ' || tgrelid::regclass FROM pg_trigger JOIN pg_class c ON"
        here = "c.oid = tgrelid WHERE relnamespace = current_schema()::regnamespace AND NOT tgisinternal"
        guards = connection.execute(f"{drop} {here}").fetchall()
    for (statement,) in guards:
        connection.execute(statement)


def triggers_of(connection: sqlite3.Connection) -> list[tuple[str]]:
    return connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
