"""Whether a path still leads to the file that was opened.

Whoever has a file open keeps it, also where it was deleted or its folder unmounted: SQLite goes on reading and writing
what nobody else can reach, and with the last connection it is gone. So the path is asked before each use.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

from experiments.errors import Unreachable

Identity = tuple[int, int]
"""The drive that a file is on, and its number there."""

_FILE = "whatsticks_file"
"""Where a connection notes which file it opened."""


def identity(path: Path) -> Identity | None:
    """Return which file a path leads to; None where it leads to none, or its drive does not answer."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def gone(path: Path) -> Unreachable:
    """Return the error that there is nothing at a path any more."""
    return Unreachable(
        f"{path} is no longer there (was its folder moved, or its drive disconnected?); nothing was written,"
        " and it goes on when it is back"
    )


def watch(engine: Engine, path: Path) -> None:
    """Let an engine hand out only connections to the file that is at the path now."""

    def opened(_connection: Any, record: Any) -> None:
        record.info[_FILE] = identity(path)

    def handed_out(_connection: Any, record: Any, _user: Any) -> None:
        now = identity(path)
        if now is None:
            raise gone(path)
        if now != record.info[_FILE]:  # a backup was put in its place: the pool opens that
            raise DisconnectionError

    event.listen(engine, "connect", opened)
    event.listen(engine, "checkout", handed_out)
