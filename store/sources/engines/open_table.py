"""A table or a query of a database, open to be measured."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Literal

from store.sources.engines import Engine
from store.sources.layout import Layout
from store.sources.open_rows import OpenRows


@dataclass(frozen=True)
class OpenTable(OpenRows):
    """The rows of a table or query; ``explaining`` turns the engine's errors into lines for people."""

    name: str
    engine: Engine
    layout: Layout
    explaining: Callable[[], AbstractContextManager[None]]
    kind: Literal["file", "database"] = "database"

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
