"""The smallest effect that a size finds."""

from __future__ import annotations

from math import inf

from experiments.estimand import Writing, scoring, writing_of
from experiments.inference.root import crossing
from experiments.plan import Comparison, Kind, Metric, Scale, Score
from experiments.planning import Asked, Planner

_SHARES = (Kind.proportion, Kind.theme, Kind.time_to_event)
_FINE = 1e-10
_NEAR_THE_EDGE = 1e-3
_TRIES = 40


def detectable(asked: Asked, comparison: Comparison, part: Planner, pair: float, power: float) -> float | None:
    """Return the θ nearest to the null that is cleared with ``power``; None where none that is possible is.

    In units of θ, to ten digits of its distance from the null.
    """
    sign = asked.metric.direction.sign
    edge = sign * (_farthest(asked.metric, comparison) - asked.null)
    near, far = 0.0, min(sign * (asked.target - asked.null), edge)
    for _ in range(_TRIES):
        if part.clears(pair, asked.null + sign * far) >= power:
            short = crossing(lambda way: part.clears(pair, asked.null + sign * way) - power, near, far, _FINE * far)
            return asked.null + sign * min(short + _FINE * far, far)
        if edge - far < _NEAR_THE_EDGE * edge:
            return None
        near, far = far, min(3 * far, (far + edge) / 2)
    return None


def _farthest(metric: Metric, comparison: Comparison) -> float:
    """Return the best value that θ can take."""
    low, high = _range(metric, comparison)
    return high if metric.direction.sign > 0 else low


def _range(metric: Metric, comparison: Comparison) -> tuple[float, float]:
    baseline = metric.baseline or 0.0
    against = comparison is Comparison.control
    if metric.scale is Scale.relative:
        return -1.0, 1 / baseline - 1 if metric.kind in _SHARES and baseline > 0 else inf
    if metric.kind is Kind.rate:
        return (-baseline if against else 0.0), inf
    if scoring(metric, comparison) is Score.nps:
        return (-2.0, 2.0) if against else (-1.0, 1.0)
    match writing_of(metric, comparison):
        case Writing.share:
            return 0.0, 1.0
        case Writing.points:
            return (-baseline, 1 - baseline) if against else (-1.0, 1.0)
        case _:
            return -inf, inf
