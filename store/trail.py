"""The trail: one entry for each thing that was done, chained by hashes so that nothing can be changed unseen.

The hash of an entry is the SHA-256 of the hash before it followed by the entry's own line of canonical JSON; the first
entry follows 64 zeros. Each entry carries the nouns as they were after the change, so that the whole workspace can be
replayed from it. Whoever holds an old head hash can tell whether the past was rewritten since.

The time of an entry is what the clock of whoever wrote it showed. A clock that was set back is not corrected: the order
is that of the chain, and verifying says where the times do not follow it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, desc, select

from experiments.errors import InvalidField, Unreachable
from experiments.noun import Moment, Value
from store.canonical import canonical
from store.chain import BEFORE_THE_FIRST, Checked, Head, link_hash
from store.database import ENTRY, Database
from store.replay import Progress
from store.tables import TrailRow

Payload = dict[str, dict[str, Any]]
"""The nouns that a change left behind: ``{"hypothesis": {"id": 3, ...}}``."""


class Entry(Value):
    """One entry. ``subject`` is the code of what it is about, such as ``E3``."""

    seq: int
    at: Moment
    actor: str
    action: str
    subject: str
    sentence: str
    payload: Payload
    previous: str
    hash: str


def line_of(row: Any) -> str:
    """Return an entry, given as a row of the trail, as the line of canonical JSON that is hashed.

    The payload goes in as the text that is stored, so that not even a blank in it can change unseen.
    """
    action, actor, at, sentence, subject = map(canonical, (row.action, row.actor, row.at, row.sentence, row.subject))
    return (
        f'{{"action":{action},"actor":{actor},"at":{at},"payload":{row.payload},'
        f'"sentence":{sentence},"seq":{row.seq},"subject":{subject}}}'
    )


def exported_line(row: TrailRow) -> str:
    """Return an entry as a line that is complete by itself: the text that is hashed, then the two hashes.

    Up to its closing brace the text stands there byte for byte, so that it can be cut out in any language.
    """
    return f'{line_of(row)[:-1]},"previous":{canonical(row.previous)},"hash":{canonical(row.hash)}}}'


def exported_lines(session: Session) -> Iterator[str]:
    """Yield every entry, the oldest first, as ``exported_line`` writes it."""
    for row in session.exec(select(TrailRow).order_by(col(TrailRow.seq)).execution_options(yield_per=1000)):
        try:
            yield exported_line(row)
        except TypeError:  # bytes where text belongs
            raise _tampered(row) from None


def append(session: Session, **fields: str) -> TrailRow:
    """Write the next entry, in the transaction of the change it tells of.

    The session holds the write lock, so nobody else can be given the same place in the chain.
    """
    last = session.exec(select(TrailRow.seq, TrailRow.hash).order_by(desc(TrailRow.seq)).limit(1)).first()
    seq, previous = last or (0, BEFORE_THE_FIRST)
    row = TrailRow(**fields, seq=seq + 1, previous=previous, hash="")
    row.hash = link_hash(previous, line_of(row))
    session.add(row)
    session.flush()
    session.info[ENTRY] = row.hash
    return row


def entry_of(row: TrailRow) -> Entry:
    """Return a stored entry as a value.

    Raises
    ------
    Unreachable
        Where somebody wrote into it what no entry can be.
    """
    try:
        return Entry.of({**row.model_dump(), "payload": json.loads(row.payload)})
    except (ValueError, TypeError, InvalidField):
        raise _tampered(row) from None


def _highest(session: Session) -> int:
    """Return the number of the newest entry, which is how many there are."""
    return session.exec(select(func.max(TrailRow.seq))).one() or 0


def _tampered(row: TrailRow) -> Unreachable:
    sentence = f"entry {row.seq} of the trail was changed behind the program's back"
    return Unreachable(f"{sentence}; whatsticks trail verify names all that was")


class Trail:
    """What was done in a workspace, by whom and when."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def entries(self, limit: int = 200, offset: int = 0, subject: str | None = None) -> tuple[Entry, ...]:
        """Return entries, the newest first; of one subject, such as ``E3``, where it is named."""
        query = select(TrailRow).order_by(desc(TrailRow.seq)).limit(limit)
        with self._database.reading() as session:
            if subject is not None:
                query = query.where(TrailRow.subject == subject).offset(offset)
            elif offset:  # entries are numbered without gaps, so that none need be counted off
                query = query.where(TrailRow.seq <= _highest(session) - offset)
            return tuple(entry_of(row) for row in session.exec(query))

    def exported(self) -> Iterator[str]:
        """Yield every entry, the oldest first, as a line of JSON that anybody can check: see ``exported_line``."""
        with self._database.reading() as session:
            yield from exported_lines(session)

    def head(self) -> str:
        """Return the hash of the newest entry."""
        return self.newest().hash

    def newest(self) -> Head:
        """Return hash and number of the newest entry: what to keep elsewhere as an anchor."""
        query = select(TrailRow.hash, TrailRow.seq).order_by(desc(TrailRow.seq)).limit(1)
        with self._database.reading() as session:
            found = session.exec(query).first()
        return Head(BEFORE_THE_FIRST, 0) if found is None else Head(*found)

    def count(self, subject: str | None = None) -> int:
        """Return how many entries there are."""
        with self._database.reading() as session:
            if subject is None:
                return _highest(session)
            query = select(func.count()).select_from(TrailRow).where(TrailRow.subject == subject)
            return session.exec(query).one()

    def check(self, heads: Iterable[Head] = (), progress: Progress = lambda _what, _done, _of: None) -> Checked:
        """Check the chain and every row against it; ``heads`` that were noted earlier have to be in the chain.

        Memory does not grow with the workspace. ``progress`` is told how much is done of what is looked at.
        """
        from store.verification import check

        with self._database.reading() as session:
            return check(session, heads, progress)

    def verify(self) -> tuple[str, ...]:
        """Return one line for each place where the trail or a row is not as it was written; empty when all is well."""
        return self.check().faults
