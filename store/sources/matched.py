"""From what a user wrote to files: a path taken literally, a folder, a pattern, or a sheet of a workbook."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from experiments.errors import Unreadable
from store.sources.wording import listed

State = tuple[int, ...]

DATA_SUFFIXES = {".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".parquet", ".pq", ".xlsx", ".xls", ".ods"}
_PACKED_SUFFIXES = {".gz", ".zst", ".zstd"}
_MOST_FILES = 10_000
_SIGNS = "*?["


@dataclass(frozen=True)
class Matched:
    """The files to be read, in the order of their names, each with the state it was found in.

    Parameters
    ----------
    files : dict of path to (int, ...)
        Each file, and its size, time of change and number on the disk.
    base : path
        What names of several files are shown beneath.
    sheet : str
        The sheet of a workbook that is asked for by name, or "".
    notes : tuple of str
        What was left out.
    """

    files: dict[Path, State]
    base: Path
    sheet: str = ""
    notes: tuple[str, ...] = ()

    def name_of(self, file: Path) -> str:
        """Return what a file is called among the others, the same wherever they lie together."""
        return os.path.relpath(file, self.base).replace(os.sep, "/") if len(self.files) > 1 else file.name


def matched(path: str | Path) -> Matched:
    """Find what is to be read. A path that exists is that file or folder, whatever characters it is made of.

    After that ``book.xlsx#Sheet`` is a sheet of a workbook, and ``*``, ``?`` and ``[`` make a pattern; ``**`` stands
    for any folders.

    Raises
    ------
    Unreadable
        Where nothing can be read there.
    OSError
        Where there is no such file.
    """
    text = str(path)
    if "\0" in text:
        raise Unreadable("no file can have this name")
    if "://" in text and not os.path.exists(text):
        raise Unreadable("only files on this machine are read; download it first")
    if os.path.isdir(text):
        return _folder(Path(os.path.abspath(text)))
    if not os.path.lexists(text):
        file, mark, sheet = text.rpartition("#")
        if mark and sheet and os.path.isfile(file):
            found = _one(Path(os.path.abspath(file)))
            return Matched(found.files, found.base, sheet)
        if any(sign in text for sign in _SIGNS):
            return _pattern(text)
    return _one(Path(os.path.abspath(text)))


def unchanged(found: Matched) -> bool:
    """Say whether every file is still as it was found."""
    return all(_state(file.stat()) == state for file, state in found.files.items())


def _one(file: Path) -> Matched:
    status = file.stat()
    if not stat.S_ISREG(status.st_mode):
        raise Unreadable("this is not a regular file")
    return Matched({file: _state(status)}, file.parent)


def _folder(folder: Path) -> Matched:
    """Take the files of a folder that are called as data are; the others are counted and named."""
    shown = (entry for entry in os.scandir(folder) if not entry.name.startswith((".", "_")))
    entries = sorted(shown, key=lambda entry: entry.name)
    taken: list[str] = []
    others: list[str] = []
    for entry in entries:
        (taken if entry.is_file() and _is_data(entry.name) else others).append(entry.name)
    if not taken:
        raise Unreadable("the folder holds no file of data (CSV, JSON, Parquet or Excel); name one that does")
    left_out = f"{len(others):,} of the folder's entries were left out: {listed(others)}"
    return _several([folder / name for name in taken], folder, (left_out,) if others else ())


def _is_data(name: str) -> bool:
    stem, suffix = os.path.splitext(name.lower())
    return suffix in DATA_SUFFIXES or (suffix in _PACKED_SUFFIXES and os.path.splitext(stem)[1] in DATA_SUFFIXES)


def _pattern(text: str) -> Matched:
    import glob

    found = sorted(os.path.abspath(name) for name in glob.glob(text, recursive=True))
    files = [Path(name) for name in found if os.path.isfile(name)]
    if not files:
        raise Unreadable("no file is there, and none matches it as a pattern")
    fixed = text[: min(text.find(sign) for sign in _SIGNS if sign in text)]
    return _several(files, Path(os.path.abspath(os.path.dirname(fixed))))


def _several(files: Iterable[Path], base: Path, notes: tuple[str, ...] = ()) -> Matched:
    states = {file: _state(file.stat()) for file in files}
    if len(states) > _MOST_FILES:
        raise Unreadable(f"{len(states):,} files are there, and at most {_MOST_FILES:,} are read as one")
    return Matched(states, base, notes=notes)


def _state(status: os.stat_result) -> State:
    return status.st_size, status.st_mtime_ns, status.st_ino
