"""Made-up data of every form with a known θ, for judging plans by simulation. Every draw takes its generator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from math import exp, expm1, log, sqrt

import numpy as np
from numpy.typing import NDArray

from experiments.estimand import levels_of, scoring
from experiments.form import Form
from experiments.inference.root import crossing
from experiments.observation import Statistic
from experiments.plan import Comparison, Metric, Scale, Score
from experiments.planning import Asked
from experiments.planning.retention import losses_of
from experiments.statistic import Categories, Coded, Counts, CrossMoments, Events, EventTable, Moments, Pairs, Tally

Array = NDArray[np.float64]
Generator = np.random.Generator
_PERIODS = 24
_PRICE_STEP = 1.164
"""The spread of the optimal price per spread of respondents, whose four answers lie one spread apart."""


def drawn(rng: Generator, asked: Asked, form: Form, units: float, at: float) -> tuple[Statistic, ...]:
    """Return the statistics of a pair of arms (of the group, of the pairs) of so many units in which θ is ``at``."""
    metric = asked.metric
    arm = _arm_of(asked, form)
    if asked.control_share is None:
        return (arm(rng, max(1, int(units)), metric, at),)
    control = max(1, round(units * asked.control_share))
    treatment = max(1, round(units) - control)
    if form is Form.levels and scoring(metric, Comparison.control) is None:
        return _better(rng, treatment, metric, at), _better(rng, control, metric, 0.5)
    baseline = metric.baseline or 0.0
    value = baseline * (1 + at) if metric.scale is Scale.relative else baseline + at
    return arm(rng, treatment, metric, value), arm(rng, control, metric, baseline)


def _arm_of(asked: Asked, form: Form) -> Callable[[Generator, int, Metric, float], Statistic]:
    """Return what draws one arm: from a generator, a number of units, the metric and the arm's own value."""
    if form is Form.event_table:
        return partial(_times, hazard=losses_of(asked).hazard)
    return _ARMS[form]


def _share(value: float) -> float:
    return min(max(value, 0.0), 1.0)


def _counts(rng: Generator, n: int, metric: Metric, rate: float) -> Counts:  # noqa: ARG001 - one signature for all
    return Counts(successes=int(rng.binomial(n, _share(rate))), trials=n)


def _coded(rng: Generator, n: int, metric: Metric, rate: float) -> Coded:  # noqa: ARG001
    return Coded(successes=int(rng.binomial(n, _share(rate))), trials=n)


def _moments(rng: Generator, n: int, metric: Metric, mean: float) -> Moments:
    sd = metric.sd or 1.0
    variance = sd * sd * float(rng.chisquare(n - 1)) / (n - 1) if n > 1 else 0.0
    return Moments(n=n, mean=float(rng.normal(mean, sd / sqrt(n))), variance=variance)


def _totals(rng: Generator, n: int, metric: Metric, ratio: float) -> CrossMoments:
    """Draw units with a denominator of 1 ± 0.2, whose linearised values spread by the planned sd."""
    root = np.array([[metric.sd or 1.0, 0.2 * ratio], [0.0, 0.2]])
    return _cross(rng, n, ("numerator", "denominator"), np.array([ratio, 1.0]), root)


def _adjusted(rng: Generator, n: int, metric: Metric, mean: float) -> CrossMoments:
    """Draw an outcome that goes with the first covariate alone."""
    sd, r, k = metric.sd or 1.0, metric.correlation or 0.0, len(metric.covariates)
    root = np.eye(k + 1)
    root[0, :2] = sd * sqrt(1 - r * r), sd * r
    return _cross(rng, n, (metric.name, *metric.covariates), np.array([mean, *[0.0] * k]), root)


def _cross(rng: Generator, n: int, names: tuple[str, ...], means: Array, root: Array) -> CrossMoments:
    """Draw the moments of ``n`` normal rows without drawing the rows (Bartlett's decomposition of a Wishart matrix)."""
    k = len(names)
    half = np.tril(rng.normal(size=(k, k)), -1)
    half[np.diag_indices(k)] = np.sqrt(rng.chisquare(np.maximum(n - 1 - np.arange(k), 1)))
    spread = root @ half
    covariance = spread @ spread.T / max(1, n - 1)
    found = means + root @ rng.normal(size=k) / sqrt(n)
    return CrossMoments(
        n=n, names=names, means=tuple(found.tolist()), covariance=tuple(tuple(row) for row in covariance.tolist())
    )


def _events(rng: Generator, n: int, metric: Metric, rate: float) -> Events:
    exposure = n * (metric.exposure_per_unit or 1.0)
    return Events(events=int(rng.poisson(max(rate, 0.0) * exposure)), exposure=exposure)


def _answers(rng: Generator, n: int, metric: Metric, at: float) -> Categories:
    """Draw answers with a promoter score, or a share of the best levels, of ``at``."""
    levels = levels_of(metric)
    if metric.score is Score.nps:
        squares = min(1.0, max(at * at + (metric.sd or 0.0) ** 2, abs(at)))
        chances = np.zeros(len(levels))
        chances[[0, 7, 10]] = (squares - at) / 2, 1 - squares, (squares + at) / 2
    else:
        chances = np.array([1 - _share(at), *[0.0] * (len(levels) - 2), _share(at)])
    return _chosen(rng, n, levels, chances)


def _better(rng: Generator, n: int, metric: Metric, at: float) -> Categories:
    """Draw answers that are better with chance ``at`` than those of a group that chooses every level alike.

    The odds of every level or a worse one shrink by the same factor (McCullagh 1980).
    """
    levels = levels_of(metric)
    k = len(levels)
    below = np.arange(k + 1) / k

    def shifted(place: float) -> Array:
        return np.asarray(np.diff(below / (below + (1 - below) * exp(place))))

    middles = (np.arange(k) + 0.5) / k
    place = crossing(lambda place: float(shifted(place) @ middles) - at, -50.0, 50.0, 1e-9)
    return _chosen(rng, n, levels, shifted(place))


def _chosen(rng: Generator, n: int, levels: tuple[str, ...], chances: Array) -> Categories:
    return Categories(levels=levels, counts=tuple(rng.multinomial(n, chances).tolist()))


def _times(rng: Generator, n: int, metric: Metric, share: float, hazard: float) -> EventTable:
    """Draw constant hazards of the event and of leaving unseen, seen at so many times; the rest stay to the horizon."""
    event, leave = -expm1(log(max(_share(share), 1e-12)) / _PERIODS), -expm1(-hazard / _PERIODS)
    horizon, at_risk = metric.horizon or 1.0, n
    events, censored = [], []
    for _ in range(_PERIODS):
        events.append(int(rng.binomial(at_risk, event)))
        censored.append(int(rng.binomial(at_risk - events[-1], leave)))
        at_risk -= events[-1] + censored[-1]
    censored[-1] += at_risk
    times = tuple(horizon * (period + 1) / _PERIODS for period in range(_PERIODS))
    return EventTable(times=times, events=tuple(events), censored=tuple(censored))


def _prices(rng: Generator, n: int, metric: Metric, price: float) -> Tally:
    """Draw respondents whose four prices lie half a spread apart about a centre of their own."""
    spread = (metric.sd or 1.0) / _PRICE_STEP
    centres = rng.normal(price, spread, n)
    rows = (centres[:, None] + spread * np.array([-1.0, -0.5, 0.5, 1.0])).tolist()
    return Tally(values=tuple(sorted(tuple(row) for row in rows)), counts=(1,) * n)


def _pairs(rng: Generator, n: int, metric: Metric, at: float) -> Pairs:
    discordant = min(1.0, max(metric.discordant or 0.0, abs(at)))
    same = (1 - discordant) / 2
    both, gained, lost, neither = rng.multinomial(
        n, [same, (discordant + at) / 2, max(0.0, (discordant - at) / 2), same]
    ).tolist()
    return Pairs(both=both, gained=gained, lost=lost, neither=neither)


def _steps(rng: Generator, n: int, metric: Metric, at: float) -> Tally:
    """Draw pairs that move a level up, a level down, or not at all."""
    pairs = _pairs(rng, n, metric, at)
    return Tally(values=((-1.0,), (0.0,), (1.0,)), counts=(pairs.lost, pairs.both + pairs.neither, pairs.gained))


_ARMS: Mapping[Form, Callable[[Generator, int, Metric, float], Statistic]] = {
    Form.counts: _counts,
    Form.coded: _coded,
    Form.moments: _moments,
    Form.totals: _totals,
    Form.adjusted: _adjusted,
    Form.events: _events,
    Form.levels: _answers,
    Form.prices: _prices,
    Form.pairs: _pairs,
    Form.differences: _moments,
    Form.steps: _steps,
}
