"""Extremes stay finite or say why not: nothing, all, one unit, equal arms, a billion units, rates of 1e-9."""

from __future__ import annotations

from collections.abc import Callable
from math import inf, isnan

import pytest

from experiments.inference import Estimator, adjusted, answers, mean, paired, rate, ratio, signed_rank, survival, theme
from experiments.plan import Scale, Score
from experiments.statistic import (
    Categories,
    Coded,
    CrossMoments,
    Events,
    EventTable,
    Moments,
    Pairs,
    Statistic,
    Tally,
)
from tests.experiments.every_estimator import HORIZON

BILLION = 10**9
PAIR = ("y", "x")


def two(n: int, y: float, x: float, yy: float, xx: float, yx: float = 0.0) -> CrossMoments:
    return CrossMoments(n=n, names=PAIR, means=(y, x), covariance=((yy, yx), (yx, xx)))


def likert(*counts: int) -> Categories:
    return Categories(levels=tuple("12345"), counts=counts)


def nps(low: int, middle: int, high: int) -> Categories:
    levels = tuple(str(answer) for answer in range(11))
    return Categories(levels=levels, counts=(low, 0, 0, 0, 0, 0, 0, middle, 0, 0, high))


def table(events: tuple[int, ...], censored: tuple[int, ...]) -> EventTable:
    return EventTable(times=tuple(float(k) for k in range(1, len(events) + 1)), events=events, censored=censored)


NOBODY_LEFT = table((0, 0, 0, 0, 0, 0), (0, 0, 0, 0, 0, 20))
ALL_GONE = table((4, 4, 4, 4, 4), (0, 0, 0, 0, 0))
ONE_PERSON = table((0, 0, 0, 0, 0, 0), (0, 0, 0, 0, 0, 1))
ONE_GONE = table((1,), (0,))
MANY = table((BILLION // 10,) * 5 + (0,), (0,) * 5 + (BILLION // 2,))
RARE = table((1, 0, 0, 0, 0, 0), (0, 0, 0, 0, 0, BILLION))
ALL_LOST = table((0, 0, 0), (5, 5, 5))
STAYED = table((2, 1, 0, 1, 2, 0), (1, 0, 2, 0, 1, 10))


def _same(scale: Scale, make: Callable[..., Estimator]) -> Callable[..., Estimator]:
    return lambda *arms: make(*arms, scale)


def _superior(treatment: Categories, control: Categories) -> Estimator:
    return answers.against_control(treatment, control, Score.usual, 1)


def _retained(arm: EventTable) -> Estimator:
    return survival.against_benchmark(arm, HORIZON)


def _retained_apart(scale: Scale) -> Callable[..., Estimator]:
    return lambda treatment, control: survival.against_control(treatment, control, scale, HORIZON)


def _cases() -> list[object]:
    found: list[tuple[str, Callable[..., Estimator], tuple[Statistic, ...]]] = []

    def add(name: str, make: Callable[..., Estimator], *data: tuple[Statistic, ...]) -> None:
        found.extend((f"{name} {at}", make, arms) for at, arms in enumerate(data))

    coded = [Coded(successes=x, trials=n) for x, n in ((0, 1), (1, 1), (0, 20), (20, 20), (1, BILLION))]
    add("theme", theme.against_benchmark, *((arm,) for arm in coded))
    amounts = [(1, 5.0, 0.0), (2, 5.0, 0.0), (2, 5.0, 1e-30), (BILLION, 1e9, 1.0), (50, 1e-9, 1e-20), (50, 0.0, 1.0)]
    moments = [Moments(n=n, mean=m, variance=v) for n, m, v in amounts]
    add("mean", mean.against_benchmark, *((arm,) for arm in moments))
    add("paired mean", paired.mean, *((arm,) for arm in moments))
    totals = [
        two(1, 3, 2, 0, 0),
        two(2, 3, 2, 0, 0),
        two(30, 0, 2, 0, 1),
        two(30, 3, 2, 1, 1, 1),
        two(BILLION, 3e-9, 1, 3e-9, 1),
        two(30, 3, 2, 4, 1, -1.9),
    ]
    add("ratio", ratio.against_benchmark, *((arm,) for arm in totals))
    for scale in Scale:
        add(f"means {scale}", _same(scale, mean.against_control), *((a, b) for a in moments for b in moments))
        add(f"ratios {scale}", _same(scale, ratio.against_control), *((a, b) for a in totals for b in totals))
        add(f"adjusted {scale}", _same(scale, adjusted.against_control), *((a, b) for a in totals for b in totals))
        events = [Events(events=x, exposure=t) for x, t in ((0, 1e-9), (0, 1e9), (1, 1e9), (BILLION, 1.0), (7, 3.0))]
        units = two(40, 2.5, 1, 30.0, 0.0)
        events.append(Events(events=100, exposure=40.0, units=units))
        events.append(Events(events=0, exposure=40.0, units=two(40, 0, 1, 0, 0)))
        events.append(Events(events=3, exposure=1.0, units=two(1, 3, 1, 0, 0)))
        add(f"rates {scale}", _same(scale, rate.against_control), *((a, b) for a in events for b in events))
        tables = [NOBODY_LEFT, ALL_GONE, ONE_PERSON, ONE_GONE, MANY, RARE, ALL_LOST, STAYED]
        add(f"retentions {scale}", _retained_apart(scale), *((a, b) for a in tables for b in tables))
    add("rate", rate.against_benchmark, *((arm,) for arm in events))
    add("retention", _retained, *((arm,) for arm in tables))
    scales = [
        likert(0, 0, 9, 0, 0),
        likert(1, 0, 0, 0, 0),
        likert(0, 0, 0, 0, 8),
        likert(8, 0, 0, 0, 0),
        likert(1, 2, 3, 4, 5),
        likert(*(BILLION // 5,) * 5),
    ]
    add("superiority", _superior, *((a, b) for a in scales for b in scales))
    add("top box", lambda arm: answers.against_benchmark(arm, Score.usual, 2), *((arm,) for arm in scales))
    promoters = [nps(1, 0, 0), nps(0, 9, 0), nps(0, 0, 9), nps(BILLION, 0, BILLION), nps(3, 2, 4)]
    add("promoters", lambda arm: answers.against_benchmark(arm, Score.nps, 1), *((arm,) for arm in promoters))
    add(
        "promoters apart",
        lambda a, b: answers.against_control(a, b, Score.nps, 1),
        *((a, b) for a in promoters for b in promoters),
    )
    changed = [(0, 0, 0, 1), (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 20, 0, 0), (0, 0, 20, 0), (9, 0, 0, 9)]
    changed += [(0, 5, 5, 0), (BILLION, 1, 0, BILLION), (BILLION, BILLION, BILLION, BILLION)]
    pairs = [Pairs(both=both, gained=up, lost=down, neither=no) for both, up, down, no in changed]
    add("paired proportion", paired.proportion, *((arm,) for arm in pairs))
    steps = [
        Tally(values=((0.0,),), counts=(9,)),
        Tally(values=((1.0,),), counts=(1,)),
        Tally(values=((1.0,),), counts=(12,)),
        Tally(values=((-1.0,), (0.0,), (1.0,)), counts=(BILLION, BILLION, BILLION)),
        Tally(values=((-1e-9,), (2e-9,)), counts=(4, 9)),
    ]
    add("signed rank", signed_rank.against_before, *((arm,) for arm in steps))
    return [pytest.param(make, arms, id=name) for name, make, arms in found]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("make", "arms"), _cases())
def test_extremes_have_limits_in_order_and_p_values(
    make: Callable[..., Estimator], arms: tuple[Statistic, ...]
) -> None:
    found = make(*arms)
    lower, upper = [found.lower(level) for level in (0.2, 0.05, 0.001)], [found.upper(level) for level in (0.2, 0.001)]
    assert not any(isnan(limit) for limit in (*lower, *upper))
    assert lower[2] <= lower[1] <= lower[0] <= upper[0] <= upper[1]
    for null in (-0.5, 0.0, 1e-9, 0.5, 0.999, 2.0):
        for p in (found.p_above(null), found.p_below(null)):
            assert 0 <= p <= 1
    if lower[0] > -inf or upper[0] < inf:
        assert not isnan(found.estimate)
