"""A theme coded from what people said, by one person or by two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from experiments.plan import Metric
from experiments.statistic import Coded
from store.sources.cells import Fault, yes_or_no
from store.sources.columns import metric_column
from store.sources.layout import Layout
from store.sources.measure import Measure, named_column


class CodedTwice(Measure):
    """How many showed the theme to the first coder, and how the second agreed where there is one.

    A blank in the second coder's column means that the unit was not coded by them, never that it lacks the theme.
    """

    def __init__(self, layout: Layout, metric: Metric, name: str) -> None:
        self.metric = metric
        self._first = yes_or_no(metric, metric_column(layout, metric), f"{name}_first")
        self._cells = [self._first]
        if metric.second_coder:
            column = named_column(layout, metric, "second_coder", "what the second coder found")
            self._cells.append(yes_or_no(metric, column, f"{name}_second"))

    @property
    def per_row(self) -> tuple[str, ...]:
        return tuple(part for cell in self._cells for part in cell.per_row)

    @property
    def aggregates(self) -> tuple[str, ...]:
        first, second = self._cells[0].name, self._cells[-1].name
        agreed = (
            f"count_if({first} AND {second})",
            f"count_if({first} AND NOT {second})",
            f"count_if(NOT {first} AND {second})",
            f"count_if(NOT {first} AND NOT {second})",
        )
        wrong = " + ".join(cell.wrong for cell in self._cells)
        return wrong, f"count_if({first})", f"count({first})", *(agreed if len(self._cells) > 1 else ())

    @property
    def faults(self) -> tuple[Fault, ...]:
        return tuple(cell.fault for cell in self._cells)

    def fits(self, values: Sequence[Any]) -> bool:
        return not values[0]

    def statistic(self, values: Sequence[Any]) -> Coded:
        _, successes, trials, *twice = (value or 0 for value in values)  # what is counted of no value is null
        both, only_first, only_second, neither = twice or (0, 0, 0, 0)
        return Coded(
            successes=successes,
            trials=trials,
            both=both,
            only_first=only_first,
            only_second=only_second,
            neither=neither,
        )

    nothing = Coded(successes=0, trials=0)
