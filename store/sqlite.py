"""How this product talks to SQLite."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError

from experiments.errors import Unreachable, WhatSticksError
from store.database import WRITES
from store.same_file import gone, identity, watch

PATIENCE = 30.0
"""Seconds that a writer queues behind others before it gives up."""

_FIRST_PAUSE, _SHORTEST_PAUSE = 0.02, 0.001
"""Seconds between two questions whether it is one's turn to write: at first, and after half a second of waiting."""

ROOM = 256 * 1024
"""Bytes that have to be free to write: what stands beside an open file takes up some of it before any change does."""

_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    # In WAL mode the default, NORMAL, survives a crash of this program but may lose the last commits when the power
    # goes. Here a write that returned is on disk: one fsync for each commit is a price that typing people never feel.
    "PRAGMA synchronous = FULL",
)


_IN_WORDS = {
    "SQLITE_BUSY": "another program has been writing to it for too long; nothing was written, try again",
    "SQLITE_FULL": "the disk is full; nothing was written",
    "SQLITE_READONLY": "it may not be written; nothing was written",
    "SQLITE_CORRUPT": "the file is damaged; put a backup in its place",
    "SQLITE_NOTADB": "the file is no workspace, or is damaged",
    "SQLITE_IOERR": "the disk or the network drive does not answer properly; nothing was written",
    "SQLITE_CANTOPEN": "the file cannot be opened; is its folder still there, and may you write to it?",
}


def in_words(error: Exception, address: str) -> WhatSticksError:
    """Turn an error of the database into one line for people."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    name = getattr(cause, "sqlite_errorname", None) or ""
    if isinstance(cause, UnicodeDecodeError):  # SQLite's own complaint about a schema that holds what is no text
        name = "SQLITE_CORRUPT"
    known = next((words for start, words in _IN_WORDS.items() if name.startswith(start)), None)
    return Unreachable(f"{address}: {known or f'the database refused: {cause}'}")


def connect(path: Path, query: str) -> sqlite3.Connection:
    """Open a file with the parameters of an SQLite address, such as ``mode=rw``: nothing is created by accident."""
    uri = f"{path.absolute().as_uri()}?{query}"
    # isolation_level None: transactions begin where this program says so, not where the driver guesses. A connection
    # wanders between threads, never used by two at once: the pool sees to that.
    return sqlite3.connect(uri, uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False)


def engine_for(path: Path, query: str) -> Engine:
    """Return an engine whose writers queue and whose readers never wait."""

    def opened() -> sqlite3.Connection:
        if identity(path) is None:
            raise gone(path)
        connection = connect(path, query)
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        return connection

    engine = create_engine("sqlite://", creator=opened, poolclass=QueuePool)
    event.listen(engine, "begin", _begin)
    watch(engine, path)
    return engine


def _begin(connection: Connection) -> None:
    """Take the write lock at once where a transaction will write.

    A transaction that reads first and asks for the lock later meets another such one: neither can go on, and SQLite
    ends one of them with "database is locked" however long it would have waited.
    """
    if connection.get_execution_options().get(WRITES):
        _queue_to_write(connection.connection.driver_connection)
    else:
        connection.exec_driver_sql("BEGIN")


def _queue_to_write(connection: Any) -> None:
    """Begin to write as soon as nobody else does.

    SQLite's own way of waiting asks ever more seldom, so that on a busy file whoever waits longest is the least likely
    to get a turn. Here they ask ever more often.
    """
    began = time.monotonic()
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                waited = time.monotonic() - began
                if not (error.sqlite_errorname or "").startswith("SQLITE_BUSY") or waited > PATIENCE:
                    raise
            time.sleep(max(_SHORTEST_PAUSE, _FIRST_PAUSE / (1 + waited / _FIRST_PAUSE)))
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}")


def use_wal(connection: sqlite3.Connection) -> None:
    """Let readers and a writer work side by side. The file remembers it; switching needs a moment alone with it."""
    if _one(connection, "PRAGMA journal_mode") != "wal":
        connection.execute("PRAGMA journal_mode = WAL")


def without_lock(path: Path) -> str:
    """Return the parameters to read a file with, that leave no file beside it where none is.

    A log that was not merged yet, or that somebody is writing, has to be read with the file; without one the file is
    all there is.
    """
    log, index = Path(f"{path}-wal"), Path(f"{path}-shm")
    in_use = log.exists() and (log.stat().st_size > 0 or index.exists())
    return "mode=ro" if in_use else "immutable=1"


def why_read_only(path: Path) -> str:
    """Say why a file cannot be written by this person now; empty where it can."""
    if not os.access(path, os.W_OK):
        return "the file may not be written by you"
    if not os.access(path.parent, os.W_OK):
        return f"its folder {path.parent} may not be written by you"
    return "the disk is full" if _is_full(path) else ""


def _is_full(path: Path) -> bool:
    """Say whether there is no room to write a change. A drive that does not say how large it is may have room."""
    try:
        room = shutil.disk_usage(path.parent)
    except OSError:
        return False
    return room.total > 0 and room.free < ROOM


class DataVersion:
    """SQLite's own count of changes, which is only comparable on one connection: so this keeps one.

    Where another file was put in the place of the one that was open, it goes on with that, and counts it as a change.
    """

    def __init__(self, path: Path, query: str) -> None:
        self._path, self._query = path, query
        self._before = self._last = 0
        self._open()

    def __call__(self) -> int:
        now = identity(self._path)
        if now is None:
            raise gone(self._path)
        if now != self._file:
            self._connection.close()
            self._before = self._last + 1
            self._open()
        self._last = self._before + int(_one(self._connection, "PRAGMA data_version"))
        return self._last

    def place(self) -> object:
        """Return which file is at the path."""
        return identity(self._path)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _open(self) -> None:
        self._file, self._connection = identity(self._path), connect(self._path, self._query)


def _one(connection: sqlite3.Connection, statement: str) -> Any:
    return connection.execute(statement).fetchone()[0]
