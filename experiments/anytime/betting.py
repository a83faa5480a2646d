"""The mean of values in [0, 1] in the order they came, by betting against every candidate (Waudby-Smith & Ramdas 2023).

Source: JRSS B 86:1 (2024), arXiv:2010.09686. These bets change with the values, so they need them one by one and in
order. The judge is given sums and never rows: it bets the same on all (:mod:`experiments.anytime.bounded`), and is
measured against these.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, log

import numpy as np
from numpy.typing import ArrayLike, NDArray

from experiments.inference.root import crossing

Array = NDArray[np.float64]
MOST = 0.5
"""No bet risks more than this share of the capital."""


@dataclass(frozen=True)
class Capital:
    """What the better of two bettors holds after all values: one on a mean above ``m``, one on a mean below.

    ``last_bet`` is the last λ before it is cut to what may be risked.
    """

    log_value: float
    log_most: float
    last_bet: float


def hedged_capital(values: ArrayLike, m: float, alpha: float) -> Capital:
    """Return max(K⁺, K⁻)/2 against the mean ``m`` (Thm 3), with bets for α/2 each."""
    x = _checked(values)
    bets = _bets(x, alpha)
    up, down = _log_up(x, bets, m), _log_down(x, bets, m)
    held = np.maximum(up, down) - log(2)
    return Capital(float(held[-1]), float(held.max()), float(bets[-1]))


def hedged_limits(values: ArrayLike, alpha: float) -> tuple[float, float]:
    """Return the means that neither bettor has ever refused at α: a two-sided confidence sequence at the last value.

    K⁺ falls and K⁻ rises in m, at every time, so the running intersection needs the greatest of each alone.
    """
    x, wanted = _checked(values), log(2 / alpha)
    bets = _bets(x, alpha)

    def lower_short(m: float) -> float:
        return wanted - float(_log_up(x, bets, m).max())

    def upper_short(m: float) -> float:
        return wanted - float(_log_down(x, bets, 1 - m).max())

    ends = (1e-12, 1 - 1e-12)
    found = [
        0.0 if short(ends[0]) > 0 else crossing(short, *ends, 1e-10) if short(ends[1]) > 0 else 1.0
        for short in (lower_short, upper_short)
    ]
    return found[0], 1 - found[1]


def bernstein_limits(values: ArrayLike, alpha: float) -> tuple[float, float]:
    """Return the predictable plug-in empirical Bernstein confidence sequence at the last value (Thm 2)."""
    x = _checked(values)
    bets = np.minimum(_bets(x, alpha), MOST)
    return _bernstein_lower(x, bets, alpha / 2), 1 - _bernstein_lower(1 - x, bets, alpha / 2)


def _bernstein_lower(x: Array, bets: Array, alpha: float) -> float:
    """Return Σλx/Σλ less (log(1/α) + Σ(x − mean so far)² ψ(λ))/Σλ; the mean of nothing is 0."""
    before = np.concatenate([[0.0], np.cumsum(x)[:-1] / np.arange(1, len(x))])
    spread = float((x - before) ** 2 @ (-np.log1p(-bets) - bets))
    return max(0.0, (float(bets @ x) - log(1 / alpha) - spread) / float(bets.sum()))


def _checked(values: ArrayLike) -> Array:
    x = np.asarray(values, float)
    if x.ndim != 1 or not len(x) or not bool(((x >= 0) & (x <= 1)).all()):
        raise ValueError("betting needs one or more values from 0 to 1")
    return x


def _means(x: Array) -> Array:
    """Return (½ + Σx)/(t + 1) for t = 0, 1, …, n: the mean with one made-up value of ½."""
    return np.asarray((0.5 + np.concatenate([[0.0], np.cumsum(x)])) / (np.arange(len(x) + 1) + 1))


def _bets(x: Array, alpha: float) -> Array:
    """Return λ_t = √(2 log(2/α)/(σ̂²_{t−1} t log(1 + t))), from what came before (§4.2, truncated as in Thm 3)."""
    t = np.arange(1, len(x) + 1)
    spread = (0.25 + np.concatenate([[0.0], np.cumsum((x - _means(x)[1:]) ** 2)])) / (np.arange(len(x) + 1) + 1)
    return np.asarray(np.sqrt(2 * log(2 / alpha) / (spread[:-1] * t * np.log1p(t))))


def _log_up(x: Array, bets: Array, m: float) -> Array:
    """Return the log capital over time of who bets on a mean above m > 0."""
    return np.asarray(np.cumsum(np.log1p(np.minimum(bets, MOST / m if m > 0 else inf) * (x - m))))


def _log_down(x: Array, bets: Array, m: float) -> Array:
    """Return the log capital over time of who bets on a mean below m: the other's on 1 − x."""
    return _log_up(1 - x, bets, 1 - m)
