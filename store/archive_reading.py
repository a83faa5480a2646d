"""Reading an archive of a workspace that came from anywhere: nothing in it is believed before it was checked.

It is unpacked into a workspace of its own, in a folder for as long as it is needed, with the tables of the version that
wrote it, and brought up to date there as any older file is. So one written by an older program can be read. Where it
goes is up to :mod:`store.copying`, which holds every row against the trail. No name in the archive ever becomes a
path, and at no time is more of it in memory than some lines.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, DateTime, MetaData, Table, insert
from sqlalchemy.exc import DBAPIError, StatementError

from experiments.errors import Unreadable
from store.archive import FORMAT, MANIFEST, TRAIL, VERSION, member_of
from store.chain import Head, Walk
from store.database import WRITES, Database
from store.migrations import HEAD, REVISIONS
from store.opening import open_database
from store.sqlite import engine_for
from store.tables import Row, TrailRow
from store.trail import line_of
from store.trail_file import Exported, entry_of_line

LONGEST_LINE = 16 * 2**20
"""Bytes that a line has at most; the longest noun that can be written takes a tenth of it."""

MOST_PACKED = 100
"""How many times larger than packed a member may be. Hashes do not pack, so that true ones stay below 30."""

_LARGEST_MANIFEST = 2**20
_LARGEST_DIRECTORY = 2**16
_BATCH = 1000
_BLOCK = 2**20
_DIGEST = re.compile("[0-9a-f]{64}")
_ENDS = ((b"PK\x05\x06", 12, 4), (b"PK\x06\x06", 40, 8))
"""The two records that may end a zip, and where in them the size of its directory stands."""


@contextmanager
def unpacked(path: Path) -> Iterator[Database]:
    """Open what an archive holds as a workspace of its own, for as long as the block lasts.

    Raises
    ------
    Unreadable
        With one line on what is wrong with it.
    """
    with TemporaryDirectory(prefix="whatsticks-") as folder:
        place = Path(folder) / "workspace.db"
        with _faults_in_words(path):
            _refuse_large_directory(path)
            with zipfile.ZipFile(path) as archive:
                _Unpacking(archive, path).into(place)
        database = open_database(place, create=False)
        database.address = str(path)
        try:
            yield database
        finally:
            database.close()


@contextmanager
def _faults_in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except zipfile.BadZipFile as error:
        raise Unreadable(f"{path} is no archive, or is damaged ({_ended(error)})") from None
    except UnicodeEncodeError:
        raise Unreadable(f"{path} holds half a character (a lone surrogate), which no workspace can keep") from None
    except (zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise Unreadable(f"{path} is damaged, or packed in a way that is not used here ({_ended(error)})") from None
    except (DBAPIError, StatementError) as error:
        raise Unreadable(f"{path} holds rows that do not fit together: {_ended(error.orig or error)}") from None
    except OSError as error:
        raise Unreadable(f"cannot read {path}: {(error.strerror or str(error)).lower()}") from None


def _ended(error: BaseException) -> str:
    return " ".join(str(error).split())[:120].rstrip(".") or type(error).__name__


def _refuse_large_directory(path: Path) -> None:
    """Refuse a zip with more members than a workspace has, before all their names are taken into memory."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 2**16 - 200))
        end = file.read()
    for mark, at, width in _ENDS:
        place = end.rfind(mark)
        if place >= 0 and int.from_bytes(end[place + at : place + at + width], "little") > _LARGEST_DIRECTORY:
            raise zipfile.BadZipFile("it has far more members than a workspace has tables")


class _Unpacking:
    """One archive on its way into a file."""

    def __init__(self, archive: zipfile.ZipFile, path: Path) -> None:
        self._archive = archive
        self._path = path
        self._infos = self._members_by_name()
        self._manifest = self._read_manifest()

    def into(self, place: Path) -> None:
        """Make a workspace of the tables that the archive was written from."""
        from store.migrations import schema

        revision = self._manifest["schema"]
        place.touch()
        engine = engine_for(place, "mode=rw")
        try:
            with engine.execution_options(**{WRITES: True}).begin() as connection:
                if revision == HEAD:
                    schema.create(connection)
                else:
                    schema.upgrade(connection, to=revision)
                self._fill(connection)
        finally:
            engine.dispose()

    def _fill(self, connection: Connection) -> None:
        known = [table.name for table in Row.metadata.sorted_tables]
        wanted = {TRAIL, *(member_of(name) for name in known)}
        if strange := sorted(set(self._manifest["members"]) - wanted):
            raise self._wrong(f"it has a member {strange[0]!r}, which is no table of a workspace")
        found = MetaData()
        for name in known:
            member = TRAIL if name == "trail" else member_of(name)
            if member not in self._manifest["members"]:
                if member == TRAIL:
                    raise self._wrong(f"it has no {TRAIL}")
                continue
            table = Table(name, found, autoload_with=connection, resolve_fks=False)
            rows = self._entries() if name == "trail" else self._rows(table, member)
            batch = []
            for row in rows:
                batch.append(row)
                if len(batch) == _BATCH:
                    connection.execute(insert(table), batch)
                    batch = []
            if batch:
                connection.execute(insert(table), batch)

    def _entries(self) -> Iterator[dict[str, Any]]:
        """Yield the entries of the trail as rows, and check that their chain holds and ends as the manifest says."""
        head = Head.of(self._manifest["head"])
        walk = Walk([head])
        for number, line in enumerate(self._lines(TRAIL), start=1):
            entry = entry_of_line(line.rstrip("\r\n"))
            row = None if entry is None else _as_row(entry)
            if entry is None or row is None:
                raise self._wrong(f"line {number} of {TRAIL} is no entry of a trail")
            for fault in walk.step(entry.link):
                raise self._wrong(fault)
            yield row
        if str(walk.head) != str(head):
            raise self._wrong(f"its trail ends with {walk.head}, not with {head}")

    def _rows(self, table: Table, member: str) -> Iterator[dict[str, Any]]:
        names = {column.name for column in table.columns}
        moments = [column.name for column in table.columns if isinstance(column.type, DateTime)]
        for number, line in enumerate(self._lines(member), start=1):
            try:
                row = json.loads(line)
                if not isinstance(row, dict) or set(row) != names or not all(map(_is_plain, row.values())):
                    raise ValueError
                for name in moments:
                    row[name] = None if row[name] is None else datetime.fromisoformat(row[name]).replace(tzinfo=None)
            except (ValueError, TypeError, RecursionError):
                raise self._wrong(f"line {number} of {member} is no row of that table") from None
            yield row

    def _lines(self, member: str) -> Iterator[str]:
        """Yield the lines of a member, none of them endless; check at the end that it was what the manifest says."""
        told, info = self._manifest["members"][member], self._infos.get(member)
        if info is None:
            raise self._wrong(f"it has no member {member}, which its manifest names")
        if info.file_size > MOST_PACKED * (info.compress_size + 10_000):
            raise self._wrong(f"{member} would be more than {MOST_PACKED} times larger than it is packed")
        digest, left = hashlib.sha256(), info.file_size
        with self._archive.open(info) as file:
            while line := file.readline(LONGEST_LINE + 1):
                digest.update(line)
                left -= len(line)
                if left < 0 or len(line) > LONGEST_LINE:
                    raise self._wrong(f"a line of {member} is longer than any that this program writes")
                try:
                    yield line.decode("utf-8", "surrogatepass")
                except UnicodeDecodeError:
                    raise self._wrong(f"{member} is not text in UTF-8") from None
        if digest.hexdigest() != told["sha256"]:
            raise self._wrong(f"{member} is not what it was when it was written: its SHA-256 is another")

    def _members_by_name(self) -> dict[str, zipfile.ZipInfo]:
        found: dict[str, zipfile.ZipInfo] = {}
        for info in self._archive.infolist():
            if info.filename in found:
                raise self._wrong(f"it has two members {info.filename!r}")
            if info.flag_bits & 1:
                raise self._wrong("it is locked with a password")
            found[info.filename] = info
        return found

    def _read_manifest(self) -> dict[str, Any]:
        info = self._infos.get(MANIFEST)
        if info is None or info.file_size > _LARGEST_MANIFEST:
            raise self._wrong(f"it has no {MANIFEST}, so it is another kind of file")
        try:
            manifest = json.loads(self._archive.read(info))
            kind, version = manifest["format"], manifest["format_version"]
        except (ValueError, KeyError, TypeError, RecursionError):
            raise self._wrong(f"its {MANIFEST} cannot be read") from None
        if kind != FORMAT:
            raise self._wrong("it is another kind of file")
        if version != VERSION or manifest.get("schema") not in REVISIONS:
            raise Unreadable(f"{self._path} was written by a newer version of this program; install that version")
        if strange := sorted(set(self._infos) - {MANIFEST} - set(_members(manifest))):
            raise self._wrong(f"it has a member {strange[0]!r} that its manifest does not name")
        if not isinstance(manifest.get("head"), str):
            raise self._wrong(f"its {MANIFEST} names no head")
        return dict(manifest)

    def _wrong(self, what: str) -> Unreadable:
        return Unreadable(f"{self._path} is not a workspace as it was exported: {what}")


def _members(manifest: dict[str, Any]) -> dict[str, Any]:
    """Return what the manifest says of the members, where that has the form it should have."""
    members = manifest.get("members")
    if not isinstance(members, dict):
        return {}
    proper = all(isinstance(told, dict) and _DIGEST.fullmatch(str(told.get("sha256"))) for told in members.values())
    return members if proper else {}


def _is_plain(value: Any) -> bool:
    """Say whether a column can hold a value at all."""
    if isinstance(value, int):
        return -(2**63) <= value < 2**63
    return value is None or isinstance(value, str | float)


def _as_row(entry: Exported) -> dict[str, Any] | None:
    """Return an entry as its row; None where the text that was hashed is not the one that the row would give."""
    link, fields = entry.link, json.loads(entry.link.text)
    texts = {name: fields.get(name) for name in ("at", "actor", "action", "subject", "sentence")}
    if not all(isinstance(text, str) for text in texts.values()):
        return None
    begin = link.text.find(',"payload":') + len(',"payload":')
    end = link.text.rfind(',"sentence":')
    row = {**texts, "seq": link.seq, "payload": link.text[begin:end], "previous": link.previous, "hash": link.hash}
    return row if line_of(TrailRow(**row)) == link.text else None
