"""A database that rows stand in: asked in its own words, and told to hand over nothing but sums."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from decimal import Decimal
from math import isfinite
from typing import Any

from store.sources.engines.rewriting import Rewriting, Tallied


class Remote(ABC):
    """Puts questions to a database. It makes no table there: what is asked for more than once is worked out anew."""

    rewriting: Rewriting

    @property
    @abstractmethod
    def overflows(self) -> tuple[type[Exception], ...]:
        """Return the errors that say: a number does not fit into the whole number it is to become."""

    @abstractmethod
    def asked(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the answer to a question in the engine's own words."""

    @abstractmethod
    def cancel(self) -> None:
        """Stop what is being worked out, from another thread."""

    def state(self) -> str:
        """Return what the database calls the state of its data, empty where it has no name for it."""
        return ""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        said = self.rewriting.of(sql)
        answer = [tuple(map(_plain, row)) for row in self.asked(said.sql)]
        for tallied in said.tallied:
            answer = self._with(tallied, answer)
        return answer

    def row(self, sql: str) -> tuple[Any, ...]:
        found = self.rows(sql)
        return found[0] if found else ()

    def kept(self, name: str, sql: str) -> str:
        return f"({sql}) AS {name}"

    def in_order(self) -> AbstractContextManager[None]:
        return nullcontext()

    def _with(self, tallied: Tallied, answer: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """Put counts of different values, as DuckDB returns them, into their column."""
        counted: dict[tuple[Any, ...], dict[Any, int]] = {}
        for row in self.asked(tallied.sql):
            *plain, times = map(_plain, row)
            keys, values = tuple(plain[: len(tallied.keys)]), plain[len(tallied.keys) :]
            counted.setdefault(keys, {})[tuple(values) if tallied.is_list else values[0]] = times
        full = []
        for row in answer:
            found: Any = counted.get(tuple(row[at] for at in tallied.keys))
            if found and tallied.is_list:
                found = {"key": list(found), "value": list(found.values())}
            full.append((*row[: tallied.place], found, *row[tallied.place + 1 :]))
        return full


def _plain(value: Any) -> Any:
    """Return a number of a database's own as one of Python's."""
    if isinstance(value, Decimal):
        as_float = float(value)
        return int(value) if isfinite(as_float) and value == value.to_integral_value() else as_float
    return value
