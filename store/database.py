"""One open database: sessions to read and to write in, and what its errors mean in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Protocol

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from experiments.errors import Refused, WhatSticksError

WRITES = "whatsticks_writes"
"""Execution option of the engine that a write transaction begins on: it waits until nobody else writes."""

InWords = Callable[[Exception, str], WhatSticksError]
"""Turns an error of an engine, at an address, into one line for people."""


class Changes(Protocol):
    """What tells that somebody wrote."""

    def __call__(self) -> int:
        """Return a number that is another one whenever somebody has written."""

    def close(self) -> None:
        """Let go of the database."""


class Database:
    """An open workspace database.

    Parameters
    ----------
    address : str
        Where it is, as people know it; without a password.
    engine : Engine
        Connections to it, to read on.
    changes : Changes
        What tells that somebody wrote.
    in_words : callable
        What the engine's errors mean.
    read_only : str
        Why nothing can be written; empty where writing is possible.
    writer : Engine, optional
        Connections to write on, where they differ from those to read on.
    """

    def __init__(
        self,
        address: str,
        engine: Engine,
        changes: Changes,
        in_words: InWords,
        *,
        read_only: str = "",
        writer: Engine | None = None,
    ) -> None:
        self.address = address
        self.read_only = read_only
        self._reader = engine
        self._writer = (writer or engine).execution_options(**{WRITES: True})
        self._changes = changes
        self._words = in_words
        self._one_at_a_time = Lock()

    @property
    def engine(self) -> str:
        """Return which engine keeps it: ``sqlite`` or ``postgresql``."""
        return self._reader.dialect.name

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
        """Let go of the database."""
        self._changes.close()
        self._reader.dispose()

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            if isinstance(error, DBAPIError | sqlite3.Error) or _is_psycopg(error):
                raise self._words(error, self.address) from error
            raise


def _is_psycopg(error: Exception) -> bool:
    """Say so without importing psycopg, which a file does not need."""
    return any(kind.__module__ == "psycopg" and kind.__name__ == "Error" for kind in type(error).__mro__)
