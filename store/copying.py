"""Copying a workspace into another database: every row of every table as it is, in one transaction, and checked.

The rows are carried, not worked out anew from the trail: entries are canonical JSON and have lost the order in which
people named their arms. Every table of the metadata comes along, whatever it is: the rows of both sides are walked in
the order of their keys, so that an empty target and one that holds an earlier state are the same case, and nothing is
kept in memory but a batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import String, Text, and_, bindparam, collate, column, delete, func, insert, select, table, text, update
from sqlalchemy.exc import StatementError
from sqlmodel import Session, col

from experiments.errors import Refused, Unreachable
from store.chain import BEFORE_THE_FIRST, Head
from store.columns import Json
from store.database import ENTRY, Database
from store.guards import APPEND_ONLY
from store.replay import Progress
from store.tables import Row, TrailRow
from store.verification import check

_BATCH = 1000

Values = tuple[Any, ...]


class Copied(NamedTuple):
    """What a copy came to: entries and rows that were written, the head of the source, entries the target had more."""

    entries: int
    rows: int
    head: Head
    ahead: int = 0


class Kept:
    """One table as it is stored: nested values as their text, so that not a byte of them changes on the way.

    Parameters
    ----------
    name : str
        The table.
    """

    def __init__(self, name: str) -> None:
        whole = Row.metadata.tables[name]
        stored = [one for one in whole.columns if one.computed is None]
        types = {one.name: Text() if isinstance(one.type, Json) else one.type for one in stored}
        self.name = name
        self.columns = [one.name for one in stored]
        self.keys = [one.name for one in whole.primary_key.columns]
        self.table = table(name, *(column(each, kind) for each, kind in types.items()))
        self._places = [self.columns.index(key) for key in self.keys]

    def key(self, row: Values) -> Values:
        """Return what a row is known by."""
        return tuple(row[place] for place in self._places)

    def rows(self, session: Session) -> Iterator[Values]:
        """Yield all rows in the order of their keys, which is the same on every engine.

        Raises
        ------
        Unreachable
            Where somebody wrote into a row what its column cannot hold.
        """
        keys: list[Any] = [self.table.c[key] for key in self.keys]
        if session.get_bind().dialect.name == "postgresql":
            keys = [collate(key, "C") if isinstance(key.type, String) else key for key in keys]
        query = select(self.table).order_by(*keys).execution_options(yield_per=_BATCH)
        try:
            for row in session.execute(query):
                yield tuple(row)
        except (ValueError, TypeError):
            about = f"table {self.name} holds what this program never writes"
            raise Unreachable(f"{about}; whatsticks trail verify names what was changed") from None

    def count(self, session: Session) -> int:
        """Return how many rows there are."""
        return int(session.execute(select(func.count()).select_from(self.table)).scalar_one())


def tables() -> list[Kept]:
    """Return every table of a workspace, each after those that its rows point to."""
    return [Kept(each.name) for each in Row.metadata.sorted_tables]


def copy(source: Database, target: Database, progress: Progress = lambda _table, _done, _all: None) -> Copied:
    """Bring a target up to what a source holds; a second time there is nothing to do.

    Parameters
    ----------
    source : Database
        Only read, from one moment.
    target : Database
        Empty, or at an earlier state of the same workspace.
    progress : callable, optional
        Is told how far it is.

    Raises
    ------
    Refused
        Where the target is another workspace or went its own way since; where what arrives does not follow from its
        trail. Nothing is written then.
    """
    with source.reading() as there, target.writing() as here, target.reading() as before:
        _take_your_time(here)
        head, had = newest(there), newest(here)
        ahead = _ahead(source, there, target, here)
        if ahead:
            return Copied(0, 0, head, ahead)
        written = _Writing(here, target.address)
        for kept in tables():
            rows = _read(source, kept.rows(there))
            written.bring(kept, kept.rows(before), rows, progress, kept.count(there))
        written.take_away()
        if written.rows:
            _prove(here, head, source, progress)
            here.info[ENTRY] = head.hash
        return Copied((head.seq or 0) - (had.seq or 0), written.rows, head)


def _read(source: Database, rows: Iterator[Values]) -> Iterator[Values]:
    """Pass rows on, with the errors of the source in its own words: whoever writes them has others."""
    with source.in_words():
        yield from rows


def newest(session: Session) -> Head:
    """Return the head of a workspace."""
    query = select(col(TrailRow.hash), col(TrailRow.seq)).order_by(col(TrailRow.seq).desc()).limit(1)
    found = session.execute(query).first()
    return Head(BEFORE_THE_FIRST, 0) if found is None else Head(*found)


def hash_at(session: Session, seq: int) -> str:
    """Return the hash of an entry; that which the first one follows for 0, and nothing where there is none."""
    if seq == 0:
        return BEFORE_THE_FIRST
    return session.execute(select(col(TrailRow.hash)).where(col(TrailRow.seq) == seq)).scalar() or ""


def shared_entries(one: Session, other: Session) -> int:
    """Return how many entries, from the first, two trails have in common.

    A hash stands for all entries before it, so the place is found by halving.
    """
    low, high = 0, min(newest(one).seq or 0, newest(other).seq or 0)
    while low < high:
        middle = (low + high + 1) // 2
        if hash_at(one, middle) == hash_at(other, middle):
            low = middle
        else:
            high = middle - 1
    return low


def _ahead(source: Database, there: Session, target: Database, here: Session) -> int:
    """Return by how many entries the target is ahead; refuse one that is no earlier state of the source."""
    theirs, mine = newest(there).seq or 0, newest(here).seq or 0
    shared = shared_entries(there, here)
    if shared == mine:
        return 0
    if shared == theirs:
        return mine - theirs
    if shared == 0:
        apart = f"{target.address} holds another workspace than {source.address}"
    else:
        apart = f"{target.address} and {source.address} went apart after entry {shared}"
    raise Refused(f"{apart}; nothing was copied: name an empty place, or whatsticks merge brings both together")


def _take_your_time(here: Session) -> None:
    """Let a server wait for us while we read elsewhere: the change is as long as the workspace is large."""
    if here.get_bind().dialect.name == "postgresql":
        here.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        here.execute(text("SET LOCAL statement_timeout = 0"))


def _prove(here: Session, head: Head, source: Database, progress: Progress) -> None:
    """Hold the whole target against its trail before it is kept."""
    checked = check(here, [head], lambda what, done, of: progress(f"checking {what}", done, of))
    if checked.faults:
        rest = f" and {len(checked.faults) - 1} more" if len(checked.faults) > 1 else ""
        about = f"{source.address} is not as its trail says: {checked.faults[0]}{rest}"
        raise Refused(f"{about}; nothing was copied (whatsticks trail verify names all)")


class _Do(Enum):
    add = "add"
    change = "change"
    take_away = "take away"


def _differences(kept: Kept, old: Iterable[Values], new: Iterable[Values]) -> Iterator[tuple[_Do, Values]]:
    """Yield what has to be done to the old rows so that they are the new ones; both come in the order of their keys."""
    olds = iter(old)
    at = next(olds, None)
    for row in new:
        key = kept.key(row)
        while at is not None and kept.key(at) < key:
            yield _Do.take_away, at
            at = next(olds, None)
        if at is None or kept.key(at) != key:
            yield _Do.add, row
            continue
        if at != row:
            yield _Do.change, row
        at = next(olds, None)
    while at is not None:
        yield _Do.take_away, at
        at = next(olds, None)


class _Writing:
    """Rows on their way into a target."""

    def __init__(self, here: Session, address: str) -> None:
        self.rows = 0
        self._here = here
        self._address = address
        self._gone: list[tuple[Kept, list[Values]]] = []

    def bring(self, kept: Kept, old: Iterator[Values], new: Iterator[Values], progress: Progress, of: int) -> None:
        """Add and change the rows of one table; what is to go waits until nothing points to it any more."""
        gone: list[Values] = []
        todo = _differences(kept, old, _told(kept, new, progress, of))
        while batch := list(islice(todo, _BATCH)):
            if kept.name in APPEND_ONLY and (other := next((row for do, row in batch if do is not _Do.add), None)):
                raise self._not_the_same(kept, other)
            self._run(insert(kept.table), kept, [row for do, row in batch if do is _Do.add])
            self._run(self._update(kept), kept, [row for do, row in batch if do is _Do.change])
            gone += [row for do, row in batch if do is _Do.take_away]
            self.rows += len(batch)
        self._gone.append((kept, gone))

    def take_away(self) -> None:
        """Take away the rows that are not in the source, those that point to others first."""
        for kept, rows in reversed(self._gone):
            matches = and_(*(kept.table.c[key] == bindparam(f"_{key}") for key in kept.keys))
            self._run(delete(kept.table).where(matches), kept, rows)

    def _not_the_same(self, kept: Kept, row: Values) -> Refused:
        number = ", ".join(map(str, kept.key(row)))
        about = f"{kept.name} {number} in {self._address} is not the one of the source, and is never changed"
        return Refused(f"{about}; nothing was copied (whatsticks trail verify says which is as it was)")

    def _update(self, kept: Kept) -> Any:
        matches = and_(*(kept.table.c[key] == bindparam(f"_{key}") for key in kept.keys))
        return update(kept.table).where(matches).values({name: bindparam(name) for name in kept.columns})

    def _run(self, statement: Any, kept: Kept, rows: list[Values]) -> None:
        if not rows:
            return
        marks = [f"_{key}" for key in kept.keys]
        names = kept.columns if statement.is_insert else [*kept.columns, *marks]
        full = rows if statement.is_insert else [(*row, *kept.key(row)) for row in rows]
        try:
            self._here.connection().execute(statement, [dict(zip(names, row, strict=True)) for row in full])
        except StatementError as error:
            if isinstance(error.orig, ValueError | TypeError | OverflowError):
                raise Refused(f"table {kept.name} holds what cannot be copied: {error.orig}") from None
            raise


def _told(kept: Kept, rows: Iterator[Values], progress: Progress, of: int) -> Iterator[Values]:
    """Pass rows on, and tell how many went by."""
    done = 0
    for done, row in enumerate(rows, start=1):
        if done % _BATCH == 0:
            progress(kept.name, done, of)
        yield row
    progress(kept.name, done, of)
