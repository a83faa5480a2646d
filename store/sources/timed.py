"""Time to event: how long each unit was under observation, and whether the event ended it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from experiments.plan import Metric
from experiments.statistic import EventTable
from store.sources.cells import Fault, number, yes_or_no
from store.sources.layout import Layout
from store.sources.measure import Measure, named_column


class Timed(Measure):
    """At each different time, how many events there were and how many units were last seen without one."""

    def __init__(self, layout: Layout, metric: Metric, name: str) -> None:
        self.metric = metric
        time = named_column(layout, metric, "time", "how long each unit was under observation")
        event = named_column(layout, metric, "event", "whether the event came, yes or no")
        takes = "a time is a number above 0: a unit that left at once has a small time, not none"
        self._time = number(metric, time, f"{name}_time", takes, least="> 0")
        self._event = yes_or_no(metric, event, f"{name}_event")
        self.distinct = self._time.name
        self.counted = time

    @property
    def per_row(self) -> tuple[str, ...]:
        return *self._time.per_row, *self._event.per_row

    @property
    def aggregates(self) -> tuple[str, ...]:
        time, event = self._time.name, self._event.name
        return (
            f"{self._time.wrong} + {self._event.wrong}",
            f"histogram({time}) FILTER (WHERE {event})",
            f"histogram({time}) FILTER (WHERE NOT {event})",
        )

    @property
    def faults(self) -> tuple[Fault, ...]:
        return self._time.fault, self._event.fault

    def fits(self, values: Sequence[Any]) -> bool:
        return not values[0]

    def statistic(self, values: Sequence[Any]) -> EventTable:
        # A histogram of no row is null, and one of rows without a time has no time that could be asked for.
        ended, lost = values[1] or {}, values[2] or {}
        times = sorted({*ended, *lost})
        return EventTable(
            times=tuple(times),
            events=tuple(ended.get(time, 0) for time in times),
            censored=tuple(lost.get(time, 0) for time in times),
        )

    nothing = EventTable(times=(), events=(), censored=())
