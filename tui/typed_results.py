"""From typed numbers to a batch: which numbers a plan asks for in each arm, and what they make together. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from experiments.entry import Parsed
from experiments.errors import InvalidField
from experiments.experiment import Experiment
from experiments.fields import Field
from experiments.observation import ArmData, Counts, Moments, Observation, Statistic
from experiments.plan import Comparison, Kind, Metric, Plan

ONE_GROUP = "all"
OTHER_ARM = "treatment"


@dataclass(frozen=True)
class Asked:
    """One number of one metric of one arm."""

    key: str
    arm: str
    field: Field


def arms_of(plan: Plan, batches: tuple[Observation, ...] = ()) -> tuple[str, ...]:
    """Return the arms to ask for: the plan's, or those that were recorded before where it names none."""
    if plan.shares:
        return tuple(plan.shares)
    if batches:
        return tuple(batches[-1].arms)
    return (plan.control, OTHER_ARM) if plan.comparison is Comparison.control else (ONE_GROUP,)


def numbers_asked(plan: Plan, arms: tuple[str, ...]) -> Iterator[Asked]:
    """Yield every number that is asked for, arm by arm."""
    for arm_place, arm in enumerate(arms):
        for place, metric in enumerate(plan.metrics):
            for name, label, hint, kind in _numbers(metric):
                key = f"{arm_place}.{place}.{name}"
                field = Field(key=f"typed.{key}", label=label, hint=hint, kind=kind, required=True)
                yield Asked(key, arm, field)


def _numbers(metric: Metric) -> Iterator[tuple[str, str, str, Any]]:
    if metric.kind is Kind.proportion:
        yield "successes", f"{metric.name}: how many", "How many units of this arm did it, such as 412.", "int"
        yield "trials", "out of", "How many units of this arm could have done it, such as 5,000.", "int"
    else:
        yield "n", f"{metric.name}: units", "How many units of this arm were measured, such as 140.", "int"
        yield "mean", "mean", "Their average, such as 12.4.", "float"
        yield "sd", "standard deviation", "How much one unit differs from the next, such as 25.", "float"


def texts_of(plan: Plan, arms: tuple[str, ...], batch: Observation) -> dict[str, str]:
    """Return the texts a correction starts with: the numbers of the batch it replaces."""
    texts: dict[str, str] = {}
    for arm_place, arm in enumerate(arms):
        statistics = batch.arms[arm].statistics if arm in batch.arms else {}
        for place, metric in enumerate(plan.metrics):
            found = statistics.get(metric.name)
            start = f"{arm_place}.{place}."
            if isinstance(found, Counts):
                texts |= {f"{start}successes": str(found.successes), f"{start}trials": str(found.trials)}
            elif isinstance(found, Moments):
                texts |= {f"{start}n": str(found.n), f"{start}mean": f"{found.mean:g}", f"{start}sd": f"{found.sd:g}"}
    return texts


def arms_typed(plan: Plan, arms: tuple[str, ...], values: Mapping[str, Parsed]) -> dict[str, ArmData]:
    """Return each arm's numbers.

    Raises
    ------
    InvalidField
        Where the numbers of a metric cannot be together; ``field`` is the key of the row to look at.
    """
    found: dict[str, ArmData] = {}
    for arm_place, arm in enumerate(arms):
        statistics: dict[str, Statistic] = {}
        for place, metric in enumerate(plan.metrics):
            statistics[metric.name] = _statistic(metric, f"{arm_place}.{place}.", values)
        found[arm] = ArmData(units=max(entry.n for entry in statistics.values()), statistics=statistics)
    return found


def _statistic(metric: Metric, start: str, values: Mapping[str, Parsed]) -> Counts | Moments:
    numbers: dict[str, Any] = {key.removeprefix(start): value for key, value in values.items() if key.startswith(start)}
    try:
        if metric.kind is Kind.proportion:
            return Counts.of(numbers)
        if numbers["sd"] < 0:
            raise InvalidField("standard deviation", numbers["sd"], "it is 0 or more")
        return Moments.of({"n": numbers["n"], "mean": numbers["mean"], "variance": numbers["sd"] ** 2})
    except InvalidField as error:
        first = "successes" if metric.kind is Kind.proportion else "sd"
        raise InvalidField.about(f"{start}{first}", str(error)) from None


def units_note(test: Experiment, recorded: int, typed: int) -> str:
    """Say how far this batch brings the test."""
    planned = test.plan.planned_size if test.plan else None
    if planned is None:
        return f"{recorded + typed:,} units in all with this batch"
    left = planned - recorded - typed
    rest = f"{left:,} still to come" if left > 0 else "the planned size is reached"
    return f"{recorded + typed:,} of {planned:,} planned units with this batch; {rest}"
