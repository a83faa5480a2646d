"""An exported trail: one line of JSON for each entry, checked without the workspace that it came from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from experiments.errors import Unreadable
from store.chain import Checked, Head, Link, Walk
from store.replay import Replay

_LINE = re.compile(r'(\{.*),"previous":"([0-9a-f]{64})","hash":"([0-9a-f]{64})"\}')


class Exported(NamedTuple):
    """An entry as it was exported: the link, and the fields of the text that was hashed."""

    link: Link
    actor: str
    action: str
    subject: str
    sentence: str
    payload: dict[str, Any]


class TrailFile:
    """A walk through an exported trail.

    Parameters
    ----------
    lines : iterable of str
        The lines of the file.
    name : str
        What to call it in errors.
    heads : iterable of Head
        Heads that were noted earlier, each of which has to be met.
    """

    def __init__(self, lines: Iterable[str], name: str, heads: Iterable[Head] = ()) -> None:
        self._lines = lines
        self._name = name
        self._walk = Walk(heads)
        self._replay = Replay()
        self._faults: list[str] = []

    def entries(self) -> Iterator[Exported]:
        """Yield the entries, the oldest first; what is wrong with them is kept for :meth:`checked`.

        Raises
        ------
        Unreadable
            Where not even the first line is an entry.
        """
        for number, line in enumerate(self._lines, start=1):
            if not line.strip():
                continue
            entry = entry_of_line(line.strip())
            if entry is None and not self._walk.entries:
                raise Unreadable(f"{self._name}, line {number}: this is no trail as whatsticks trail export writes it")
            if entry is None:
                self._faults.append(f"line {number} is no entry of a trail")
                continue
            self._faults += self._walk.step(entry.link)
            self._faults += self._replay.take(entry.link.seq, entry.payload)
            yield entry
        self._faults += [*self._walk.missed(), *self._replay.faults()]

    def checked(self) -> Checked:
        """Return what was found, once all entries were taken."""
        return Checked(self._walk.entries, self._walk.head, tuple(self._faults), self._walk.notes())


def check_file(lines: Iterable[str], name: str, heads: Iterable[Head] = ()) -> Checked:
    """Check an exported trail: its chain, what it tells, and that heads noted earlier are in it."""
    trail = TrailFile(lines, name, heads)
    for _ in trail.entries():
        pass
    return trail.checked()


def lines_of(path: str) -> Iterator[str]:
    """Yield the lines of a file.

    Raises
    ------
    Unreadable
        Where it cannot be read, or is not text.
    """
    try:
        with Path(path).open(encoding="utf-8-sig", newline="\n") as file:
            yield from file
    except UnicodeDecodeError:
        raise Unreadable(f"{path} is not text in UTF-8") from None
    except OSError as error:
        raise Unreadable(f"cannot read {path}: {(error.strerror or str(error)).lower()}") from None


def entry_of_line(line: str) -> Exported | None:
    """Return the entry on a line, or None where there is none. What is hashed is cut out, not written anew."""
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    text = f"{match[1]}}}"
    try:
        fields = json.loads(text, object_pairs_hook=_once)
        seq, at = int(fields.pop("seq")), str(fields.pop("at"))
        return Exported(Link(seq, at, text, match[2], match[3]), **fields)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name that stands twice: programs differ in which one they read."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found
