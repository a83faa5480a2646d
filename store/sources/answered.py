"""Ordered answers: how many units chose each level."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from experiments.estimand import levels_of
from experiments.plan import Metric
from experiments.statistic import Categories
from store.sources.cells import Fault, answer
from store.sources.columns import metric_column
from store.sources.layout import Layout
from store.sources.measure import Measure


class Answered(Measure):
    """Every level that the metric knows with the number of its answers, worst first."""

    def __init__(self, layout: Layout, metric: Metric, name: str) -> None:
        self.metric = metric
        self._levels = levels_of(metric)
        self._cell = answer(metric_column(layout, metric), f"{name}_level", self._levels)

    @property
    def per_row(self) -> tuple[str, ...]:
        return self._cell.per_row

    @property
    def aggregates(self) -> tuple[str, ...]:
        return self._cell.wrong, f"histogram({self._cell.name})"

    @property
    def faults(self) -> tuple[Fault, ...]:
        return (self._cell.fault,)

    def fits(self, values: Sequence[Any]) -> bool:
        return not values[0]

    def statistic(self, values: Sequence[Any]) -> Categories:
        chosen = values[1] or {}
        return Categories(levels=self._levels, counts=tuple(chosen.get(at, 0) for at in range(len(self._levels))))

    @property
    def nothing(self) -> Categories:
        return self.statistic((0, None))
