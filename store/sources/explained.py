"""The engine's errors in one line that names the place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from experiments.errors import Unreadable
from store.sources.engine import core

if TYPE_CHECKING:
    from store.sources.layout import Layout, Part
    from store.sources.plain import Plain

_LONGEST = 200
_MOST_BYTES = 2_000_000
_LONG_LINE = ("Maximum line size", "maximum_object_size", "does not support a full read")
_CUT_SHORT = ("No magic bytes", "Footer length", "too small to be a Parquet", "metadata size")


@contextmanager
def explained(layout: Layout | None = None) -> Iterator[None]:
    """Turn an error of the engine into Unreadable; Ctrl-C, which it reports as an error of its own, is Ctrl-C again."""
    try:
        yield
    except RuntimeError as error:
        if "interrupted" in str(error):
            raise KeyboardInterrupt from None
        raise
    except core().InterruptException:
        raise KeyboardInterrupt from None
    except core().Error as error:
        raise Unreadable(_sentence(str(error), layout)) from None


def _sentence(message: str, layout: Layout | None) -> str:
    from store.sources.csv_lines import long_line

    if "Out of Memory" in message:
        return f"there is not enough memory or disk space to read this file: {_first_line(message)}"
    part = _part(message, layout) if layout else None
    named = f"{part.name}: " if part and layout and len(layout.parts) > 1 else ""
    if any(sign in message for sign in _CUT_SHORT):
        return f"{named}the Parquet file is cut short: its end is missing or damaged"
    if part and any(sign in message for sign in _LONG_LINE) and (line := long_line(part.file.read, _MOST_BYTES)):
        return f"{named}line {line:,} is longer than 2 MB; is this the right file?"
    if "JSON" in message:
        return named + _json_sentence(message)
    if "zstd" in message.lower() or "ZSTD" in message:
        return f"{named}the file compressed with zstd is damaged or cut short"
    if layout is None and "Maximum line size" in message:
        return f"a line {_what_is_wrong(message).removeprefix('is ')}"
    if part is None or part.file.kind == "parquet":
        return f"{named}the Parquet file is damaged: {_first_line(message)}"
    return named + _csv_sentence(message, part.file)


def _part(message: str, layout: Layout) -> Part | None:
    """Return the file that the engine speaks of, or else the first."""
    named = (part for part in layout.parts if str(part.file.read) in message)
    return next(named, layout.parts[0] if layout.parts else None)


def _json_sentence(message: str) -> str:
    if found := re.search(r"at byte (\d+) in line (\d+): (.*?)\.?$", message, re.MULTILINE):
        # The engine counts the line that it would have read next.
        return f"line {int(found[2]) - 1:,} is not JSON: {found[3].strip(' .')} (byte {int(found[1]):,})"
    if found := re.search(r"at byte (\d+) in record/value \d+: (.*?)\.?$", message, re.MULTILINE):
        return f"the JSON is damaged or cut short: {found[2].strip(' .')}"
    return f"the JSON cannot be read: {_first_line(message)}"


def _csv_sentence(message: str, file: Plain) -> str:
    from store.sources.csv_lines import line_of_record, mixed_line_end

    record = re.search(r"CSV Error on Line: (\d+)", message)
    if not record:
        line = mixed_line_end(file.read) if "invalid state" in message else None
        if line:
            return f"line {line:,} ends otherwise than the lines before it; save the file with one kind of line end"
        return f"the CSV file cannot be read: {_first_line(message)}"
    if file.kind == "excel":
        return f"row {int(record[1]) + file.skipped:,} {_what_is_wrong(message)}"
    return f"line {line_of_record(file.read, int(record[1])):,} {_what_is_wrong(message)}"


def _what_is_wrong(message: str) -> str:
    if fields := re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", message):
        expected, found = int(fields[1]), int(fields[2])
        return f"has {found:,} {'field' if found == 1 else 'fields'} where the header has {expected:,}"
    if "unterminated quote" in message:
        return "has a quote that is not closed, or text after a closing quote; double a quote inside quotes"
    if "unicode" in message:
        return "is not UTF-8; save the file as UTF-8 and read it again"
    if "Maximum line size" in message:
        return "is longer than 2 MB; is this a CSV file?"
    return f"cannot be read: {_first_line(message)}"


def _first_line(message: str) -> str:
    """Return what the engine says, without its own name for the error and its hints."""
    from experiments.text import clean

    first = message.strip().splitlines()[0]
    return clean(re.sub(r"^(\w+ )+Error: ", "", first))[:_LONGEST]
