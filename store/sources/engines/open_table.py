"""A table or a query of a database, open to be measured."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import Literal

from experiments.errors import Unreadable
from store.sources.engines import Engine
from store.sources.engines.embedded import Embedded
from store.sources.engines.remote import Remote
from store.sources.layout import Layout
from store.sources.open_rows import OpenRows
from store.sources.progress import Progress


@dataclass(frozen=True)
class OpenTable(OpenRows):
    """The rows of a table or query; ``explaining`` turns the engine's errors into lines for people."""

    name: str
    engine: Engine
    layout: Layout
    explaining: Callable[[], AbstractContextManager[None]]
    kind: Literal["file", "database"] = "database"
    another: Callable[[str], Layout] | None = None

    def _with(self, layout: Layout) -> OpenTable:
        return replace(self, layout=layout)

    def state(self) -> str:
        return self.engine.state() if isinstance(self.engine, Remote) else ""

    @contextmanager
    def beside(self, other: str) -> Iterator[tuple[OpenRows, Layout]]:
        """Open another table of the same database."""
        if self.another is None:
            raise Unreadable(f"{other!r} cannot be joined to these rows here; write a query that joins them")
        yield self, self.another(other)

    def progress(self) -> Progress | None:
        if not isinstance(self.engine, Embedded):
            return None
        percent = self.engine.connection.query_progress()
        return Progress(0, 0, percent / 100 if percent >= 0 else None)

    def digest(self) -> str:
        return ""

    @property
    def short_name(self) -> str:
        return self.name

    @property
    def bytes(self) -> int:
        return 0

    @contextmanager
    def explained(self) -> Iterator[None]:
        with self.explaining():
            yield
