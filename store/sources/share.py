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

    @property
    def per_row(self) -> tuple[str, ...]:
        return f"{filled(self._column)} AS {self._filled}", f"{yes_or_no_of(self._column)} AS {self._answer}"

    @property
    def aggregates(self) -> tuple[str, ...]:
        return f"count({self._filled})", f"count({self._answer})", f"count_if({self._answer})"

    @property
    def faults(self) -> tuple[Fault, ...]:
        impossible = f"{self._filled} IS NOT NULL AND {self._answer} IS NULL"
        return (Fault(self._column, impossible, f"a proportion takes {YES_OR_NO}"),)

    def fits(self, values: Sequence[Any]) -> bool:
        there, answered, _ = values
        return bool(there == answered)

    def statistic(self, values: Sequence[Any]) -> Counts:
        _, answered, successes = values
        return Counts(successes=successes or 0, trials=answered)

    nothing = Counts(successes=0, trials=0)
