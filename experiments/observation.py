"""Observations: batches of sufficient statistics per arm and metric, never raw rows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Literal, Self

from pydantic import Field, model_validator

from experiments.noun import Moment, Noun, Value
from experiments.statistic import Count, Counts, Events, Moments, Statistic
from experiments.text import Line, Name, Prose

__all__ = ["ArmData", "Count", "Counts", "Faults", "Moments", "Observation", "Source", "Statistic", "standing"]


UNRECORDED = datetime(1970, 1, 1, tzinfo=UTC)
"""The moment of a batch that nobody recorded, which is judged without a workspace."""


class ArmData(Value):
    """One arm's share of a batch: how many units, each metric's statistic, and how many units lack a value."""

    units: Count
    statistics: dict[Name, Statistic]
    missing: dict[Name, Count] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _no_more_than_units(self) -> Self:
        for metric, statistic in self.statistics.items():
            counted = not isinstance(statistic, Events) or statistic.counts_units
            if counted and statistic.n > self.units:
                raise ValueError(
                    f"{metric!r} was measured on {statistic.n} where the arm has {self.units} units;"
                    " a unit is what was assigned, and each counts once"
                )
        return self


class Faults(Value):
    """What a reader met on its way that a judge must know. Counts of rows or units; ``examples`` name some."""

    duplicate_units: Count = 0
    units_in_two_arms: Count = 0
    incomplete_pairs: Count = 0
    rows_without_arm: Count = 0
    unknown_arms: dict[Line, Count] = Field(default_factory=dict)
    examples: tuple[Line, ...] = ()


class Snapshot(Value):
    """What tells one reading of a source from the next, where rows may change and nobody keeps the old ones.

    ``rows`` is how many there were in all. ``state`` is what the engine itself calls the state of its data, empty where
    it has no name for it. ``look`` is the SHA-256 of this look's statistics, ``past`` of those of all looks before it
    as they were read then: the same past read again has the same.
    """

    read_at: Moment
    rows: Count | None = None
    state: Line = ""
    look: str = ""
    past: str = ""


class Source(Value):
    """Where a batch came from.

    ``digest`` is the SHA-256 of a file's bytes, empty for a database; ``first`` and ``last`` are the days covered.
    ``notes`` say what a reader took for granted or left out. ``saved`` is the number of the saved source that was read.
    """

    kind: Literal["typed", "file", "database"] = "typed"
    name: Line = ""
    digest: str = ""
    rows: Count | None = None
    first: date | None = None
    last: date | None = None
    notes: tuple[Line, ...] = Field(default=(), exclude_if=lambda notes: not notes)
    saved: int | None = Field(default=None, exclude_if=lambda saved: saved is None)
    snapshot: Snapshot | None = Field(default=None, exclude_if=lambda snapshot: snapshot is None)


class Observation(Noun):
    """A batch of results. Append-only: a correction is a new batch that ``supersedes`` an old one and says why.

    ``strength`` is the evidence strength of what was observed: 1 what people say … 5 what they pay.
    """

    experiment_id: int
    at: Moment
    recorded_by: Name
    source: Source = Source()
    strength: int = Field(default=2, ge=1, le=5)
    arms: dict[Name, ArmData] = Field(min_length=1)
    faults: Faults = Faults()
    supersedes: int | None = None
    why: Prose = ""

    @model_validator(mode="after")
    def _a_correction_says_why(self) -> Self:
        if self.supersedes is not None and not self.why:
            raise ValueError(f"batch {self.supersedes} is to be replaced: say why")
        return self

    @property
    def units(self) -> int:
        """Return the units of all arms."""
        return sum(arm.units for arm in self.arms.values())

    @property
    def until(self) -> date | None:
        """Return the last day of its data; what was typed is as old as its record."""
        if self.source.last is not None or self.source.kind != "typed" or self.at == UNRECORDED:
            return self.source.last
        return self.at.date()


def standing(batches: tuple[Observation, ...]) -> tuple[Observation, ...]:
    """Return the batches that no later one has replaced."""
    replaced = {batch.supersedes for batch in batches}
    return tuple(batch for batch in batches if batch.id is None or batch.id not in replaced)
