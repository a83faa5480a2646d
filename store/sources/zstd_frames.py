"""Whether a file compressed with zstd is whole: its frames and blocks say how long they are (RFC 8878, section 3.1)."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from experiments.errors import Unreadable

_MAGIC = 0xFD2FB528
_SKIPPED, _SKIPPED_MASK = 0x184D2A50, 0xFFFFFFF0
_RLE, _RESERVED = 1, 3


def refuse_cut_short(file: Path) -> None:
    """Raise Unreadable where a frame does not end in the file; else return. Nothing is unpacked.

    The engine that unpacks takes what there is for the whole.
    """
    with file.open("rb") as stream:
        while start := stream.read(4):
            magic = int.from_bytes(start, "little")
            if magic == _MAGIC:
                _over_frame(stream)
            elif magic & _SKIPPED_MASK == _SKIPPED:
                _over(stream, _number(stream, 4))
            else:
                raise Unreadable("the zstd file is damaged, or something else follows in it")


def _over_frame(stream: BinaryIO) -> None:
    description = _number(stream, 1)
    single = bool(description & 0x20)
    dictionary = (0, 1, 2, 4)[description & 3]
    size = (1 if single else 0, 2, 4, 8)[description >> 6]
    _over(stream, (0 if single else 1) + dictionary + size)
    last = False
    while not last:
        block = _number(stream, 3)
        last, kind = bool(block & 1), block >> 1 & 3
        if kind == _RESERVED:
            raise Unreadable("the zstd file is damaged")
        _over(stream, 1 if kind == _RLE else block >> 3)
    if description & 4:
        _over(stream, 4)


def _over(stream: BinaryIO, bytes_: int) -> None:
    """Skip bytes that must be there."""
    if bytes_:
        stream.seek(bytes_ - 1, 1)
        _number(stream, 1)


def _number(stream: BinaryIO, bytes_: int) -> int:
    found = stream.read(bytes_)
    if len(found) < bytes_:
        raise Unreadable("the zstd file is cut short")
    return int.from_bytes(found, "little")
