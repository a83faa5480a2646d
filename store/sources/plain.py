"""From a file as it was given to one that the engine reads as it stands: Parquet, or plain text in UTF-8."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from experiments.errors import Unreadable

Kind = Literal["csv", "json", "parquet", "excel"]
"""What a file holds. A sheet of a workbook is read as text, and its places are called rows."""

_NOT_READ = {
    b"BZh": "is compressed with bzip2; unpack it first",
    b"SQLite format 3": "is a database; export the table as CSV or Parquet",
    b"%PDF": "is a PDF; measurements are read from CSV, JSON, Parquet or Excel",
    b"7z\xbc\xaf": "is a 7-Zip archive; unpack it first",
    b"ARROW1": "is an Arrow file; save it as Parquet",
    b"\xff\xd8\xff": "is a picture; measurements are read from CSV, JSON, Parquet or Excel",
    b"\x89PNG": "is a picture; measurements are read from CSV, JSON, Parquet or Excel",
}
_PACKED = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}
_ZIP, _OLD_OFFICE, _PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1"
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_MARK = b"\xef\xbb\xbf"
_START = 1 << 12
_JSON = r"\s*(\[\s*)?\{\s*(\"[^\"\n]*\"\s*:|\})"
_JSON_SUFFIXES = {".json", ".jsonl", ".ndjson"}


@dataclass(frozen=True)
class Plain:
    """A file that can be read: what it holds, and where that lies.

    Parameters
    ----------
    path : path
        The file that was given.
    read : path
        The file that the engine reads: the same one, or what was made of it.
    packed : str
        What it was compressed with, or "".
    encoding : str
        What its text was written in.
    skipped : int
        How many rows of a sheet are above its first.
    notes : tuple of str
        What was taken for granted, and what was left out.
    """

    path: Path
    read: Path
    kind: Kind
    packed: str = ""
    encoding: str = "UTF-8"
    skipped: int = 0
    notes: tuple[str, ...] = ()

    @property
    def is_text(self) -> bool:
        """Say whether the engine reads text."""
        return self.kind != "parquet"


def plain(file: Path, room: Callable[[], Path], sheet: str = "") -> Plain:
    """Tell what a file is from its first bytes, whatever it is called, and make of it what the engine can read.

    ``room`` gives a new path where something may be kept as long as the file is read.

    Raises
    ------
    Unreadable
        Where the file is empty, damaged or of a kind that is not read.
    """
    start = _start_of(file)
    if not start:
        raise Unreadable("the file is empty")
    if sheet and not start.startswith((_ZIP, _OLD_OFFICE)):
        raise Unreadable(f"only a workbook has sheets, and this is none: leave out #{sheet}")
    for magic, packing in _PACKED.items():
        if start.startswith(magic):
            return _unpacked(file, room, packing)
    for magic, why in _NOT_READ.items():
        if start.startswith(magic):
            raise Unreadable(f"the file {why}")
    if start.startswith(_PARQUET):
        return Plain(file, file, "parquet")
    if file.suffix.lower() in {".parquet", ".pq"}:
        raise Unreadable("this is not a Parquet file: it does not begin as one")
    if start.startswith((_ZIP, _OLD_OFFICE)):
        return _sheet(file, room, sheet)
    return _text(file, file, room, start)


def _start_of(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(_START)


def _unpacked(file: Path, room: Callable[[], Path], packing: str) -> Plain:
    from store.sources.unpacked import unpack

    inside = room()
    unpack(file, inside)
    start = _start_of(inside)
    if not start:
        raise Unreadable(f"there is nothing in the {packing} file")
    if start.startswith(_PARQUET):
        raise Unreadable(f"the file is Parquet compressed with {packing}; unpack it first")
    if start.startswith((_ZIP, _OLD_OFFICE, *_PACKED, *_NOT_READ)):
        raise Unreadable(f"what is compressed with {packing} here is not text; unpack it first")
    if packing == "zstd" and start.startswith(_WIDE):
        raise Unreadable("the text compressed with zstd is UTF-16; unpack it first")
    found = _text(file, inside, room, start)
    return Plain(file, found.read, found.kind, packing, found.encoding, notes=found.notes)


def _sheet(file: Path, room: Callable[[], Path], sheet: str) -> Plain:
    from store.sources.workbook import sheet_to_text

    text = room()
    found = sheet_to_text(file, sheet, text)
    return Plain(file, text, "excel", skipped=found.skipped, notes=found.notes)


def _text(given: Path, file: Path, room: Callable[[], Path], start: bytes) -> Plain:
    from store.sources.encoding import Encoding, encoding_of, transcode

    encoding = encoding_of(file)
    if encoding.name != "UTF-8":
        again = room()
        transcode(file, encoding, again)
        file, start = again, _start_of(again)
    kind: Kind = "json" if _is_json(given, start) else "csv"
    if kind == "json" and start.startswith(_MARK):  # which the engine takes at the start of CSV only
        marked, file = file, room()
        transcode(marked, Encoding("UTF-8-sig"), file)
    notes = (encoding.note,) if encoding.note else ()
    if kind == "csv" and given.suffix.lower() in {".txt", ".dat"}:
        from store.sources.blank_separated import NOTE, is_blank_separated, with_tabs

        if is_blank_separated(file):
            blanks, file = file, room()
            with_tabs(blanks, file)
            notes = (*notes, NOTE)
    return Plain(given, file, kind, encoding=encoding.name, notes=notes)


def _is_json(given: Path, start: bytes) -> bool:
    text = start.decode("utf-8-sig", "replace")
    named = any(suffix.lower() in _JSON_SUFFIXES for suffix in given.suffixes[-2:])
    return text.lstrip().startswith(("{", "[")) if named else bool(re.match(_JSON, text))
