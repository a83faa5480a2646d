"""A proportion: a column of yes and no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from experiments.observation import Counts
from experiments.plan import Metric
from store.sources.cells import YES_OR_NO, Fault, check_type, filled, yes_or_no_of
from store.sources.columns import metric_column
from store.sources.layout import Layout
from store.sources.measure import Measure


class Share(Measure):
    """How many of an arm's units did it."""

    def __init__(self, layout: Layout, metric: Metric, name: str) -> None:
        self.metric = metric
        self._column = metric_column(layout, metric)
        check_type(metric, self._column, "yes or no")
        self._filled = f"{name}_filled"
        self._answer = f"{name}_answer"
        self._is_typed = self._column.is_number or self._column.type == "BOOLEAN"

    @property
    def per_row(self) -> tuple[str, ...]:
        value = f"{filled(self._column)} AS {self._filled}"
        return (value,) if self._is_typed else (value, f"{yes_or_no_of(self._column)} AS {self._answer}")

    @property
    def aggregates(self) -> tuple[str, ...]:
        if self._column.type == "BOOLEAN":
            return f"count({self._filled})", f"count_if({self._filled})", f"count_if(NOT {self._filled})"
        if self._column.is_number:
            return f"count({self._filled})", f"count_if({self._filled} = 1)", f"count_if({self._filled} = 0)"
        return f"count({self._filled})", f"count_if({self._answer})", f"count_if(NOT {self._answer})"

    @property
    def faults(self) -> tuple[Fault, ...]:
        wrong = f"{self._filled} NOT IN (0, 1)" if self._is_typed else f"{self._answer} IS NULL"
        if self._column.type == "BOOLEAN":
            return ()
        return (Fault(self._column, f"{self._filled} IS NOT NULL AND {wrong}", f"a proportion takes {YES_OR_NO}"),)

    def fits(self, values: Sequence[Any]) -> bool:
        there, yes, no = values
        return bool(there == (yes or 0) + (no or 0))

    def statistic(self, values: Sequence[Any]) -> Counts:
        _, yes, no = values
        return Counts(successes=yes or 0, trials=(yes or 0) + (no or 0))

    nothing = Counts(successes=0, trials=0)
