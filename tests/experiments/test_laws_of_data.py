"""Laws about the data: another unit of measurement, another split into batches, more of the same."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import pairwise
from math import isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.inference import Estimator
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
from tests.experiments.every_estimator import EVERY, HORIZON, Kind

few = settings(max_examples=12)
factors = st.sampled_from([1e-6, 0.01, 100.0, 1e6])


def named(*names: str) -> list[Kind]:
    return [next(kind for kind in EVERY if kind.name == name) for name in names]


# Another unit


def scaled(statistic: Statistic, factor: float) -> Statistic:
    """The same data with the measured amount (the first variable) in another unit; exposure, where events are rare."""
    match statistic:
        case Moments():
            return Moments(n=statistic.n, mean=statistic.mean * factor, variance=statistic.variance * factor**2)
        case CrossMoments():
            by = [factor, *[1.0] * (len(statistic.names) - 1)]
            covariance = tuple(
                tuple(value * by[i] * by[j] for j, value in enumerate(row))
                for i, row in enumerate(statistic.covariance)
            )
            means = tuple(mean * each for mean, each in zip(statistic.means, by, strict=True))
            return CrossMoments(n=statistic.n, names=statistic.names, means=means, covariance=covariance)
        case Events():
            return Events(events=statistic.events, exposure=statistic.exposure / factor, over=statistic.over)
        case Tally():
            values = tuple(tuple(value * factor for value in row) for row in statistic.values)
            return Tally(values=values, counts=statistic.counts)
        case _:
            raise AssertionError(statistic.kind)


IN_UNITS = named(
    "mean",
    "ratio",
    "rate",
    "paired mean",
    "signed rank",
    "means, difference",
    "ratios, difference",
    "adjusted means, difference",
    "rates, difference",
)
WITHOUT = named("means, lift", "ratios, lift", "adjusted means, lift", "rates, lift")


@pytest.mark.parametrize("kind", IN_UNITS, ids=str)
@given(data=st.data(), factor=factors)
@few
def test_another_unit_scales_estimate_and_limits(kind: Kind, data: st.DataObject, factor: float) -> None:
    arms = data.draw(kind.arms)
    found, other = kind.make(*arms), kind.make(*(scaled(arm, factor) for arm in arms))
    width = found.upper(0.025) - found.lower(0.025)
    slack = factor * (1e-6 * width if isfinite(width) else 1e-9)
    for here, there in zip(_numbers(found), _numbers(other), strict=True):
        assert there == pytest.approx(factor * here, rel=1e-6, abs=slack)


@pytest.mark.parametrize("kind", WITHOUT, ids=str)
@given(data=st.data(), factor=factors)
@few
def test_another_unit_leaves_a_lift_alone(kind: Kind, data: st.DataObject, factor: float) -> None:
    arms = data.draw(kind.arms)
    found, other = kind.make(*arms), kind.make(*(scaled(arm, factor) for arm in arms))
    for here, there in zip(_numbers(found), _numbers(other), strict=True):
        assert there == pytest.approx(here, rel=1e-5, abs=1e-8)


@pytest.mark.parametrize("kind", named("adjusted means, difference", "adjusted means, lift"), ids=str)
@given(data=st.data(), factor=st.sampled_from([1e-3, 1e3]))
@few
def test_the_unit_of_a_covariate_does_not_matter(kind: Kind, data: st.DataObject, factor: float) -> None:
    arms = data.draw(kind.arms)
    found, other = kind.make(*arms), kind.make(*(_other_covariate(arm, factor) for arm in arms))
    for here, there in zip(_numbers(found), _numbers(other), strict=True):
        assert there == pytest.approx(here, rel=1e-5, abs=1e-7)


def _other_covariate(arm: CrossMoments, factor: float) -> CrossMoments:
    by = [1.0] * (len(arm.names) - 1) + [factor]
    return CrossMoments(
        n=arm.n,
        names=arm.names,
        means=tuple(mean * each for mean, each in zip(arm.means, by, strict=True)),
        covariance=tuple(
            tuple(value * by[i] * by[j] for j, value in enumerate(row)) for i, row in enumerate(arm.covariance)
        ),
    )


@pytest.mark.parametrize("kind", named("retention", "retentions, difference", "retentions, ratio"), ids=str)
@given(data=st.data())
@few
def test_what_happens_after_the_horizon_does_not_matter(kind: Kind, data: st.DataObject) -> None:
    arms = data.draw(kind.arms)
    cut = [_seen_until_the_horizon(arm) for arm in arms]
    assert _numbers(kind.make(*cut)) == pytest.approx(_numbers(kind.make(*arms)), rel=1e-12)


def _seen_until_the_horizon(table: EventTable) -> EventTable:
    rows = zip(table.times, table.events, table.censored, strict=True)
    kept = [(time, events, lost) for time, events, lost in rows if time <= HORIZON]
    left = table.n - sum(events + lost for _, events, lost in kept)
    kept.append((HORIZON + 1, 0, left))
    return EventTable(
        times=tuple(row[0] for row in kept),
        events=tuple(row[1] for row in kept),
        censored=tuple(row[2] for row in kept),
    )


# Batches


@pytest.mark.parametrize("kind", EVERY, ids=str)
@given(data=st.data())
@few
def test_batches_add_up_in_any_order(kind: Kind, data: st.DataObject) -> None:
    """Three batches of an arm, joined in two orders and two groupings, are judged alike."""
    arms = [data.draw(kind.arms) for _ in range(3)]
    firsts = [batch[0] for batch in arms]
    rest = arms[0][1:]
    one, two, three = firsts
    ways = [one.plus(two).plus(three), three.plus(one.plus(two)), two.plus(three).plus(one)]
    assert {way.n for way in ways} == {sum(batch.n for batch in firsts)}
    expected = _numbers(kind.make(ways[0], *rest))
    for way in ways[1:]:
        assert _numbers(kind.make(way, *rest)) == pytest.approx(expected, rel=1e-6, abs=1e-8)


def _moments_of(values: Sequence[float]) -> Moments:
    n, mean = len(values), sum(values) / len(values)
    variance = sum((value - mean) ** 2 for value in values) / (n - 1) if n > 1 else 0.0
    return Moments(n=n, mean=mean, variance=variance)


@given(
    values=st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=30),
    cuts=st.lists(st.integers(0, 30), max_size=4),
)
def test_moments_of_batches_are_those_of_all_values(values: list[float], cuts: list[int]) -> None:
    edges = [0, *sorted({min(cut, len(values)) for cut in cuts}), len(values)]
    parts = [values[a:b] for a, b in pairwise(edges) if b > a]
    found, whole = reduce(Moments.plus, map(_moments_of, parts)), _moments_of(values)
    assert found.n == whole.n
    assert found.mean == pytest.approx(whole.mean, rel=1e-9, abs=1e-9)
    assert found.variance == pytest.approx(whole.variance, rel=1e-9, abs=1e-7)


# More of the same


def copies(statistic: Statistic, k: int) -> Statistic:
    """k times the same data: what ``plus`` makes of k equal batches."""
    match statistic:
        case (
            Counts() | Coded() | Moments() | CrossMoments() | Events() | Categories() | Pairs() | Tally() | EventTable()
        ):
            return reduce(lambda total, _: total.plus(statistic), range(k - 1), statistic)


@pytest.mark.parametrize("kind", EVERY, ids=str)
@given(data=st.data(), k=st.integers(2, 6), bar=st.floats(0.001, 0.999), target=st.floats(0.001, 2))
@few
def test_more_of_the_same_never_turns_invest_into_stop(
    kind: Kind, data: st.DataObject, k: int, bar: float, target: float
) -> None:
    """A bar anywhere below the lower limit, a target anywhere above the bar."""
    arms = data.draw(kind.arms)
    before, after = kind.make(*arms), kind.make(*(copies(arm, k) for arm in arms))
    lower, upper = before.lower(0.05), before.upper(0.2)
    if not isfinite(lower):
        return
    width = upper - lower if isfinite(upper) else 1.0
    cleared = lower - (bar + 1e-6) * width
    hoped = cleared + target * width
    invests, stops = after.lower(0.05) > cleared, after.upper(0.2) < hoped
    assert invests or not stops


def _numbers(found: Estimator) -> list[float]:
    return [found.estimate, found.lower(0.05), found.upper(0.2), found.lower(0.001)]
