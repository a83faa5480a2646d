"""What is asked of a table of pairs, one row each: yes or no both times, or how many levels an answer moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from experiments.plan import Metric
from experiments.statistic import Pairs, Tally
from store.sources.cells import Fault
from store.sources.measure import Measure


class _OfPairs(Measure):
    """A measure of columns that were checked when the pairs were made."""

    per_row: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()

    def fits(self, values: Sequence[Any]) -> bool:  # noqa: ARG002
        return True


class Changed(_OfPairs):
    """How many pairs did it both times, only with the change, only without it, or neither time."""

    def __init__(self, metric: Metric, name: str) -> None:
        self.metric = metric
        self._after, self._before = f"{name}_after", f"{name}_before"
        self.per_row = (self._after, self._before)

    @property
    def aggregates(self) -> tuple[str, ...]:
        after, before = self._after, self._before
        return (
            f"count_if({after} AND {before})",
            f"count_if({after} AND NOT {before})",
            f"count_if(NOT {after} AND {before})",
            f"count_if(NOT {after} AND NOT {before})",
        )

    def statistic(self, values: Sequence[Any]) -> Pairs:
        both, gained, lost, neither = (value or 0 for value in values)  # what is counted of no value is null
        return Pairs(both=both, gained=gained, lost=lost, neither=neither)

    nothing = Pairs(both=0, gained=0, lost=0, neither=0)


class Moved(_OfPairs):
    """By how many levels the answers of pairs moved, each step with its number."""

    def __init__(self, metric: Metric, name: str) -> None:
        self.metric = metric
        self._name = f"{name}_moved"
        self.per_row = (f"{name}_after - {name}_before AS {self._name}",)

    @property
    def aggregates(self) -> tuple[str, ...]:
        return (f"histogram({self._name})",)

    def statistic(self, values: Sequence[Any]) -> Tally:
        moved = sorted((values[0] or {}).items())
        return Tally(values=tuple((float(step),) for step, _ in moved), counts=tuple(times for _, times in moved))

    nothing = Tally(values=(), counts=())
