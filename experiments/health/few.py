"""Whether there are enough units, clusters, events or answers for the method that will judge them.

The limits are where simulation shows the method to leave its level; what was found is in docs/calibration.md.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from math import sqrt

from experiments.health.result import result
from experiments.observation import Statistic
from experiments.plan import Kind, Metric, Score
from experiments.pooling import Data
from experiments.statistic import Categories, CrossMoments, Events, EventTable, Pairs, Tally
from experiments.verdict import HealthCheck, Status
from experiments.words import count, rounded

FEW_UNITS = 30
FEW_EVEN_UNITS = 60
FEW_ANSWERS = 15
FEW_OF_BOTH_SIDES, FEW_OF_ONE_SIDE, UNEQUAL = 30, 10, 1.5
FEW_DISCORDANT = 20
FEW_PEOPLE = 60
_UNEVEN = 0.5


def few_or_constant(metric: Metric, data: Data, units: str = "units") -> Iterator[HealthCheck]:
    """Yield a check for every arm whose statistic rests on too little, or holds nothing that varies."""
    seen = {arm: found.statistics.get(metric.name) for arm, found in data.arms.items()}
    known = {arm: statistic for arm, statistic in seen.items() if statistic is not None and statistic.n}
    most = max((statistic.n for statistic in known.values()), default=0)
    for arm, statistic in known.items():
        yield from _of_arm(metric, arm, statistic, units)
        if isinstance(statistic, Categories) and metric.score is Score.nps and statistic.n >= FEW_ANSWERS:
            yield from _promoters(metric, arm, statistic, most)


def _of_arm(metric: Metric, arm: str, statistic: Statistic, units: str) -> Iterator[HealthCheck]:
    match statistic:
        case CrossMoments():
            yield from _cross(metric, arm, statistic, units)
        case Categories():
            yield from _answers(metric, arm, statistic)
        case Events():
            yield from _events(metric, arm, statistic)
        case EventTable():
            yield from _times(metric, arm, statistic)
        case Pairs() if statistic.gained + statistic.lost < FEW_DISCORDANT:
            changed = statistic.gained + statistic.lost
            yield _few(metric, f"only {count(changed)} of {count(statistic.n)} pairs changed", changed, FEW_DISCORDANT)
        case Tally() if metric.kind is Kind.price:
            yield from _prices(metric, statistic)
        case Tally() if metric.kind is Kind.ordinal:
            yield from _moved(metric, statistic)
        case _:
            return


def _moved(metric: Metric, statistic: Tally) -> Iterator[HealthCheck]:
    moved = sum(number for value, number in zip(statistic.values, statistic.counts, strict=True) if value[0])
    if moved < FEW_DISCORDANT:
        yield _few(metric, f"only {count(moved)} of {count(statistic.n)} pairs moved", moved, FEW_DISCORDANT)


def _cross(metric: Metric, arm: str, statistic: CrossMoments, units: str) -> Iterator[HealthCheck]:
    if statistic.n < 2 + len(metric.covariates):
        message = f"{metric.name}: {arm} has {statistic.n} {units}, too few to see how much they spread"
        yield result(f"units: {metric.name}", Status.fail, statistic.n, 2 + len(metric.covariates), message)
        return
    if all(statistic.covariance[at][at] == 0 for at in range(len(statistic.names))):
        yield _constant(metric, f"every {units.removesuffix('s')} of {arm} has the same values", Status.fail)
    if not metric.covariates and statistic.means[1] <= 0:
        message = (
            f"{metric.name}: the denominator of {arm} is {rounded(statistic.means[1])} on average; it must be above 0"
        )
        yield result(f"denominator: {metric.name}", Status.fail, statistic.means[1], 0.0, message)
    if statistic.n < FEW_UNITS:
        yield _few(metric, f"{arm} has {count(statistic.n)} {units}", statistic.n, FEW_UNITS)
    elif not metric.covariates and statistic.means[1] > 0:
        from experiments.inference.ratio import even_units

        spread, worth = sqrt(statistic.covariance[1][1]) / statistic.means[1], even_units(statistic)
        if spread > _UNEVEN and worth < FEW_EVEN_UNITS:
            what = f"{arm} has {count(statistic.n)} {units} of very different size, worth {rounded(worth, 2)} even ones"
            yield _few(metric, what, worth, FEW_EVEN_UNITS)


def _prices(metric: Metric, statistic: Tally) -> Iterator[HealthCheck]:
    from experiments.inference.price import gapes, in_order

    if not in_order(statistic):
        message = (
            f"{metric.name}: nobody named four prices in order, from too cheap to too expensive; check the columns"
        )
        yield result(f"prices: {metric.name}", Status.fail, 0, 1, message)
        return
    if statistic.n < FEW_PEOPLE:
        yield _few(metric, f"{count(statistic.n)} people answered", statistic.n, FEW_PEOPLE)
    if gapes(statistic):
        message = (
            f"{metric.name}: there are prices that nobody finds too cheap or too expensive, so the optimal point lies"
            " anywhere between them and its limits are too narrow; ask more people"
        )
        yield result(f"gap: {metric.name}", Status.warn, None, None, message)


def _events(metric: Metric, arm: str, statistic: Events) -> Iterator[HealthCheck]:
    if not statistic.events:
        yield _constant(metric, f"{arm} has no event in {rounded(statistic.exposure)}", Status.warn)
    if statistic.units is None:
        message = (
            f"{metric.name}: it is not known which units of {arm} the events came from; if some bring many, the limits"
            " are too narrow, so record events per unit from a file"
        )
        yield result(f"independent events: {metric.name}", Status.warn, None, None, message)
    elif statistic.units.n < FEW_UNITS:
        yield _few(metric, f"{arm} has {count(statistic.units.n)} units", statistic.units.n, FEW_UNITS)


def _answers(metric: Metric, arm: str, statistic: Categories) -> Iterator[HealthCheck]:
    if max(statistic.counts) == statistic.n and statistic.n >= FEW_ANSWERS:
        yield _constant(metric, f"all {count(statistic.n)} of {arm} gave the same answer", Status.warn)
    if statistic.n < FEW_ANSWERS:
        yield _few(metric, f"{arm} has {count(statistic.n)} answers", statistic.n, FEW_ANSWERS)


def _promoters(metric: Metric, arm: str, statistic: Categories, most: int) -> Iterator[HealthCheck]:
    """Yield a warning of few promoters and detractors, or of few of one side beside a larger arm of ``most`` answers.

    In arms of one size what a score interval lacks above one score it has too much above the other.
    """
    sides = sum(statistic.counts[:7]), sum(statistic.counts[9:])
    if sum(sides) < FEW_OF_BOTH_SIDES:
        what = f"{arm} has {count(sum(sides))} promoters and detractors"
        yield _few(metric, what, sum(sides), FEW_OF_BOTH_SIDES)
    elif min(sides) < FEW_OF_ONE_SIDE and most > UNEQUAL * statistic.n:
        what = (
            f"{arm} has {count(min(sides))} on the smaller side of promoters and detractors, and another arm is larger"
        )
        yield _few(metric, what, min(sides), FEW_OF_ONE_SIDE)


def _times(metric: Metric, arm: str, statistic: EventTable) -> Iterator[HealthCheck]:
    horizon = metric.horizon or 0.0
    events = sum(statistic.events[: bisect_right(statistic.times, horizon)])
    before = bisect_left(statistic.times, horizon)
    watched = statistic.n - sum(statistic.events[:before]) - sum(statistic.censored[:before])
    if not watched and events < statistic.n:
        message = (
            f"{metric.name}: nobody in {arm} was watched until {rounded(horizon)}; the last was seen at"
            f" {rounded(statistic.times[-1])}, so the share at the horizon is not known"
        )
        yield result(f"horizon: {metric.name}", Status.fail, statistic.times[-1], horizon, message)
    if not events:
        yield _constant(metric, f"{arm} has no event by {rounded(horizon)}", Status.warn)


def _few(metric: Metric, what: str, value: float, limit: float) -> HealthCheck:
    message = f"{metric.name}: {what}; with fewer than {rounded(limit)} the limits are wrong more often than planned"
    return result(f"units: {metric.name}", Status.warn, value, limit, message)


def _constant(metric: Metric, what: str, status: Status) -> HealthCheck:
    return result(f"constant: {metric.name}", status, 0.0, 0.0, f"{metric.name}: {what}; check what the column holds")
