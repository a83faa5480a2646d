"""Two whole curves of time to event: the log-rank test and Cox's hazard ratio, from event tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, inf, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import special

from experiments.statistic import EventTable

Array = NDArray[np.float64]
_Z95 = float(special.ndtri(0.975))
_STEPS = 100


@dataclass(frozen=True)
class LogRank:
    """χ² on one degree of freedom, its p-value, and the treatment arm's events seen and expected."""

    chi2: float
    p: float
    observed: float
    expected: float


@dataclass(frozen=True)
class Hazard:
    """The ratio of the event's speed, treatment to control: 95% interval, standard error of its log."""

    ratio: float
    lower: float
    upper: float
    log_error: float
    likelihood_chi2: float


@dataclass(frozen=True)
class _Time:
    """What happened at one time: events and units at risk, by arm."""

    first: int
    second: int
    first_at_risk: int
    second_at_risk: int

    @property
    def events(self) -> int:
        return self.first + self.second

    @property
    def at_risk(self) -> int:
        return self.first_at_risk + self.second_at_risk


def log_rank(treatment: EventTable, control: EventTable) -> LogRank:
    """Return the log-rank test (Mantel 1966; Peto & Peto, JRSS A 135:185, 1972), variance hypergeometric."""
    observed = expected = variance = 0.0
    for at in _times(treatment, control):
        share = at.first_at_risk / at.at_risk
        observed += at.first
        expected += at.events * share
        if at.at_risk > 1:
            variance += at.events * share * (1 - share) * (at.at_risk - at.events) / (at.at_risk - 1)
    chi2 = (observed - expected) ** 2 / variance if variance > 0 else 0.0
    return LogRank(chi2, float(special.chdtrc(1, chi2)), observed, expected)


def cox(treatment: EventTable, control: EventTable, *, ties: str = "efron") -> Hazard:
    """Return Cox's hazard ratio of one yes/no covariate, the arm (JRSS B 34:187, 1972).

    ``ties`` is ``efron`` (JASA 72:557, 1977) or ``breslow``. Where only one arm has events the ratio is 0 or infinite
    and no interval exists.
    """
    times = list(_times(treatment, control))
    both_at_risk = [at for at in times if at.first_at_risk and at.second_at_risk]
    first = sum(at.first for at in both_at_risk)
    if not first or first == sum(at.events for at in both_at_risk):
        return Hazard(inf if first else 0.0, 0.0, inf, inf, 0.0)
    drawn = _drawn_from(both_at_risk, ties)
    beta = 0.0
    for _ in range(_STEPS):
        shares = _shares(drawn, beta)
        step = max(-2.0, min(2.0, (first - float(shares.sum())) / float((shares * (1 - shares)).sum())))
        beta += step
        if abs(step) < 1e-12:
            break
    shares = _shares(drawn, beta)
    error = 1 / sqrt(float((shares * (1 - shares)).sum()))
    chi2 = 2 * (first * beta - float(np.log(drawn[0] * exp(beta) + drawn[1]).sum()) + float(np.log(drawn.sum(0)).sum()))
    return Hazard(exp(beta), exp(beta - _Z95 * error), exp(beta + _Z95 * error), error, chi2)


def _times(treatment: EventTable, control: EventTable) -> Iterator[_Time]:
    """Yield each time with an event, in order."""
    tables = [
        {t: (d, c) for t, d, c in zip(table.times, table.events, table.censored, strict=True)}
        for table in (treatment, control)
    ]
    at_risk = [treatment.n, control.n]
    for time in sorted({*tables[0], *tables[1]}):
        found = [table.get(time, (0, 0)) for table in tables]
        if found[0][0] + found[1][0]:
            yield _Time(found[0][0], found[1][0], at_risk[0], at_risk[1])
        at_risk = [left - sum(gone) for left, gone in zip(at_risk, found, strict=True)]


def _drawn_from(times: list[_Time], ties: str) -> Array:
    """Return two rows, an entry per event: the units of each arm that it is drawn from.

    All that are at risk (Breslow), or of tied events less the share of those that came before (Efron).
    """
    events = np.array([at.events for at in times])
    of_time = np.repeat(np.arange(len(times)), events)
    place = np.arange(len(of_time)) - np.repeat(np.cumsum(events) - events, events)
    gone = place / events[of_time] if ties == "efron" else np.zeros(len(of_time))
    at_risk = np.array([(at.first_at_risk, at.second_at_risk) for at in times], float).T
    happened = np.array([(at.first, at.second) for at in times], float).T
    return np.asarray(at_risk[:, of_time] - gone * happened[:, of_time])


def _shares(drawn: Array, beta: float) -> Array:
    """Return the chance of each event to be the treatment arm's."""
    first = drawn[0] * exp(beta)
    return np.asarray(first / (first + drawn[1]))
