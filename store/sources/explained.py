"""The engine's errors in one line that names the place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from experiments.errors import Unreadable
from store.sources.csv_lines import line_of_record, mixed_line_end
from store.sources.engine import core

if TYPE_CHECKING:
    from store.sources.layout import Layout

_LONGEST = 200
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
    except core().Error as error:
        raise Unreadable(_sentence(str(error), layout)) from None


def _sentence(message: str, layout: Layout | None) -> str:
    if "Out of Memory" in message:
        return f"there is not enough memory or disk space to read this file: {_first_line(message)}"
    if any(sign in message for sign in _CUT_SHORT):
        return "the Parquet file is cut short: its end is missing or damaged"
    if layout is None or layout.format == "parquet":
        return f"the Parquet file is damaged: {_first_line(message)}"
    return _csv_sentence(message, layout)


def _csv_sentence(message: str, layout: Layout) -> str:
    record = re.search(r"CSV Error on Line: (\d+)", message)
    if not record:
        line = mixed_line_end(layout.path) if "invalid state" in message else None
        if line:
            return f"line {line:,} ends otherwise than the lines before it; save the file with one kind of line end"
        return f"the CSV file cannot be read: {_first_line(message)}"
    line = line_of_record(layout.path, int(record[1]))
    return f"line {line:,} {_what_is_wrong(message)}"


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
