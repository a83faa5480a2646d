"""Which rows belong to which arm of the plan, and which to none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from experiments.errors import Unreadable
from experiments.observation import Statistic
from experiments.plan import Comparison, Plan
from experiments.text import clean
from store.sources.query import Group
from store.sources.wording import listed, quoted

ONE_GROUP = "all"
_LONGEST = 200
_MOST_NAMED = 20


@dataclass(frozen=True)
class Arms:
    """The groups that the plan knows, by arm; what is left out is counted and named."""

    known: dict[str, Group]
    unknown: dict[str, int]
    without_arm: int

    @property
    def units(self) -> int:
        """Return the units of the arms that the plan knows."""
        return sum(group.units for group in self.known.values())


def arms_of(plan: Plan, groups: Sequence[Group], column: str, nothing: tuple[Statistic | None, ...]) -> Arms:
    """Sort the groups of the arm column (empty: there is none, and all rows are one group) by the plan's arms.

    ``nothing`` are the statistics of an arm without rows.

    Raises
    ------
    Unreadable
        Where the plan's arms are not in the column.
    """
    planned = list(plan.shares)
    if not column:
        return Arms({(planned or [ONE_GROUP])[0]: groups[0]}, {}, 0)
    named = {group.arm: group for group in groups if group.arm is not None and group.arm.strip()}
    without = sum(group.rows for group in groups if group.arm is None or not group.arm.strip())
    if not named:
        raise Unreadable(f"column {quoted(column)} (the arm) is empty in every row")
    if planned:
        return _planned(planned, named, without, column, Group(None, 0, 0, nothing))
    return Arms(_found(plan, named, column), {}, without)


def _planned(planned: list[str], named: dict[str, Group], without: int, column: str, empty: Group) -> Arms:
    """Take the arms the plan names; one without rows is there, and empty."""
    if not any(arm in named for arm in planned):
        raise Unreadable(
            f"column {quoted(column)} (the arm) holds {listed(sorted(named))},"
            f" but the plan's arms are {listed(planned)}"
        )
    unknown = {_shown(arm): group.rows for arm, group in named.items() if arm not in planned}
    return Arms({arm: named.get(arm, empty) for arm in planned}, _most(unknown), without)


def _most(unknown: dict[str, int]) -> dict[str, int]:
    """Keep the arms with most rows by name, and count the others together."""
    ranked = sorted(unknown.items(), key=lambda entry: (-entry[1], entry[0]))
    rest = ranked[_MOST_NAMED:]
    others = {f"{len(rest):,} others": sum(rows for _, rows in rest)} if rest else {}
    return dict(ranked[:_MOST_NAMED]) | others


def _found(plan: Plan, named: dict[str, Group], column: str) -> dict[str, Group]:
    """Take the arms that are in the file, where the plan names none."""
    for arm in named:
        if arm != clean(arm).strip() or len(arm) > _LONGEST:
            raise Unreadable(
                f"column {quoted(column)} (the arm) holds {quoted(arm)}, which cannot name an arm: blanks at its ends,"
                " control characters or more than 200 characters"
            )
    if plan.comparison is Comparison.control and plan.control not in named:
        raise Unreadable(
            f"column {quoted(column)} (the arm) holds {listed(sorted(named))}, and not the control arm"
            f" {quoted(plan.control)}"
        )
    if plan.comparison is Comparison.benchmark and len(named) > 1:
        raise Unreadable(
            f"column {quoted(column)} (the arm) holds {listed(sorted(named))}, but a benchmark has one group:"
            " name it in the plan's shares, or leave out columns.arm"
        )
    return dict(sorted(named.items()))


def _shown(arm: str) -> str:
    """Return an arm's name so that it cannot be taken for one it only resembles."""
    plain = clean(arm)[:_LONGEST]
    return plain if plain == arm and plain == plain.strip() else quoted(arm, _LONGEST)
