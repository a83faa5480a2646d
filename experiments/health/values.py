"""Whether the values allow a judgement: enough units, some spread, no unit that carries all."""

from __future__ import annotations

from collections.abc import Iterator

from experiments.health.result import result
from experiments.health.skew import skew
from experiments.observation import Counts, Moments
from experiments.plan import Kind, Metric
from experiments.pooling import Data
from experiments.statistic import Coded
from experiments.verdict import HealthCheck, Status
from experiments.words import count, percent, rounded

_TOLERATED_SHARE = 0.01
_FEW_FOR_A_MEAN = 10
_TELLING_UNITS = 10


def values(metric: Metric, data: Data, units: str = "units", *, exact: bool = False) -> Iterator[HealthCheck]:
    """Yield what is wrong or odd with the values of one metric; ``units`` are what was assigned, such as clusters.

    A method that is ``exact`` for any values needs no number of them, no spread and no even tails.
    """
    yield from _no_variation(metric, data, units)
    if exact:
        yield from _largest(metric, data)
        return
    if metric.kind not in (Kind.proportion, Kind.mean) or _in_other_form(metric, data):
        from experiments.health.few import few_or_constant  # plain counts and means have their own checks here

        yield from few_or_constant(metric, data, units)
    yield from _spread(metric, data, units)
    yield from skew(metric, data, units)
    yield from _largest(metric, data)


def _in_other_form(metric: Metric, data: Data) -> bool:
    found = (arm.statistics.get(metric.name) for arm in data.arms.values())
    return any(not isinstance(statistic, Counts | Moments) for statistic in found if statistic is not None)


def _no_variation(metric: Metric, data: Data, units: str) -> Iterator[HealthCheck]:
    found = [arm.statistics.get(metric.name) for arm in data.arms.values()]
    counted = [statistic for statistic in found if isinstance(statistic, Counts | Coded) and statistic.trials]
    if sum(statistic.trials for statistic in counted) < _FEW_FOR_A_MEAN:
        return
    hits, trials = sum(s.successes for s in counted), sum(s.trials for s in counted)
    if hits in (0, trials):
        which = "none" if hits == 0 else "all"
        message = f"{metric.name}: {which} of {count(trials)} {units} did it; make sure that it was measured at all"
        yield result(f"constant: {metric.name}", Status.warn, hits / trials, None, message)


def _spread(metric: Metric, data: Data, units: str) -> Iterator[HealthCheck]:
    for arm, found in data.arms.items():
        statistic = found.statistics.get(metric.name)
        if not isinstance(statistic, Moments) or not statistic.n:
            continue
        one = units.removesuffix("s")
        if statistic.n < 2:
            message = f"{metric.name}: {arm} has one {one}; a mean needs at least two to show its spread"
            yield result(f"units: {metric.name}", Status.fail, statistic.n, 2, message)
        elif statistic.variance == 0:
            message = (
                f"{metric.name}: every {one} of {arm} has the value {rounded(statistic.mean)};"
                " a mean without spread cannot be judged, so check what the column holds"
            )
            yield result(f"constant: {metric.name}", Status.fail, 0.0, 0.0, message)
        elif statistic.n < _FEW_FOR_A_MEAN:
            message = (
                f"{metric.name}: {arm} has {statistic.n} {units}; limits for so few hold only if values are"
                " spread evenly around their mean"
            )
            yield result(f"units: {metric.name}", Status.warn, statistic.n, _FEW_FOR_A_MEAN, message)


def _largest(metric: Metric, data: Data) -> Iterator[HealthCheck]:
    for arm, found in data.arms.items():
        statistic = found.statistics.get(metric.name)
        if not isinstance(statistic, Moments) or statistic.largest_share is None:
            continue
        limit = max(_TOLERATED_SHARE, _TELLING_UNITS / statistic.n)
        if statistic.largest_share > limit:
            message = (
                f"{metric.name}: one unit of {arm} ({rounded(statistic.largest or 0, 6)}) carries"
                f" {percent(statistic.largest_share)} of the total; look at the result without it too"
            )
            yield result(f"largest unit: {metric.name}", Status.warn, statistic.largest_share, limit, message)
