"""Time to event: the share still there at a horizon (retention), against a benchmark or a control arm."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from math import exp, inf, log, nan, sqrt

from scipy import special

from experiments.inference import Estimator
from experiments.inference.beta_product import beta_product
from experiments.inference.mean import StudentT
from experiments.inference.mid_p import MidP
from experiments.inference.mover import Mover
from experiments.plan import Scale
from experiments.statistic import EventTable

FEW = 30
"""Events, or units left at the horizon, below which an arm of two gives its exact limits."""


@dataclass(frozen=True)
class Survival:
    """The Kaplan–Meier share at a horizon with Greenwood's sum Σ d / (r (r − d))."""

    share: float
    greenwood: float

    @property
    def error(self) -> float:
        """Return Greenwood's standard error of the share."""
        return self.share * sqrt(self.greenwood)


def kaplan_meier(table: EventTable, horizon: float) -> Survival:
    """Return the share without the event at ``horizon`` (Kaplan & Meier 1958; Greenwood 1926)."""
    share, total = 1.0, 0.0
    for time, events, at_risk in zip(table.times, table.events, table.at_risk, strict=True):
        if time > horizon:
            break
        if events:
            share *= 1 - events / at_risk
            total += events / (at_risk * (at_risk - events)) if at_risk > events else inf
    return Survival(share, total)


def restricted_mean(table: EventTable, horizon: float) -> tuple[float, float]:
    """Return the mean time without the event up to ``horizon`` and its variance.

    The area under the Kaplan–Meier curve; variance Σ A² d / (r (r − d)), A the area to the right of each event.
    """
    steps, share, last, area = [], 1.0, 0.0, 0.0
    for time, events, at_risk in zip(table.times, table.events, table.at_risk, strict=True):
        if time > horizon:
            break
        area += share * (time - last)
        last = time
        if events:
            share *= 1 - events / at_risk
            steps.append((area, events, at_risk))
    area += share * (horizon - last)
    variance = sum((area - at) ** 2 * d / (r * (r - d)) for at, d, r in steps if r > d)
    return area, variance


def against_benchmark(arm: EventTable, horizon: float) -> Estimator:
    """Return the estimator of one share at the horizon: exact where nobody is lost to view, and nearly so elsewhere."""
    return beta_product(arm, horizon)


def against_control(treatment: EventTable, control: EventTable, scale: Scale, horizon: float) -> Estimator:
    """Return the estimator of a difference or a ratio of shares at the horizon, from the limits of both.

    Each arm's limits are the beta product's at mid-p, or exact with few events or few units left: there Greenwood's
    standard error claims too much, most of all in arms of unequal size (docs/calibration.md).
    """
    arms = beta_product(treatment, horizon), beta_product(control, horizon)
    few = min(_least(treatment, horizon), _least(control, horizon)) < FEW
    first, second = arms if few else map(MidP, arms)
    name = "difference" if scale is Scale.difference else "ratio"
    return Mover(first, second, scale, (0.0, 1.0), f"Kaplan–Meier {name} (MOVER, beta product)")


def _least(table: EventTable, horizon: float) -> int:
    """Return the smaller of the events by the horizon and the units left without one."""
    events = sum(table.events[: bisect_right(table.times, horizon)])
    before = bisect_left(table.times, horizon)
    left = table.n - events - sum(table.censored[:before])
    return min(events, left)


def greenwood_difference(treatment: EventTable, control: EventTable, horizon: float) -> Estimator:
    """Return the textbook difference of two shares, normal with Greenwood's variance; no verdict rests on it."""
    first, second = kaplan_meier(treatment, horizon), kaplan_meier(control, horizon)
    error = sqrt(first.error**2 + second.error**2)
    return StudentT(first.share - second.share, error, inf, "Kaplan–Meier difference (Greenwood)")


def log_log(arm: EventTable, horizon: float) -> Estimator:
    """Return the textbook limits of one share, on the log–log scale; no verdict rests on them."""
    found = kaplan_meier(arm, horizon)
    return LogLog(found.share, found.greenwood)


@dataclass(frozen=True)
class LogLog:
    """A Kaplan–Meier share, limits on the log(−log) scale (Kalbfleisch & Prentice 1980): they stay within 0 and 1."""

    estimate: float
    greenwood: float
    method: str = "Kaplan–Meier (log–log)"

    @property
    def standard_error(self) -> float | None:
        """Return Greenwood's standard error."""
        return self.estimate * sqrt(self.greenwood) if 0 < self.greenwood < inf else None

    def lower(self, level: float) -> float:
        """Return S^exp(+z·se)."""
        return self._limit(-float(special.ndtri(level)), 0.0)

    def upper(self, level: float) -> float:
        """Return S^exp(−z·se)."""
        return self._limit(float(special.ndtri(level)), 1.0)

    def p_above(self, null: float) -> float:
        """Return P(Z ≥ z) on the log–log scale."""
        return float(special.ndtr(-self._z(null)))

    def p_below(self, null: float) -> float:
        """Return P(Z ≤ z) on the log–log scale."""
        return float(special.ndtr(self._z(null)))

    @property
    def _scale(self) -> float:
        if not (0 < self.estimate < 1 and 0 < self.greenwood < inf):
            return nan
        return sqrt(self.greenwood) / -log(self.estimate)

    def _limit(self, z: float, otherwise: float) -> float:
        return self.estimate ** exp(z * self._scale) if self._scale == self._scale else otherwise

    def _z(self, null: float) -> float:
        if self._scale != self._scale or not 0 < null < 1:
            return 0.0 if self._scale != self._scale else (inf if null <= 0 else -inf)
        return (log(-log(null)) - log(-log(self.estimate))) / self._scale
