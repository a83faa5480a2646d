"""Looking at a workspace file from the outside: what kind it is, and whether SQLite finds it sound."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from experiments.noun import Value
from store.migrations import HEAD, VERSION_TABLE
from store.sqlite import connect, why_read_only, without_lock

_MOST_FAULTS = 5


class Checkup(Value):
    """What was found. ``faults`` is empty where all is well; ``read_only`` says why nothing can be written."""

    bytes: int
    rights: str
    read_only: str
    schema_revision: str
    current: bool
    faults: tuple[str, ...]


def check_file(address: str) -> Checkup:
    """Check the file of a workspace that exists; nothing in it is changed."""
    path = Path(address).expanduser()
    connection = connect(path, without_lock(path))
    try:
        revision = str(connection.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()[0])
        faults = tuple(_faults(connection))
    finally:
        connection.close()
    return Checkup(
        bytes=path.stat().st_size,
        rights=f"{path.stat().st_mode & 0o777:03o}",
        read_only=why_read_only(path),
        schema_revision=revision,
        current=revision == HEAD,
        faults=faults,
    )


def _faults(connection: sqlite3.Connection) -> list[str]:
    pages = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({_MOST_FAULTS})")]
    links = [
        f"table {row[0]}: row {row[1]} points to nothing" for row in connection.execute("PRAGMA foreign_key_check")
    ]
    return [*(fault for fault in pages if fault != "ok"), *links[:_MOST_FAULTS]]
