"""Whether every row belongs to one unit of one arm that the plan knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from experiments.health.result import result
from experiments.pooling import Data
from experiments.verdict import HealthCheck, Status
from experiments.words import count, percent

_TOLERATED_SHARE = 0.01


def assignment(data: Data) -> Iterator[HealthCheck]:
    """Yield what the reader met of units in two arms, units twice, rows of no arm or of unknown ones."""
    faults, units = data.faults, max(1, data.units)
    if faults.units_in_two_arms:
        yield _share_check(
            "units in two arms", faults.units_in_two_arms, units, "were seen in more than one arm", faults.examples
        )
    if faults.duplicate_units:
        yield _share_check(
            "duplicate units",
            faults.duplicate_units,
            units,
            "stand in more than one row where one belongs",
            faults.examples,
        )
    if faults.incomplete_pairs:
        share = faults.incomplete_pairs / units
        some = f", such as {', '.join(faults.examples[:3])}" if faults.examples else ""
        message = (
            f"{count(faults.incomplete_pairs)} pairs ({percent(share)}) have one side only and were left out{some}"
        )
        yield result("incomplete pairs", Status.warn, share, 0.0, message)
    if faults.rows_without_arm:
        yield _share_check("rows without arm", faults.rows_without_arm, units, "name no arm and were left out", ())
    if faults.unknown_arms:
        named = listed(faults.unknown_arms)
        total = sum(faults.unknown_arms.values())
        message = f"rows of arms that the plan does not know were left out: {named}"
        yield result("unknown arms", Status.warn, total, 0, message)


def listed(rows: Mapping[str, int]) -> str:
    """Return names with their numbers of rows, such as ``'a' (3), 'b' (1)``."""
    return ", ".join(f"{name!r} ({count(number)})" for name, number in rows.items())


def _share_check(check: str, number: int, units: int, what: str, examples: tuple[str, ...]) -> HealthCheck:
    share = number / units
    status = Status.fail if share > _TOLERATED_SHARE else Status.warn
    some = f", such as {', '.join(examples[:3])}" if examples else ""
    return result(check, status, share, _TOLERATED_SHARE, f"{count(number)} ({percent(share)}) {what}{some}")
