"""Replaying the trail: what its entries, taken one after the other, say there has to be.

The rules that a replay holds the entries against are those every writer of this program keeps: a noun's version grows
by one with each entry that tells of it, what is append-only is told of once, and an undo takes back an earlier entry.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

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

Key = tuple[str, str]
"""A noun's kind and uid: ids may be given again after a row was removed by force, uids never."""

Fields = dict[str, Any]


class Told(NamedTuple):
    """What was told of a noun last: its number, the entry, its version then, and a digest of what the entry said."""

    id: int
    seq: int
    version: int
    digest: bytes


def called(name: str, number: object) -> str:
    """Return what people call a noun: ``experiment E3``, ``observation 7``."""
    return f"{name} {LETTERS.get(name, '')}{number}"


class Replay:
    """The state that the entries so far lead to.

    Parameters
    ----------
    digest : callable
        Makes what is kept of a noun's fields, to hold its row against later.
    """

    def __init__(self, digest: Callable[[str, Fields], bytes] = lambda _name, _fields: b"") -> None:
        self.told: dict[Key, Told] = {}
        self._digest = digest
        self._undone: set[int] = set()

    def take(self, seq: int, payload: str | Mapping[str, Any]) -> Iterator[str]:
        """Take what one entry tells, as its JSON or as what that holds; yield what cannot be."""
        try:
            told = json.loads(payload) if isinstance(payload, str) else payload
            for name, fields in told.items():
                if name != MERGED:
                    yield from self._undo(seq, fields) if name == UNDONE else self._noun(seq, name, fields)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            yield f"entry {seq} of the trail holds what cannot be read"

    def _undo(self, seq: int, fields: Fields) -> Iterator[str]:
        undone = fields["seq"]
        if not 0 < undone < seq or undone in self._undone:
            yield f"entry {seq} of the trail takes back entry {undone}, which cannot be"
        self._undone.add(undone)

    def _noun(self, seq: int, name: str, fields: Fields) -> Iterator[str]:
        if name not in KINDS:
            raise KeyError(name)
        key = name, fields["uid"]
        before = self.told.get(key)
        if fields.get(REMOVED) is True:
            if before is None or before.id != fields["id"] or name in ONCE:
                yield f"entry {seq} of the trail takes away {called(name, fields['id'])}, which cannot be"
            self.told.pop(key, None)
            return
        version = fields["version"]
        if before is not None and name in ONCE:
            yield f"entry {seq} of the trail tells again of {called(name, before.id)}, which is never changed"
        elif version != (before.version if before else 0) + 1:
            yield f"entry {seq} of the trail tells of version {version} of {called(name, fields['id'])} out of turn"
        self.told[key] = Told(fields["id"], seq, version, self._digest(name, fields))
