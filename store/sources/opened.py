"""A file that is open to be measured: all that can be done before it is known what will be asked of it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from experiments.errors import Unreadable
from store.sources.engine import engine
from store.sources.engines.embedded import Embedded
from store.sources.explained import explained
from store.sources.fingerprint import Fingerprint
from store.sources.layout import Layout, format_of, layout_of
from store.sources.open_rows import OpenRows


@dataclass(frozen=True)
class OpenFile(OpenRows):
    """The engine with a file's columns known, while the fingerprint of its bytes is being taken."""

    name: str
    engine: Embedded
    layout: Layout
    fingerprint: Fingerprint

    def digest(self) -> str:
        return self.fingerprint.digest()

    @property
    def bytes(self) -> int:
        return self.layout.path.stat().st_size

    @contextmanager
    def explained(self) -> Iterator[None]:
        with _naming(self.name), explained(self.layout):
            yield


@contextmanager
def opened(path: str | Path, name: str = "") -> Iterator[OpenFile]:
    """Open a CSV or Parquet file. The path is taken literally: no pattern, no address.

    Errors begin with ``name``, or with the path.

    Raises
    ------
    Unreadable
        Where not even its columns can be read, and at the end where the file was changed meanwhile.
    """
    name = name or str(path)
    with ExitStack() as until_closed:
        with _naming(name):
            file, before = _found(path)
            format_ = format_of(file)
            fingerprint = until_closed.enter_context(Fingerprint(file, text=format_ == "csv"))
            connection = until_closed.enter_context(engine(file))
            with explained():
                layout = layout_of(connection, file, format_)
        yield OpenFile(name, Embedded(connection), layout, fingerprint)
    with _naming(name):
        if _state(file.stat()) != before:
            raise Unreadable("the file changed while it was being read; read it again once it is complete")


@contextmanager
def _naming(name: str) -> Iterator[None]:
    """Begin every error with the name of the file."""
    from experiments.text import clean

    try:
        yield
    except Unreadable as error:
        raise Unreadable(f"{clean(name)}: {error}") from None
    except OSError as error:
        raise Unreadable(f"{clean(name)}: {(error.strerror or str(error)).lower()}") from None


def _found(path: str | Path) -> tuple[Path, tuple[int, ...]]:
    if "://" in str(path) and not os.path.exists(path):
        raise Unreadable("only files on this machine are read; download it first")
    file = Path(os.path.abspath(path))
    try:
        status = file.stat()
    except ValueError:
        raise Unreadable("no file can have this name") from None
    if stat.S_ISDIR(status.st_mode):
        raise Unreadable("this is a folder; name one file in it")
    if not stat.S_ISREG(status.st_mode):
        raise Unreadable("this is not a regular file")
    return file, _state(status)


def _state(status: os.stat_result) -> tuple[int, ...]:
    return status.st_size, status.st_mtime_ns, status.st_ino
