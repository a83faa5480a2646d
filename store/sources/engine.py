"""DuckDB, opened to read certain files and nothing else."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LEAST_MEMORY = 512
_MEMORY_PER_CORE = 96


def core() -> ModuleType:
    """Return DuckDB without its layer of Python, which takes longer to import than the engine and is not used here."""
    try:
        import _duckdb
    except ImportError:  # a release that calls it otherwise
        import duckdb

        return duckdb
    return _duckdb


@contextmanager
def engine(*files: Path) -> Iterator[DuckDBPyConnection]:
    """Open an engine that can read these files only: no network, no extension, no other file.

    What does not fit into its share of memory goes to a directory that is removed again.
    """
    with TemporaryDirectory(prefix="whatsticks-", ignore_cleanup_errors=True) as overflow:
        connection: DuckDBPyConnection = core().connect(
            config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
        )
        try:
            connection.execute("; ".join(_settings(files, overflow)))
            yield connection
        finally:
            connection.close()


def _settings(files: Iterable[Path], overflow: str) -> Iterator[str]:
    memory = max(_LEAST_MEMORY, _MEMORY_PER_CORE * (os.cpu_count() or 1))
    yield f"SET memory_limit = '{memory}MB'"
    yield f"SET temp_directory = {text_literal(overflow)}"
    yield "SET enable_progress_bar = true"  # counted, so that it can be asked for
    yield "SET enable_progress_bar_print = false"
    yield "SET TimeZone = 'UTC'"  # what names no zone is in UTC, wherever the machine stands
    # Every sum here is the same in any order of rows, so the engine may take them as they come.
    yield "SET preserve_insertion_order = false"
    # The engine asks for leave once with the pattern it is given and once with the file found by it.
    allowed = ", ".join(text_literal(name) for file in files for name in (str(file), literal_pattern(file)))
    yield f"SET allowed_paths = [{allowed}]"
    yield "SET enable_external_access = false"


def text_literal(text: str) -> str:
    """Return a text as SQL."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """Return a column's name as SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal_pattern(path: Path) -> str:
    """Return a pattern that matches this path alone: the engine reads ``*``, ``?`` and ``[`` in a path as wildcards."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))
