"""Sufficient statistics: all the judge ever sees of data. Each adds up over batches of other units; none holds rows."""

from __future__ import annotations

import itertools
import math
import operator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from experiments.noun import Value
from experiments.text import Name

Count = Annotated[int, Field(ge=0, le=1_000_000_000_000)]
_ROUNDING = 1e-9


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


class Tail(Value):
    """What is left of a long-tailed mean: the median, and mean and variance with values cut back to two limits.

    The limits are the 1% and 99% quantiles over all arms (winsorising: Tukey 1962).
    """

    median: float
    least: float
    most: float
    mean: float
    variance: float = Field(ge=0)


class Moments(Value):
    """``n`` units with their mean and variance (divisor n − 1), and the largest value in size if known.

    ``tail`` is there where a reader saw that few units carry much; it does not add up over batches.
    """

    kind: Literal["moments"] = "moments"
    n: Count
    mean: float = Field(ge=-1e100, le=1e100)
    variance: float = Field(ge=0, le=1e200)
    largest: float | None = None
    tail: Tail | None = None

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
        largest = max(known, key=lambda value: (abs(value), value), default=None)
        return Moments(n=n, mean=mean, variance=squares / (n - 1), largest=largest)

    def since(self, earlier: Moments) -> Moments | None:
        """Return the units that came after an ``earlier`` look; None where none can have made this of that."""
        n = self.n - earlier.n
        if n <= 0 or not earlier.n:
            return None if n < 0 or (n == 0 and self != earlier) else self if n else _NOTHING
        mean = self.mean + (self.mean - earlier.mean) * (earlier.n / n)
        shift = mean - earlier.mean
        squares = self._squares - earlier._squares - shift * shift * (earlier.n * (n / self.n))
        if squares < -_ROUNDING * max(self._squares, self.n * self.mean * self.mean):
            return None
        return Moments(n=n, mean=mean, variance=max(squares, 0.0) / (n - 1) if n > 1 else 0.0)

    @property
    def _squares(self) -> float:
        return self.variance * (self.n - 1) if self.n > 1 else 0.0

    @property
    def largest_share(self) -> float | None:
        """Return the share of the total that the largest single unit carries, or None if unknown or of mixed sign."""
        if self.largest is None or not self.n or self.mean * self.largest <= 0:
            return None
        return abs(self.largest / (self.n * self.mean))


_NOTHING = Moments(n=0, mean=0.0, variance=0.0)


class CrossMoments(Value):
    """``n`` units measured on several variables: means, and covariances (divisor n − 1) as a full matrix."""

    kind: Literal["cross"] = "cross"
    n: Count
    names: tuple[Name, ...]
    means: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        k = len(self.names)
        if len(self.means) != k or len(self.covariance) != k or any(len(row) != k for row in self.covariance):
            raise ValueError(f"{k} variables need {k} means and a {k} × {k} covariance")
        if any(self.covariance[i][i] < 0 for i in range(k)):
            raise ValueError("a variance is below 0")
        return self

    def plus(self, other: CrossMoments) -> CrossMoments:
        """Pool with other units (pairwise update: Chan, Golub & LeVeque 1983, eq. 2.1, per pair of variables)."""
        if not self.n or not other.n:
            return self if self.n else other
        n = self.n + other.n
        shift = [b - a for a, b in zip(self.means, other.means, strict=True)]
        weight = self.n * (other.n / n)
        covariance = tuple(
            tuple(
                (a * (self.n - 1) + b * (other.n - 1) + weight * shift[i] * shift[j]) / (n - 1)
                for j, (a, b) in enumerate(zip(ours, theirs, strict=True))
            )
            for i, (ours, theirs) in enumerate(zip(self.covariance, other.covariance, strict=True))
        )
        means = tuple(a + s * (other.n / n) for a, s in zip(self.means, shift, strict=True))
        return CrossMoments(n=n, names=self.names, means=means, covariance=covariance)


class Events(Value):
    """``events`` in ``exposure`` (time, visits, kilometres).

    ``units`` is there where each unit's own events and exposure are known, ``over`` where only the number of units is.
    """

    kind: Literal["events"] = "events"
    events: Count
    exposure: float = Field(gt=0)
    units: CrossMoments | None = None
    over: Count | None = None

    @property
    def n(self) -> int:
        """Return the number of units where it is known, else the events (which are not units)."""
        if self.units is not None:
            return self.units.n
        return self.over if self.over is not None else max(1, self.events)

    @property
    def counts_units(self) -> bool:
        """Say whether :attr:`n` counts units."""
        return self.units is not None or self.over is not None

    @property
    def rate(self) -> float:
        """Return events per exposure."""
        return self.events / self.exposure

    def plus(self, other: Events) -> Events:
        """Pool with other units; per-unit knowledge survives only where both have it."""
        units = self.units.plus(other.units) if self.units is not None and other.units is not None else None
        known = units is None and self.counts_units and other.counts_units
        return Events(
            events=self.events + other.events,
            exposure=self.exposure + other.exposure,
            units=units,
            over=self.n + other.n if known else None,
        )


class Categories(Value):
    """How many units chose each of ordered ``levels``, worst first."""

    kind: Literal["categories"] = "categories"
    levels: tuple[Name, ...] = Field(min_length=2)
    counts: tuple[Count, ...]

    @model_validator(mode="after")
    def _a_count_per_level(self) -> Self:
        if len(self.counts) != len(self.levels):
            raise ValueError(f"{len(self.levels)} levels need {len(self.levels)} counts, not {len(self.counts)}")
        return self

    @property
    def n(self) -> int:
        """Return the number of units."""
        return sum(self.counts)

    def plus(self, other: Categories) -> Categories:
        """Pool with other units on the same levels."""
        if other.levels != self.levels:
            raise ValueError("two batches name different levels")
        return Categories(
            levels=self.levels, counts=tuple(a + b for a, b in zip(self.counts, other.counts, strict=True))
        )


class EventTable(Value):
    """Time to event: at each of ascending ``times``, how many ``events`` and how many were ``censored``."""

    kind: Literal["event table"] = "event table"
    times: tuple[float, ...]
    events: tuple[Count, ...]
    censored: tuple[Count, ...]

    @model_validator(mode="after")
    def _ascends(self) -> Self:
        if not len(self.times) == len(self.events) == len(self.censored):
            raise ValueError("times, events and censored need the same length")
        if any(later <= earlier for earlier, later in zip(self.times, self.times[1:], strict=False)):
            raise ValueError("times must ascend, each once")
        if self.times and self.times[0] <= 0:
            raise ValueError(
                f"time {self.times[0]:g} is not above 0; a unit that left at once has a small time, not none"
            )
        return self

    @property
    def n(self) -> int:
        """Return the number of units."""
        return sum(self.events) + sum(self.censored)

    @property
    def at_risk(self) -> tuple[int, ...]:
        """Return how many units were still under observation just before each time."""
        gone = map(operator.add, self.events, self.censored)
        return tuple(itertools.accumulate(gone, operator.sub, initial=self.n))[:-1]

    def plus(self, other: EventTable) -> EventTable:
        """Pool with other units."""
        times = sorted({*self.times, *other.times})
        both = [dict(zip(t.times, zip(t.events, t.censored, strict=True), strict=True)) for t in (self, other)]
        rows = [[sum(table.get(time, (0, 0))[k] for table in both) for k in (0, 1)] for time in times]
        return EventTable(
            times=tuple(times), events=tuple(row[0] for row in rows), censored=tuple(row[1] for row in rows)
        )


class Pairs(Value):
    """Paired yes/no: both times, only after (treatment), only before (control), neither."""

    kind: Literal["pairs"] = "pairs"
    both: Count
    gained: Count
    lost: Count
    neither: Count

    @property
    def n(self) -> int:
        """Return the number of pairs."""
        return self.both + self.gained + self.lost + self.neither

    def plus(self, other: Pairs) -> Pairs:
        """Pool with other pairs."""
        return Pairs(
            both=self.both + other.both,
            gained=self.gained + other.gained,
            lost=self.lost + other.lost,
            neither=self.neither + other.neither,
        )


class Coded(Value):
    """A theme coded from what people said: how many of ``trials`` showed it, and how two coders agreed.

    Of the units that both coders coded: ``both`` found it, only the first, only the second, ``neither``.
    """

    kind: Literal["coded"] = "coded"
    successes: Count
    trials: Count
    both: Count = 0
    only_first: Count = 0
    only_second: Count = 0
    neither: Count = 0

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.successes > self.trials or self.twice > self.trials:
            raise ValueError(
                f"{self.successes} with the theme and {self.twice} coded twice do not fit into {self.trials} units"
            )
        return self

    @property
    def n(self) -> int:
        """Return the number of units."""
        return self.trials

    @property
    def twice(self) -> int:
        """Return how many units both coders coded."""
        return self.both + self.only_first + self.only_second + self.neither

    @property
    def counts(self) -> Counts:
        """Return the first coder's reading as a proportion."""
        return Counts(successes=self.successes, trials=self.trials)

    def plus(self, other: Coded) -> Coded:
        """Pool with other units."""
        return Coded(
            successes=self.successes + other.successes,
            trials=self.trials + other.trials,
            both=self.both + other.both,
            only_first=self.only_first + other.only_first,
            only_second=self.only_second + other.only_second,
            neither=self.neither + other.neither,
        )


class Tally(Value):
    """How often each distinct ``value`` (or row of values) occurred: differences of pairs, price answers."""

    kind: Literal["tally"] = "tally"
    values: tuple[tuple[float, ...], ...]
    counts: tuple[Count, ...]

    @model_validator(mode="after")
    def _a_count_per_value(self) -> Self:
        if len(self.counts) != len(self.values):
            raise ValueError(f"{len(self.values)} values need {len(self.values)} counts")
        if any(not math.isfinite(number) for value in self.values for number in value):
            raise ValueError("a value is not finite")
        return self

    @property
    def n(self) -> int:
        """Return the number of units."""
        return sum(self.counts)

    def plus(self, other: Tally) -> Tally:
        """Pool with other units."""
        total = dict(zip(self.values, self.counts, strict=True))
        for value, count in zip(other.values, other.counts, strict=True):
            total[value] = total.get(value, 0) + count
        values = tuple(sorted(total))
        return Tally(values=values, counts=tuple(total[value] for value in values))


Statistic = Annotated[
    Counts | Coded | Moments | CrossMoments | Events | Categories | EventTable | Pairs | Tally,
    Field(discriminator="kind"),
]
