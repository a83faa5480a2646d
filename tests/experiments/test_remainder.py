"""What a later reading has beyond an earlier one adds up with it to the later one, for every statistic."""

from __future__ import annotations

from typing import Any

import pytest

from experiments.observation import ArmData, Statistic
from experiments.pooling import plus
from experiments.remainder import remainder
from experiments.statistic import (
    Categories,
    Coded,
    Counts,
    CrossMoments,
    Events,
    EventTable,
    Moments,
    Pairs,
    Tally,
)


def cross(n: int, shift: float = 0.0) -> CrossMoments:
    return CrossMoments(
        n=n, names=("a", "b"), means=(2 + shift, 5 - shift), covariance=((1.5, 0.3), (0.3, 2.0 + shift))
    )


BATCHES: list[tuple[Any, Any]] = [
    (Counts(successes=3, trials=20), Counts(successes=0, trials=9)),
    (Moments(n=20, mean=1e6, variance=4.0, largest=1e6 + 7), Moments(n=5, mean=1e6 + 2, variance=0.5, largest=1e6 + 9)),
    (Moments(n=20, mean=2.0, variance=4.0), Moments(n=1, mean=-3.0, variance=0.0)),
    (cross(20), cross(7, 0.5)),
    (Events(events=4, exposure=30.5, units=cross(9)), Events(events=1, exposure=8.25, units=cross(3, 0.25))),
    (Events(events=4, exposure=30.5, over=12), Events(events=0, exposure=8.25, over=2)),
    (Categories(levels=("bad", "good"), counts=(3, 4)), Categories(levels=("bad", "good"), counts=(0, 5))),
    (
        EventTable(times=(1.0, 2.0), events=(3, 1), censored=(0, 2)),
        EventTable(times=(2.0, 4.0), events=(1, 1), censored=(0, 1)),
    ),
    (Pairs(both=3, gained=5, lost=1, neither=9), Pairs(both=1, gained=0, lost=2, neither=0)),
    (Coded(successes=5, trials=12, both=3, neither=4), Coded(successes=1, trials=4, only_first=1)),
    (Tally(values=((1.0,), (2.0,)), counts=(3, 1)), Tally(values=((2.0,), (5.0,)), counts=(1, 2))),
]


def arm(statistic: Statistic, extra: int = 2) -> ArmData:
    return ArmData(units=statistic.n + extra, statistics={"metric": statistic}, missing={"metric": extra})


def close(one: Any, other: Any) -> bool:
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(close(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(close, one, other))
    return one == pytest.approx(other, rel=1e-9, abs=1e-9) if isinstance(one, float) else bool(one == other)


@pytest.mark.parametrize(("earlier", "since"), BATCHES, ids=lambda batch: batch.kind)
def test_what_came_since_is_found_again(earlier: Statistic, since: Statistic) -> None:
    whole = plus(arm(earlier), arm(since))
    found = remainder(whole, arm(earlier))
    assert found is not None
    assert (found.units, found.missing) == (arm(since).units, {"metric": 2})
    assert close(found.statistics["metric"].model_dump(exclude={"largest"}), since.model_dump(exclude={"largest"}))
    assert close(plus(arm(earlier), found).model_dump(), whole.model_dump())


@pytest.mark.parametrize(("earlier", "since"), BATCHES, ids=lambda batch: batch.kind)
def test_a_part_that_is_larger_than_the_whole_is_no_part(earlier: Statistic, since: Statistic) -> None:
    assert remainder(arm(earlier), plus(arm(earlier), arm(since))) is None


@pytest.mark.parametrize(
    ("earlier", "now"),
    [
        (Counts(successes=9, trials=20), Counts(successes=8, trials=30)),
        (Counts(successes=1, trials=20), Counts(successes=12, trials=22)),
        (Moments(n=20, mean=5.0, variance=90.0), Moments(n=25, mean=5.0, variance=1.0)),
        (Moments(n=20, mean=5.0, variance=9.0), Moments(n=20, mean=5.1, variance=9.0)),
        (Categories(levels=("a", "b"), counts=(5, 5)), Categories(levels=("a", "b"), counts=(4, 9))),
        (Counts(successes=1, trials=20), Moments(n=25, mean=5.0, variance=1.0)),
    ],
)
def test_a_past_that_has_changed_is_seen(earlier: Statistic, now: Statistic) -> None:
    assert remainder(arm(now), arm(earlier)) is None
