"""Checking the trail: its chain is recomputed, and the nouns it tells of are held against the tables.

What a chain that lies in the same file proves: that nobody changed the past with an honest tool or by accident. Whoever
can write the file and knows how can forge a whole new chain; only a head hash kept elsewhere shows that.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from pydantic_core import to_jsonable_python
from sqlalchemy import Text, type_coerce
from sqlmodel import Session, col, select

from experiments.noun import Noun
from store.canonical import canonical, compact
from store.change import code
from store.columns import Json
from store.tables import ROWS, TrailRow
from store.trail import BEFORE_THE_FIRST, hash_of

_BATCH = 1000
_NOUNS: dict[str, type[Noun]] = {noun.__name__.lower(): noun for noun in ROWS}

Key = tuple[str, str]
"""A noun's kind and uid: ids may be given again after a row was removed by force, uids never."""

Told = dict[Key, tuple[int, int, bytes]]
"""For each noun its id, the entry that told of it last, and the digest of what that entry said."""


def faults(session: Session) -> Iterator[str]:
    """Yield one line for each thing that is not as the trail says."""
    told: Told = {}
    yield from _broken_links(session, told)
    for name, noun in _NOUNS.items():
        yield from _changed_rows(session, name, noun, told)
    for (name, _), (number, seq, _) in told.items():
        yield f"{_called(name, number)} is missing: entry {seq} of the trail tells of it, but no row holds it"


def _broken_links(session: Session, told: Told) -> Iterator[str]:
    """Walk the chain from its start, remembering what was last told of each noun."""
    previous, expected = BEFORE_THE_FIRST, 1
    query = select(TrailRow).order_by(col(TrailRow.seq)).execution_options(yield_per=_BATCH)
    for row in session.exec(query):
        if row.seq != expected:
            gone = f"entry {expected} is" if row.seq == expected + 1 else f"entries {expected} to {row.seq - 1} are"
            yield f"{gone} missing from the trail"
        elif row.previous != previous:
            yield f"entry {row.seq} of the trail does not follow the entry before it"
        if hash_of(row) != row.hash:
            yield f"entry {row.seq} of the trail was changed after it was written"
        yield from _remember(row, told)
        previous, expected = row.hash, row.seq + 1


def _remember(row: TrailRow, told: Told) -> Iterator[str]:
    try:
        for name, fields in json.loads(row.payload).items():
            told[name, fields["uid"]] = fields["id"], row.seq, _digest(_as_stored(_NOUNS[name], fields))
    except (ValueError, KeyError, TypeError, AttributeError):
        yield f"entry {row.seq} of the trail holds what cannot be read"


def _changed_rows(session: Session, name: str, noun: type[Noun], told: Told) -> Iterator[str]:
    """Hold every row of one table against what was told of it; what is told of and found is taken off the list."""
    table = ROWS[noun].__table__
    texts = [type_coerce(column, Text).label(column.name) if _is_json(column) else column for column in table.columns]
    query = select(*texts).order_by(table.c.id).execution_options(yield_per=_BATCH)
    for row in session.exec(query):
        values = dict(row._mapping)
        number = values["id"]
        number_told, seq, digest = told.pop((name, str(values["uid"])), (None, 0, b""))
        if number_told is None:
            yield f"{_called(name, number)} is in no entry of the trail"
        elif number_told != number or _digest(_texts(values, table)) != digest:
            yield f"{_called(name, number)} differs from entry {seq} of the trail, the last that tells of it"


def _as_stored(noun: type[Noun], fields: dict[str, Any]) -> dict[str, str]:
    """Return what a row has to hold, column by column as text, when an entry says these are the noun's fields.

    An entry of an older program lacks the fields that came later: those have their default.
    """
    row_type = ROWS[noun]
    known = {field: value for field, value in fields.items() if field in noun.model_fields}
    whole = noun.model_validate(known)
    values = {**to_jsonable_python(whole, inf_nan_mode="strings"), **fields, **row_type.derived(whole)}
    return {name: canonical(value) for name, value in values.items()}


def _texts(values: dict[str, Any], table: Any) -> dict[str, str]:
    """Return a row's values as canonical text."""
    return {
        column.name: _nested(values[column.name]) if _is_json(column) else _plain(values[column.name])
        for column in table.columns
    }


def _nested(text: str | None) -> str:
    """Return stored JSON as canonical; as it is, which equals nothing, where the program would not write it so."""
    if text is None:
        return canonical(None)
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return canonical(value) if compact(value) == text else text


def _plain(value: Any) -> str:
    return canonical(to_jsonable_python(value))


def _digest(texts: dict[str, str]) -> bytes:
    return hashlib.sha256(canonical(texts).encode("utf-8", "surrogatepass")).digest()


def _is_json(column: Any) -> bool:
    return isinstance(column.type, Json)


def _called(name: str, number: int) -> str:
    return f"{name} {code(_NOUNS[name], number)}" if name in _NOUNS else f"{name} {number}"
