"""Two whole curves of time to event: the log-rank test and Cox's hazard ratio, from event tables."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, expm1, inf, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import special

from experiments.statistic import EventTable

Array = NDArray[np.float64]
_Z95 = float(special.ndtri(0.975))
_STEPS, _CLOSE = 100, 1e-9


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
class _Times:
    """What happened at each time with an event, in order: two rows, one per arm."""

    events: Array
    at_risk: Array


def whole_curves(treatment: EventTable, control: EventTable) -> tuple[LogRank, Hazard]:
    """Return :func:`log_rank` and :func:`cox` of the same two arms."""
    times = _times(treatment, control)
    return _log_rank(times), _cox(times, "efron")


def log_rank(treatment: EventTable, control: EventTable) -> LogRank:
    """Return the log-rank test (Mantel 1966; Peto & Peto, JRSS A 135:185, 1972), variance hypergeometric."""
    return _log_rank(_times(treatment, control))


def cox(treatment: EventTable, control: EventTable, *, ties: str = "efron") -> Hazard:
    """Return Cox's hazard ratio of one yes/no covariate, the arm (JRSS B 34:187, 1972).

    ``ties`` is ``efron`` (JASA 72:557, 1977) or ``breslow``. Where only one arm has events the ratio is 0 or infinite
    and no interval exists.
    """
    return _cox(_times(treatment, control), ties)


def _log_rank(times: _Times) -> LogRank:
    events, at_risk = times.events.sum(0), times.at_risk.sum(0)
    share = times.at_risk[0] / at_risk
    observed, expected = float(times.events[0].sum()), float(events @ share)
    # Where a single unit is at risk its event is certain: the last factor is 0 over 0, and counts as 0.
    variance = float((events * share * (1 - share) * (at_risk - events) / np.maximum(at_risk - 1, 1)).sum())
    chi2 = (observed - expected) ** 2 / variance if variance > 0 else 0.0
    return LogRank(chi2, float(special.chdtrc(1, chi2)), observed, expected)


def _cox(times: _Times, ties: str) -> Hazard:
    both = times.at_risk.all(0)
    times = _Times(times.events[:, both], times.at_risk[:, both])
    first = float(times.events[0].sum())
    if not first or first == times.events.sum():
        return Hazard(inf if first else 0.0, 0.0, inf, inf, 0.0)
    drawn = _drawn_from(times, ties)
    beta = spread = 0.0
    for _ in range(_STEPS):
        shares = _shares(drawn, beta)
        spread = float(shares @ (1 - shares))
        step = max(-2.0, min(2.0, (first - float(shares.sum())) / spread))
        beta += step
        if abs(step) < _CLOSE:
            break
    error = 1 / sqrt(spread)
    # 2 (log L(β) − log L(0)): each event's term is β for the treatment arm less log(1 + s (e^β − 1)), s its share at 0.
    chi2 = 2 * (first * beta - float(np.log1p(_shares(drawn, 0.0) * expm1(beta)).sum()))
    return Hazard(exp(beta), exp(beta - _Z95 * error), exp(beta + _Z95 * error), error, chi2)


def _times(treatment: EventTable, control: EventTable) -> _Times:
    """Return each time with an event."""
    place = {time: at for at, time in enumerate(sorted({*treatment.times, *control.times}))}
    events, gone = np.zeros((2, len(place))), np.zeros((2, len(place)))
    for arm, table in enumerate((treatment, control)):
        places = [place[time] for time in table.times]
        events[arm, places] = table.events
        gone[arm, places] = table.censored
    gone += events
    at_risk = gone[:, ::-1].cumsum(1)[:, ::-1]
    happened = events.any(0)
    return _Times(events[:, happened], at_risk[:, happened])


def _drawn_from(times: _Times, ties: str) -> Array:
    """Return two rows, an entry per event: the units of each arm that it is drawn from.

    All that are at risk (Breslow), or of tied events less the share of those that came before (Efron).
    """
    events = times.events.sum(0).astype(int)
    at_risk = np.repeat(times.at_risk, events, axis=1)
    if ties != "efron":
        return at_risk
    place = np.arange(len(at_risk[0])) - np.repeat(np.cumsum(events) - events, events)
    return np.asarray(at_risk - place * np.repeat(times.events / events, events, axis=1))


def _shares(drawn: Array, beta: float) -> Array:
    """Return the chance of each event to be the treatment arm's."""
    first = drawn[0] * exp(beta)
    return np.asarray(first / (first + drawn[1]))
