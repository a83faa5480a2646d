"""Opening a workspace file: made if new, brought up to date if old, left alone if it is not ours or too new."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from experiments.errors import Unreachable
from store.database import WRITES, Database
from store.migrations import HEAD, REVISIONS, VERSION_TABLE
from store.sqlite import PATIENCE, DataVersion, connect, engine_for, in_words, use_wal, why_read_only, without_lock

_MAGIC = b"SQLite format 3\0"
_EMPTY = ""


def open_file(path: Path, *, create: bool) -> Database:
    """Open the workspace in a file.

    Raises
    ------
    Unreachable
        With one line on why not, and what to do.
    """
    try:
        _check_place(path, create=create)
        revision = _revision(path)
        if revision not in (_EMPTY, *REVISIONS):
            raise Unreachable(
                f"{path} was written by a newer version of this program; install that version to open it"
                " (the file was not changed)"
            )
        return _opened(path, revision)
    except (sqlite3.Error, DBAPIError, UnicodeDecodeError) as error:
        raise in_words(error, str(path)) from error
    except OSError as error:
        raise Unreachable(f"{path} cannot be opened: {(error.strerror or str(error)).lower()}") from error


def _check_place(path: Path, *, create: bool) -> None:
    """Refuse what is no file and make the folder of a new one."""
    if path.is_dir():
        raise Unreachable(f"{path} is a folder; name a file in it, such as {path / 'workspace.db'}")
    if path.exists():
        if not path.is_file():
            raise Unreachable(f"{path} is no ordinary file, so it cannot be a workspace")
        return
    if not create:
        raise Unreachable(f"there is no workspace at {path}; whatsticks init makes one")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Unreachable(f"a workspace cannot be made at {path}: {reason}; choose another place") from error


def _revision(path: Path) -> str:
    """Return the schema's revision, read without changing a byte; empty for a file that holds nothing yet."""
    with path.open("rb") as file:
        start = file.read(len(_MAGIC))
    if not start and not Path(f"{path}-wal").exists():
        return _EMPTY
    if start != _MAGIC:
        raise Unreachable(f"{path} is not a workspace (it is another kind of file); nothing was changed")
    try:
        return _read_revision(path, without_lock(path))
    except sqlite3.Error:  # somebody may be writing it at this very moment: wait for them, then look again
        return _read_revision(path, "mode=ro")


def _read_revision(path: Path, query: str) -> str:
    connection = connect(path, query)
    try:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables:
            return _EMPTY
        if not {VERSION_TABLE, "trail"} <= tables:
            raise Unreachable(f"{path} is a database of another program; nothing was changed")
        found = connection.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()
        connection.execute("SELECT hash FROM trail ORDER BY seq DESC LIMIT 1").fetchone()
        return str(found[0]) if found else "unknown"
    finally:
        connection.close()


def _opened(path: Path, revision: str) -> Database:
    read_only = why_read_only(path)
    if read_only:
        return _opened_for_reading(path, revision, read_only)
    query = "mode=rw"
    _switch_to_wal(path)
    engine = engine_for(path, query)
    try:
        if revision != HEAD:
            _bring_up_to_date(path, engine, revision)
    except BaseException:
        engine.dispose()
        raise
    return Database(str(path), engine, DataVersion(path, query), in_words)


def _opened_for_reading(path: Path, revision: str, read_only: str) -> Database:
    if revision != HEAD:
        raise Unreachable(f"{path} has to be brought up to date first, and {read_only}")
    query = without_lock(path)
    return Database(str(path), engine_for(path, query), DataVersion(path, query), in_words, read_only=read_only)


def _switch_to_wal(path: Path) -> None:
    """Switch a new file over, patiently: SQLite itself does not wait when somebody else is just doing the same."""
    connection = connect(path, "mode=rw")
    give_up = time.monotonic() + PATIENCE
    try:
        while True:
            try:
                return use_wal(connection)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > give_up:
                    raise
                time.sleep(0.01)
    finally:
        connection.close()


def _bring_up_to_date(path: Path, engine: Engine, revision: str) -> None:
    """Make the tables of a new file at once, or migrate an old one; either wholly or not at all.

    Making them at once spares a new file the import of Alembic, which takes a second. That both ways lead to the same
    schema is tested. An old file is copied beside itself first, while nobody can write to it.
    """
    from store.backup import copy_before
    from store.migrations import schema

    with engine.execution_options(**{WRITES: True}).begin() as connection:
        if schema.revision(connection) == HEAD:  # somebody else was quicker
            return
        if revision == _EMPTY:
            schema.create(connection)
        else:
            copy = copy_before(path, HEAD)
            try:
                schema.upgrade(connection)
            except BaseException:  # the file stays as it is, so nobody needs a copy of it
                copy.unlink()
                raise
