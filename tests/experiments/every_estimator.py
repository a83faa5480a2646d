"""Every estimator of the product with data to try it on: what the laws are held against."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from math import inf

import numpy as np
from hypothesis import strategies as st

from experiments.form import Form
from experiments.inference import (
    Estimator,
    adjusted,
    answers,
    maker,
    mean,
    paired,
    proportion,
    rate,
    ratio,
    signed_rank,
    survival,
    theme,
)
from experiments.plan import Comparison, Scale, Score
from experiments.statistic import (
    Categories,
    Coded,
    Counts,
    CrossMoments,
    Events,
    EventTable,
    Moments,
    Pairs,
    Statistic,
    Tally,
)

Arms = tuple[Statistic, ...]
HORIZON = 5.0
LEVELS = tuple("12345")


class Swap(Enum):
    """What exchanging the arms does to θ."""

    sign = auto()
    inverse = auto()
    complement = auto()
    none = auto()


@dataclass(frozen=True)
class Kind:
    """One estimator, and a strategy for its data: one arm or two, treatment first.

    ``stepped`` says that its p-values are those of a discrete exact test that is not monotone in the null; ``range``
    is where θ can lie, and so any bar.
    """

    name: str
    make: Callable[..., Estimator]
    arms: st.SearchStrategy[Arms]
    swap: Swap = Swap.none
    stepped: bool = False
    range: tuple[float, float] = (-inf, inf)

    def __str__(self) -> str:
        return self.name


def alone(arm: st.SearchStrategy[Statistic]) -> st.SearchStrategy[Arms]:
    return st.tuples(arm)


def both(arm: st.SearchStrategy[Statistic]) -> st.SearchStrategy[Arms]:
    return st.tuples(arm, arm)


@st.composite
def counts(draw: st.DrawFn, least: int = 1, most: int = 2_000) -> Counts:
    trials = draw(st.integers(least, most))
    return Counts(successes=draw(st.integers(0, trials)), trials=trials)


@st.composite
def plenty(draw: st.DrawFn) -> Counts:
    """Enough on both sides for the score test."""
    trials = draw(st.integers(200, 20_000))
    return Counts(successes=draw(st.integers(trials // 5, trials - trials // 5)), trials=trials)


@st.composite
def coded(draw: st.DrawFn) -> Coded:
    found = draw(counts(most=40))
    return Coded(successes=found.successes, trials=found.trials)


@st.composite
def moments(draw: st.DrawFn, least: float = -1e3) -> Moments:
    sd = draw(st.floats(0.01, 1e3))
    return Moments(n=draw(st.integers(2, 5_000)), mean=draw(st.floats(least, 1e3)), variance=sd * sd)


@st.composite
def cross(draw: st.DrawFn, names: tuple[str, ...], means: tuple[st.SearchStrategy[float], ...]) -> CrossMoments:
    """Means and a covariance that some data could have: a sum of squares with room to spare."""
    k = len(names)
    factor = np.array([[draw(st.floats(-2, 2)) for _ in range(k)] for _ in range(k)])
    covariance = factor @ factor.T + np.diag([draw(st.floats(0.01, 2)) for _ in range(k)])
    return CrossMoments(
        n=draw(st.integers(k + 3, 2_000)),
        names=names,
        means=tuple(draw(each) for each in means),
        covariance=tuple(tuple(row) for row in covariance.tolist()),
    )


totals = cross(("y", "x"), (st.floats(0.5, 50), st.floats(1, 20)))
with_covariates = cross(("y", "before", "age"), (st.floats(1, 50), st.floats(-20, 20), st.floats(-20, 20)))


@st.composite
def events(draw: st.DrawFn, units: bool = False) -> Events:
    if not units:
        over = draw(st.integers(1, 500))
        return Events(events=draw(st.integers(0, 300)), exposure=draw(st.floats(0.1, 1e4)), over=over)
    n, per = draw(st.integers(5, 500)), draw(st.floats(0.5, 20))
    number = draw(st.integers(n, 20 * n))
    each = number / n
    spread = each * draw(st.floats(0.7, 4))
    known = CrossMoments(n=n, names=("y", "e"), means=(each, per), covariance=((spread, 0.0), (0.0, per * 0.1)))
    return Events(events=number, exposure=per * n, units=known)


@st.composite
def categories(draw: st.DrawFn, levels: tuple[str, ...] = LEVELS) -> Categories:
    found = [draw(st.integers(0, 30)) for _ in levels]
    found[draw(st.integers(0, len(levels) - 1))] += 2
    return Categories(levels=levels, counts=tuple(found))


@st.composite
def event_tables(draw: st.DrawFn) -> EventTable:
    """Times 1 to 8, somebody watched beyond the horizon."""
    rows = [(draw(st.integers(0, 6)), draw(st.integers(0, 6))) for _ in range(7)]
    rows.append((draw(st.integers(0, 3)), draw(st.integers(1, 40))))
    return EventTable(
        times=tuple(float(time) for time in range(1, 9)),
        events=tuple(row[0] for row in rows),
        censored=tuple(row[1] for row in rows),
    )


@st.composite
def pairs(draw: st.DrawFn) -> Pairs:
    both_times, gained, lost = (draw(st.integers(0, 60)) for _ in range(3))
    return Pairs(both=both_times, gained=gained, lost=lost, neither=draw(st.integers(1, 60)))


@st.composite
def steps(draw: st.DrawFn) -> Tally:
    found = {(float(step),): draw(st.integers(0, 5)) for step in range(-2, 3)}
    found[(float(draw(st.integers(-2, 2))),)] += 2
    return Tally(values=tuple(found), counts=tuple(found.values()))


def _survival(scale: Scale, treatment: EventTable, control: EventTable) -> Estimator:
    return survival.against_control(treatment, control, scale, HORIZON)


def _of(make: Callable[..., Estimator], *fields: object) -> Callable[..., Estimator]:
    def made(*arms: Statistic) -> Estimator:
        return make(*arms, *fields)

    return made


def _contrasts(
    name: str,
    make: Callable[..., Estimator],
    arms: st.SearchStrategy[Arms],
    *,
    stepped: bool = False,
    most: float = inf,
) -> list[Kind]:
    return [
        Kind(f"{name}, difference", _of(make, Scale.difference), arms, Swap.sign, stepped, (-most, most)),
        Kind(f"{name}, lift", _of(make, Scale.relative), arms, Swap.inverse, stepped, (-1.0, inf)),
    ]


_SHARE = (0.0, 1.0)
_NPS = tuple(str(answer) for answer in range(11))

ONE_ARM = [
    Kind("proportion", proportion.against_benchmark, alone(counts(most=10**6)), range=_SHARE),
    Kind("theme", theme.against_benchmark, alone(coded()), range=_SHARE),
    Kind("mean", mean.against_benchmark, alone(moments())),
    Kind("ratio", ratio.against_benchmark, alone(totals)),
    Kind("rate", rate.against_benchmark, alone(events()), range=(0.0, inf)),
    Kind("rate of units", rate.against_benchmark, alone(events(units=True))),
    Kind("top box", _of(answers.against_benchmark, Score.usual, 2), alone(categories()), range=_SHARE),
    Kind("promoters", _of(answers.against_benchmark, Score.nps, 1), alone(categories(_NPS))),
    Kind("retention", partial(survival.against_benchmark, horizon=HORIZON), alone(event_tables()), range=_SHARE),
    Kind("paired proportion", paired.proportion, alone(pairs()), range=(-1.0, 1.0)),
    Kind("paired mean", paired.mean, alone(moments())),
    Kind("paired answers", maker(Form.steps, Comparison.paired), alone(steps()), stepped=True, range=(-1.0, 1.0)),
    Kind("signed rank", signed_rank.against_before, alone(steps()), stepped=True),
]
TWO_ARMS = [
    *_contrasts("small proportions", proportion.against_control, both(counts(most=12)), stepped=True, most=1.0),
    *_contrasts("large proportions", proportion.against_control, both(plenty()), most=1.0),
    *_contrasts("means", mean.against_control, both(moments(least=1.0))),
    *_contrasts("ratios", ratio.against_control, both(totals)),
    *_contrasts("adjusted means", adjusted.against_control, both(with_covariates)),
    *_contrasts("rates", rate.against_control, both(events())),
    *_contrasts("rates of units", rate.against_control, both(events(units=True))),
    Kind(
        "superiority", _of(answers.against_control, Score.usual, 1), both(categories()), Swap.complement, range=_SHARE
    ),
    Kind("promoters apart", _of(answers.against_control, Score.nps, 1), both(categories(_NPS)), Swap.sign),
    Kind(
        "retentions, difference",
        partial(_survival, Scale.difference),
        both(event_tables()),
        Swap.sign,
        range=(-1.0, 1.0),
    ),
    Kind(
        "retentions, ratio", partial(_survival, Scale.relative), both(event_tables()), Swap.inverse, range=(-1.0, inf)
    ),
]
EVERY = [*ONE_ARM, *TWO_ARMS]
