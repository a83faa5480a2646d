"""The first line of a CSV file: its separator and its names, read here so that the engine guesses nothing.

The engine's own guess leaves out lines at the top that do not fit; here nothing is left out.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from experiments.errors import Unreadable

_HEAD = 1 << 21
_LOOKED_AT = 1 << 16
_DELIMITERS = (",", ";", "\t", "|")
_DECIMAL_COMMA = re.compile(r"[+-]?(\d+|\d{1,3}(\.\d{3})+),\d+")
_WITH_COMMAS = re.compile(r"[+-]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?")


@dataclass(frozen=True)
class Header:
    """What separates the fields of a CSV file, what its columns are called, and which have decimal commas.

    ``commas`` are places of columns whose first values are all numbers with a decimal comma or without decimals, where
    a comma does not separate fields.
    """

    delimiter: str
    names: tuple[str, ...]
    commas: frozenset[int] = frozenset()


def read_header(path: Path) -> Header:
    """Read the header of a CSV file.

    Raises
    ------
    Unreadable
        Where the file does not start with a line of names in UTF-8.
    """
    text = _head(path)
    if text.startswith(("\n", "\r")):
        raise Unreadable("line 1 is blank; the first line must name the columns")
    records = _some_records(text)
    delimiter = max(_DELIMITERS, key=lambda candidate: _fit(records, candidate))
    names, *rows = _fields(records, delimiter)
    if not any(name.strip() for name in names):
        raise Unreadable("line 1 names no column")
    return Header(delimiter, tuple(names), frozenset() if delimiter == "," else _with_commas(rows))


def _with_commas(rows: list[list[str]]) -> frozenset[int]:
    """Return the places of columns in which every value fits a decimal comma, and one has it."""
    found: set[int] = set()
    refuted: set[int] = set()
    for row in rows:
        for at, value in enumerate(row):
            if value and at not in refuted:
                if not fits_comma(value):
                    refuted.add(at)
                elif at not in found and _DECIMAL_COMMA.fullmatch(value.strip()):
                    found.add(at)
    return frozenset(found - refuted)


def fits_comma(value: str) -> bool:
    """Say whether a text is a number with a decimal comma, or one without decimals."""
    return bool(_WITH_COMMAS.fullmatch(value.strip()))


def _head(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(_HEAD)
    first, end, _ = start.partition(b"\n")
    if not end and len(start) == _HEAD and b"\r" not in start:
        raise Unreadable("line 1 is longer than 2 MB; is this a CSV file?")
    if 0 in first:
        raise Unreadable("line 1 holds a NUL byte; the file is damaged, or it is not text in UTF-8")
    try:
        first.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte = first[error.start]
        raise Unreadable(f"line 1 is not UTF-8 (byte 0x{byte:02X}); save the file as UTF-8 and read it again") from None
    return start.decode("utf-8-sig", errors="replace")


def _some_records(text: str) -> str:
    """Return the first lines, whole ones where there are several."""
    if len(text) <= _LOOKED_AT:
        return text
    at = max(text.rfind("\n", 0, _LOOKED_AT), text.rfind("\r", 0, _LOOKED_AT))
    return text if at < 0 else text[:at]


def _fields(text: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(_HEAD)
    try:
        return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row] or [[]]
    except csv.Error as error:
        raise Unreadable(f"the first lines cannot be read as CSV: {error}") from None


def _fit(text: str, delimiter: str) -> tuple[bool, bool, int]:
    """Rate a separator: it splits the header, all rows have as many fields, and there are many."""
    rows = _fields(text, delimiter)
    width = len(rows[0])
    return width > 1, all(len(row) == width for row in rows), width
