"""Time to event: the share still there at a horizon (retention), against a benchmark or a control arm."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, log, nan, sqrt

from scipy import special

from experiments.inference import Estimator
from experiments.inference.mean import StudentT
from experiments.plan import Scale
from experiments.statistic import EventTable


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
    """Return the estimator of one share at the horizon, limits on the log–log scale."""
    found = kaplan_meier(arm, horizon)
    return LogLog(found.share, found.greenwood)


def against_control(treatment: EventTable, control: EventTable, scale: Scale, horizon: float) -> Estimator:
    """Return the estimator of a difference of shares at the horizon (Greenwood, normal)."""
    first, second = kaplan_meier(treatment, horizon), kaplan_meier(control, horizon)
    if scale is Scale.relative:
        return LogRatio(first, second)
    if first.greenwood == 0 or second.greenwood == 0:  # an arm where nothing happened is not known without error
        first, second = _half_an_event(first, treatment.n), _half_an_event(second, control.n)
    error = sqrt(first.error**2 + second.error**2)
    return StudentT(first.share - second.share, error, inf, "Kaplan–Meier difference (Greenwood)")


def _half_an_event(found: Survival, n: int) -> Survival:
    """Return the share with the spread that half an event would give it, where no event gives it none."""
    if found.greenwood > 0 or n < 1:
        return found
    return Survival(found.share, 0.5 / (n * (n - 0.5)))


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


@dataclass(frozen=True)
class LogRatio:
    """A ratio of Kaplan–Meier shares less one, normal on the log scale."""

    first: Survival
    second: Survival
    method: str = "Kaplan–Meier ratio (log scale)"
    standard_error: float | None = None

    @property
    def estimate(self) -> float:
        """Return S₁ / S₂ − 1."""
        if not self.second.share:
            return inf if self.first.share else 0.0
        return self.first.share / self.second.share - 1

    def lower(self, level: float) -> float:
        """Return exp(log ratio + z(level)·se) − 1."""
        return self._limit(float(special.ndtri(level)), -1.0)

    def upper(self, level: float) -> float:
        """Return exp(log ratio − z(level)·se) − 1."""
        return self._limit(-float(special.ndtri(level)), inf)

    def p_above(self, null: float) -> float:
        """Return P(Z ≥ z)."""
        return float(special.ndtr(-self._z(null)))

    def p_below(self, null: float) -> float:
        """Return P(Z ≤ z)."""
        return float(special.ndtr(self._z(null)))

    @property
    def _error(self) -> float:
        possible = self.first.share > 0 and self.second.share > 0
        return sqrt(self.first.greenwood + self.second.greenwood) if possible else nan

    def _limit(self, z: float, otherwise: float) -> float:
        if not 0 < self._error < inf:
            return otherwise
        return (1 + self.estimate) * exp(z * self._error) - 1

    def _z(self, null: float) -> float:
        if not 0 < self._error < inf:
            return 0.0
        return inf if null <= -1 else (log(1 + self.estimate) - log(1 + null)) / self._error
