"""Agreement of two people who coded the same units, beyond what chance would give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import special

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Kappa:
    """Cohen's κ over ``n`` units with its large-sample standard error (NaN where nothing can vary)."""

    kappa: float
    error: float
    n: int

    def lower(self, level: float) -> float:
        """Return the one-sided lower limit."""
        return max(-1.0, self.kappa + float(special.ndtri(level)) * self.error)

    def upper(self, level: float) -> float:
        """Return the one-sided upper limit."""
        return min(1.0, self.kappa - float(special.ndtri(level)) * self.error)


def cohens_kappa(table: Sequence[Sequence[float]], *, weights: str = "none") -> Kappa:
    """Return κ of a square table: rows the first coder's codes, columns the second's, in the same order.

    ``weights`` counts near misses of ordered codes as part agreement: ``linear`` or ``quadratic`` in their distance.
    κ and its error after Fleiss, Cohen & Everitt (Psychological Bulletin 72:323, 1969, eqs. 1–2 and 8). Where both
    coders used one and the same code throughout, κ is 1: there was nothing to disagree on.

    Raises
    ------
    ValueError
        Where the table is not square or holds no unit.
    """
    counts = np.array(table, float)
    total = float(counts.sum())
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or total <= 0:
        raise ValueError("agreement needs a square table with at least one unit")
    shares = counts / total
    agreement = _agreement(len(shares), weights)
    rows, columns = shares.sum(1), shares.sum(0)
    observed, expected = float((agreement * shares).sum()), float(rows @ agreement @ columns)
    if expected >= 1 - 1e-15:
        return Kappa(1.0, nan, int(total))
    kappa = (observed - expected) / (1 - expected)
    row_mean, column_mean = agreement @ columns, rows @ agreement
    spread = agreement - (row_mean[:, None] + column_mean[None, :]) * (1 - kappa)
    variance = float((shares * spread**2).sum()) - (kappa - expected * (1 - kappa)) ** 2
    return Kappa(kappa, sqrt(max(variance, 0.0) / total) / (1 - expected), int(total))


def _agreement(k: int, weights: str) -> Array:
    if weights == "none":
        return np.eye(k)
    distance = np.abs(np.subtract.outer(np.arange(k), np.arange(k))) / max(1, k - 1)
    return np.asarray(1 - (distance if weights == "linear" else distance**2))


def pooled_kappa(themes: Sequence[Sequence[Sequence[float]]]) -> Kappa:
    """Return one κ over themes, each a 2 × 2 table of present and absent by two coders.

    The agreement seen and that by chance are averaged over themes before κ is made of them (de Vries, Elliott, Kanouse
    & Teleki, Field Methods 20:272, 2008): one rare theme cannot ruin it, as it would a mean of κs. The error is NaN, as
    themes of one interview hang together; ``n`` is the most units that any theme was coded in.

    Raises
    ------
    ValueError
        Where there is no theme, or one is not a 2 × 2 table with at least one unit.
    """
    tables = [np.array(theme, float) for theme in themes]
    if not tables or any(table.shape != (2, 2) or table.sum() <= 0 for table in tables):
        raise ValueError("pooled agreement needs at least one theme, each a 2 × 2 table with at least one unit")
    shares = [table / table.sum() for table in tables]
    observed = float(np.mean([np.trace(share) for share in shares]))
    expected = float(np.mean([share.sum(1) @ share.sum(0) for share in shares]))
    kappa = 1.0 if expected >= 1 - 1e-15 else (observed - expected) / (1 - expected)
    return Kappa(kappa, nan, int(max(table.sum() for table in tables)))
