"""The one grouped query: every metric of a plan, summed per arm where the rows are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from experiments.errors import Unreadable
from experiments.observation import Statistic
from store.sources.engine import text_literal
from store.sources.grids import guessed_grids, measured_grids, on_grids
from store.sources.layout import Column, Layout
from store.sources.measure import Measure
from store.sources.offenders import refuse_impossible
from store.sources.wording import quoted

if TYPE_CHECKING:
    from store.sources.engines import Engine
    from store.sources.split import Split

MOST_ARMS = 1000
MOST_DISTINCT = 100_000


@dataclass(frozen=True)
class Group:
    """The rows that share one value in the arm column (None: the cell is null), and each metric's statistic.

    A statistic is None where there is none without a value. Where rows are split by looks, ``parts`` are those of each
    look, in order; a part knows the number of its look and its first and last day.
    """

    arm: str | None
    rows: int
    units: int
    statistics: tuple[Statistic | None, ...]
    parts: tuple[Group, ...] = ()
    look: int = 0
    days: tuple[int, int] | None = None

    def with_statistics(self, places: Sequence[int], other: Group) -> Group:
        """Return the group with some statistics of the same rows in place of its own, in its parts too."""
        statistics = list(self.statistics)
        for at, statistic in zip(places, other.statistics, strict=True):
            statistics[at] = statistic
        parts = (part.with_statistics(places, better) for part, better in zip(self.parts, other.parts, strict=True))
        return replace(self, statistics=tuple(statistics), parts=tuple(parts))


@dataclass(frozen=True)
class _Found:
    """One row of the answer: the aggregates, cut into what belongs to each measure."""

    arm: str | None
    rows: int
    units: int
    values: tuple[Sequence[Any], ...]
    parts: tuple[_Found, ...] = ()
    look: int = 0
    days: tuple[int, int] | None = None


@dataclass(frozen=True)
class Query:
    """What is asked of one file, or of a table made from it.

    Parameters
    ----------
    weight : str
        SQL for how many rows of the file one row of the source stands for; every row of the source is one unit.
    split : Split, optional
        How rows are split by looks.
    """

    engine: Engine
    layout: Layout
    arm: Column | None
    measures: tuple[Measure, ...]
    weight: str = ""
    split: Split | None = None

    def groups(self) -> tuple[Group, ...]:
        """Return the sums of every arm.

        Raises
        ------
        Unreadable
            Where a column holds what its metric cannot take, naming the first row.
        """
        self._refuse_too_many_values()
        query = self._on(guessed_grids)
        found = query._answer()
        if found is None:  # a value lies beyond its grid: what the first rows or the file itself said of it was wrong
            self._refuse_impossible()
            query = self._on(measured_grids)
            found = query._answer() or []
        if not all(query._fits(one) for one in found):
            self._refuse_impossible()
        return tuple(query._group(one) for one in found)

    def _on(self, grids: Any) -> Query:
        return replace(self, measures=on_grids(self.measures, grids(self.engine, self.layout, self.measures)))

    def _refuse_impossible(self) -> None:
        refuse_impossible(self.engine, self.layout, self.measures)

    def _refuse_too_many_values(self) -> None:
        """Refuse a column of which every different value would be listed, where there are too many to list."""
        for measure in self.measures:
            if not measure.distinct or measure.counted is None:
                continue
            rows = f"(SELECT {', '.join(measure.per_row)} FROM {self.layout.source})"
            different = f"SELECT DISTINCT {measure.distinct} FROM {rows} LIMIT {MOST_DISTINCT + 1}"
            (found,) = self.engine.row(f"SELECT count(*) FROM ({different})")
            if found > MOST_DISTINCT:
                raise Unreadable(
                    f"column {quoted(measure.counted.name)} (metric {quoted(measure.metric.name)}) holds more than"
                    f" {MOST_DISTINCT:,} different values; round them, such as to whole days"
                )

    def _answer(self, only: str | None = None) -> list[_Found] | None:
        """Return every group, or None where a value lies beyond its grid."""
        try:
            answer = self.engine.rows(self._sql(only))
        except self.engine.overflows:
            return None
        arms = answer if self.split is None else {row[0] for row in answer}
        if len(arms) > MOST_ARMS and self.arm:
            raise Unreadable(
                f"column {quoted(self.arm.name)} (the arm) holds more than {MOST_ARMS:,} different values;"
                " is it the right column?"
            )
        if self.split is not None:
            return self._by_look(self.split, answer)
        return [_Found(arm, rows, units, tuple(self._cut(values))) for arm, rows, units, *values in answer]

    def _by_look(self, split: Split, answer: Sequence[Sequence[Any]]) -> list[_Found]:
        """Return each arm as a whole with its parts."""
        wholes: dict[str | None, _Found] = {}
        parts: dict[str | None, list[_Found]] = {}
        for arm, rows, units, *values, first, last, look, is_whole in answer:
            one = _Found(arm, rows, units, tuple(self._cut(values)), look=look or 0, days=(first, last))
            if is_whole:
                wholes[arm] = one
            else:
                parts.setdefault(arm, []).append(one)
        split.refuse_more(len({part.look for several in parts.values() for part in several if part.look}))
        ordered = {arm: tuple(sorted(several, key=lambda part: part.look)) for arm, several in parts.items()}
        return [replace(whole, parts=ordered.get(arm, ())) for arm, whole in wholes.items()]

    def _cut(self, values: Sequence[Any]) -> Iterator[Sequence[Any]]:
        found = dict(zip(self._aggregates, values, strict=True))
        for measure in self.measures:
            yield [found[aggregate] for aggregate in measure.aggregates]

    @property
    def _aggregates(self) -> dict[str, None]:
        """Return what is computed over an arm, once each: metrics of one column share its sums."""
        return dict.fromkeys(_all(measure.aggregates for measure in self.measures))

    def _sql(self, only: str | None) -> str:
        arm = arm_value(self.arm)
        weight = [f"{self.weight} AS weight"] if self.weight else []
        placed = self.split.per_row if self.split else ()
        cells = dict.fromkeys(_all(measure.per_row for measure in self.measures))
        per_row = ", ".join([f"{arm} AS arm", *weight, *cells, *placed])
        weighed = "sum(weight)::BIGINT" if self.weight else "count(*)"
        sums = ", ".join(["arm", weighed, "count(*)", *self._aggregates])
        chosen = "" if only is None else f" WHERE {arm} = {text_literal(only)}"
        rows = f"(SELECT {per_row} FROM {self.layout.source}{chosen})"
        if of_row := dict.fromkeys(_all(measure.of_row for measure in self.measures)):
            rows = f"(SELECT *, {', '.join(of_row)} FROM {rows})"
        if self.split is None:
            return f"SELECT {sums} FROM {rows} GROUP BY arm LIMIT {MOST_ARMS + 1}"
        return (
            f"SELECT {sums}, min(day), max(day), look, grouping(look) FROM"
            f" (SELECT *, {self.split.look} AS look FROM {rows}) GROUP BY GROUPING SETS ((arm), (arm, look))"
            f" LIMIT {(MOST_ARMS + 1) * (self.split.most + 2) + 1}"
        )

    def _fits(self, found: _Found) -> bool:
        return all(measure.fits(values) for measure, values in zip(self.measures, found.values, strict=True))

    def _group(self, found: _Found, tries: int = 2) -> Group:
        """Return a group; where a grid was too coarse for this arm, read the arm again on one made for it."""
        group = self._told(found)
        finer = {
            at: better
            for at, (measure, values) in enumerate(zip(self.measures, found.values, strict=True))
            if (better := measure.finer(values)) is not None
        }
        if finer and found.arm is not None and tries:
            again = replace(self, measures=tuple(finer.values()))
            for one in again._answer(found.arm) or []:
                group = group.with_statistics(tuple(finer), again._group(one, tries - 1))
        return group

    def _told(self, found: _Found) -> Group:
        """Return a group and its parts with their statistics."""
        statistics = (measure.statistic(values) for measure, values in zip(self.measures, found.values, strict=True))
        parts = tuple(map(self._told, found.parts))
        return Group(found.arm, found.rows, found.units, tuple(statistics), parts, found.look, found.days)


def arm_value(arm: Column | None) -> str:
    """Return SQL for a row's arm as text; without a column all rows are of one arm, called ``''``."""
    if arm is None:
        return "''"
    return arm.sql if arm.type == "VARCHAR" else f"{arm.sql}::VARCHAR"


def _all(parts: Iterable[Sequence[str]]) -> list[str]:
    return [part for several in parts for part in several]
