"""Files as broken as exports get, each with what must be said of it."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.store.sources.workbooks import sheet, workbook

HEAD = "arm,converted\nold,1\nnew,0\n"
_MB = 1 << 20

Writer = Callable[[Path], object]


def broken(folder: Path, *, heavy: bool) -> dict[Path, str]:
    """Write the small or the heavy broken files into a folder; return the pattern of what is said of each."""
    said: dict[Path, str] = {}
    for name, says, write in _heavy_files() if heavy else _files():
        path = folder / name
        write(path)
        said[path] = says
    return said


def _files() -> Iterator[tuple[str, str, Writer]]:
    yield "empty.csv", "the file is empty", _bytes(b"")
    yield "header.csv", "a header and no rows", _text("arm,converted\n")
    yield "ragged.csv", "line 4 has 3 fields where the header has 2", _text(HEAD + "old,1,1\n")
    yield "quotes.csv", "line 4 has a quote that is not closed", _text(HEAD + 'old,"1\n' + "new,0\n" * 50_000)
    yield "nul.csv", "line 4, column 'converted'.*is not possible|line 4 holds a NUL", _text(HEAD + "old,\0\n")
    yield "mixed.csv", "line 5 is not UTF-8 .* while line 4 is", _bytes(HEAD.encode() + b"old,\xc3\xa9\nold,\xe9\n")
    yield "ends.csv", "line 3 ends otherwise", _bytes(b"arm,converted\r\nold,1\r\nnew,0\nold,1\r\n")
    yield "twice.csv", "2 columns are called 'converted'", _text("arm,converted,converted\nold,1,0\n")
    yield "escape.csv", "the columns are '\\\\x1b\\[31marm', 'converted'", _text("\x1b[31marm,converted\nold,1\n")
    yield "wide.csv", "there is no column 'arm'", _text(",".join(f"c{at}" for at in range(10_000)) + "\n" + "," * 9_999)
    yield "commas.csv", "has a decimal comma|is not possible", _text('arm,converted\nold,"0,5"\nnew,1\n')
    yield "blank.csv", "line 1 is blank", _line(b"\n" * 100, 1, b"")
    yield "cut.xlsx", "the workbook is damaged", _cut_book
    yield "cut.parquet", "the Parquet file is cut short", _parquet(lambda content: content[: len(content) // 2])
    yield "footer.parquet", "the Parquet file is (damaged|cut short)", _parquet(_with_wrong_footer)
    yield "inside.parquet", "the Parquet file is damaged", _parquet(lambda content: content[:40] + b"\xff" * 400)
    yield "length.parquet", "the Parquet file is", _parquet(lambda content: content[:-8] + b"\xff\xff\xff\x7fPAR1")


def _heavy_files() -> Iterator[tuple[str, str, Writer]]:
    """Yield what is heavy to write or to look through: lines of a hundred megabytes, and bombs."""
    yield "line.csv", "line 4 is longer than 2 MB", _line(HEAD.encode(), 100, b"\nnew,0\n")
    yield "first line.csv", "line 1 is longer than 2 MB", _line(b"", 20, b"")
    yield "quoted line.csv", "longer than 2 MB|quote that is not closed", _line(HEAD.encode() + b'old,"', 20, b"")
    yield "line.jsonl", "longer than 2 MB", _line(b'{"arm": "', 40, b'"}\n')
    yield "bomb.csv.gz", "unpacks to more than 200 times", _packed(gzip.compress)
    yield "bomb.csv.zst", "unpacks to more than 200 times|longer than 2 MB", _packed(_zstd)
    yield "zeros.zst", "longer than 2 MB|unpacks to more than", _bytes(_zstd(bytes(130 * _MB)))
    yield "bomb.xlsx", "unpacks to more than 200 times", _book(" " * (130 * _MB))
    yield "far.xlsx", "more memory or time", _book(_FAR)


_FAR = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="XFD1048576"><v>1</v></c></row></sheetData>'


def _text(content: str) -> Writer:
    return _bytes(content.encode())


def _bytes(content: bytes) -> Writer:
    return lambda path: path.write_bytes(content)


def _line(before: bytes, megabytes: int, after: bytes) -> Writer:
    def write(path: Path) -> None:
        with path.open("wb") as file:
            file.write(before)
            for _ in range(megabytes):
                file.write(b"x" * _MB)
            file.write(after)

    return write


def _zstd(content: bytes) -> bytes:
    packed: bytes = pa.compress(content, "zstd", asbytes=True)
    return packed


def _packed(pack: Callable[[bytes], bytes]) -> Writer:
    return _bytes(pack(HEAD.encode() + (b"old,1" + b" " * 1000 + b"\n") * 140_000))


def _book(content: str) -> Writer:
    return lambda path: workbook(
        path, {"Data": sheet([["arm"], ["a"]]) if content[0] == " " else content, "X": content}
    )


def _cut_book(path: Path) -> None:
    workbook(path, {"Data": sheet([["arm", "converted"], ["old", 1]])})
    path.write_bytes(path.read_bytes()[:-200])


def _parquet(broken_by: Callable[[bytes], bytes]) -> Writer:
    def write(path: Path) -> None:
        pq.write_table(pa.table({"arm": ["old", "new"] * 5000, "converted": [1, 0] * 5000}), path)
        content = path.read_bytes()
        broken_content = broken_by(content)
        path.write_bytes(broken_content + content[len(broken_content) :] * (b"\xff" * 400 in broken_content))

    return write


def _with_wrong_footer(content: bytes) -> bytes:
    size = int.from_bytes(content[-8:-4], "little")
    return content[: -8 - size] + b"\x15" * size + content[-8:]
