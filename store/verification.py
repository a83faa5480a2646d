"""Checking a workspace: the chain of its trail is walked, replayed, and what it leads to is held against the tables.

What a chain that lies in the same file proves: that nobody changed the past with an honest tool or by accident. Whoever
can write the file and knows how can forge a whole new chain; only a head hash kept elsewhere shows that.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from pydantic_core import to_jsonable_python
from sqlalchemy.types import Boolean, NullType
from sqlmodel import Session, col, select, type_coerce

from experiments.noun import Noun
from store.canonical import canonical, compact
from store.chain import Checked, Head, Link, Walk
from store.columns import Json, Utc
from store.replay import Fields, Key, Replay, Told, called
from store.tables import ROWS, TrailRow, kind_of
from store.trail import line_of

_BATCH = 1000
_NOUNS: dict[str, type[Noun]] = {kind_of(noun): noun for noun in ROWS}
_TEXTS = [name for name in TrailRow.model_fields if name != "seq"]
_MOMENT = "%Y-%m-%d %H:%M:%S.%f"
"""How SQLAlchemy writes a moment where the engine has no type for it."""


def check(session: Session, heads: Iterable[Head] = ()) -> Checked:
    """Check everything; ``heads`` noted earlier have to be in the chain."""
    walk, replay = Walk(heads), Replay(_digest_told)
    faults = [*_chain(session, walk, replay), *walk.missed()]
    for name, noun in _NOUNS.items():
        faults += _changed_rows(session, name, noun, replay.told)
    for (name, _), told in replay.told.items():
        missing = f"{called(name, told.id)} is missing: entry {told.seq} of the trail tells of it, but no row holds it"
        faults.append(missing)
    return Checked(walk.entries, walk.head, tuple(faults), walk.notes())


def _chain(session: Session, walk: Walk, replay: Replay) -> Iterator[str]:
    """Walk the chain from its start, replaying what it tells."""
    query = select(TrailRow).order_by(col(TrailRow.seq)).execution_options(yield_per=_BATCH)
    for row in session.exec(query):
        if not isinstance(row.seq, int):  # a file whose bytes were changed may say anything in any column
            yield f"the entry after {walk.head.seq} of the trail was changed after it was written: it has no number"
            continue
        if not all(isinstance(getattr(row, name), str) for name in _TEXTS):  # bytes, or nothing at all
            yield f"entry {row.seq} of the trail was changed after it was written"
            continue
        yield from walk.step(Link(row.seq, row.at, line_of(row), row.previous, row.hash))
        yield from replay.take(row.seq, row.payload)


def _changed_rows(session: Session, name: str, noun: type[Noun], told: dict[Key, Told]) -> Iterator[str]:
    """Hold every row of one table against what was told of it; what is told of and found is taken off the list."""
    table = ROWS[noun].__table__
    # Raw values: what no type of the program would take back has to be named here, not to break the reading.
    raw = [type_coerce(column, NullType()).label(column.name) for column in table.columns]
    query = select(*raw).order_by(table.c.id).execution_options(yield_per=_BATCH)
    for row in session.execute(query):
        values = dict(row._mapping)
        number = values["id"]
        last = told.pop((name, str(values["uid"])), None)
        if last is None:
            yield f"{called(name, number)} is in no entry of the trail"
        elif last.id != number or _digest_found(values, table) != last.digest:
            yield f"{called(name, number)} differs from entry {last.seq} of the trail, the last that tells of it"


def _digest_told(name: str, fields: Fields) -> bytes:
    """Return the digest of what a row has to hold, column by column, when an entry says these are the noun's fields.

    An entry of an older program lacks the fields that came later: those have their default.
    """
    noun, row_type = _NOUNS[name], ROWS[_NOUNS[name]]
    known = {field: value for field, value in fields.items() if field in noun.model_fields}
    whole = noun.model_validate(known)
    values = {**to_jsonable_python(whole, inf_nan_mode="strings"), **fields, **row_type.derived(whole)}
    return _digest({name: canonical(value) for name, value in values.items()})


def _digest_found(values: dict[str, Any], table: Any) -> bytes:
    """Return the digest of what a row holds; one that equals no other where it holds what cannot be."""
    try:
        return _digest({column.name: _text(values[column.name], column) for column in table.columns})
    except (ValueError, TypeError):
        return b""


def _text(value: Any, column: Any) -> str:
    """Return a raw value as canonical text."""
    if isinstance(column.type, Json):
        return _nested(value)
    if isinstance(column.type, Boolean) and value in (0, 1):  # SQLite has no type for it
        return canonical(bool(value))
    if isinstance(column.type, Utc):
        return canonical(to_jsonable_python(_moment(value)))
    return canonical(to_jsonable_python(value))


def _nested(text: Any) -> str:
    """Return stored JSON as canonical; as it is, which equals nothing, where the program would not write it so."""
    if text is None:
        return canonical(None)
    value = json.loads(text)
    return canonical(value) if compact(value) == text else f"not canonical: {text}"


def _moment(value: Any) -> datetime | None:
    """Return a moment, whether the engine has a type for it or it was kept as text."""
    if value is None or isinstance(value, datetime):
        return None if value is None else value.astimezone(UTC)
    moment = datetime.strptime(value, _MOMENT).replace(tzinfo=UTC)
    if moment.strftime(_MOMENT) != value:
        raise ValueError(value)
    return moment


def _digest(texts: dict[str, str]) -> bytes:
    return hashlib.sha256(canonical(texts).encode("utf-8", "surrogatepass")).digest()
