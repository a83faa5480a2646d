"""All standing batches of an experiment as one: what the judge sees of the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import sqrt

from experiments.errors import InvalidField
from experiments.estimand import ends_of_theta, levels_of
from experiments.form import Form
from experiments.noun import Value
from experiments.observation import ArmData, Faults, Observation, Statistic, standing
from experiments.plan import Comparison, Metric, Plan
from experiments.statistic import (
    Categories,
    Coded,
    Counts,
    CrossMoments,
    Events,
    EventTable,
    Moments,
    Pairs,
    Tally,
)

_EXPECTED: dict[Form, type[Value]] = {
    Form.counts: Counts,
    Form.coded: Coded,
    Form.moments: Moments,
    Form.totals: CrossMoments,
    Form.adjusted: CrossMoments,
    Form.events: Events,
    Form.levels: Categories,
    Form.event_table: EventTable,
    Form.prices: Tally,
    Form.pairs: Pairs,
    Form.differences: Moments,
    Form.steps: Tally,
}
_IN_WORDS = {
    Form.counts: "counts (successes of trials)",
    Form.coded: "how many of how many show the theme",
    Form.moments: "a mean with its spread",
    Form.totals: "numerator and denominator of each unit, as means and covariances",
    Form.adjusted: "the metric and its covariates, as means and covariances",
    Form.events: "events and their exposure",
    Form.levels: "how many chose each level",
    Form.event_table: "events and losses at each time",
    Form.prices: "the four prices of each person",
    Form.pairs: "pairs: both, gained, lost, neither",
    Form.differences: "the differences of pairs as a mean with its spread",
    Form.steps: "the differences of pairs in levels, each with its number",
}


_ROUNDED = 1e-6
"""The share of a range by which a mean or a value may lie beyond its end, since numbers are typed rounded."""
_ROUNDED_SPREAD = 0.01
"""The share by which a typed variance may be larger than values of its mean allow."""

ONE_GROUP = "all"
"""What the one group of a plan without a control arm is called where nothing names it."""


@dataclass(frozen=True)
class Data:
    """Each arm's statistics over all batches, in the plan's order of arms; ``until`` is the last day where known.

    ``tails_lost`` names the metrics of which a batch told its median and its mean with extreme values cut back, which
    cannot be had of several batches together.
    """

    arms: dict[str, ArmData]
    faults: Faults
    until: date | None = None
    tails_lost: frozenset[str] = frozenset()

    @cached_property
    def units(self) -> int:
        """The units of all arms."""
        return sum(arm.units for arm in self.arms.values())

    @property
    def counts_units(self) -> bool:
        """Say whether the arms' units are units: of events alone nobody knows how many units they came from."""
        statistics = [statistic for arm in self.arms.values() for statistic in arm.statistics.values()]
        return all(statistic.counts_units for statistic in statistics if isinstance(statistic, Events))

    def statistic(self, arm: str, metric: str) -> Statistic | None:
        """Return one metric of one arm, or None where nothing was recorded."""
        found = self.arms.get(arm)
        return found.statistics.get(metric) if found else None

    def with_units(self, arm: str, metric: str) -> Statistic | None:
        """Return the statistic where it rests on at least one unit; an exposure without events is data, too."""
        statistic = self.statistic(arm, metric)
        seen = statistic is not None and (statistic.n > 0 or isinstance(statistic, Events))
        return statistic if seen else None


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
    tailed: set[tuple[str, str]] = set()
    for batch in as_one_group(plan, standing(tuple(batches))):
        _check(plan, batch)
        faults = _faults(faults, batch.faults)
        for name, data in batch.arms.items():
            found[name] = plus(found[name], data) if name in found else data
            tailed |= {(name, metric) for metric in _with_tails(data)}
    _check_arms(plan, found)
    lost = frozenset(metric for name, metric in tailed if metric not in _with_tails(found[name]))
    others = sorted(name for name in found if name not in arms and name != plan.control)
    order = [*arms, *(name for name in (plan.control,) if name in found and name not in arms), *others]
    return Data({name: found.get(name, ArmData(units=0, statistics={})) for name in order}, faults, tails_lost=lost)


def as_one_group(plan: Plan, batches: Sequence[Observation]) -> tuple[Observation, ...]:
    """Return batches of pairs with one name for their one group.

    Who types pairs names no group, while a file names the changed side in its column of arms: it is the same group.
    Against a benchmark another name may be another group, so nothing is taken for the same there.
    """
    names = {name for batch in batches for name in batch.arms}
    others = names - {ONE_GROUP}
    if plan.comparison is not Comparison.paired or ONE_GROUP not in names or len(others) != 1:
        return tuple(batches)
    (group,) = others
    return tuple(
        batch.but(arms={group: batch.arms[ONE_GROUP]}) if set(batch.arms) == {ONE_GROUP} else batch for batch in batches
    )


def _with_tails(data: ArmData) -> set[str]:
    """Return the metrics that tell their median."""
    return {name for name, found in data.statistics.items() if isinstance(found, Moments) and found.tail is not None}


def _check(plan: Plan, batch: Observation) -> None:
    metrics = {metric.name: metric for metric in plan.metrics}
    for arm, data in batch.arms.items():
        if plan.shares and arm not in plan.shares:
            raise InvalidField("arm", arm, f"the plan knows {_listed(plan.shares)}")
        for name, statistic in data.statistics.items():
            if name not in metrics:
                raise InvalidField("metric", name, f"the plan knows {_listed(metrics)}")
            _check_form(plan, metrics[name], statistic)


def _check_form(plan: Plan, metric: Metric, statistic: Statistic) -> None:
    """Refuse a statistic of another form than the metric's, or of other variables or levels."""
    form = plan.form(metric)
    if not isinstance(statistic, _EXPECTED[form]):
        raise InvalidField(f"metric {metric.name!r}", statistic.kind, f"record {_IN_WORDS[form]}")
    if isinstance(statistic, CrossMoments):
        wanted = 2 if form is Form.totals else 1 + len(metric.covariates)
        if len(statistic.names) != wanted:
            raise InvalidField(f"metric {metric.name!r}", ", ".join(statistic.names), f"{wanted} variables belong here")
    if isinstance(statistic, Moments):
        _check_ends(plan, metric, statistic)
    if isinstance(statistic, Categories) and statistic.levels != levels_of(metric):
        known = f"the plan's levels are {_listed(levels_of(metric))}"
        raise InvalidField(f"metric {metric.name!r}", ", ".join(statistic.levels), known)


def _check_ends(plan: Plan, metric: Metric, found: Moments) -> None:
    """Refuse moments that no values between the metric's ends have; typed numbers are rounded, so not by a hair."""
    if metric.between is None or not found.n:
        return
    least, greatest = ends_of_theta(metric.between, plan.comparison)
    close = _ROUNDED * (greatest - least)
    where = f"its values lie between {least:g} and {greatest:g}"
    if not least - close <= found.mean <= greatest + close:
        raise InvalidField(f"the mean of {metric.name!r}", found.mean, where)
    if found.largest is not None and not least - close <= found.largest <= greatest + close:
        raise InvalidField(f"a value of {metric.name!r}", found.largest, where)
    most = max((found.mean - least) * (greatest - found.mean), 0.0)
    if found.variance * (found.n - 1) / found.n > most * (1 + _ROUNDED_SPREAD) + close * (greatest - least):
        spread = sqrt(most * found.n / max(found.n - 1, 1))
        raise InvalidField(
            f"the spread of {metric.name!r}",
            found.sd,
            f"{where}, and {found.n} of them with the mean {found.mean:g} spread by {spread:.4g} at most",
        )


def _check_arms(plan: Plan, found: dict[str, ArmData]) -> None:
    if plan.comparison is Comparison.control and not plan.shares and found and plan.control not in found:
        raise InvalidField("control", plan.control, f"the data hold the arms {_listed(found)}")
    if plan.comparison is not Comparison.control and len(found) > 1:
        what = "a plan against a benchmark" if plan.comparison is Comparison.benchmark else "a plan of pairs"
        raise InvalidField("arms", _listed(found), f"{what} has one group")


def _listed(names: object) -> str:
    return ", ".join(repr(name) for name in names) if names else "none"  # type: ignore[attr-defined]


def plus(one: ArmData, other: ArmData) -> ArmData:
    """Pool one arm with a batch of other units."""
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
        incomplete_pairs=one.incomplete_pairs + other.incomplete_pairs,
        rows_without_arm=one.rows_without_arm + other.rows_without_arm,
        unknown_arms={name: one.unknown_arms.get(name, 0) + other.unknown_arms.get(name, 0) for name in names},
        examples=(*one.examples, *other.examples)[:20],
    )
