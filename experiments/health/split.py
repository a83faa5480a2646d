"""Were units split over the arms as planned? A mismatch means that units were lost or assigned wrongly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import comb

import numpy as np
from numpy.typing import NDArray
from scipy import special

from experiments.health.result import FAILS, WARNS, result
from experiments.verdict import HealthCheck, Status
from experiments.words import count, p_value

Array = NDArray[np.float64]
_SMALL_COUNT = 5.0
_EXACT_UP_TO, _MOST_TABLES = 1_000, 200_000


def sample_ratio(units: Mapping[str, int], shares: Mapping[str, float], *, often: bool = False) -> HealthCheck:
    """Check that units were split as planned.

    The exact multinomial test where units are few or an expected count is under 5, else Pearson's χ². Where it is
    looked at ``often``, the p-value holds at any time (Lindon & Malek 2022).
    """
    observed = np.array([units[arm] for arm in units], float)
    weights = np.array([shares[arm] for arm in units], float)
    p = _anytime_p(observed, weights / weights.sum()) if often else split_p(observed, weights / weights.sum())
    split = " / ".join(count(units[arm]) for arm in units)
    planned = " : ".join(f"{100 * shares[arm]:g}" for arm in units)
    seen = f"{split} units where {planned} was planned (p {p_value(p)})"
    if p < FAILS:
        why = "; a split this far off means that units were lost or assigned wrongly, so no comparison can be trusted"
        return result("sample ratio", Status.fail, p, FAILS, seen + why)
    if p < WARNS:
        return result("sample ratio", Status.warn, p, WARNS, seen + "; unusual, look for a cause")
    return result("sample ratio", Status.ok, p, WARNS, seen)


def _anytime_p(observed: Array, shares: Array) -> float:
    from experiments.anytime import sample_ratio as sequential

    return sequential.split_p([int(count) for count in observed], shares.tolist())


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
