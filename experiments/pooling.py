"""All standing batches of an experiment as one: what the judge sees of the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from experiments.errors import InvalidField
from experiments.observation import ArmData, Counts, Faults, Moments, Observation, Statistic, standing
from experiments.plan import Comparison, Kind, Plan

_EXPECTED = {Kind.proportion: Counts, Kind.mean: Moments}
_IN_WORDS = {Counts: "counts (successes of trials)", Moments: "a mean with its spread"}


@dataclass(frozen=True)
class Data:
    """Each arm's statistics over all batches, in the plan's order of arms."""

    arms: dict[str, ArmData]
    faults: Faults

    @property
    def units(self) -> int:
        """Return the units of all arms."""
        return sum(arm.units for arm in self.arms.values())

    def statistic(self, arm: str, metric: str) -> Statistic | None:
        """Return one metric of one arm, or None where nothing was recorded."""
        found = self.arms.get(arm)
        return found.statistics.get(metric) if found else None

    def with_units(self, arm: str, metric: str) -> Statistic | None:
        """Return the statistic where it rests on at least one unit."""
        statistic = self.statistic(arm, metric)
        return statistic if statistic is not None and statistic.n > 0 else None


def pooled(plan: Plan, batches: Sequence[Observation]) -> Data:
    """Add up the batches that stand.

    Raises
    ------
    InvalidField
        Where a batch holds an arm or a metric that the plan does not know, or a statistic of the wrong kind.
    """
    arms = dict.fromkeys(plan.shares) if plan.shares else {}
    found: dict[str, ArmData] = {}
    faults = Faults()
    for batch in standing(tuple(batches)):
        _check(plan, batch)
        faults = _faults(faults, batch.faults)
        for name, data in batch.arms.items():
            found[name] = _plus(found[name], data) if name in found else data
    _check_arms(plan, found)
    others = sorted(name for name in found if name not in arms and name != plan.control)
    order = [*arms, *(name for name in (plan.control,) if name in found and name not in arms), *others]
    return Data({name: found.get(name, ArmData(units=0, statistics={})) for name in order}, faults)


def _check(plan: Plan, batch: Observation) -> None:
    kinds = {metric.name: metric.kind for metric in plan.metrics}
    for arm, data in batch.arms.items():
        if plan.shares and arm not in plan.shares:
            raise InvalidField("arm", arm, f"the plan knows {_listed(plan.shares)}")
        for metric, statistic in data.statistics.items():
            if metric not in kinds:
                raise InvalidField("metric", metric, f"the plan knows {_listed(kinds)}")
            if not isinstance(statistic, _EXPECTED[kinds[metric]]):
                wanted = _IN_WORDS[_EXPECTED[kinds[metric]]]
                raise InvalidField(f"metric {metric!r}", statistic.kind, f"it is a {kinds[metric]}: record {wanted}")


def _check_arms(plan: Plan, found: dict[str, ArmData]) -> None:
    if plan.comparison is Comparison.control and not plan.shares and found and plan.control not in found:
        raise InvalidField("control", plan.control, f"the data hold the arms {_listed(found)}")
    if plan.comparison is Comparison.benchmark and len(found) > 1:
        raise InvalidField("arms", _listed(found), "a plan against a benchmark has one group")


def _listed(names: object) -> str:
    return ", ".join(repr(name) for name in names) if names else "none"  # type: ignore[attr-defined]


def _plus(one: ArmData, other: ArmData) -> ArmData:
    statistics = dict(one.statistics)
    for metric, statistic in other.statistics.items():
        known = statistics.get(metric)
        statistics[metric] = statistic if known is None else known.plus(statistic)  # type: ignore[arg-type]
    missing = {name: one.missing.get(name, 0) + other.missing.get(name, 0) for name in {*one.missing, *other.missing}}
    return ArmData(units=one.units + other.units, statistics=statistics, missing=missing)


def _faults(one: Faults, other: Faults) -> Faults:
    names = [*one.unknown_arms, *(name for name in other.unknown_arms if name not in one.unknown_arms)]
    return Faults(
        duplicate_units=one.duplicate_units + other.duplicate_units,
        units_in_two_arms=one.units_in_two_arms + other.units_in_two_arms,
        rows_without_arm=one.rows_without_arm + other.rows_without_arm,
        unknown_arms={name: one.unknown_arms.get(name, 0) + other.unknown_arms.get(name, 0) for name in names},
        examples=(*one.examples, *other.examples)[:20],
    )
