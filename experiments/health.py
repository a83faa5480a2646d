"""Is the data fit to be judged? Each check has its number, its limit and one sentence, ahead of any verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import ceil, comb, floor, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import special

from experiments.observation import Counts, Moments
from experiments.plan import Comparison, Metric, Plan
from experiments.pooling import Data
from experiments.verdict import HealthCheck, Status
from experiments.words import count, p_value, percent, rounded

Array = NDArray[np.float64]
SPLIT_FAILS = 0.001
SPLIT_WARNS = 0.01
_SMALL_COUNT = 5.0
_EXACT_UP_TO, _MOST_TABLES = 1_000, 200_000
_TOLERATED_SHARE = 0.01
_FEW_FOR_A_MEAN, _FEW_IF_SKEWED, _ENOUGH_IF_UNEQUAL = 10, 100, 500
_TELLING_UNITS = 10


def check(plan: Plan, data: Data, *, looked: bool = True) -> tuple[HealthCheck, ...]:
    """Return every check that applies to this plan, in the order a reader should see them.

    Until the plan allows a look (``looked``), checks whose numbers would show an effect are left out.
    """
    return tuple(_checks(plan, data, looked=looked))


def _checks(plan: Plan, data: Data, *, looked: bool) -> Iterator[HealthCheck]:
    yield _arms(plan, data)
    units = {arm: found.units for arm, found in data.arms.items()}
    if plan.comparison is Comparison.control and len(units) > 1 and all(units.values()):
        yield sample_ratio(units, plan.shares or {arm: 1 / len(units) for arm in units})
    yield from _assignment(data)
    for metric in plan.metrics:
        yield from _missing(metric, data)
        if looked:
            yield from _unmeasured(metric, data)
            yield from _values(metric, data)


def _arms(plan: Plan, data: Data) -> HealthCheck:
    empty = [arm for arm, found in data.arms.items() if not found.units]
    arms = len(data.arms)
    if empty or not data.arms:
        named = f"arm {empty[0]!r} has no units" if empty else "nothing has been recorded"
        if data.faults.unknown_arms:
            named += f", while the data hold {_listed(data.faults.unknown_arms)}, which the plan does not know"
        return _result("arms", Status.fail, arms - len(empty), arms, f"{named}; there is nothing to judge yet")
    if plan.comparison is Comparison.control and arms < 2:
        only = next(iter(data.arms))
        return _result(
            "arms", Status.fail, arms, 2, f"only the arm {only!r} has units; a control needs another beside it"
        )
    return _result("arms", Status.ok, arms, arms, "every planned arm has units")


def sample_ratio(units: Mapping[str, int], shares: Mapping[str, float]) -> HealthCheck:
    """Check that units were split as planned.

    The exact multinomial test where units are few or an expected count is under 5, else Pearson's χ².
    """
    observed = np.array([units[arm] for arm in units], float)
    weights = np.array([shares[arm] for arm in units], float)
    p = split_p(observed, weights / weights.sum())
    split = " / ".join(count(units[arm]) for arm in units)
    planned = " : ".join(f"{100 * shares[arm]:g}" for arm in units)
    seen = f"{split} units where {planned} was planned (p {p_value(p)})"
    if p < SPLIT_FAILS:
        why = "; a split this far off means that units were lost or assigned wrongly, so no comparison can be trusted"
        return _result("sample ratio", Status.fail, p, SPLIT_FAILS, seen + why)
    if p < SPLIT_WARNS:
        return _result("sample ratio", Status.warn, p, SPLIT_WARNS, seen + "; unusual, look for a cause")
    return _result("sample ratio", Status.ok, p, SPLIT_WARNS, seen)


def split_p(observed: Array, shares: Array) -> float:
    """Return the p-value of a split: exact where the possible splits can be listed quickly, or χ² would not hold."""
    n = int(observed.sum())
    expected = n * shares
    tables = comb(n + len(shares) - 1, len(shares) - 1)
    if tables <= _EXACT_UP_TO or (expected.min() < _SMALL_COUNT and tables <= _MOST_TABLES):
        return _multinomial_p(observed, shares, n)
    statistic = float(((observed - expected) ** 2 / expected).sum())
    return float(special.chdtrc(len(shares) - 1, statistic))


def _multinomial_p(observed: Array, shares: Array, n: int) -> float:
    """Return the chance of a split no likelier than the observed one."""
    tables = np.array(list(_splits(n, len(shares))), float)
    log_chance = special.gammaln(n + 1) - special.gammaln(tables + 1).sum(1) + special.xlogy(tables, shares).sum(1)
    seen = special.gammaln(n + 1) - special.gammaln(observed + 1).sum() + special.xlogy(observed, shares).sum()
    return min(1.0, float(np.exp(log_chance[log_chance <= seen + 1e-7]).sum()))


def _splits(n: int, arms: int) -> Iterator[tuple[int, ...]]:
    if arms == 1:
        yield (n,)
        return
    for first in range(n + 1):
        for rest in _splits(n - first, arms - 1):
            yield (first, *rest)


def _assignment(data: Data) -> Iterator[HealthCheck]:
    faults, units = data.faults, max(1, data.units)
    if faults.units_in_two_arms:
        yield _share_check(
            "units in two arms", faults.units_in_two_arms, units, "were seen in more than one arm", faults.examples
        )
    if faults.duplicate_units:
        yield _share_check(
            "duplicate units", faults.duplicate_units, units, "stand in more than one row", faults.examples
        )
    if faults.rows_without_arm:
        yield _share_check("rows without arm", faults.rows_without_arm, units, "name no arm and were left out", ())
    if faults.unknown_arms:
        named = _listed(faults.unknown_arms)
        total = sum(faults.unknown_arms.values())
        message = f"rows of arms that the plan does not know were left out: {named}"
        yield _result("unknown arms", Status.warn, total, 0, message)


def _listed(rows: Mapping[str, int]) -> str:
    return ", ".join(f"{name!r} ({count(number)})" for name, number in rows.items())


def _share_check(check: str, number: int, units: int, what: str, examples: tuple[str, ...]) -> HealthCheck:
    share = number / units
    status = Status.fail if share > _TOLERATED_SHARE else Status.warn
    some = f", such as {', '.join(examples[:3])}" if examples else ""
    return _result(check, status, share, _TOLERATED_SHARE, f"{count(number)} ({percent(share)}) {what}{some}")


def _unmeasured(metric: Metric, data: Data) -> Iterator[HealthCheck]:
    without = [arm for arm, found in data.arms.items() if found.units and not data.with_units(arm, metric.name)]
    if without:
        named = ", ".join(without)
        message = f"{metric.name}: nothing was measured in {named}; record it, or amend the plan to leave it out"
        yield _result(f"measured: {metric.name}", Status.fail, len(data.arms) - len(without), len(data.arms), message)


def _values(metric: Metric, data: Data) -> Iterator[HealthCheck]:
    yield from _no_variation(metric, data)
    yield from _spread(metric, data)
    yield from _largest(metric, data)


def _missing(metric: Metric, data: Data) -> Iterator[HealthCheck]:
    present = {
        arm: found.statistics[metric.name].n if metric.name in found.statistics else 0
        for arm, found in data.arms.items()
    }
    missing = {arm: data.arms[arm].units - n for arm, n in present.items()}
    if not sum(missing.values()) or not sum(present.values()):
        return
    share = sum(missing.values()) / data.units
    by_arm = ", ".join(f"{arm} {count(number)}" for arm, number in missing.items())
    uneven = uneven_p(np.array([[missing[arm], n] for arm, n in present.items()], float))
    message = f"{metric.name}: {percent(share)} of the units have no value ({by_arm}); they were left out"
    status = Status.warn
    if uneven < SPLIT_FAILS:
        status = Status.fail
        message += f"; the arms differ in this (p {p_value(uneven)}), so those left are no longer comparable"
    yield _result(f"missing values: {metric.name}", status, share, 0.0, message)


def uneven_p(table: Array) -> float:
    """Return the p-value of "every arm loses the same share", from rows of (missing, present).

    χ² of homogeneity; where a count under 5 is expected, each such arm against the rest by the hypergeometric
    distribution, times the number of arms.
    """
    if len(table) < 2:
        return 1.0
    expected = table.sum(1, keepdims=True) * table.sum(0, keepdims=True) / table.sum()
    if expected.min() >= _SMALL_COUNT:
        return float(special.chdtrc(len(table) - 1, ((table - expected) ** 2 / expected).sum()))
    missing, total = float(table[:, 0].sum()), float(table.sum())
    small = [row for row, wanted in zip(table, expected, strict=True) if wanted.min() < _SMALL_COUNT]
    each = [_hypergeometric_p(float(row[0]), float(row.sum()), missing, total) for row in small]
    return min(1.0, min(each) * (len(table) if len(table) > 2 else 1))


def _hypergeometric_p(seen: float, drawn: float, marked: float, total: float) -> float:
    """Return the chance of a number of marked units among those drawn that is no likelier than the one seen."""
    reach = 40 * sqrt(drawn * marked / total) + 40  # what lies farther out has no chance worth adding
    centre = drawn * marked / total
    least = max(0.0, drawn + marked - total, floor(min(seen, centre) - reach))
    counts = np.arange(least, min(drawn, marked, ceil(max(seen, centre) + reach)) + 1)
    log_chance = (
        _log_ways(marked, counts) + _log_ways(total - marked, drawn - counts) - _log_ways(total, np.array(drawn))
    )
    at = log_chance[int(seen - counts[0])]
    return min(1.0, float(np.exp(log_chance[log_chance <= at + 1e-7]).sum()))


def _log_ways(n: float, k: Array) -> Array:
    return np.asarray(-special.betaln(k + 1, n - k + 1) - np.log1p(n))


def _no_variation(metric: Metric, data: Data) -> Iterator[HealthCheck]:
    found = [arm.statistics.get(metric.name) for arm in data.arms.values()]
    counted = [statistic for statistic in found if isinstance(statistic, Counts) and statistic.trials]
    if sum(statistic.trials for statistic in counted) < _FEW_FOR_A_MEAN:
        return
    hits, trials = sum(s.successes for s in counted), sum(s.trials for s in counted)
    if hits in (0, trials):
        which = "none" if hits == 0 else "all"
        message = f"{metric.name}: {which} of {count(trials)} units did it; make sure that it was measured at all"
        yield _result(f"constant: {metric.name}", Status.warn, hits / trials, None, message)


def _spread(metric: Metric, data: Data) -> Iterator[HealthCheck]:
    for arm, found in data.arms.items():
        statistic = found.statistics.get(metric.name)
        if not isinstance(statistic, Moments) or not statistic.n:
            continue
        if statistic.n < 2:
            message = f"{metric.name}: {arm} has one unit; a mean needs at least two to show its spread"
            yield _result(f"units: {metric.name}", Status.fail, statistic.n, 2, message)
        elif statistic.variance == 0:
            message = (
                f"{metric.name}: every unit of {arm} has the value {rounded(statistic.mean)};"
                " a mean without spread cannot be judged, so check what the column holds"
            )
            yield _result(f"constant: {metric.name}", Status.fail, 0.0, 0.0, message)
        elif _skewed(statistic) and (statistic.n < _FEW_IF_SKEWED or _outweighed(metric, statistic, data)):
            message = (
                f"{metric.name}: {arm} has {count(statistic.n)} units that spread wider than their mean; there the"
                " limits of few units, or of arms of unequal size, are wrong more often than planned"
            )
            yield _result(f"units: {metric.name}", Status.warn, statistic.n, _FEW_IF_SKEWED, message)
        elif statistic.n < _FEW_FOR_A_MEAN:
            message = (
                f"{metric.name}: {arm} has {statistic.n} units; limits for so few hold only if values are"
                " spread evenly around their mean"
            )
            yield _result(f"units: {metric.name}", Status.warn, statistic.n, _FEW_FOR_A_MEAN, message)


def _skewed(statistic: Moments) -> bool:
    """Say whether units spread wider than their mean, as money and counts with a long tail do."""
    return statistic.sd > abs(statistic.mean)


def _outweighed(metric: Metric, statistic: Moments, data: Data) -> bool:
    """Say whether this is a small arm beside one more than twice its size."""
    sizes = [found.statistics[metric.name].n for found in data.arms.values() if metric.name in found.statistics]
    return statistic.n < _ENOUGH_IF_UNEQUAL and max(sizes) > 2 * statistic.n


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
            yield _result(f"largest unit: {metric.name}", Status.warn, statistic.largest_share, limit, message)


def _result(check: str, status: Status, value: float | None, limit: float | None, message: str) -> HealthCheck:
    return HealthCheck(check=check, status=status, value=value, limit=limit, message=message)
