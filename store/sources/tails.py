"""Medians, and means with extreme values cut back, of columns in which few units carry much.

They cost another look at the file, and at very many rows more than the mean itself: so they are made where a single
unit stands out, and where units merely spread widely only as long as there are not so many that it hardly matters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from experiments.observation import Moments
from experiments.statistic import Tail
from store.sources.average import Average
from store.sources.engines import one_of
from store.sources.engines.embedded import Embedded
from store.sources.fixed_point import Grid, literal
from store.sources.quantiles import limits, medians
from store.sources.query import Group, Query, arm_value

_FEWEST = 20
_MOST_IF_WIDE = 1_000_000
_TOLERATED_SHARE, _TELLING_UNITS = 0.01, 10
_CUT = 0.01
_MOST_KEPT = 3_000_000


def with_tails(query: Query, known: Mapping[str, Group]) -> dict[str, Group]:
    """Return groups with the tail of every mean that has a long one, over the same limits in all of them."""
    found = dict(known)
    for at, measure in enumerate(query.measures):
        if isinstance(measure, Average) and any(_matters(group.statistics[at]) for group in found.values()):
            arms = [group.arm for group in found.values() if group.arm is not None]
            units = sum(group.units for group in found.values())
            tails = _Column(query, measure, arms, units).tails()
            found = {name: _with(group, at, tails.get(group.arm)) for name, group in found.items()}
    return found


def _matters(statistic: object) -> bool:
    """Say whether one unit carries much of an arm's mean, or units spread wider than it."""
    if not isinstance(statistic, Moments) or statistic.n < _FEWEST or not statistic.variance:
        return False
    share = statistic.largest_share
    if share is not None and share > max(_TOLERATED_SHARE, _TELLING_UNITS / statistic.n):
        return True
    return statistic.n <= _MOST_IF_WIDE and statistic.sd > abs(statistic.mean)


def _with(group: Group, at: int, tail: Tail | None) -> Group:
    statistic = group.statistics[at]
    if tail is None or not isinstance(statistic, Moments):
        return group
    changed = statistic.model_copy(update={"tail": tail})
    return replace(group, statistics=(*group.statistics[:at], changed, *group.statistics[at + 1 :]))


class _Column:
    """One column of numbers, in the rows of the arms that are judged."""

    def __init__(self, query: Query, measure: Average, arms: Sequence[str], units: int) -> None:
        self._engine = query.engine
        self._number = measure.number
        per_row = ", ".join([f"{arm_value(query.arm)} AS arm", *measure.per_row])
        self._rows = f"(SELECT {per_row} FROM {query.layout.source}) AS rows WHERE arm IN {one_of(arms)}"
        if query.layout.format == "csv" and isinstance(query.engine, Embedded) and units <= _MOST_KEPT:
            # Text is read once for all that is asked of the column.
            self._rows = query.engine.kept("tailed", f"SELECT arm, {self._number} FROM {self._rows}")

    def tails(self) -> dict[str | None, Tail]:
        """Return each arm's tail; none where cutting values back would leave no difference between units."""
        least, most = limits(self._engine, self._rows, self._number, _CUT)
        if not least < most:
            return {}
        grid = Grid.over(least, most, wide=True)
        # Of a null and a number, the engine takes the number for the lesser and for the greater.
        bounded = f"greatest(least({self._number}, {literal(most)}), {literal(least)})"
        cut = f"CASE WHEN {self._number} IS NOT NULL THEN {bounded} END"
        asked = ", ".join(["arm", *grid.aggregates(f"({cut})")])
        found = self._engine.rows(f"SELECT {asked} FROM {self._rows} GROUP BY arm")
        middle = medians(self._engine, self._rows, self._number)
        tails: dict[str | None, Tail] = {}
        for arm, *values in found:
            moments = grid.moments(grid.sums(values))
            if moments.n:
                tails[arm] = Tail(
                    median=middle[arm], least=least, most=most, mean=moments.mean, variance=moments.variance
                )
        return tails
