"""From a record of a text file to the line that an editor shows: quoted fields may hold line ends, lines be blank."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_PIECE = 1 << 20


def line_of_row(path: Path, row: int, columns: int) -> int:
    """Return the line on which a data row begins, the first row after the header being row 1."""
    # A blank line is no row, unless there is one column: then it is an empty value.
    return _place(path, row + 1, blank_counts=columns == 1)[0]


def record_of_row(path: Path, row: int, columns: int) -> int:
    """Return the number of a data row among all records, header and blank lines included: its row in a sheet."""
    return _place(path, row + 1, blank_counts=columns == 1)[1]


def line_of_value(path: Path, row: int) -> int:
    """Return the line of a row in a file that has a value on each line."""
    for number, (blank, _) in enumerate(_lines(path), start=1):
        row -= not blank
        if not row:
            return number
    return 0


def line_of_record(path: Path, record: int) -> int:
    """Return the line on which a record begins as the engine counts them: header and blank lines included."""
    return _place(path, record, blank_counts=True)[0]


def long_line(path: Path, most: int) -> int | None:
    """Return the first line that is longer than so many bytes, or None."""
    number, length = 1, 0
    with path.open("rb") as file:
        while piece := file.readline(_PIECE):
            length += len(piece)
            if length > most:
                return number
            if piece.endswith(b"\n"):
                number, length = number + 1, 0
    return None


def mixed_line_end(path: Path) -> int | None:
    """Return the first line that ends otherwise than line 1 does, or None."""
    first: bytes | None = None
    number = 1
    with path.open("rb") as file:
        while piece := file.readline(_PIECE):
            if piece.endswith(b"\n"):
                ending = b"\r\n" if piece.endswith(b"\r\n") else b"\n"
                first = first or ending
                if ending != first:
                    return number
                number += 1
    return None


def _place(path: Path, record: int, *, blank_counts: bool) -> tuple[int, int]:
    """Return the line a record begins on, and its number with all blank lines counted."""
    inside_quotes = False
    all_records = 0
    for number, (blank, odd_quotes) in enumerate(_lines(path), start=1):
        if not inside_quotes:
            all_records += 1
            record -= blank_counts or not blank
            if not record:
                return number, all_records
        inside_quotes ^= odd_quotes
    return 0, 0


def _lines(path: Path) -> Iterator[tuple[bool, bool]]:
    """Yield of each line whether it is blank and has an odd number of quotes; old Macs end lines with CR alone.

    A line is read in pieces, so that one of any length takes no more memory than another.
    """
    with path.open("rb") as file:
        old_mac = b"\n" not in (start := file.read(_PIECE)) and b"\r" in start
        file.seek(0)
        pieces = _split(file) if old_mac else iter(lambda: file.readline(_PIECE), b"")
        blank, quotes, ended = True, 0, True
        for piece in pieces:
            blank = blank and not piece.strip(b"\r\n")
            quotes += piece.count(b'"')
            ended = piece.endswith(b"\r" if old_mac else b"\n")
            if ended:
                yield blank, quotes % 2 == 1
                blank, quotes = True, 0
        if not ended:
            yield blank, quotes % 2 == 1


def _split(file: BinaryIO) -> Iterator[bytes]:
    """Yield lines that end with a carriage return, or parts of them."""
    while chunk := file.read(_PIECE):
        yield from chunk.splitlines(keepends=True)
