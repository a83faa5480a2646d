"""Putting aside what need not be in memory all at once, to take it up again piece by piece.

Values that belong together, by a key, come back in the same piece and in the order in which they were put. So what
has to be brought together over all of a workspace takes the memory of a small part of it: databases join tables that
are larger than their memory in the same way.
"""

from __future__ import annotations

import marshal
import tempfile
from collections.abc import Hashable, Iterator
from typing import IO, Any

from experiments.errors import Unreachable

PIECES = 64

_AT_ONCE = 500
"""Values of a piece that are kept in memory until they are written; a small workspace needs no file at all."""

_LENGTH = 8

Values = tuple[Any, ...]
"""What is put aside: plain values only, nothing of a class of its own."""


class Aside:
    """Values put aside by a key. They are read once, and nobody else can read them: the files have no names."""

    def __init__(self) -> None:
        self.count = 0
        self._pieces = [_Piece() for _ in range(PIECES)]

    def put(self, key: Hashable, values: Values) -> None:
        """Put values aside.

        Raises
        ------
        Unreachable
            Where there is no room for temporary files.
        """
        self.count += 1
        self._pieces[hash(key) % PIECES].put(values)

    def pieces(self) -> Iterator[Iterator[Values]]:
        """Yield each piece, whose values come in the order in which they were put."""
        for piece in self._pieces:
            yield piece.values()


class _Piece:
    def __init__(self) -> None:
        self._newest: list[Values] = []
        self._file: IO[bytes] | None = None

    def put(self, values: Values) -> None:
        self._newest.append(values)
        if len(self._newest) == _AT_ONCE:
            self._write()

    def values(self) -> Iterator[Values]:
        if self._file is not None:
            with self._file as file:
                file.seek(0)
                while length := file.read(_LENGTH):
                    yield from marshal.loads(file.read(int.from_bytes(length)))
        yield from self._newest
        self._newest = []

    def _write(self) -> None:
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(prefix="whatsticks-")  # noqa: SIM115 -- it is closed once it was read
            data = marshal.dumps(self._newest)
            self._file.write(len(data).to_bytes(_LENGTH) + data)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            way_out = "make room there, or name another folder in TMPDIR"
            raise Unreachable(
                f"cannot write temporary files in {tempfile.gettempdir()}: {reason}; {way_out}"
            ) from error
        self._newest = []
