"""A whole workspace in one file that anybody can read: a zip with its trail, a file for each table, and a manifest.

The same state gives the same bytes. How it looks inside is documented in docs/moving.md; :mod:`store.archive_reading`
reads it.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, NamedTuple

from sqlmodel import Session

from experiments.errors import Refused
from store.canonical import canonical
from store.chain import Head
from store.copying import Kept, newest, tables
from store.database import Database
from store.migrations import HEAD
from store.replay import Progress
from store.trail import exported_lines

FORMAT = "whatsticks workspace"
VERSION = 1
"""Grows when a program that reads this version would misread the next."""

MANIFEST = "manifest.json"
TRAIL = "trail.jsonl"

_ALWAYS = (1980, 1, 1, 0, 0, 0)
"""The time of every member, as far back as a zip goes: the same state gives the same bytes."""


class Archived(NamedTuple):
    """What was written: the head, how many entries, how many bytes."""

    head: Head
    bytes: int


def member_of(table: str) -> str:
    """Return what the file of a table is called."""
    return f"tables/{table}.jsonl"


def write_archive(database: Database, target: Path, program: str, progress: Progress) -> Archived:
    """Write a workspace, as it is at one moment, into a file; put in place at once when it is complete.

    Parameters
    ----------
    program : str
        The version of the program that writes, noted for people.

    Raises
    ------
    Refused
        Where the file cannot be written.
    """
    draft = ""
    try:
        with NamedTemporaryFile(dir=target.parent, prefix=".whatsticks-", delete=False) as file:
            draft = file.name
            with database.reading() as session, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                head = _write(session, archive, program, progress)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, target)  # it keeps the rights of a draft: whoever made it, and nobody else, reads it
        return Archived(head, target.stat().st_size)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Refused(f"cannot write {target}: {reason}; choose another place") from error
    finally:
        if draft:
            Path(draft).unlink(missing_ok=True)


def _write(session: Session, archive: zipfile.ZipFile, program: str, progress: Progress) -> Head:
    head, members = newest(session), {}
    for kept in tables():
        count = kept.count(session)
        if kept.name == "trail":
            name, lines = TRAIL, exported_lines(session)
        else:
            name, lines = member_of(kept.name), _lines(kept, session)
        members[name] = _put(archive, name, _watched(lines, kept.name, count, progress))
    manifest = {
        "format": FORMAT,
        "format_version": VERSION,
        "head": str(head),
        "members": members,
        "program": program,
        "schema": HEAD,
    }
    text = json.dumps(manifest, indent=2, sort_keys=True)
    archive.writestr(_info(MANIFEST), f"{text}\n", zipfile.ZIP_DEFLATED)
    return head


def _put(archive: zipfile.ZipFile, name: str, lines: Iterable[str]) -> dict[str, Any]:
    """Write one member line by line, and return what the manifest says of it."""
    digest, size, count = hashlib.sha256(), 0, 0
    with archive.open(_info(name), "w", force_zip64=True) as member:
        for line in lines:
            data = f"{line}\n".encode("utf-8", "surrogatepass")
            digest.update(data)
            size, count = size + len(data), count + 1
            member.write(data)
    return {"bytes": size, "lines": count, "sha256": digest.hexdigest()}


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _ALWAYS)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o600 << 16
    return info


def _lines(kept: Kept, session: Session) -> Iterator[str]:
    """Yield the rows of a table, each as an object of its columns; nested values stay the text that is stored."""
    for row in kept.rows(session):
        yield canonical({name: _plain(value) for name, value in zip(kept.columns, row, strict=True)})


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return value


def _watched(lines: Iterator[str], table: str, of: int, progress: Progress) -> Iterator[str]:
    for done, line in enumerate(lines, start=1):
        if done % 1000 == 0:
            progress(table, done, of)
        yield line
