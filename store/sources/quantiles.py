"""Medians and other quantiles: between two values they lie where DuckDB puts them, whatever engine has the rows."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

from store.sources.engines.embedded import Embedded

if TYPE_CHECKING:
    from store.sources.engines import Engine


def limits(engine: Engine, rows: str, number: str, share: float) -> tuple[float, float]:
    """Return the values that such a share of all rows lies below, and above; zeros where there is no value.

    ``rows`` is what stands after FROM, up to a condition after WHERE.
    """
    if isinstance(engine, Embedded):
        (found,) = engine.row(f"SELECT quantile_cont({number}, [{share}, {1 - share}]) FROM {rows}")
        least, most = found or (0.0, 0.0)
        return float(least), float(most)
    (n,) = engine.row(f"SELECT count({number}) FROM {rows}")
    if not n:
        return 0.0, 0.0
    below, above = (share * (n - 1), (1 - share) * (n - 1))
    places = sorted({end(at) + 1 for at in (below, above) for end in (floor, ceil)})
    ranked = f"SELECT {number} AS number, row_number() OVER (ORDER BY {number}) AS place FROM {rows}"
    wanted = ", ".join(map(str, places))
    by_place = dict(
        engine.rows(
            f"SELECT place, number FROM ({ranked} AND {number} IS NOT NULL) AS ranked WHERE place IN ({wanted})"
        )
    )
    return _between(by_place, below), _between(by_place, above)


def _between(found: dict[int, float], at: float) -> float:
    """Return the value at a place that may lie between two, the first of them being place 0."""
    low, high = found[floor(at) + 1], found[ceil(at) + 1]
    return _weighed(low, high, at - floor(at))


def _weighed(low: float, high: float, part: float) -> float:
    return low if low == high else low * (1.0 - part) + high * part


def medians(engine: Engine, rows: str, number: str) -> dict[str | None, float]:
    """Return the median of each arm that has a value."""
    if isinstance(engine, Embedded):
        found = engine.rows(f"SELECT arm, median({number}) FROM {rows} GROUP BY arm")
        return {arm: median for arm, median in found if median is not None}
    ranked = (
        f"SELECT arm, {number} AS number, row_number() OVER (PARTITION BY arm ORDER BY {number}) AS place,"
        f" count(*) OVER (PARTITION BY arm) AS n FROM {rows} AND {number} IS NOT NULL"
    )
    middle: dict[str | None, list[float]] = {}
    for arm, value in engine.rows(f"SELECT arm, number FROM ({ranked}) AS ranked WHERE 2 * place BETWEEN n AND n + 2"):
        middle.setdefault(arm, []).append(value)
    return {arm: _weighed(min(values), max(values), 0.5) for arm, values in middle.items()}
