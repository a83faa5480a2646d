"""Rows that are open to be measured, wherever they stand: all that can be done before it is known what is asked."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Literal

from experiments.errors import Unreadable

if TYPE_CHECKING:
    from experiments.plan import Plan
    from store.sources.engines import Engine
    from store.sources.layout import Layout
    from store.sources.preview import Preview
    from store.sources.progress import Progress
    from store.sources.reading import Reading


class OpenRows(ABC):
    """An engine that can reach the rows, and how it sees them."""

    name: str
    engine: Engine
    layout: Layout

    @abstractmethod
    def digest(self) -> str:
        """Return what tells these data from others: the SHA-256 of a file's bytes; empty where there is none."""

    @property
    @abstractmethod
    def bytes(self) -> int:
        """Return the size of a file, and 0 of what is none."""

    @abstractmethod
    def explained(self) -> AbstractContextManager[None]:
        """Turn an engine's errors into Unreadable, and begin every one with the name."""

    kind: Literal["file", "database"] = "file"

    @property
    def short_name(self) -> str:
        """Return what the record calls the source: a file without its folder."""
        from experiments.text import clean

        return clean(os.path.basename(self.name.rstrip(os.sep)) or self.name)

    def holding(self, names: Iterable[str]) -> OpenRows:  # noqa: ARG002 - for those that hand columns to the engine
        """Return the same rows with the columns of these names in reach of the engine."""
        return self

    def renamed(self, names: Mapping[str, str]) -> OpenRows:
        """Return the same rows with columns under other names.

        Parameters
        ----------
        names : mapping of str to str
            The new name of a column, and the one it has.
        """
        from store.sources.renamed import renamed_layout

        return self._with(renamed_layout(self.layout, names))

    def noting(self, note: str) -> OpenRows:
        """Return the same rows with something more to be said of how they are read."""
        from dataclasses import replace

        return self._with(replace(self.layout, left_out=(*self.layout.left_out, note)))

    @abstractmethod
    def _with(self, layout: Layout) -> OpenRows:
        """Return the same rows seen otherwise."""

    def state(self) -> str:
        """Return what the engine calls the state of its data, empty where it has no name for it."""
        return ""

    def planned(self, plan: Plan) -> OpenRows:
        """Return the same rows with all that a plan asks of them in reach of the engine."""
        from store.sources.shapes.shaped import is_shaped

        return self.holding((column.name for column in self.layout.columns) if is_shaped(plan) else _named(plan))

    def beside(self, other: str) -> AbstractContextManager[tuple[OpenRows, Layout]]:
        """Open another file, or another table of the same database, in reach of the same engine as these rows.

        Raises
        ------
        Unreadable
            Where there is none, or its columns cannot be read.
        """
        raise Unreadable(f"nothing can be joined to these rows; {other!r} is named as the assignment")

    def read(self, plan: Plan) -> Reading:
        """Read what a plan measures: one grouped query where the rows are."""
        from store.sources.reading import reading
        from store.sources.shapes.shaped import shaped

        with self.explained(), shaped(self.planned(plan), plan) as (rows, asked):
            return reading(rows, asked)

    def read_looks(self, plan: Plan) -> tuple[Reading, ...]:
        """Read what came in between the plan's looks, where it has several and names a column of times."""
        from store.sources.reading import readings
        from store.sources.shapes.shaped import shaped

        with self.explained(), shaped(self.planned(plan), plan) as (rows, asked):
            return readings(rows, asked)

    def preview(self, plan: Plan | None = None) -> Preview:
        """Look at columns, first rows and arms; with a plan, read it as the plan asks too."""
        from store.sources.preview import preview

        with self.explained():
            return preview(self, plan)

    def progress(self) -> Progress | None:
        """Return how far reading is, where the engine tells; to be called from another thread as often as one likes."""
        return None

    def cancel(self) -> None:
        """Stop what the engine is working out, from another thread; the one who asked gets KeyboardInterrupt."""
        self.engine.cancel()


def _named(plan: Plan) -> Iterator[str]:
    """Yield every text of a plan that may name a column."""
    yield from _texts(plan.columns.model_dump())
    for metric in plan.metrics:
        yield from _texts(metric.model_dump())


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
