"""A rate: how many events each unit had, and the exposure in which it could have them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from experiments.errors import Unreadable
from experiments.plan import Metric
from experiments.statistic import Events
from store.sources.cells import Cell, Fault, number
from store.sources.columns import metric_column
from store.sources.fixed_point import Grid
from store.sources.layout import Layout
from store.sources.measure import Measure, named_column
from store.sources.together import Together
from store.sources.wording import quoted

_NAMES = ("events", "exposure")
_MOST_EVENTS = 10**12


class Exposed(Measure):
    """Events, exposure and how both vary from unit to unit. A unit that was never exposed and had no event tells
    nothing and is left out.
    """

    def __init__(self, metric: Metric, cells: tuple[Cell, Cell], units: Together | None = None) -> None:
        self.metric = metric
        self._cells = cells
        self._units = units or Together(metric, _NAMES, cells, among=f"{cells[1].name} > 0")
        self.numbers = self._units.numbers

    @classmethod
    def of(cls, layout: Layout, metric: Metric, name: str) -> Exposed:
        """Return the measure of a rate's two columns."""
        return cls(metric, event_cells(layout, metric, name))

    def on(self, grids: Sequence[Grid]) -> Exposed:
        return Exposed(self.metric, self._cells, self._units.on(grids))

    def finer(self, values: Sequence[Any]) -> Exposed | None:
        units = self._units.finer(values[2:])
        return Exposed(self.metric, self._cells, units) if units else None

    @property
    def per_row(self) -> tuple[str, ...]:
        return self._units.per_row

    @property
    def of_row(self) -> tuple[str, ...]:
        return self._units.of_row

    @property
    def aggregates(self) -> tuple[str, ...]:
        events, exposure = (cell.name for cell in self._cells)
        return (
            f"count_if({never_exposed(*self._cells).condition})",
            f"sum({events}::BIGINT) FILTER (WHERE {exposure} > 0)",
            *self._units.aggregates,
        )

    @property
    def faults(self) -> tuple[Fault, ...]:
        return (*self._units.faults, never_exposed(*self._cells))

    def fits(self, values: Sequence[Any]) -> bool:
        return not values[0] and self._units.fits(values[2:])

    def statistic(self, values: Sequence[Any]) -> Events | None:
        units = self._units.statistic(values[2:])
        if not units.n:
            return None
        if values[1] > _MOST_EVENTS:
            column = quoted(self._cells[0].column.name)
            raise Unreadable(
                f"column {column} (metric {quoted(self.metric.name)}) adds up to {values[1]:,} events, more than"
                f" {_MOST_EVENTS:,}; does it hold something else?"
            )
        return Events(events=int(values[1]), exposure=self._units.total(values[2:], 1), units=units)

    nothing = None


def event_cells(layout: Layout, metric: Metric, name: str) -> tuple[Cell, Cell]:
    """Return a rate's events and exposure, read from each row."""
    exposure = named_column(layout, metric, "exposure", "what the events happened in, such as days or visits")
    counted = "events are whole numbers, 0 or more"
    measured = "an exposure is a number, 0 or more"
    return (
        number(
            metric, metric_column(layout, metric), f"{name}_events", counted, least="BETWEEN 0 AND 1e12", whole=True
        ),
        number(metric, exposure, f"{name}_exposure", measured, least=">= 0"),
    )


def never_exposed(events: Cell, exposure: Cell) -> Fault:
    """Return the fault of a row with events and no exposure in which they could have happened."""
    takes = "a row with events needs an exposure above 0"
    return Fault(exposure.column, f"{exposure.name} = 0 AND {events.name} > 0", takes)
