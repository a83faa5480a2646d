"""A price question of four answers: how often each combination of them was given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from experiments.errors import Unreadable
from experiments.plan import Metric
from experiments.statistic import Tally
from store.sources.cells import Fault, number
from store.sources.columns import find
from store.sources.layout import Layout
from store.sources.measure import Measure
from store.sources.wording import quoted


class Priced(Measure):
    """Every different row of too cheap, cheap, expensive and too expensive; a row that lacks one is left out."""

    def __init__(self, layout: Layout, metric: Metric, name: str) -> None:
        if not metric.prices:
            raise Unreadable(
                f"metric {quoted(metric.name)} is a price: set its prices to four columns, too cheap, cheap,"
                " expensive and too expensive"
            )
        self.metric = metric
        columns = [find(layout, one, f"a price of metric {quoted(metric.name)}") for one in metric.prices]
        takes = "a price is a number, 0 or more"
        self._cells = [number(metric, one, f"{name}_{at}", takes, least=">= 0") for at, one in enumerate(columns)]
        self._complete = " AND ".join(f"{cell.name} IS NOT NULL" for cell in self._cells)
        self._answers = f"[{', '.join(cell.name for cell in self._cells)}]"
        self.distinct = f"CASE WHEN {self._complete} THEN {self._answers} END"
        self.counted = columns[0]

    @property
    def per_row(self) -> tuple[str, ...]:
        return tuple(part for cell in self._cells for part in cell.per_row)

    @property
    def aggregates(self) -> tuple[str, ...]:
        wrong = " + ".join(cell.wrong for cell in self._cells)
        return wrong, f"histogram({self._answers}) FILTER (WHERE {self._complete})"

    @property
    def faults(self) -> tuple[Fault, ...]:
        return tuple(cell.fault for cell in self._cells)

    def fits(self, values: Sequence[Any]) -> bool:
        return not values[0]

    def statistic(self, values: Sequence[Any]) -> Tally:
        found = values[1] or {"key": [], "value": []}  # a map of lists comes as its keys and its values
        counted = sorted(zip(map(tuple, found["key"]), found["value"], strict=True))
        return Tally(values=tuple(answers for answers, _ in counted), counts=tuple(times for _, times in counted))

    nothing = Tally(values=(), counts=())
