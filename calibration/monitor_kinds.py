"""One test of each kind without a method of its own at any time, look by look, from the product's own estimators."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import sqrt

import numpy as np

from calibration.monitor_draws import Estimates, Generator
from calibration.samples import cross_moments
from calibration.tables.retention import event_tables
from experiments.estimand import NPS_LEVELS
from experiments.inference import Estimator, adjusted, answers, mean, rate, ratio, survival
from experiments.metric import Scale, Score
from experiments.observation import Moments
from experiments.statistic import Categories, CrossMoments, Events, EventTable

Values = Callable[[Generator, int], Sequence[np.ndarray]]
Judged = Callable[[CrossMoments, CrossMoments], Estimator]
NPS = (0.15, 0.35, 0.5)
_PLACES = (0, 7, 9)
"""One answer of a detractor, of a passive and of a promoter."""
_HORIZON = 8


def of_moments(values: Values, names: tuple[str, ...], judged: Judged, looks: Sequence[int]) -> Estimates:
    """Return tests of two arms with like values, whose statistics are means and covariances of each unit's values."""

    def draw(rng: Generator) -> Iterator[tuple[float, float]]:
        arms = [values(rng, looks[-1]) for _ in range(2)]
        for n in looks:
            seen = [cross_moments(names, [variable[None, :n] for variable in arm])[0] for arm in arms]
            yield _tails(judged(*seen))

    return draw


def _tails(found: Estimator, theta: float = 0.0) -> tuple[float, float]:
    return found.p_above(theta), found.p_below(theta)


def amounts(rng: Generator, n: int) -> Sequence[np.ndarray]:
    """Return exponential amounts."""
    return (rng.exponential(10.0, n),)


def lift(treatment: CrossMoments, control: CrossMoments) -> Estimator:
    """Judge the relative lift of two means."""
    first, second = (Moments(n=arm.n, mean=arm.means[0], variance=arm.covariance[0][0]) for arm in (treatment, control))
    return mean.against_control(first, second, Scale.relative)


def with_history(rng: Generator, n: int) -> Sequence[np.ndarray]:
    """Return lognormal spend after and before, correlated by 0.7 in the logs."""
    before = rng.normal(0.0, 1.0, n)
    return np.exp(3 + 0.7 * before + sqrt(0.51) * rng.normal(0.0, 1.0, n)), np.exp(3 + before)


def adjusted_difference(treatment: CrossMoments, control: CrossMoments) -> Estimator:
    """Judge a difference of means adjusted for what was before."""
    return adjusted.against_control(treatment, control, Scale.difference)


def visits(rng: Generator, n: int) -> Sequence[np.ndarray]:
    """Return what people bought and how often they came."""
    came = rng.geometric(0.25, n)
    return rng.binomial(came, 0.2) * 1.0, came * 1.0


def ratios(treatment: CrossMoments, control: CrossMoments) -> Estimator:
    """Judge a difference of ratios."""
    return ratio.against_control(treatment, control, Scale.difference)


def two_rates(each: float, looks: Sequence[int]) -> Estimates:
    """Return tests of two rates of Poisson events, ``each`` expected of a unit."""

    def draw(rng: Generator) -> Iterator[tuple[float, float]]:
        arms = [rng.poisson(each, looks[-1]).cumsum() for _ in range(2)]
        for n in looks:
            first, second = (Events(events=int(arm[n - 1]), exposure=float(n), over=n) for arm in arms)
            yield _tails(rate.against_control(first, second, Scale.difference))

    return draw


def answers_apart(score: Score, looks: Sequence[int]) -> Estimates:
    """Return tests of two arms of like answers: of the difference of NPS, or of which arm answers better."""
    levels = NPS_LEVELS if score is Score.nps else ("no", "maybe", "yes")
    places = np.array(_PLACES if score is Score.nps else (0, 1, 2))
    theta = 0.0 if score is Score.nps else 0.5

    def draw(rng: Generator) -> Iterator[tuple[float, float]]:
        arms = [places[rng.choice(3, looks[-1], p=NPS)] for _ in range(2)]
        for n in looks:
            counts = [np.bincount(arm[:n], minlength=len(levels)) for arm in arms]
            first, second = (Categories(levels=levels, counts=tuple(map(int, found))) for found in counts)
            yield _tails(answers.against_control(first, second, score, 1), theta)

    return draw


def retained(share: float, looks: Sequence[int]) -> Estimates:
    """Return tests of two like retentions, 30% of people lost to view; each look brings new people."""

    def draw(rng: Generator) -> Iterator[tuple[float, float]]:
        steps = [after - before for before, after in zip((0, *looks), looks, strict=False)]
        totals: list[EventTable | None] = [None, None]
        for step in steps:
            totals = [_plus(held, next(event_tables(rng, share, step, 1))) for held in totals]
            first, second = totals
            if first is not None and second is not None:
                yield _tails(survival.against_control(first, second, Scale.difference, _HORIZON))

    return draw


def _plus(held: EventTable | None, more: EventTable) -> EventTable:
    if held is None:
        return more
    events, censored = (
        tuple(a + b for a, b in zip(getattr(held, name), getattr(more, name), strict=True))
        for name in ("events", "censored")
    )
    return EventTable(times=more.times, events=events, censored=censored)
