"""The SHA-256 of files' bytes, taken while the engine reads the same files."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event, Thread
from typing import Self

from experiments.errors import Unreadable
from store.sources.plain import Plain

_CHUNK = 1 << 22


class Fingerprint:
    """Runs over the bytes of files in a thread of its own; hashing leaves the interpreter to others.

    ``done`` is how many bytes it has seen.

    In a text file it also looks for the first byte that cannot be there: the engine skips what it has no need of, and
    a file with one foreign byte has others.
    """

    def __init__(self, files: Sequence[tuple[str, Plain]]) -> None:
        self._files = files
        self._digest = ""
        self._fault: Exception | None = None
        self.done = 0
        self._stop = Event()
        self._thread = Thread(target=self._run, name="fingerprint", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def digest(self) -> str:
        """Return the digest in hexadecimal.

        Raises
        ------
        Unreadable
            Where a file is not text in UTF-8, naming the line.
        """
        self._thread.join()
        if self._fault:
            raise self._fault
        return self._digest

    def _run(self) -> None:
        try:
            self._digest = self._over_all_bytes()
        except (OSError, Unreadable) as error:
            self._fault = error

    def _over_all_bytes(self) -> str:
        if len(self._files) == 1:
            return self._of(self._files[0][1])
        # What ``sha256sum`` prints of the files by their names, and of that its own digest.
        listing = "".join(f"{self._named(name, file)}  {name}\n" for name, file in self._files)
        return hashlib.sha256(listing.encode("utf-8", "surrogateescape")).hexdigest()

    def _named(self, name: str, file: Plain) -> str:
        try:
            return self._of(file)
        except Unreadable as error:
            raise Unreadable(f"{name}: {error}") from None

    def _of(self, file: Plain) -> str:
        """Return the digest of the bytes that were given, when the text that is read is known to be one."""
        digest = hashlib.sha256()
        if file.read != file.path and file.is_text:
            for _ in self._checked(file.read, text=True):
                pass
        for chunk in self._checked(file.path, text=file.is_text and file.read == file.path):
            digest.update(chunk)
            self.done += len(chunk)
        return digest.hexdigest()

    def _checked(self, path: Path, *, text: bool) -> Iterator[bytes]:
        """Yield the bytes of a file; where it is text, up to the first that cannot be."""
        check = _TextCheck() if text else None
        with path.open("rb", buffering=0) as file:
            while not self._stop.is_set() and (chunk := file.read(_CHUNK)):
                yield chunk
                if check and (fault := check.fault(chunk)):
                    raise Unreadable(f"line {_line(path, fault[0]):,} {fault[1]}")
        if check and not self._stop.is_set() and (fault := check.fault(b"", final=True)):
            raise Unreadable(f"line {_line(path, fault[0]):,} {fault[1]}")


def _line(path: Path, at: int) -> int:
    """Return the line that a byte stands on."""
    feeds = returns = 0
    with path.open("rb") as file:
        while at > 0 and (chunk := file.read(min(at, _CHUNK))):
            at -= len(chunk)
            feeds += chunk.count(b"\n")
            returns += chunk.count(b"\r")
    return (feeds or returns) + 1  # files of old Macs end lines with a carriage return alone


class _TextCheck:
    """Follows the bytes of a text file to the first that cannot be."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._seen = 0

    def fault(self, chunk: bytes, *, final: bool = False) -> tuple[int, str] | None:
        """Take the next bytes; return where the first wrong one stands and what it is, or None."""
        start = self._seen
        self._seen += len(chunk)
        nul = chunk.find(0)
        if nul >= 0:
            return start + nul, "holds a NUL byte; the file is damaged, or it is not text in UTF-8"
        waiting = self._decoder.getstate()[0]
        if chunk.isascii() and not waiting:
            return None
        try:
            self._decoder.decode(chunk, final)
        except UnicodeDecodeError as error:
            byte = error.object[error.start]
            what = f"is not UTF-8 (byte 0x{byte:02X}); save the file as UTF-8 and read it again"
            return start - len(waiting) + error.start, what
        return None
