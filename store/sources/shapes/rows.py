"""Rows made of other rows: their columns, and the question that answers with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from store.sources.layout import Column, Layout

_PLAIN = re.compile(r"[a-z]+[0-9]+")


@dataclass
class Made:
    """The columns of rows that are being made: SQL for each, and what it is called in SQL and by people."""

    columns: list[Column] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    def add(self, name: str, sql: str, kind: str, *, commas: bool = False) -> Column:
        """Add a column, and return it."""
        column = Column(name, f"s{len(self.columns)}", kind, commas)
        self.columns.append(column)
        self.parts.append(f"{sql} AS {column.sql}")
        return column

    def keep(self, column: Column, sql: str = "") -> Column:
        """Add a column as it is, under its own name in SQL where that is a plain one."""
        kept = replace(column, sql=column.sql if _PLAIN.fullmatch(column.sql) else f"s{len(self.columns)}")
        self.columns.append(kept)
        self.parts.append(f"{sql or column.sql} AS {kept.sql}")
        return kept

    @property
    def selected(self) -> str:
        """Return what stands after SELECT."""
        return ", ".join(self.parts)


def row_by_row(layout: Layout, made: Made, condition: str = "", notes: Iterable[str] = ()) -> Layout:
    """Return rows that are made each of one row; without a condition they keep their places in their files."""
    where = f" WHERE {condition}" if condition else ""
    source = f"(SELECT {made.selected} FROM {layout.source}{where})"
    if condition:
        return Layout(layout.path, "database", tuple(made.columns), source, (), (*layout.notes, *notes))
    return replace(
        layout, columns=tuple(made.columns), source=source, parts=layout.parts, left_out=(*layout.left_out, *notes)
    )


def made_anew(layout: Layout, columns: Sequence[Column], source: str, notes: Iterable[str] = ()) -> Layout:
    """Return rows that are made of several rows each."""
    return Layout(layout.path, "database", tuple(columns), source, (), (*layout.notes, *notes))
