"""What two workspaces of one team hold of each noun, compared by uid and content: numbers and versions are their own.

Which side is ahead follows from the trails alone. If what one side holds now was told of in the trail of the other
before, the other has gone on from it; if neither is so, both changed it. Nothing has to be remembered between two
merges, except what people chose to leave as it is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from experiments.noun import Noun
from store.canonical import canonical, fields_of
from store.change import noun_of
from store.replay import MERGED, REMOVED
from store.tables import ROWS, Row, TrailRow

Uid = str
Digest = bytes

SETTINGS = ("rules",)
"""What each workspace has for itself, and is not merged."""

NOUNS: dict[str, type[Noun]] = {
    table.name: noun
    for table in Row.metadata.sorted_tables
    for noun, row in ROWS.items()
    if row.__tablename__ == table.name and table.name not in SETTINGS
}
"""The nouns that are merged by their kinds, each after those that it refers to."""

BELONGINGS = tuple(name for name in NOUNS if "experiment_id" in NOUNS[name].model_fields)
"""What belongs to an experiment and is never changed: results, decisions, and what was said before them."""


def _references() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, noun in NOUNS.items():
        columns = Row.metadata.tables[name].columns
        found[name] = {one.name: key.column.table.name for one in columns for key in one.foreign_keys}
        if "newest_batch" in noun.model_fields:  # it may name a batch, and no database has to hold it to that
            found[name]["newest_batch"] = "observation"
    return found


REFERENCES = _references()
"""The fields of each kind that are the number of another noun, and of which kind that is."""


class Item(NamedTuple):
    """One noun as a side holds it."""

    number: int
    noun: Noun
    digest: Digest


class Origin(NamedTuple):
    """The entry of a trail that told of a noun last, and the one that locked its plan, as numbers and hashes."""

    seq: int
    hash: str
    lock: tuple[int, str] | None = None


@dataclass
class Told:
    """What a trail tells of some nouns: every content it ever gave them, what was taken away, and where."""

    contents: dict[Uid, set[Digest]] = field(default_factory=dict)
    left: set[Uid] = field(default_factory=set)
    removed: set[Uid] = field(default_factory=set)
    origins: dict[Uid, Origin] = field(default_factory=dict)


class Side:
    """One of the two workspaces."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.uids: dict[str, dict[int, Uid]] = {name: dict(self._numbers(name)) for name in NOUNS}
        self.numbers = {name: {uid: number for number, uid in found.items()} for name, found in self.uids.items()}

    def items(self, name: str) -> Iterator[tuple[Uid, Item]]:
        """Yield the nouns of a kind in the order of their numbers."""
        row_type = ROWS[NOUNS[name]]
        for row in self.session.exec(select(row_type).order_by(row_type.id).execution_options(yield_per=1000)):
            noun = noun_of(NOUNS[name], row)
            yield row.uid, Item(row.id, noun, self.digest(name, fields_of(noun)))

    def item(self, name: str, uid: Uid) -> Item:
        """Return one noun."""
        row_type = ROWS[NOUNS[name]]
        row = self.session.exec(select(row_type).where(row_type.uid == uid)).one()
        noun = noun_of(NOUNS[name], row)
        return Item(row.id, noun, self.digest(name, fields_of(noun)))

    def digest(self, name: str, fields: dict[str, Any]) -> Digest:
        """Return what tells contents apart: all fields but number and version, references by what they refer to."""
        content = {key: value for key, value in fields.items() if key not in ("id", "version", "uid")}
        for key, other in REFERENCES[name].items():
            if content.get(key) is not None:
                content[key] = self.uids[other].get(content[key], f"gone {content[key]}")
        return hashlib.sha256(canonical(content).encode()).digest()[:16]

    def told(self, wanted: Iterable[Uid]) -> Told:
        """Read what the trail tells of some nouns."""
        about, told = set(wanted), Told()
        query = select(TrailRow).order_by(col(TrailRow.seq)).execution_options(yield_per=1000)
        for row in self.session.exec(query):
            for name, fields in json.loads(row.payload).items():
                if name == MERGED:
                    told.left |= fields.get("left", {}).keys()
                    for uid, digest in fields.get("left", {}).items():
                        told.contents.setdefault(uid, set()).add(bytes.fromhex(digest))
                elif name in NOUNS and fields["uid"] in about:
                    self._take(told, row, name, fields)
        return told

    def _take(self, told: Told, row: TrailRow, name: str, fields: dict[str, Any]) -> None:
        uid, before = fields["uid"], told.origins.get(fields["uid"])
        if fields.get(REMOVED):
            told.removed.add(uid)
            return
        told.removed.discard(uid)
        lock = (row.seq, row.hash) if row.action == "lock" else before and before.lock
        told.origins[uid] = Origin(row.seq, row.hash, lock)
        known = {key: value for key, value in fields.items() if key in NOUNS[name].model_fields}
        content = fields_of(NOUNS[name].model_validate(known))
        told.contents.setdefault(uid, set()).add(self.digest(name, content))

    def _numbers(self, name: str) -> Iterator[tuple[int, Uid]]:
        row_type = ROWS[NOUNS[name]]
        yield from self.session.exec(select(row_type.id, row_type.uid))
