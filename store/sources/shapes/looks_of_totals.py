"""At which look each row of totals came in: by days as units do, by sizes after the row that reaches the size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.sources.split import Splitting

_WEEK = 7


def looks_of(splitting: Splitting, rows: Sequence[tuple[float, int, int]]) -> list[int]:
    """Return the number of a look for each row of a moment, a day and so many units."""
    from store.sources.split import Split, most_looks

    most = most_looks(splitting.plan.monitoring)
    planned = splitting.plan.looks
    if planned in ("daily", "weekly"):
        first = min((day for _, day, _ in rows), default=0)
        length = 1 if planned == "daily" else _WEEK
        looks = [(day - first) // length for _, day, _ in rows]
    elif sizes := splitting.sizes(most):
        looks = _by_size(rows, sizes)
    else:
        bounds = splitting.days(most)
        looks = [sum(day > bound for bound in bounds) for _, day, _ in rows]
    order = {look: at for at, look in enumerate(sorted(set(looks)), start=1)}
    Split((), "", most, splitting.plan.monitoring, planned == "weekly").refuse_more(len(order))
    return [order[look] for look in looks]


def _by_size(rows: Sequence[tuple[float, int, int]], sizes: Sequence[int]) -> list[int]:
    units: dict[float, int] = {}
    for moment, _, number in rows:
        units[moment] = units.get(moment, 0) + number
    before, look_of = 0, {}
    for moment in sorted(units):
        look_of[moment] = sum(before >= size for size in sizes)
        before += units[moment]
    return [look_of[moment] for moment, _, _ in rows]
