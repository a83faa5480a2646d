"""One change: rows and the trail entry that tells of them, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar
from uuid import uuid4

from pydantic import ValidationError
from sqlalchemy import delete, func
from sqlmodel import Session, col, desc, select, update

from experiments.customers import Segment
from experiments.errors import Conflict, NotFound, Unreachable
from experiments.experiment import Experiment
from experiments.hypothesis import Hypothesis
from experiments.noun import Noun, first_fault
from experiments.saved_source import SavedSource
from store.canonical import canonical, fields_of
from store.database import Database
from store.replay import MERGED, REMOVED, UNDONE
from store.tables import ROWS, TrailRow, kind_of
from store.trail import Payload, append, entry_of

N = TypeVar("N", bound=Noun)

LETTERS: dict[type[Noun], str] = {Segment: "S", Hypothesis: "H", Experiment: "E", SavedSource: "D"}

HIGHEST = 2**31 - 1
"""The highest number that every engine can look for."""

Clock = Callable[[], datetime]


def utcnow() -> datetime:
    """Return the time of day."""
    return datetime.now(UTC)


def code(noun: type[Noun], number: int) -> str:
    """Return what people type for a noun: ``H3``; the bare number for nouns that have no letter."""
    return f"{LETTERS.get(noun, '')}{number}"


def noun_of(noun: type[N], row: Any) -> N:
    """Return a row as the noun it keeps: a new value, although a row is one by its class.

    Raises
    ------
    Unreachable
        Where somebody wrote into the row what the noun cannot be.
    """
    return noun_from(noun, [getattr(row, field) for field in _fields(noun)])


def noun_from(noun: type[N], values: Sequence[Any]) -> N:
    """Return the noun that a row keeps, from the values of its fields; see :func:`noun_of`."""
    fields = dict(zip(_fields(noun), values, strict=True))
    try:
        return noun.model_validate(fields)
    except ValidationError as error:
        name = f"{kind_of(noun)} {code(noun, fields['id'])}"
        raise Unreachable(f"{name} was changed behind the program's back: {first_fault(error)}") from None


@cache
def _fields(noun: type[Noun]) -> tuple[str, ...]:
    """Return the names of a noun's fields; asking pydantic for them takes as long as making a noun."""
    return tuple(noun.model_fields)


def read(session: Session, noun: type[N], number: int) -> N:
    """Return one noun. Who writes is alone until the end of the transaction, so that no row needs a lock of its own.

    Raises
    ------
    NotFound
        Where nothing has this number.
    """
    row_type = ROWS[noun]
    query = select(row_type).where(row_type.id == number)
    row = session.exec(query).first() if number <= HIGHEST else None
    if row is None:
        raise NotFound(kind_of(noun), code(noun, number))
    return noun_of(noun, row)


class Change:
    """A change that is being made. What it inserts and updates belongs to the next entry it makes."""

    def __init__(self, session: Session, actor: str, at: datetime) -> None:
        self.session = session
        self.actor = actor
        self.at = at
        self.said = ""
        self._written: Payload = {}

    def current(self, noun: type[N], number: int, version: int) -> N:
        """Return a noun to be changed, if it is still the version that was read.

        Raises
        ------
        Conflict
            Naming who changed it since, and when.
        """
        found = read(self.session, noun, number)
        if found.version != version:
            raise self._conflict(noun, number)
        return found

    def insert(self, noun: N, uid: str = "") -> N:
        """Write a new noun and return it with its number; ``uid`` is there where it is known elsewhere already."""
        kept = noun.model_copy(update={"id": None, "version": 1})
        row_type = ROWS[type(noun)]
        # Numbers are given here and not by the engine, so that they have no gaps and are the same on every engine.
        numbered = {**fields_of(kept), "id": self._next_number(type(noun))}
        row = row_type(**numbered, **row_type.derived(kept), uid=uid or uuid4().hex)
        self.session.add(row)
        self.session.flush()
        return self._keep(kept.model_copy(update={"id": row.id}), row.uid)

    def update(self, noun: N) -> N:
        """Write a noun over the version it carries and return it with the next one."""
        kept = noun.model_copy(update={"version": noun.version + 1})
        row_type = ROWS[type(noun)]
        values = {**fields_of(kept), **row_type.derived(kept)}
        same = (row_type.id == noun.id, row_type.version == noun.version)
        query = update(row_type).where(*same).values(**values).returning(row_type.uid)
        uid = self.session.execute(query, execution_options={"synchronize_session": False}).scalar()
        if uid is None:
            raise self._conflict(type(noun), noun.id or 0)
        return self._keep(kept, uid)

    def remove(self, noun: Noun) -> None:
        """Take a noun away again in the version it carries: its creation is undone, and its number not given again."""
        row_type = ROWS[type(noun)]
        same = (row_type.id == noun.id, row_type.version == noun.version)
        uid = self.session.execute(delete(row_type).where(*same).returning(row_type.uid)).scalar()
        if uid is None:
            raise self._conflict(type(noun), noun.id or 0)
        self._written[kind_of(type(noun))] = {"id": noun.id, "uid": uid, REMOVED: True}

    def takes_back(self, seq: int) -> None:
        """Note in the next entry which entry it takes back."""
        self._written[UNDONE] = {"seq": seq}

    def brings_in(self, origin: dict[str, Any]) -> None:
        """Note in the next entry where in another workspace it comes from."""
        self._written[MERGED] = origin

    def enter(self, action: str, subject: str, sentence: str) -> None:
        """Make the trail entry for what was written since the last one."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        payload = canonical(self._written)
        append(
            self.session,
            at=at,
            actor=self.actor,
            action=action,
            subject=subject,
            sentence=sentence,
            payload=payload,
        )
        self.said = sentence
        self._written = {}

    def _next_number(self, noun: type[Noun]) -> int:
        """Return the number after the highest; one that was ever used stays with what it meant, undone or not."""
        number = (self.session.exec(select(func.max(ROWS[noun].id))).one() or 0) + 1
        while noun in LETTERS and self._known(code(noun, number)):
            number += 1
        return number

    def _known(self, subject: str) -> bool:
        return self.session.exec(select(TrailRow.seq).where(TrailRow.subject == subject).limit(1)).first() is not None

    def _keep(self, noun: N, uid: str) -> N:
        self._written[kind_of(type(noun))] = {**fields_of(noun), "uid": uid}
        return noun

    def _conflict(self, noun: type[Noun], number: int) -> Conflict:
        """Name who changed a noun last: the version that was read is not the newest."""
        name = code(noun, number)
        query = select(TrailRow).where(TrailRow.subject == name).order_by(desc(col(TrailRow.seq)))
        for row in self.session.exec(query.execution_options(yield_per=20)):
            entry = entry_of(row)
            if told := entry.payload.get(kind_of(noun)):
                who = f"{entry.actor} changed {name} on {entry.at:%Y-%m-%d at %H:%M} UTC, after you read it"
                now = "it is gone now" if told.get(REMOVED) else f"now it is version {told['version']}"
                what = f"{now} ({entry.sentence.removesuffix('.')})"
                return Conflict(f"{who}; nothing was overwritten: {what}; look at it, then repeat this")
        return Conflict(f"{name} was changed after you read it; nothing was overwritten")


class Desk:
    """What all shelves of an open workspace share: its database, who works at it, and what was said last."""

    def __init__(self, database: Database, actor: str, clock: Clock) -> None:
        self.database = database
        self.actor = actor
        self.clock = clock
        self.said = ""

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Read from one consistent state."""
        with self.database.reading() as session:
            yield session

    @contextmanager
    def changing(self) -> Iterator[Change]:
        """Make a change, wholly or not at all; what it said counts once it is on disk."""
        with self.database.writing() as session:
            change = Change(session, self.actor, self.clock())
            yield change
        self.said = change.said
