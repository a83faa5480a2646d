"""From a record of a CSV file to the line that an editor shows: quoted fields may hold line ends, lines be blank."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def line_of_row(path: Path, row: int, columns: int) -> int:
    """Return the line on which a data row begins, the first row after the header being row 1."""
    # A blank line is no row, unless there is one column: then it is an empty value.
    return _line(path, row + 1, blank_counts=columns == 1)


def line_of_record(path: Path, record: int) -> int:
    """Return the line on which a record begins as the engine counts them: header and blank lines included."""
    return _line(path, record, blank_counts=True)


def mixed_line_end(path: Path) -> int | None:
    """Return the first line that ends otherwise than line 1 does, or None."""
    first: bytes | None = None
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            ending = b"\r\n" if line.endswith(b"\r\n") else line[-1:]
            first = first or ending
            if ending != first and ending in (b"\n", b"\r\n"):
                return number
    return None


def _line(path: Path, record: int, *, blank_counts: bool) -> int:
    for number, is_blank in _records(path):
        record -= blank_counts or not is_blank
        if not record:
            return number
    return 0


def _records(path: Path) -> Iterator[tuple[int, bool]]:
    """Yield the line each record begins on, and whether that line is blank."""
    inside_quotes = False
    with path.open("rb") as file:
        for number, line in enumerate(_lines(file), start=1):
            if not inside_quotes:
                yield number, not line.strip(b"\r\n")
            inside_quotes ^= line.count(b'"') % 2 == 1


def _lines(file: Iterator[bytes]) -> Iterator[bytes]:
    """Yield lines; those of old Macs end with a carriage return alone."""
    for line in file:
        body = line.rstrip(b"\r\n")
        if b"\r" in body and b'"' not in body:
            yield from body.split(b"\r")
        else:
            yield line
