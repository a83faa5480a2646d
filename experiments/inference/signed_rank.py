"""Wilcoxon's signed-rank test of paired differences, its inversion, and the Hodges–Lehmann estimate.

Sources: Wilcoxon, Biometrics Bulletin 1:80 (1945); Hodges & Lehmann, Annals of Mathematical Statistics 34:598 (1963).
Differences equal to the null are dropped (Wilcoxon's rule, not Pratt's) and tied ones share their mean rank; given the
ranks, each sign is a fair coin under the null.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import inf, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import special

from experiments.statistic import Tally

Array = NDArray[np.float64]
EXACT_UP_TO = 200
_SAME = 1e-9
_LAST_STEPS = 5


def against_before(differences: Tally) -> SignedRank:
    """Return the signed-rank estimator of the pseudomedian of paired differences.

    Parameters
    ----------
    differences
        Distinct differences, treatment less before, in the metric's own unit, one number per value, with how many
        pairs had each; at least one pair.

    Raises
    ------
    ValueError
        Where a value is not one number, or there is no pair.
    """
    if any(len(value) != 1 for value in differences.values):
        raise ValueError("paired differences are single numbers, one per value of the tally")
    kept = [(value[0], count) for value, count in zip(differences.values, differences.counts, strict=True) if count]
    if not kept:
        raise ValueError("there is no pair; the signed-rank test needs at least one difference")
    total: dict[float, int] = {}
    for value, count in kept:
        total[value] = total.get(value, 0) + count
    values = tuple(sorted(total))
    return SignedRank(values, tuple(total[value] for value in values))


@dataclass(frozen=True)
class SignedRank:
    """Ascending distinct ``differences`` with their ``counts``; θ is the pseudomedian, in the unit of a difference.

    P-values are exact, ties included, up to 200 pairs that differ from the null; beyond, normal with the variance
    corrected for ties and half a step of continuity.
    """

    differences: tuple[float, ...]
    counts: tuple[int, ...]

    @property
    def method(self) -> str:
        """Return the method's name."""
        return f"signed rank (Wilcoxon, {'exact' if sum(self.counts) <= EXACT_UP_TO else 'normal'})"

    @property
    def standard_error(self) -> float | None:
        """Return None: the limits come from ranks."""
        return None

    @cached_property
    def estimate(self) -> float:
        """Return the Hodges–Lehmann pseudomedian: the median of the means of all pairs of differences, own included."""
        means, weights = self._means
        below = np.cumsum(weights)
        total = int(below[-1])
        low, high = (means[int(np.searchsorted(below, place))] for place in ((total + 1) // 2, total // 2 + 1))
        return float(low + high) / 2

    def lower(self, level: float) -> float:
        """Return the null below which every null is refused at ``level``: a mean of two differences, or −inf.

        It is the last number below that mean where the mean itself is not refused.
        """
        return self._limit(level)

    def upper(self, level: float) -> float:
        """Return the lower limit of the differences with their signs turned, turned back."""
        return -self._mirrored.lower(level)

    def p_above(self, null: float) -> float:
        """Return P(V ≥ v), V the sum of the ranks of differences above ``null``."""
        return _p(*self._about(null))

    def p_below(self, null: float) -> float:
        """Return P(V ≤ v)."""
        return self._mirrored.p_above(-null)

    def rank_sum(self, null: float) -> float:
        """Return v, the sum of the mean ranks of the differences above ``null``."""
        ranks, counts, above = self._about(null)
        return float((ranks * counts * above).sum()) / 2

    @cached_property
    def _mirrored(self) -> SignedRank:
        return SignedRank(tuple(-value for value in reversed(self.differences)), tuple(reversed(self.counts)))

    @cached_property
    def _means(self) -> tuple[Array, Array]:
        """Return the distinct pairwise means in order, with how many pairs of units have each."""
        values, counts = np.array(self.differences), np.array(self.counts, float)
        first, second = np.triu_indices(len(values))
        weights = np.where(first == second, counts[first] * (counts[first] + 1) / 2, counts[first] * counts[second])
        means = (values[first] + values[second]) / 2
        order = np.argsort(means)
        return means[order], weights[order]

    @cached_property
    def _scale(self) -> float:
        return max(abs(self.differences[0]), abs(self.differences[-1]))

    def _about(self, null: float) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return per distinct size of |difference − null|: twice its mean rank, how many, and the share above."""
        shifted = np.array(self.differences) - null
        nothing = _SAME * max(self._scale, abs(null))
        kept = np.abs(shifted) > nothing
        sizes, counts, above = np.abs(shifted[kept]), np.array(self.counts, np.int64)[kept], shifted[kept] > 0
        order = np.argsort(sizes, kind="stable")
        sizes, counts, above = sizes[order], counts[order], above[order]
        group = np.cumsum(np.diff(sizes, prepend=-inf) > nothing) - 1 if len(sizes) else np.zeros(0, int)
        tied = np.bincount(group, counts).astype(np.int64)
        doubled = 2 * np.cumsum(tied) - tied + 1
        return doubled[group], counts, above.astype(np.int64)

    def _limit(self, level: float) -> float:
        """Return the lowest null that is not refused while every one below it is.

        Between pairwise means the p-value is a growing staircase, which is halved. At a mean itself, where zeros are
        dropped, it may stick out; the last few are looked at one by one.
        """
        means = np.unique(self._means[0])
        edges = np.concatenate([[means[0] - self._scale - 1], means, [means[-1] + self._scale + 1]])
        refused, open_ = -1, len(means)
        while open_ - refused > 1:
            middle = (refused + open_) // 2
            beside = float(edges[middle] + edges[middle + 1]) / 2
            refused, open_ = (middle, open_) if self.p_above(beside) <= level else (refused, middle)
        if open_ == 0:
            return -inf
        for place in range(max(0, open_ - _LAST_STEPS), open_):
            if self.p_above(float(means[place])) > level:
                return float(np.nextafter(means[place], -inf))
        return float(means[open_ - 1])


def _p(ranks: NDArray[np.int64], counts: NDArray[np.int64], above: NDArray[np.int64]) -> float:
    """Return P(V ≥ v) for doubled ranks, each with the number of units and whether they lie above the null."""
    n = int(counts.sum())
    if not n:
        return 1.0
    doubled = int((ranks * counts * above).sum())
    if n <= EXACT_UP_TO:
        return float(_tails(tuple(np.repeat(ranks, counts).tolist()))[doubled])
    mean = float((ranks * counts).sum()) / 4
    deviation = sqrt(float((ranks.astype(float) ** 2 * counts).sum())) / 4
    return float(special.ndtr(-(doubled / 2 - mean - 0.5) / deviation))


@lru_cache(maxsize=16)
def _tails(ranks: tuple[int, ...]) -> Array:
    """Return, for each sum, the chance that fair coins pick ranks that add up to it or more: one rank at a time."""
    chances = np.zeros(sum(ranks) + 1)
    chances[0], reach = 1.0, 0
    for rank in ranks:
        added = chances[: reach + 1] / 2
        chances[: reach + 1] = added
        chances[rank : reach + rank + 1] += added
        reach += rank
    return np.minimum(1.0, np.cumsum(chances[::-1])[::-1])
