"""In which encoding a text file is written: told by its mark or by its bytes, never by the machine it is read on."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from experiments.errors import Unreadable
from store.sources.wording import quoted

_MARKS = {
    codecs.BOM_UTF8: "UTF-8",
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
_HEAD = 1 << 21
_READ_WHOLE = 1 << 26
_CHUNK = 1 << 20
_SHOWN = 20


@dataclass(frozen=True)
class Encoding:
    """What a text is read as, and what a reader should know of that."""

    name: str
    note: str = ""


def encoding_of(file: Path) -> Encoding:
    """Tell the encoding of a text file.

    A file of up to 64 MB is looked through as a whole, of a larger one the first 2 MB: what is wrong farther down is
    found while it is read.

    Raises
    ------
    Unreadable
        Where lines are in different encodings, or in none that is known, naming the line.
    """
    size = file.stat().st_size
    with file.open("rb") as stream:
        start = stream.read(_HEAD)
        for mark, name in _MARKS.items():
            if start.startswith(mark):
                return Encoding(name, "" if name == "UTF-8" else f"the file is written in {name}")
        if start.isascii() and size <= len(start):
            return Encoding("UTF-8")
        if _is_utf8(start, ended=size <= len(start)) and (size > _READ_WHOLE or _rest_is_utf8(stream, start)):
            return Encoding("UTF-8")
    return _judged_by_lines(file)


def transcode(file: Path, encoding: Encoding, to: Path) -> None:
    """Write a text again in UTF-8.

    Raises
    ------
    Unreadable
        Where a character cannot be, naming the line.
    """
    codec = {"Windows-1252": "cp1252"}.get(encoding.name, encoding.name)
    decoder = codecs.getincrementaldecoder(codec)()
    line = 1
    with file.open("rb") as stream, to.open("wb") as written:
        while True:
            chunk = stream.read(_CHUNK)
            try:
                text = decoder.decode(chunk, not chunk)
            except UnicodeDecodeError as error:
                before = bytes(error.object[: error.start]).decode(codec, "ignore")
                at = line + before.count("\n")
                raise Unreadable(f"line {at:,} or near it is not {encoding.name}: {error.reason}") from None
            line += text.count("\n")
            written.write(text.encode("utf-8", "surrogatepass"))
            if not chunk:
                return


def _is_utf8(start: bytes, *, ended: bool) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start, ended)
    except UnicodeDecodeError:
        return False
    return True


def _rest_is_utf8(stream: BinaryIO, start: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    decoder.decode(start)
    try:
        while chunk := stream.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _judged_by_lines(file: Path) -> Encoding:
    """Take Windows-1252, which Latin-1 is part of, where no line with foreign letters is UTF-8."""
    first_utf8 = first_other = 0
    sample = b""
    for number, line in _lines_with_letters(file):
        if _is_utf8(line, ended=True):
            first_utf8 = first_utf8 or number
        else:
            if not first_other:
                first_other, sample = number, line
            _refuse_unknown(number, line)
        if first_utf8 and first_other:
            raise Unreadable(
                f"line {first_other:,} is not UTF-8 (byte 0x{_odd(sample):02X}), while line {first_utf8:,} is;"
                " save the file in one encoding, UTF-8"
            )
    if not sample.endswith((b"\n", b"\r")) and _is_cut(sample):
        raise Unreadable(f"line {first_other:,} is not UTF-8: the file ends inside a character; it is cut short")
    text = sample.decode("cp1252")
    at = next(place for place, letter in enumerate(text) if not letter.isascii())
    some = text[max(0, at - _SHOWN) : at + _SHOWN].strip()
    note = f"the file is not UTF-8 (line {first_other:,}); it is read as Windows-1252, which makes {quoted(some)} of it"
    return Encoding("Windows-1252", note)


def _lines_with_letters(file: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not ASCII; of one longer than a chunk, its parts."""
    number = 1
    with file.open("rb") as stream:
        while line := stream.readline(_CHUNK):
            if 0 in line:
                raise Unreadable(f"line {number:,} holds a NUL byte; the file is damaged, or it is not text in UTF-8")
            if not line.isascii():
                yield number, line
            number += line.endswith(b"\n")


def _refuse_unknown(number: int, line: bytes) -> None:
    try:
        line.decode("cp1252")
    except UnicodeDecodeError as error:
        byte = line[error.start]
        raise Unreadable(
            f"line {number:,} is not UTF-8, nor Windows-1252 (byte 0x{byte:02X}); save the file as UTF-8 and read it"
            " again"
        ) from None


def _odd(line: bytes) -> int:
    try:
        line.decode()
    except UnicodeDecodeError as error:
        return line[error.start]
    return 0


def _is_cut(line: bytes) -> bool:
    """Say whether a line is UTF-8 but for a character that it ends in."""
    return _is_utf8(line, ended=False)
