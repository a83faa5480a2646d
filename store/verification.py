"""Checking a workspace: the chain of its trail is walked, replayed, and what it leads to is held against the tables.

What a chain that lies in the same file proves: that nobody changed the past with an honest tool or by accident. Whoever
can write the file and knows how can forge a whole new chain; only a head hash kept elsewhere shows that.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from pydantic_core import to_jsonable_python
from sqlalchemy import func, select, type_coerce
from sqlalchemy.types import Boolean, NullType
from sqlmodel import Session

from experiments.noun import Noun
from store.canonical import canonical, compact
from store.chain import Checked, Head, Link, Walk
from store.columns import Json, Utc
from store.replay import Fields, Progress, Replay
from store.tables import ROWS, TrailRow, kind_of
from store.trail import line_of

_BATCH = 1000
_NOUNS: dict[str, type[Noun]] = {kind_of(noun): noun for noun in ROWS}
_FIELDS: dict[str, frozenset[str]] = {name: frozenset(noun.model_fields) for name, noun in _NOUNS.items()}

Reader = Callable[[Any], Any]
"""Turns a raw value of a column into what an entry tells of it; raises ValueError or TypeError where nothing could."""


def check(session: Session, heads: Iterable[Head] = (), progress: Progress = lambda _what, _done, _of: None) -> Checked:
    """Check everything; ``heads`` noted earlier have to be in the chain.

    Parameters
    ----------
    progress : callable, optional
        Is told how far it is.
    """
    walk, replay = Walk(heads), Replay(_digest_told)
    faults = [*_chain(session, walk, replay, progress), *walk.missed()]
    for name, noun in _NOUNS.items():
        _hold_rows(session, name, ROWS[noun].__table__, replay, progress)
    faults += replay.faults(with_rows=True, progress=progress)
    return Checked(walk.entries, walk.head, tuple(faults), walk.notes())


def _chain(session: Session, walk: Walk, replay: Replay, progress: Progress) -> Iterator[str]:
    """Walk the chain from its start, replaying what it tells."""
    trail: Any = TrailRow.metadata.tables["trail"]
    count = _count(session, trail)
    query = select(trail).order_by(trail.c.seq).execution_options(yield_per=_BATCH)
    for done, row in enumerate(session.connection().execute(query), start=1):
        if done % _BATCH == 0:
            progress("trail", done, count)
        seq, *texts = row
        if not isinstance(seq, int):  # a file whose bytes were changed may say anything in any column
            yield f"the entry after {walk.head.seq} of the trail was changed after it was written: it has no number"
            continue
        if {*map(type, texts)} != {str}:  # bytes, or nothing at all
            yield f"entry {seq} of the trail was changed after it was written"
            continue
        yield from walk.step(Link(seq, row.at, line_of(row), row.previous, row.hash))
        yield from replay.take(seq, row.payload)


def _hold_rows(session: Session, name: str, table: Any, replay: Replay, progress: Progress) -> None:
    """Hold every row of one table against what was told of it."""
    # Raw values: what no type of the program would take back has to be named here, not to break the reading.
    raw = [type_coerce(column, NullType()).label(column.name) for column in table.columns]
    readers = [(column.name, _reader(column)) for column in table.columns]
    count = _count(session, table)
    query = select(*raw).order_by(table.c.id).execution_options(yield_per=_BATCH)
    for done, row in enumerate(session.connection().execute(query), start=1):
        if done % _BATCH == 0:
            progress(name, done, count)
        replay.hold(name, row.id, str(row.uid), _digest_found(row, readers))


def _count(session: Session, table: Any) -> int:
    return int(session.connection().execute(select(func.count()).select_from(table)).scalar_one())


def _digest_told(name: str, fields: Fields) -> bytes:
    """Return the digest of what a row has to hold, column by column, when an entry says these are the noun's fields.

    An entry of an older program lacks the fields that came later: those have their default.
    """
    noun, row_type = _NOUNS[name], ROWS[_NOUNS[name]]
    known = {field: fields[field] for field in _FIELDS[name] if field in fields}
    whole = noun.model_validate(known)
    values = {**fields, **row_type.derived(whole)}
    if len(known) < len(_FIELDS[name]):
        values = {**to_jsonable_python(whole, inf_nan_mode="strings"), **values}
    return _digest(values)


def _digest_found(row: Iterable[Any], readers: Iterable[tuple[str, Reader | None]]) -> bytes:
    """Return the digest of what a row holds; one that equals no other where it holds what cannot be."""
    pairs = zip(readers, row, strict=True)
    try:
        return _digest({name: value if read is None else read(value) for (name, read), value in pairs})
    except (ValueError, TypeError):
        return b""


def _reader(column: Any) -> Reader | None:
    """Return what reads the raw values of a column; None where they are what an entry tells."""
    if isinstance(column.type, Json):
        return _nested
    if isinstance(column.type, Utc):
        return _moment
    return _truth if isinstance(column.type, Boolean) else None


def _truth(value: Any) -> Any:
    return bool(value) if value in (0, 1) else value  # SQLite has no type for it


@lru_cache(maxsize=1000)  # in most columns of most rows stands the same
def _nested(text: Any) -> Any:
    """Return what stored JSON holds, where the program would write it so."""
    if text is None:
        return None
    value = json.loads(text)
    if compact(value) != text:
        raise ValueError(text)
    return value


def _moment(value: Any) -> Any:
    """Return a moment as entries tell it, whether the engine has a type for it or it was kept as text."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return to_jsonable_python(value.astimezone(UTC))
    moment = datetime.fromisoformat(value)
    if moment.isoformat(sep=" ", timespec="microseconds") != value:  # how SQLAlchemy writes it
        raise ValueError(value)
    return to_jsonable_python(moment.replace(tzinfo=UTC))


def _digest(values: Fields) -> bytes:
    return hashlib.sha256(canonical(values).encode("utf-8", "surrogatepass")).digest()
