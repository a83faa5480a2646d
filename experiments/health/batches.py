"""Whether batches of one source agree with each other: counts only grow, and the past does not change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from experiments.health.result import result
from experiments.observation import ArmData, Observation
from experiments.statistic import Counts, Events
from experiments.verdict import HealthCheck, Status
from experiments.words import count


def batches_agree(batches: Sequence[Observation]) -> Iterator[HealthCheck]:
    """Yield what is odd where a batch from a source replaces an older one from the same source."""
    known = {batch.id: batch for batch in batches if batch.id is not None}
    for newer in batches:
        older = known.get(newer.supersedes) if newer.supersedes is not None else None
        if older is None or older.source.kind == "typed" or older.source.name != newer.source.name:
            continue
        yield from _fallen(older, newer)
        if older.source.rows == newer.source.rows and older.source.digest != newer.source.digest:
            message = (
                f"{newer.source.name} has as many rows as before and other contents; what was read earlier has changed"
            )
            yield result("source changed", Status.warn, newer.source.rows, older.source.rows, message)


def _fallen(older: Observation, newer: Observation) -> Iterator[HealthCheck]:
    for arm, before in older.arms.items():
        after = newer.arms.get(arm)
        for what, then, now in _pairs(before, after) if after else [("units", before.units, 0)]:
            if now < then:
                message = (
                    f"{what} of {arm} fell from {count(then)} to {count(now)} when {newer.source.name} was read again;"
                    " counts that add up can only grow, so rows were lost or rewritten"
                )
                yield result("falling counts", Status.warn, now, then, message)


def _pairs(before: ArmData, after: ArmData) -> Iterator[tuple[str, int, int]]:
    yield "units", before.units, after.units
    for name, statistic in before.statistics.items():
        other = after.statistics.get(name)
        if isinstance(statistic, Counts) and isinstance(other, Counts):
            yield name, statistic.successes, other.successes
        if isinstance(statistic, Events) and isinstance(other, Events):
            yield name, statistic.events, other.events
