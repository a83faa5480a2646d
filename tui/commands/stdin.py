"""Reading standard input where a command was given ``-``."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import NamedTemporaryFile

from experiments.errors import Unreadable

STDIN = "standard input"
"""What standard input is called where a file would have a name."""


def text_from_stdin() -> str:
    """Return all of standard input as text."""
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"standard input is not text in UTF-8 (byte {error.start + 1})") from None


def text_of(path: str) -> str:
    """Return the text of a file, or of standard input for ``-``."""
    if path == "-":
        return text_from_stdin()
    try:
        return Path(path).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path} is not text in UTF-8 (byte {error.start + 1})") from None
    except OSError as error:
        raise Unreadable(f"cannot read {path}: {(error.strerror or str(error)).lower()}") from None


def file_from_stdin(folder: str) -> Path:
    """Keep standard input in a file of that folder, named by what it is, so that a reader can seek in it."""
    first = sys.stdin.buffer.read(4)
    with NamedTemporaryFile(dir=folder, suffix=".parquet" if first == b"PAR1" else ".csv", delete=False) as kept:
        kept.write(first)
        while block := sys.stdin.buffer.read(1 << 20):
            kept.write(block)
    return Path(kept.name)
