"""The looks at a test: what was in after each batch, as often as the plan allows to look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from experiments.observation import Observation, standing
from experiments.plan import Monitoring, Plan
from experiments.pooling import Data, as_one_group, pooled


def looks(plan: Plan, batches: Sequence[Observation]) -> tuple[Data, ...]:
    """Return all data as they stood at each look, the latest last.

    A plan of one look has one. Otherwise every batch is a look, in the order they came in, since whoever records one
    sees what it changes. A correction takes the place of what it corrects, at every look; a batch that brings no units
    changes the look before it.

    Raises
    ------
    InvalidField
        Where observations do not fit the plan.
    """
    batches = as_one_group(plan, batches)  # of the same name at every look
    everything = pooled(plan, batches)
    if plan.monitoring is Monitoring.fixed or not batches:
        return (everything,)
    ordered = in_their_places(batches)
    found: list[Data] = []
    for end in range(1, len(ordered)):
        _add(found, replace(pooled(plan, ordered[:end]), until=_until(ordered[:end])))
    _add(found, replace(everything, until=_until(ordered)))
    return tuple(found)


def _until(batches: Sequence[Observation]) -> date | None:
    """Return the last day of data, where the latest batch tells its own."""
    if not batches or batches[-1].until is None:
        return None
    return max(day for batch in batches if (day := batch.until) is not None)


def in_their_places(batches: Sequence[Observation]) -> tuple[Observation, ...]:
    """Return the batches that stand in the order in which what they hold was first recorded."""
    corrects = {batch.id: batch.supersedes for batch in batches if batch.id is not None}

    def first(batch: Observation) -> tuple[bool, int]:
        number = batch.id
        if number is None:
            return True, 0
        while (earlier := corrects.get(number)) is not None:
            number = earlier
        return False, number

    return tuple(sorted(standing(tuple(batches)), key=first))


def _add(found: list[Data], data: Data) -> None:
    while found and found[-1].units >= data.units:
        found.pop()
    found.append(data)
