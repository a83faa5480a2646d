"""One open database: sessions to read and to write in, and what its errors mean in words."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Protocol

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from experiments.errors import Refused, Unreachable, WhatSticksError
from experiments.people import Role
from store.migrations import HEAD, VERSION_TABLE

WRITES = "whatsticks_writes"
"""Execution option of the engine that a write transaction begins on: it waits until nobody else writes."""

ENTRY = "whatsticks_entry"
"""Where a session notes the hash of the entry that it last added to the trail."""

_VERSION = text(f"SELECT version_num FROM {VERSION_TABLE}")

_DOUBT_SECONDS = 20.0
"""How long a server that went away while it was told to keep a change is waited for."""

InWords = Callable[[Exception, str], WhatSticksError]
"""Turns an error of an engine, at an address, into one line for people."""


class Changes(Protocol):
    """What tells that somebody wrote."""

    def __call__(self) -> int:
        """Return a number that is another one whenever somebody has written."""

    def place(self) -> object:
        """Return what the address leads to: something else as soon as that is not what is open here."""

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
    person : str
        Who works, as the server knows it; empty where no role says what anybody may do.
    role : Role, optional
        What that person may do; None where there are no roles.
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
        person: str = "",
        role: Role | None = None,
    ) -> None:
        self.address = address
        self.person = person
        self.role = role
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
        with self.in_words(), Session(self._reader) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Write everything that is done inside, or nothing of it. What was written is on disk when this returns."""
        if self.read_only:
            raise Refused(f"{self.address} is open for reading only: {self.read_only}")
        with self.in_words(), Session(self._writer) as session:
            session.begin()
            self._check_version(session)
            place = self._changes.place()
            yield session
            self._keep(session)
            if self._changes.place() != place:
                raise Unreachable(
                    f"{self.address} went away while this was being saved, so it may be saved or not; look when it is"
                    " back, before you do it again"
                )

    def revision(self) -> int:
        """Return a number that changes whenever anybody, this program included, has written."""
        with self.in_words(), self._one_at_a_time:
            return self._changes()

    def close(self) -> None:
        """Let go of the database."""
        self._changes.close()
        self._reader.dispose()

    def _check_version(self, session: Session) -> None:
        """Refuse to write into tables that a newer program has changed since this one opened them."""
        if session.execute(_VERSION).scalar() != HEAD:
            raise Unreachable(
                f"{self.address} was brought up to date by a newer version of this program while it was open here;"
                " nothing was written: install that version"
            )

    def _keep(self, session: Session) -> None:
        """Let the database keep what was written; where the answer got lost, find out what it was."""
        entry = session.info.get(ENTRY)
        try:
            session.commit()
        except DBAPIError as error:
            if not (error.connection_invalidated and entry and self._is_kept(entry)):
                raise

    def _is_kept(self, entry: str) -> bool:
        """Say whether an entry is in the trail: asked as a writer, so that whoever was still writing it has ended."""
        question, give_up = text("SELECT 1 FROM trail WHERE hash = :entry"), time.monotonic() + _DOUBT_SECONDS
        while True:
            try:
                with self._writer.begin() as connection:
                    return connection.execute(question, {"entry": entry}).first() is not None
            except Exception as error:
                if not _of_the_database(error):
                    raise
                if time.monotonic() > give_up:
                    raise Unreachable(
                        f"{self.address}: the server went away while this was being saved, so it may be saved or not;"
                        " look when it is back, before you do it again"
                    ) from error
                time.sleep(0.5)

    @contextmanager
    def in_words(self) -> Iterator[None]:
        """Raise what the engine reports as one line for people."""
        try:
            yield
        except Exception as error:
            if _of_the_database(error):
                raise self._words(error, self.address) from error
            raise


def _of_the_database(error: Exception) -> bool:
    """Say whether an engine raised this; without importing psycopg, which a file does not need."""
    if isinstance(error, DBAPIError | sqlite3.Error):
        return True
    return any(kind.__module__ == "psycopg" and kind.__name__ == "Error" for kind in type(error).__mro__)
