"""What a metric asks of a file: expressions for each row, aggregates over an arm, and a statistic out of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from experiments.errors import Unreadable
from experiments.metric_rules import in_words
from experiments.observation import Statistic
from experiments.plan import Metric
from store.sources.cells import Fault
from store.sources.columns import find
from store.sources.fixed_point import Grid
from store.sources.layout import Column, Layout
from store.sources.wording import listed, quoted


class Measure(ABC):
    """One metric read from its columns.

    Columns that are summed as floating-point numbers are its ``numbers``, and each is summed on a grid of its own.
    Where a statistic lists every different value, ``distinct`` is SQL for that value and ``counted`` its column.
    """

    metric: Metric
    numbers: tuple[Column, ...] = ()
    distinct: str = ""
    counted: Column | None = None

    @property
    @abstractmethod
    def per_row(self) -> tuple[str, ...]:
        """Return SQL for what is computed of each row."""

    @property
    def of_row(self) -> tuple[str, ...]:
        """Return SQL for what is computed of each row out of ``per_row``."""
        return ()

    @property
    @abstractmethod
    def aggregates(self) -> tuple[str, ...]:
        """Return SQL for what is computed over an arm."""

    @property
    @abstractmethod
    def faults(self) -> tuple[Fault, ...]:
        """Return what cannot be in a row."""

    @abstractmethod
    def fits(self, values: Sequence[Any]) -> bool:
        """Say whether every value that is there could be taken."""

    @abstractmethod
    def statistic(self, values: Sequence[Any]) -> Statistic | None:
        """Return the statistic out of the aggregates, or None where there is none without a value."""

    @property
    @abstractmethod
    def nothing(self) -> Statistic | None:
        """Return the statistic of an arm without rows."""

    def on(self, grids: Sequence[Grid]) -> Measure:  # noqa: ARG002 - those that sum numbers take one for each
        """Return the same measure on other grids."""
        return self

    def finer(self, values: Sequence[Any]) -> Measure | None:  # noqa: ARG002
        """Return the measure on grids made for one arm's values, or None where those it has will do."""
        return None


def named_column(layout: Layout, metric: Metric, key: str, what: str) -> Column:
    """Return the column that a field of the metric names.

    Raises
    ------
    Unreadable
        Where the field is empty, naming it, or where there is no such column.
    """
    name = getattr(metric, key)
    if not name:
        columns = listed(column.name for column in layout.columns)
        raise Unreadable(
            f"metric {quoted(metric.name)} is a {in_words(metric.kind)}: set its {key} to the column of {what};"
            f" the columns are {columns}"
        )
    return find(layout, name, f"the {key} of metric {quoted(metric.name)}")
