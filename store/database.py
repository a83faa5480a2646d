"""One open database: sessions to read and to write in, and what its errors mean in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from experiments.errors import Refused, Unreachable, WhatSticksError
from store.sqlite import WRITES, DataVersion

_IN_WORDS = {
    "SQLITE_BUSY": "another program has been writing to it for too long; nothing was written, try again",
    "SQLITE_FULL": "the disk is full; nothing was written",
    "SQLITE_READONLY": "it may not be written; nothing was written",
    "SQLITE_CORRUPT": "the file is damaged; put a backup in its place",
    "SQLITE_NOTADB": "the file is no workspace, or is damaged",
    "SQLITE_IOERR": "the disk or the network drive does not answer properly; nothing was written",
    "SQLITE_CANTOPEN": "the file cannot be opened; is its folder still there, and may you write to it?",
}


def in_words(error: sqlite3.Error | DBAPIError, address: str) -> WhatSticksError:
    """Turn an error of the database into one line for people."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    name = getattr(cause, "sqlite_errorname", None) or ""
    known = next((words for start, words in _IN_WORDS.items() if name.startswith(start)), None)
    return Unreachable(f"{address}: {known or f'the database refused: {cause}'}")


class Database:
    """An open workspace database.

    Parameters
    ----------
    address : str
        Where it is, as people know it.
    engine : Engine
        Connections to it.
    changes : DataVersion
        What tells that somebody wrote.
    read_only : str
        Why nothing can be written; empty where writing is possible.
    """

    def __init__(self, address: str, engine: Engine, changes: DataVersion, read_only: str = "") -> None:
        self.address = address
        self.read_only = read_only
        self._reader = engine
        self._writer = engine.execution_options(**{WRITES: True})
        self._changes = changes
        self._one_at_a_time = Lock()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Read from one consistent state of the workspace."""
        with self._in_words(), Session(self._reader) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Write everything that is done inside, or nothing of it. What was written is on disk when this returns."""
        if self.read_only:
            raise Refused(f"{self.address} is open for reading only: {self.read_only}")
        with self._in_words(), Session(self._writer) as session, session.begin():
            yield session

    def revision(self) -> int:
        """Return a number that changes whenever anybody, this program included, has written."""
        with self._in_words(), self._one_at_a_time:
            return self._changes()

    def close(self) -> None:
        """Let go of the file."""
        self._changes.close()
        self._reader.dispose()

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, sqlite3.Error) as error:
            raise in_words(error, self.address) from error
