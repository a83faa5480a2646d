"""The cells a metric needs of each row, where several rows make one unit: checked, and then reduced."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from experiments.plan import Metric
from store.sources.cells import Cell, Fault
from store.sources.engines import one_of
from store.sources.layout import Column, Layout
from store.sources.offenders import refuse_fault
from store.sources.query import arm_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.sources.engines import Engine


@dataclass(frozen=True)
class RowCells:
    """A metric's cells; ``joint`` are faults of several cells together."""

    metric: Metric
    cells: tuple[Cell, ...]
    joint: tuple[Fault, ...] = ()

    @property
    def per_row(self) -> tuple[str, ...]:
        """Return SQL for what is computed of each row."""
        return tuple(part for cell in self.cells for part in cell.per_row)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Return what cannot be in a row."""
        return (*(cell.fault for cell in self.cells), *self.joint)

    @property
    def wrong(self) -> str:
        """Return SQL that counts what cannot be."""
        joint = (f"coalesce(count_if({fault.condition}), 0)" for fault in self.joint)  # of no value it is null
        counted = (*(cell.wrong for cell in self.cells), *joint)
        return " + ".join(counted)

    @property
    def complete(self) -> str:
        """Return SQL for "every cell has a value"."""
        return " AND ".join(f"{cell.name} IS NOT NULL" for cell in self.cells)


def rows_with(
    layout: Layout, arm: Column | None, key: Column, metrics: Sequence[RowCells], also: Sequence[str] = ()
) -> str:
    """Return SQL for the rows of a file with their arm, the key they are brought together by, and their cells.

    ``also`` is SQL for what else is wanted of each row.
    """
    cells = [part for one in metrics for part in one.per_row]
    per_row = [f"{arm_value(arm)} AS arm", f"{key.sql} AS key", *cells, *also]
    return f"(SELECT {', '.join(per_row)} FROM {layout.source})"


def refuse_keyless(
    engine: Engine, layout: Layout, arm: Column | None, key: Column, arms: Sequence[str], what: str
) -> None:
    """Raise Unreadable for the first row of these arms that does not say what it belongs to; else return.

    Without names of arms, all rows that name one are looked at.
    """
    chosen = f"arm IN {one_of(arms)}" if arms else "trim(arm) <> ''" if arm else "true"
    blank = Fault(key, f"(key IS NULL OR trim(key::VARCHAR) = '') AND {chosen}", f"every row needs its {what}")
    per_row = (f"{arm_value(arm)} AS arm", f"{key.sql} AS key")
    refuse_fault(engine, layout, blank, per_row, f"the {what}")
