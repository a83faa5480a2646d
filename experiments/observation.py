"""Observations: batches of sufficient statistics per arm and metric, never raw rows."""

from __future__ import annotations

import math
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from experiments.noun import Moment, Noun, Value
from experiments.text import Line, Name, Prose

Count = Annotated[int, Field(ge=0, le=1_000_000_000_000)]


class Counts(Value):
    """``successes`` out of ``trials`` units."""

    kind: Literal["counts"] = "counts"
    successes: Count
    trials: Count

    @model_validator(mode="after")
    def _no_more_than_asked(self) -> Self:
        if self.successes > self.trials:
            raise ValueError(
                f"{self.successes} successes out of {self.trials} are more than there were;"
                " the first number is how many did it, the second how many could have"
            )
        return self

    @property
    def n(self) -> int:
        """Return the number of units."""
        return self.trials

    @property
    def rate(self) -> float:
        """Return successes per unit (NaN without units)."""
        return self.successes / self.trials if self.trials else math.nan

    def plus(self, other: Counts) -> Counts:
        """Pool with a batch of other units."""
        return Counts(successes=self.successes + other.successes, trials=self.trials + other.trials)


class Moments(Value):
    """``n`` units with their mean and variance (divisor n − 1), and the largest value in size if known."""

    kind: Literal["moments"] = "moments"
    n: Count
    mean: float = Field(ge=-1e100, le=1e100)
    variance: float = Field(ge=0, le=1e200)
    largest: float | None = None

    @property
    def sd(self) -> float:
        """Return the standard deviation of one unit."""
        return math.sqrt(self.variance)

    def plus(self, other: Moments) -> Moments:
        """Pool with a batch of other units (pairwise update: Chan, Golub & LeVeque 1983, eq. 2.1)."""
        n = self.n + other.n
        if not self.n or not other.n:
            return self if self.n else other
        shift = other.mean - self.mean
        mean = self.mean + shift * (other.n / n)
        squares = self._squares + other._squares + shift * shift * (self.n * (other.n / n))
        known = [value for value in (self.largest, other.largest) if value is not None]
        return Moments(n=n, mean=mean, variance=squares / (n - 1), largest=max(known, key=abs, default=None))

    @property
    def _squares(self) -> float:
        return self.variance * (self.n - 1) if self.n > 1 else 0.0

    @property
    def largest_share(self) -> float | None:
        """Return the share of the total that the largest single unit carries, or None if unknown or of mixed sign."""
        if self.largest is None or not self.n or self.mean * self.largest <= 0:
            return None
        return abs(self.largest / (self.n * self.mean))


Statistic = Annotated[Counts | Moments, Field(discriminator="kind")]


class ArmData(Value):
    """One arm's share of a batch: how many units, each metric's statistic, and how many units lack a value."""

    units: Count
    statistics: dict[Name, Statistic]
    missing: dict[Name, Count] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _no_more_than_units(self) -> Self:
        for metric, statistic in self.statistics.items():
            if statistic.n > self.units:
                raise ValueError(
                    f"{metric!r} was measured on {statistic.n} where the arm has {self.units} units;"
                    " a unit is what was assigned, and each counts once"
                )
        return self


class Faults(Value):
    """What a reader met on its way that a judge must know. Counts of rows or units; ``examples`` name some."""

    duplicate_units: Count = 0
    units_in_two_arms: Count = 0
    rows_without_arm: Count = 0
    unknown_arms: dict[Line, Count] = Field(default_factory=dict)
    examples: tuple[Line, ...] = ()


class Source(Value):
    """Where a batch came from; ``digest`` is the SHA-256 of a file's bytes."""

    kind: Literal["typed", "file"] = "typed"
    name: Line = ""
    digest: str = ""
    rows: Count | None = None


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


def standing(batches: tuple[Observation, ...]) -> tuple[Observation, ...]:
    """Return the batches that no later one has replaced."""
    replaced = {batch.supersedes for batch in batches}
    return tuple(batch for batch in batches if batch.id is None or batch.id not in replaced)
