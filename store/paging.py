"""Pages of long lists: found by number, without stepping over what stands before them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func
from sqlmodel import Session, col, desc, select

from store.tables import TrailRow

Conditions = Sequence[ColumnElement[bool]]

_TOTALS = "whatsticks_totals"
"""Where a connection notes how many rows each table has, and after which entry of the trail that was so."""


def counted(session: Session, row_type: Any, conditions: Conditions = ()) -> int:
    """Return how many rows meet some conditions, by the narrowest index that tells.

    Rows are counted and not numbers: SQLite counts all rows of a table without looking at any.
    """
    return int(session.execute(select(func.count()).select_from(row_type).where(*conditions)).scalar_one())


def total_of(session: Session, row_type: Any) -> int:
    """Return how many rows a table has, counted once after each change: whoever turns pages asks for it each time.

    Every change enters the trail, so the newest hash says whether there was one.
    """
    newest = session.execute(select(TrailRow.hash).order_by(desc(TrailRow.seq)).limit(1)).scalar_one_or_none()
    noted = session.connection().info.setdefault(_TOTALS, {})
    if row_type not in noted or noted[row_type][0] != newest:
        noted[row_type] = newest, counted(session, row_type)
    return int(noted[row_type][1])


def numbers(
    session: Session, row_type: Any, limit: int, offset: int, conditions: Conditions = (), total: int | None = None
) -> Sequence[int]:
    """Return the numbers of one page, the newest first; ``total`` is how many there are, where that is known already.

    Where nothing was ever taken away, the place of a row follows from its number. Otherwise the page is counted off in
    an index that holds numbers only, from the end that is nearer.
    """
    if not offset:
        return _newest(session, row_type, limit, 0, conditions)
    total = counted(session, row_type, conditions) if total is None else total
    highest = session.execute(select(func.max(row_type.id))).scalar_one_or_none() or 0
    if not conditions and highest == total:
        return range(highest - offset, max(0, highest - offset - limit), -1)
    if offset <= total // 2:
        return _newest(session, row_type, limit, offset, conditions)
    size = min(limit, max(0, total - offset))
    query = select(row_type.id).where(*conditions).order_by(row_type.id).limit(size).offset(total - offset - size)
    return [*session.execute(query).scalars()][::-1]


def among(column: Any, numbers: Iterable[int]) -> ColumnElement[bool]:
    """Return the condition that a column is one of some numbers.

    They stand in the statement itself: a hundred parameters cost a driver more than the engine needs to find the rows.
    """
    return col(column).in_(bindparam(None, [*numbers], expanding=True, literal_execute=True))


def _newest(session: Session, row_type: Any, limit: int, offset: int, conditions: Conditions) -> list[int]:
    query = select(row_type.id).where(*conditions).order_by(desc(row_type.id)).limit(limit).offset(offset)
    return [*session.execute(query).scalars()]
