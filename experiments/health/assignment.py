"""Whether every row belongs to one unit of one arm that the plan knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from experiments.health.result import result
from experiments.pooling import Data
from experiments.verdict import HealthCheck, Status
from experiments.words import count, percent

_TOLERATED_SHARE = 0.01


def assignment(data: Data, noun: str = "units") -> Iterator[HealthCheck]:
    """Yield what the reader met of units in two arms, units twice, rows of no arm or of unknown ones.

    ``noun`` is what was assigned: units, clusters or pairs.
    """
    faults, units = data.faults, max(1, data.units)
    if faults.units_in_two_arms:
        verbs = "was seen in more than one arm", "were seen in more than one arm"
        seen = _so_many(faults.units_in_two_arms, units, noun, verbs, faults.examples)
        yield _share_check("units in two arms", faults.units_in_two_arms, units, seen)
    if faults.duplicate_units:
        verbs = "stands in more than one row where one belongs", "stand in more than one row where one belongs"
        seen = _so_many(faults.duplicate_units, units, noun, verbs, faults.examples)
        yield _share_check("duplicate units", faults.duplicate_units, units, seen)
    if faults.incomplete_pairs:
        verbs = "has one side only and was left out", "have one side only and were left out"
        seen = _so_many(faults.incomplete_pairs, units, "pairs", verbs, faults.examples)
        yield result("incomplete pairs", Status.warn, faults.incomplete_pairs / units, 0.0, seen)
    if faults.rows_without_arm:
        verbs = "names no arm and was left out", "name no arm and were left out"
        seen = _so_many(faults.rows_without_arm, units, "rows", verbs, ())
        yield _share_check("rows without arm", faults.rows_without_arm, units, seen)
    if faults.unknown_arms:
        named = listed(faults.unknown_arms)
        total = sum(faults.unknown_arms.values())
        message = f"rows of arms that the plan does not know were left out: {named}"
        yield result("unknown arms", Status.warn, total, 0, message)


def listed(rows: Mapping[str, int]) -> str:
    """Return names with their numbers of rows, such as ``'a' (3), 'b' (1)``."""
    return ", ".join(f"{name!r} ({count(number)})" for name, number in rows.items())


def _so_many(number: int, units: int, noun: str, verbs: tuple[str, str], examples: tuple[str, ...]) -> str:
    """Say what happened to how many, with a few of them, in the singular where it is one."""
    one = number == 1
    some = f", such as {', '.join(examples[:3])}" if examples else ""
    return (
        f"{count(number)} {noun.removesuffix('s') if one else noun} ({percent(number / units)})"
        f" {verbs[0] if one else verbs[1]}{some}"
    )


def _share_check(check: str, number: int, units: int, message: str) -> HealthCheck:
    share = number / units
    status = Status.fail if share > _TOLERATED_SHARE else Status.warn
    return result(check, status, share, _TOLERATED_SHARE, message)
