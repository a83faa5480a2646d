"""Text that was compressed with gzip or zstd, unpacked into a folder of its own: by what it holds, not by its name."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.errors import Unreadable
from store.sources.engine import engine, literal_pattern, text_literal
from store.sources.explained import explained
from store.sources.zstd_frames import refuse_cut_short

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"

_CHUNK = 1 << 20
_ROWS = 4096
_COMPARED = 100
_ALWAYS_FINE = 1 << 27
_MOST_TIMES = 200
_KEPT_FREE = 1 << 29
_SAME = "latin-1"
"""The encoding that turns every byte into one character, and back."""


def unpack(file: Path, to: Path) -> None:
    """Write what a compressed file holds; of one compressed with zstd, every line ends with a line feed.

    Raises
    ------
    Unreadable
        Where it is damaged, or unpacks to far more than a file of measurements could.
    """
    with file.open("rb") as stream:
        start = stream.read(4)
    pieces = _gzip_pieces(file) if start.startswith(GZIP) else _zstd_pieces(file)
    _write(pieces, to, file.stat().st_size)


def _write(pieces: Iterable[bytes], to: Path, packed: int) -> None:
    unpacked = 0
    most = max(_ALWAYS_FINE, packed * _MOST_TIMES)
    with to.open("wb") as written:
        for piece in pieces:
            unpacked += len(piece)
            if unpacked > most:
                raise Unreadable(
                    f"the file unpacks to more than {_MOST_TIMES} times its size, as measurements do not; if it is"
                    " meant to, unpack it first"
                )
            if shutil.disk_usage(to.parent).free < _KEPT_FREE:
                raise Unreadable(f"there is not enough room to unpack it in {to.parent}; set TMPDIR to another folder")
            written.write(piece)


def _gzip_pieces(file: Path) -> Iterator[bytes]:
    import gzip
    import zlib

    try:
        with gzip.open(file) as stream:
            while piece := stream.read(_CHUNK):
                yield piece
    except EOFError:
        raise Unreadable("the gzip file is cut short") from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise Unreadable(f"the gzip file is damaged: {error}") from None


def _zstd_pieces(file: Path) -> Iterator[bytes]:
    try:
        yield from _zstd_lines(file)
    except Unreadable as error:
        if "memory" in str(error):
            raise Unreadable("a line in the zstd file is longer than 2 MB; is this the right file?") from None
        raise


def _zstd_lines(file: Path) -> Iterator[bytes]:
    """Have the engine unpack lines, each byte as one character: Python itself cannot read zstd before 3.14."""
    refuse_cut_short(file)
    with engine(file) as connection, explained():
        connection.execute("SET threads = 1; SET preserve_insertion_order = true; SET memory_limit = '128MB'")
        two_bytes = _ends_with_two_bytes(connection, file)
        number = 1
        answer = connection.execute(_lines_of(file, each_byte=True))
        while rows := answer.fetchmany(_ROWS):
            lines = [line or "" for (line,) in rows]
            if two_bytes:  # what stands between CR and LF is read as a line, and there must be nothing
                if any(lines[1::2]):
                    wrong = number + next(at for at, between in enumerate(lines[1::2]) if between)
                    raise Unreadable(f"line {wrong:,} ends otherwise than the lines before it; unpack the file first")
                lines = lines[::2]
                number += len(lines)
            yield "".join(f"{line}\n" for line in lines).encode(_SAME)


def _ends_with_two_bytes(connection: DuckDBPyConnection, file: Path) -> bool:
    """Say whether lines end with CR and LF, by comparing two ways of reading the first of them."""
    as_lines = connection.execute(f"{_lines_of(file)} LIMIT {_COMPARED}").fetchall()
    by_bytes = connection.execute(f"{_lines_of(file, each_byte=True)} LIMIT {_COMPARED}").fetchall()
    return as_lines != by_bytes


def _lines_of(file: Path, *, each_byte: bool = False) -> str:
    """Return SQL for lines; with ``each_byte`` both CR and LF end one, so that nothing between them is lost."""
    ends = ", new_line = '\\n'" if each_byte else ""
    return (
        f"SELECT line FROM read_csv({text_literal(literal_pattern(file))}, compression = 'zstd', auto_detect = false,"
        f" header = false, delim = '\x01', quote = '', escape = '', columns = {{'line': 'VARCHAR'}},"
        f" encoding = '{_SAME}', strict_mode = false, parallel = false, buffer_size = 4194304{ends})"
    )
