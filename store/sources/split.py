"""Rows split by the look at which they came in: how many looks there are, and SQL for the look of a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from experiments.errors import Unreadable
from experiments.plan import Monitoring, Plan
from store.sources.cuts import InTime, fingerprint_of
from store.sources.layout import Column, Layout
from store.sources.times import Times, judged_rows
from store.sources.wording import quoted

if TYPE_CHECKING:
    from store.sources.engines import Engine

MOST_LOOKS = 400
_USUAL_LOOKS = 5
_WEEK = 7


@dataclass(frozen=True)
class Split:
    """How rows are split.

    Parameters
    ----------
    per_row : sequence of str
        SQL for what is computed of each row: whether it is ``judged``, its ``day``, and what ``look`` needs.
    look : str
        SQL for the number of a look out of these, from 1; 0 for rows that are not judged.
    most : int
        How many looks the plan's way of looking allows.
    """

    per_row: tuple[str, ...]
    look: str
    most: int
    monitoring: Monitoring
    weekly: bool

    def refuse_more(self, looks: int) -> None:
        """Raise Unreadable where there are more looks than the plan's way of looking allows; else return."""
        if looks <= self.most:
            return
        fewer = "set looks = 20" if self.weekly else 'set looks = "weekly", or 20'
        if self.monitoring is Monitoring.group_sequential:
            fewer += ', or monitoring = "anytime"'
        raise Unreadable(
            f"the plan would look at these data more than {self.most:,} times, and {self.monitoring.value} monitoring"
            f" allows {self.most:,} looks; {fewer}"
        )


@dataclass(frozen=True)
class Splitting:
    """How the rows of a file are to be split; ``planned`` is the size over all arms that looks are parts of."""

    plan: Plan
    times: Times
    planned: int

    def of(self, engine: Engine, layout: Layout, arm: Column | None, unit: Column | None) -> Split:
        """Return the split of a file, or of a table that was made from one and has a ``moment`` and a ``day``."""
        moment, day = ("moment", "day") if layout.format == "table" else (self.times.moment, self.times.day)
        judged, tie = judged_rows(arm, self.plan), fingerprint_of(unit, arm)
        most = most_looks(self.plan.monitoring)
        per_row = [f"{judged} AS judged", f"{day} AS day"]
        if sizes := self.sizes(most):
            cuts = list(InTime(engine, layout.source, judged, moment, tie).cuts(sizes))
            per_row.append(f"{moment} AS place")
            if tied := sorted({cut.moment for cut in cuts if cut.tie}):
                per_row.append(f"CASE WHEN {moment} IN ({', '.join(tied)}) THEN {tie} END AS tie")
            look = _first_of([cut.before for cut in cuts])
        else:
            look = self._by_day(most)
        return Split(
            per_row=tuple(per_row),
            look=f"CASE WHEN judged THEN {look} ELSE 0 END",
            most=most,
            monitoring=self.plan.monitoring,
            weekly=self.plan.looks == "weekly",
        )

    def _by_day(self, most: int) -> str:
        """Return SQL for the look of a day."""
        first = self.times.first or 0
        if self.plan.looks == "daily":
            return f"(day - ({first}) + 1)"
        if self.plan.looks == "weekly":
            return f"((day - ({first})) // {_WEEK} + 1)"
        return _first_of([f"day <= {day}" for day in self.days(most)])

    def sizes(self, most: int) -> Sequence[int]:
        """Return the sizes after which the plan looks; none where it looks by the calendar."""
        looks = self.plan.looks
        if looks is None or isinstance(looks, int):
            parts = looks or _USUAL_LOOKS
            return _but_the_last([ceil(self.planned * part / parts) for part in range(1, parts + 1)], most)
        return _but_the_last([look for look in looks if isinstance(look, int)], most)

    def days(self, most: int) -> Sequence[int]:
        """Return the plan's days by their numbers in the file, but for the last where no look is allowed after it."""
        return _but_the_last(self._days(), most)

    def _days(self) -> list[int]:
        looks = self.plan.looks if isinstance(self.plan.looks, tuple) else ()
        days = [self.times.number_of(look) for look in looks if not isinstance(look, int)]
        if any(day is None for day in days):
            raise Unreadable(
                f"column {quoted(self.times.column.name)} (the time) counts days since the start, and the plan looks"
                " on days of the calendar: set start to the plan's first day"
            )
        return [day for day in days if day is not None]


def most_looks(monitoring: Monitoring) -> int:
    """Return how many looks a way of looking allows."""
    if monitoring is not Monitoring.group_sequential:
        return MOST_LOOKS
    from experiments.sequential.boundaries import MOST_LOOKS as GROUP_SEQUENTIAL

    return GROUP_SEQUENTIAL


def _but_the_last(bounds: Sequence[int], most: int) -> Sequence[int]:
    """Leave out the last bound where no look is allowed after it, so that what comes later belongs to the last look."""
    return bounds[: most - 1] if len(bounds) == most else bounds


def _first_of(conditions: Sequence[str]) -> str:
    """Return SQL for the place of the first condition that holds; where none does, it is one more."""
    cases = " ".join(f"WHEN {condition} THEN {at}" for at, condition in enumerate(conditions, start=1))
    return f"(CASE {cases} ELSE {len(conditions) + 1} END)" if cases else "1"
