"""Replaying the trail: what its entries, taken one after the other, say there has to be.

The rules that a replay holds the entries against are those every writer of this program keeps: a noun's version grows
by one with each entry that tells of it, what is append-only is told of once, and an undo takes back an earlier entry.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from store.aside import PIECES, Aside

KINDS = ("segment", "hypothesis", "experiment", "observation", "decision", "proposal", "review", "rules", "source")
"""The nouns that entries tell of, by the names they have there."""

ONCE = ("observation", "decision", "proposal", "review")
"""Those that are written once and never changed."""

UNDONE = "undone"
"""Under this name the entry of an undo says which entry it took back."""

MERGED = "merged"
"""Under this name an entry says which entry of which other workspace it brings in; it changes nothing by itself."""

REMOVED = "removed"
"""A noun that is only ``id``, ``uid`` and this flag was taken away again, because its creation was undone."""

LETTERS = {"segment": "S", "hypothesis": "H", "experiment": "E", "source": "D"}

Fields = dict[str, Any]

Progress = Callable[[str, int, int], None]
"""Is told of what is being looked at how much of it is done, of how much."""


class Told(NamedTuple):
    """What was told of a noun last: its number, the entry, its version then, and a digest of what the entry said."""

    id: int
    seq: int
    version: int
    digest: bytes


Key = tuple[str, str]
"""A noun's kind and uid: ids may be given again after a row was removed by force, uids never."""

_BAD_ENTRY, _BAD_ROW, _NO_ROW = range(3)

Fault = tuple[int, int, str]
"""What is wrong: with an entry or a row, at which place, in a line for people. They are told in this order."""

_ROW = None
"""Stands for the number of an entry, which may be any in a file that was changed, where a row holds something."""


def called(name: str, number: object) -> str:
    """Return what people call a noun: ``experiment E3``, ``observation 7``."""
    return f"{name} {LETTERS.get(name, '')}{number}"


class Replay:
    """What the entries tell, noun by noun, and what the rows hold of the same nouns.

    Nouns are put aside by their uid until all is there, so that memory does not grow with the workspace.

    Parameters
    ----------
    digest : callable
        Makes what is kept of a noun's fields, to hold its row against later.
    """

    def __init__(self, digest: Callable[[str, Fields], bytes] = lambda _name, _fields: b"") -> None:
        self._digest = digest
        self._undone: set[int] = set()
        self._aside = Aside()
        self._rows = 0

    def take(self, seq: int, payload: str | Mapping[str, Any]) -> Iterator[str]:
        """Take what one entry tells, as its JSON or as what that holds; yield what shows at once that it cannot be."""
        try:
            told = json.loads(payload) if isinstance(payload, str) else payload
            for name, fields in told.items():
                if name == UNDONE:
                    yield from self._undo(seq, fields)
                elif name != MERGED:
                    self._noun(seq, name, fields)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            yield f"entry {seq} of the trail holds what cannot be read"

    def hold(self, name: str, number: Any, uid: str, digest: bytes) -> None:
        """Take what a row holds; the rows come after all entries."""
        self._rows += 1
        self._aside.put((name, uid), (_ROW, name, uid, number, self._rows, digest))

    def faults(self, *, with_rows: bool = False, progress: Progress = lambda _what, _done, _of: None) -> Iterator[str]:
        """Yield what is wrong with what was taken, once that is all; ``with_rows`` holds the rows against it."""
        found: list[Fault] = []
        for piece, values in enumerate(self._aside.pieces(), start=1):
            found += _faults_of(values, with_rows=with_rows)
            progress("comparing", self._aside.count * piece // PIECES, self._aside.count)
        yield from (text for _, _, text in sorted(found))

    def _undo(self, seq: int, fields: Fields) -> Iterator[str]:
        undone = fields["seq"]
        if not 0 < undone < seq or undone in self._undone:
            yield f"entry {seq} of the trail takes back entry {undone}, which cannot be"
        self._undone.add(undone)

    def _noun(self, seq: int, name: str, fields: Fields) -> None:
        if name not in KINDS:
            raise KeyError(name)
        number, uid = fields["id"], fields["uid"]
        if fields.get(REMOVED) is True:
            self._aside.put((name, uid), (seq, name, uid, number, None, b""))
            return
        version = fields["version"]
        if not isinstance(version, int):
            raise TypeError(version)
        self._aside.put((name, uid), (seq, name, uid, number, version, self._digest(name, fields)))


def _faults_of(values: Iterable[tuple[Any, ...]], *, with_rows: bool) -> Iterator[Fault]:
    """Yield what is wrong with some nouns, given all that entries tell of them and then what their rows hold."""
    told: dict[Key, Told] = {}
    for seq, name, uid, number, version, digest in values:
        key = name, uid
        last = told.get(key)
        if seq is _ROW:
            yield from _row_against(told.pop(key, None), called(name, number), number, version, digest)
        elif version is None:
            if last is None or last.id != number or name in ONCE:
                yield _BAD_ENTRY, seq, f"entry {seq} of the trail takes away {called(name, number)}, which cannot be"
            told.pop(key, None)
        else:
            if last is not None and name in ONCE:
                again = f"tells again of {called(name, last.id)}, which is never changed"
                yield _BAD_ENTRY, seq, f"entry {seq} of the trail {again}"
            elif version != (last.version if last else 0) + 1:
                out_of_turn = f"tells of version {version} of {called(name, number)} out of turn"
                yield _BAD_ENTRY, seq, f"entry {seq} of the trail {out_of_turn}"
            told[key] = Told(number, seq, version, digest)
    for (name, _), left in told.items() if with_rows else ():
        missing = f"{called(name, left.id)} is missing: entry {left.seq} of the trail tells of it, but no row holds it"
        yield _NO_ROW, left.seq, missing


def _row_against(last: Told | None, name: str, number: Any, place: int, digest: bytes) -> Iterator[Fault]:
    if last is None:
        yield _BAD_ROW, place, f"{name} is in no entry of the trail"
    elif last.id != number or last.digest != digest:
        yield _BAD_ROW, place, f"{name} differs from entry {last.seq} of the trail, the last that tells of it"
