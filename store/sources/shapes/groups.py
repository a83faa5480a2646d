"""One row for so many units that are alike, as tables of counts have them: each is taken so many times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from experiments.errors import Unreadable
from experiments.plan import Plan
from store.sources.cells import Fault, filled, number_of
from store.sources.columns import find
from store.sources.layout import Layout
from store.sources.offenders import refuse_fault
from store.sources.shapes.rows import Made, made_anew
from store.sources.wording import quoted

if TYPE_CHECKING:
    from store.sources.engines import Engine

_MOST_TIMES = 1_000_000
_TEN = "(VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9))"


def one_row_per_unit(engine: Engine, layout: Layout, plan: Plan) -> Layout:
    """Return as many rows of each as it stands for.

    Raises
    ------
    Unreadable
        Where that is no whole number, naming the row, or more than a million: then it is a total.
    """
    column = find(layout, plan.shape.times, "how many units a row stands for")
    times = number_of(column)
    per_row = (f"{filled(column)} AS filled", f"{times} AS times")
    wrong = "times IS NULL OR NOT (times >= 0 AND times = floor(times))"
    takes = "a row stands for a whole number of units, 0 or more"
    refuse_fault(engine, layout, Fault(column, wrong, takes), per_row, "shape.times")
    (most,) = engine.row(f"SELECT max(times) FROM (SELECT {times} AS times FROM {layout.source})")
    if (most or 0) > _MOST_TIMES:
        raise Unreadable(
            f"column {quoted(column.name)} (shape.times) says that a row stands for {most:,.0f} units, and at most"
            f' {_MOST_TIMES:,} are; use row = "total", or type the counts (--counts)'
        )
    made = Made()
    for one in layout.columns:
        made.keep(one)
    digits = max(1, len(str(int(most or 0))))
    place = " + ".join(f"d{at}.n * {10**at}" for at in range(digits))
    tens = ", ".join(f"{_TEN} AS d{at}(n)" for at in range(digits))
    rows = f"(SELECT {made.selected}, {times} AS times FROM {layout.source}) AS alike"
    named = ", ".join(one.sql for one in made.columns)
    sql = (
        f"SELECT {named} FROM {rows} JOIN (SELECT {place} AS place FROM {tens}) AS places ON places.place < alike.times"
    )
    return made_anew(layout, made.columns, engine.kept("alike_rows", sql))
