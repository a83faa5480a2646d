"""Looking at a workspace from the outside: what kind it is, and whether its engine finds it sound."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from experiments.noun import Value
from store.address import is_server
from store.guards import names
from store.migrations import HEAD, VERSION_TABLE
from store.sqlite import connect, why_read_only, without_lock

_MOST_FAULTS = 5


class Checkup(Value):
    """What was found.

    ``faults`` is empty where all is well; ``read_only`` says why nothing can be written; ``risks`` says how something
    that was acknowledged could still be lost.
    """

    engine: str
    bytes: int
    rights: str
    read_only: str
    schema_revision: str
    faults: tuple[str, ...]
    risks: tuple[str, ...] = ()

    @property
    def current(self) -> bool:
        """Say whether the tables are those that this program needs."""
        return self.schema_revision == HEAD


def check(address: str) -> Checkup:
    """Check a workspace that exists; nothing in it is changed."""
    if is_server(address):
        from store.postgres_checkup import check_server

        return check_server(address)
    return _check_file(Path(address).expanduser())


def _check_file(path: Path) -> Checkup:
    connection = connect(path, without_lock(path))
    try:
        revision = str(connection.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()[0])
        faults = tuple(_faults(connection))
    finally:
        connection.close()
    return Checkup(
        engine=f"SQLite {sqlite3.sqlite_version}",
        bytes=path.stat().st_size,
        rights=f"mode {path.stat().st_mode & 0o777:03o}",
        read_only=why_read_only(path),
        schema_revision=revision,
        faults=faults,
    )


def _faults(connection: sqlite3.Connection) -> list[str]:
    pages = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({_MOST_FAULTS})")]
    links = [
        f"table {row[0]}: row {row[1]} points to nothing" for row in connection.execute("PRAGMA foreign_key_check")
    ]
    there = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    guards = [f"the guard {name} was taken off" for name in names("sqlite") if name not in there]
    return [*(fault for fault in pages if fault != "ok"), *links[:_MOST_FAULTS], *guards]
