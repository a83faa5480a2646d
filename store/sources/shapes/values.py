"""Which rows are read, and what counts as yes: texts of a plan held against what stands in cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from experiments.errors import Unreadable
from experiments.plan import Metric
from experiments.shape import Shape
from store.sources.columns import find
from store.sources.engine import text_literal
from store.sources.engines import one_of
from store.sources.layout import Column, Layout
from store.sources.wording import listed, quoted

if TYPE_CHECKING:
    from store.sources.engines import Engine

_SEPARATORS = ";|,"
_MOST_SHOWN = 50


def as_text(column: Column) -> str:
    """Return SQL for a cell as text without blanks around it, null where it is empty."""
    return f"nullif(trim({column.sql}{'' if column.is_text else '::VARCHAR'}), '')"


def only_these(layout: Layout, shape: Shape) -> str:
    """Return SQL that says whether a row is to be read; empty where all are."""
    conditions = [
        f"{as_text(find(layout, name, 'shape.only'))} IN {one_of(values)}" for name, values in shape.only.items()
    ]
    return " AND ".join(conditions)


def refuse_no_rows(engine: Engine, layout: Layout, shape: Shape, condition: str) -> None:
    """Raise Unreadable where no row has the values that are asked for, naming those there are; else return."""
    (found,) = engine.row(f"SELECT count(*) FROM {layout.source} WHERE {condition}")
    if found:
        return
    for name, values in shape.only.items():
        column = find(layout, name, "shape.only")
        held = _different(engine, layout, as_text(column))
        if not set(values) & set(held):
            raise Unreadable(
                f"no row has {listed(values)} in column {quoted(name)} (shape.only); it holds {_some(held)}"
            )
    raise Unreadable(f"no row has all the values of shape.only in {listed(shape.only)}")


def is_yes(cell: str, yes: Sequence[str], separator: str) -> str:
    """Return SQL that says whether a cell (SQL for its text, null where it is empty) holds one of these answers."""
    if not separator:
        return f"{cell} IN {one_of(yes)}"
    mark = separator.strip() or separator
    tight = f"replace(replace({cell}, {text_literal(f'{mark} ')}, {text_literal(mark)}), {text_literal(f' {mark}')},"
    tight += f" {text_literal(mark)})"
    fenced = f"concat({text_literal(mark)}, {tight}, {text_literal(mark)})"
    found = (f"position({text_literal(f'{mark}{one}{mark}')} IN {fenced}) > 0" for one in yes)
    return f"CASE WHEN {cell} IS NOT NULL THEN ({' OR '.join(found)}) END"


def refuse_no_yes(engine: Engine, layout: Layout, metric: Metric, column: Column, shape: Shape) -> None:
    """Raise Unreadable where none of the answers that count as yes is there, or a cell holds several; else return."""
    cell = as_text(column)
    for separator in "" if shape.separator else _SEPARATORS:
        apart = is_yes(cell, metric.read.yes, separator)
        (several,) = engine.row(
            f"SELECT min(cell) FROM (SELECT {cell} AS cell, {apart} AS chosen FROM {layout.source})"
            f" WHERE chosen AND NOT cell IN {one_of(metric.read.yes)}"
        )
        if several:
            raise Unreadable(
                f"column {quoted(column.name)} (metric {quoted(metric.name)}) holds several answers in a cell, such as"
                f' {quoted(several)}: set shape.separator = "{separator}"'
            )
    (found,) = engine.row(
        f"SELECT count(*) FROM (SELECT {is_yes(cell, metric.read.yes, shape.separator)} AS chosen"
        f" FROM {layout.source}) WHERE chosen"
    )
    if not found:
        held = _different(engine, layout, cell)
        raise Unreadable(
            f"no cell of column {quoted(column.name)} (metric {quoted(metric.name)}) holds {listed(metric.read.yes)}"
            f" (read.yes); it holds {_some(held)}"
        )


def others(engine: Engine, layout: Layout, metric: Metric, column: Column, shape: Shape) -> Iterator[str]:
    """Yield a note of which answers count as no, where they are several and none of them is the opposite of yes."""
    held = [one for one in _different(engine, layout, as_text(column)) if one not in metric.read.yes]
    if len(held) > 1 and not shape.separator:
        yield f"{metric.name}: {listed(metric.read.yes)} counts as yes, {_some(held)} as no"


def _different(engine: Engine, layout: Layout, cell: str) -> list[str]:
    found = engine.rows(
        f"SELECT DISTINCT cell FROM (SELECT {cell} AS cell FROM {layout.source}) WHERE cell IS NOT NULL"
        f" ORDER BY cell LIMIT {_MOST_SHOWN}"
    )
    return [str(value) for (value,) in found]


def _some(held: Sequence[str]) -> str:
    shown = listed(held[:8])
    return f"{shown} and others" if len(held) > 8 else shown or "nothing"
