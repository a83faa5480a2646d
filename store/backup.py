"""A copy of a workspace that can be put in its place: taken while people work, of one moment, and checked."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from experiments.errors import Refused, Unreachable
from store.address import is_server, split_schema
from store.address import shown as address_shown
from store.sqlite import connect, in_words, without_lock


def back_up(address: str, target: Path) -> int:
    """Copy the workspace at an address into a new file, and return its size in bytes.

    Raises
    ------
    Refused
        Where there is a file of this name, or the workspace is on a server, which has tools of its own.
    Unreachable
        Where the copy cannot be written.
    """
    if is_server(address):
        plain, schema = split_schema(address_shown(address))
        raise Refused(
            f"a workspace on PostgreSQL is backed up with the server's own tool:"
            f" pg_dump --format=custom --schema={schema} --file={target} '{plain}'"
        )
    return copy_file(Path(address).expanduser(), target.expanduser())


def copy_before(path: Path, revision: str) -> Path:
    """Copy a file that is about to be brought up to a revision beside itself, and return where."""
    number, target = 1, Path(f"{path}.before-{revision}.bak")
    while target.exists():
        number, target = number + 1, Path(f"{path}.before-{revision}.{number + 1}.bak")
    copy_file(path, target)
    return target


def copy_file(path: Path, target: Path) -> int:
    """Copy a workspace file, also while others write to it, and return the size of the copy."""
    if target.exists():
        raise Refused(f"there is a file {target} already; nothing is written over it: choose another name")
    partial = Path(f"{target}.part")
    try:
        partial.unlink(missing_ok=True)
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, path.stat().st_mode & 0o777))
        _copy(path, partial)
        os.link(partial, target)  # unlike renaming, it never takes the place of a file made meanwhile
        _reach_disk(target)
        return target.stat().st_size
    except sqlite3.Error as error:
        raise in_words(error, f"the copy {target} was not made; {path}") from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Unreachable(f"a copy cannot be made at {target}: {reason}; choose another place") from error
    finally:
        partial.unlink(missing_ok=True)


def _copy(path: Path, target: Path) -> None:
    source, copy = connect(path, without_lock(path)), connect(target, "mode=rw")
    try:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # all in one file
        fault = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    finally:
        source.close()
        copy.close()
    if fault != "ok":
        raise Unreachable(f"{path} is damaged, so no copy was made of it: {fault}")


def _reach_disk(target: Path) -> None:
    """Wait until a file and its name are on the disk."""
    for place in (target, target.absolute().parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
