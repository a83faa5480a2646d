"""Pages of long lists: found by number, without stepping over what stands before them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, ColumnElement, Dialect, Integer, Text, bindparam, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session, desc, select

from store.tables import TrailRow

Conditions = Sequence[ColumnElement[bool]]

_SIZES = "whatsticks_sizes"
"""Where a connection notes how large each table is, and after which entry of the trail that was so."""


class Size(NamedTuple):
    """How many rows a table has, and the highest number among them."""

    total: int
    highest: int


def counted(session: Session, row_type: Any, conditions: Conditions = ()) -> int:
    """Return how many rows meet some conditions, by the narrowest index that tells.

    Rows are counted and not numbers: SQLite counts all rows of a table without looking at any.
    """
    return int(session.execute(select(func.count()).select_from(row_type).where(*conditions)).scalar_one())


def size_of(session: Session, row_type: Any) -> Size:
    """Return how large a table is, found out once after each change: whoever turns pages asks for it each time.

    Every change enters the trail, so the newest hash says whether there was one.
    """
    newest = session.execute(select(TrailRow.hash).order_by(desc(TrailRow.seq)).limit(1)).scalar_one_or_none()
    noted = session.connection().info.setdefault(_SIZES, {})
    if row_type not in noted or noted[row_type][0] != newest:
        rows = select(func.count()).select_from(row_type).scalar_subquery()
        highest = select(func.max(row_type.id)).scalar_subquery()
        noted[row_type] = newest, Size(*session.execute(select(rows, func.coalesce(highest, 0))).one())
    found: Size = noted[row_type][1]
    return found


def numbers(
    session: Session, row_type: Any, limit: int, offset: int, conditions: Conditions = (), size: Size | None = None
) -> Sequence[int]:
    """Return the numbers of one page, the newest first; ``size`` is that of the table, where it is known already.

    Where nothing was ever taken away, the place of a row follows from its number. Otherwise the page is counted off in
    an index that holds numbers only, from the end that is nearer.
    """
    if not offset:
        return _newest(session, row_type, limit, 0, conditions)
    if conditions:
        total = counted(session, row_type, conditions)
    else:
        total, highest = size or size_of(session, row_type)
        if highest == total:
            return range(highest - offset, max(0, highest - offset - limit), -1)
    if offset <= total // 2:
        return _newest(session, row_type, limit, offset, conditions)
    left = min(limit, max(0, total - offset))
    query = select(row_type.id).where(*conditions).order_by(row_type.id).limit(left).offset(total - offset - left)
    return [*session.execute(query).scalars()][::-1]


class Numbers(TypeDecorator[list[int]]):
    """Many numbers as one value: an array on PostgreSQL, a list in JSON on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(ARRAY(Integer) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: list[int] | None, dialect: Dialect) -> Any:
        return value if dialect.name == "postgresql" else json.dumps(value)


class _Among(FunctionElement[Any]):
    """Says whether a column is one of the numbers of one value.

    It has no type: SQLite has none for it either, and a condition that is held against 1 goes by no index.
    """

    inherit_cache = True


@compiles(_Among, "postgresql")
def _among_array(element: _Among, compiler: Any, **more: Any) -> str:
    column, given = (compiler.process(each, **more) for each in element.clauses)
    return f"{column} = ANY({given})"


@compiles(_Among, "sqlite")
def _among_json(element: _Among, compiler: Any, **more: Any) -> str:
    column, given = (compiler.process(each, **more) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({given}))"


def among(column: Any, numbers: Iterable[int] | None = None) -> ColumnElement[bool]:
    """Return the condition that a column is one of some numbers; of those given as ``numbers`` where none are here.

    They are one value: a hundred parameters, or a statement that is another one each time, cost a driver more than the
    engine needs to find the rows.
    """
    if numbers is None:
        return _Among(column, bindparam("numbers", type_=Numbers()))
    return _Among(column, bindparam(None, [*numbers], type_=Numbers(), unique=True))


def _newest(session: Session, row_type: Any, limit: int, offset: int, conditions: Conditions) -> list[int]:
    query = select(row_type.id).where(*conditions).order_by(desc(row_type.id)).limit(limit).offset(offset)
    return [*session.execute(query).scalars()]
