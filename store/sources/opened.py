"""A file that is open to be measured: all that can be done before it is known what will be asked of it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.errors import Unreadable
from store.sources.engine import engine
from store.sources.explained import explained
from store.sources.fingerprint import Fingerprint
from store.sources.layout import Layout, format_of, layout_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from experiments.plan import Plan
    from store.sources.preview import Preview
    from store.sources.reading import Reading


@dataclass(frozen=True)
class OpenFile:
    """The engine with a file's columns known, while the fingerprint of its bytes is being taken."""

    name: str
    connection: DuckDBPyConnection
    layout: Layout
    fingerprint: Fingerprint

    def read(self, plan: Plan) -> Reading:
        """Read what a plan measures: one grouped query where the rows are."""
        from store.sources.reading import reading

        with _naming(self.name), explained(self.layout):
            return reading(self, plan)

    def read_looks(self, plan: Plan) -> tuple[Reading, ...]:
        """Read what came in between the plan's looks, where it has several and names a column of times."""
        from store.sources.reading import readings

        with _naming(self.name), explained(self.layout):
            return readings(self, plan)

    def preview(self, plan: Plan | None = None) -> Preview:
        """Look at columns, first rows and arms; with a plan, read it as the plan asks too."""
        from store.sources.preview import preview

        with _naming(self.name), explained(self.layout):
            return preview(self, plan)


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
        yield OpenFile(name, connection, layout, fingerprint)
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
