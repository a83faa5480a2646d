"""From typed numbers to a batch: which numbers a plan asks for in each arm, and what they make together. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from experiments.entry import Parsed
from experiments.errors import InvalidField
from experiments.experiment import Experiment
from experiments.fields import Field
from experiments.observation import ArmData, Observation, Statistic
from experiments.plan import Plan
from tui.typed.forms import FORMS, only_from_file, statistic_of


@dataclass(frozen=True)
class Asked:
    """One number of one metric of one arm."""

    key: str
    arm: str
    field: Field


def numbers_asked(plan: Plan, arms: tuple[str, ...]) -> Iterator[Asked]:
    """Yield every number that is asked for, arm by arm."""
    for arm_place, arm in enumerate(arms):
        for place, metric in enumerate(plan.metrics):
            for entry in FORMS[plan.form(metric)].entries(metric):
                key = f"{arm_place}.{place}.{entry.name}"
                field = Field(
                    key=f"typed.{key}", label=entry.label, hint=entry.hint, kind=entry.kind, required=entry.required
                )
                yield Asked(key, arm, field)


def not_typed(plan: Plan) -> tuple[str, ...]:
    """Return a sentence for each metric whose results only a file can hold."""
    return tuple(why for metric in plan.metrics if (why := only_from_file(plan, metric)))


def texts_of(plan: Plan, arms: tuple[str, ...], batch: Observation) -> dict[str, str]:
    """Return the texts a correction starts with: the numbers of the batch it replaces."""
    texts: dict[str, str] = {}
    for arm_place, arm in enumerate(arms):
        data = batch.arms.get(arm) or _only_arm(batch, arms)
        for place, metric in enumerate(plan.metrics):
            found = data.statistics.get(metric.name) if data else None
            if found is None:
                continue
            typed = FORMS[plan.form(metric)].texts(found)
            texts |= {f"{arm_place}.{place}.{name}": text for name, text in typed.items()}
    return texts


def _only_arm(batch: Observation, arms: tuple[str, ...]) -> ArmData | None:
    """Return the one group's numbers, however a batch calls it."""
    return next(iter(batch.arms.values())) if len(arms) == len(batch.arms) == 1 else None


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
            start = f"{arm_place}.{place}."
            numbers = {key.removeprefix(start): value for key, value in values.items() if key.startswith(start)}
            try:
                statistics[metric.name] = statistic_of(plan, metric, numbers)
            except InvalidField as error:
                field = error.field if error.field == "value" else f"{start}{error.field}"
                raise InvalidField.about(field, error.hint) from None
        units = max(statistic.n for statistic in statistics.values())
        found[arm] = ArmData.of({"units": units, "statistics": statistics})
    return found


def units_note(test: Experiment, recorded: int, typed: int) -> str:
    """Say how far this batch brings the test."""
    planned = test.plan.planned_size if test.plan else None
    if planned is None:
        return f"{recorded + typed:,} units in all with this batch"
    left = planned - recorded - typed
    rest = f"{left:,} still to come" if left > 0 else "the planned size is reached"
    return f"{recorded + typed:,} of {planned:,} planned units with this batch; {rest}"
