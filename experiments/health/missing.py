"""Values that units lack, and whether the arms lack them alike: attrition."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import special

from experiments.health.result import FAILS, WARNS, result
from experiments.plan import Metric
from experiments.pooling import Data
from experiments.verdict import HealthCheck, Status
from experiments.words import count, p_value, percent

Array = NDArray[np.float64]
_SMALL_COUNT = 5.0


def unmeasured(metric: Metric, data: Data) -> Iterator[HealthCheck]:
    """Yield a failure where an arm has units but no value of a metric."""
    without = [arm for arm, found in data.arms.items() if found.units and not data.with_units(arm, metric.name)]
    if without:
        named = ", ".join(without)
        message = f"{metric.name}: nothing was measured in {named}; record it, or amend the plan to leave it out"
        yield result(f"measured: {metric.name}", Status.fail, len(data.arms) - len(without), len(data.arms), message)


def missing(metric: Metric, data: Data) -> Iterator[HealthCheck]:
    """Yield how many units lack a value, and whether the arms differ in that."""
    present = {
        arm: found.statistics[metric.name].n if metric.name in found.statistics else 0
        for arm, found in data.arms.items()
    }
    absent = {arm: data.arms[arm].units - n for arm, n in present.items()}
    if not sum(absent.values()) or not sum(present.values()):
        return
    share = sum(absent.values()) / data.units
    by_arm = ", ".join(f"{arm} {count(number)}" for arm, number in absent.items())
    uneven = uneven_p(np.array([[absent[arm], n] for arm, n in present.items()], float))
    message = f"{metric.name}: {percent(share)} of the units have no value ({by_arm}); they were left out"
    status = Status.warn
    if uneven < WARNS:
        message += f"; the arms differ in this (p {p_value(uneven)}), so those left are no longer comparable"
    if uneven < FAILS:
        status = Status.fail
    yield result(f"missing values: {metric.name}", status, share, 0.0, message)


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
