"""When the product says that there is too little to hold its promises, and when it need not."""

from __future__ import annotations

import pytest

from experiments.health.few import few_or_constant
from experiments.health.skew import skew
from experiments.metric import Kind, Metric, Score
from experiments.observation import ArmData, Faults, Statistic
from experiments.pooling import Data
from experiments.statistic import Categories, CrossMoments, EventTable

NPS = Metric(name="m", kind=Kind.ordinal, score=Score.nps, bar=0.1, target=0.2)
STAY = Metric(name="m", kind=Kind.time_to_event, horizon=3, bar=0.5, target=0.6)
RATIO = Metric(name="m", kind=Kind.ratio, bar=1, target=2)


def _said(metric: Metric, *arms: Statistic) -> list[str]:
    names = ("new", "old")
    held = {name: ArmData(units=found.n, statistics={"m": found}) for name, found in zip(names, arms, strict=False)}
    data = Data(held, Faults())
    return [check.message for check in (*few_or_constant(metric, data), *skew(metric, data))]


def _scores(low: int, middle: int, high: int) -> Categories:
    counts = (low, 0, 0, 0, 0, 0, 0, middle, 0, 0, high)
    return Categories(levels=tuple(str(answer) for answer in range(11)), counts=counts)


def _units(n: int, cv: float, spread: float = 0.04) -> CrossMoments:
    return CrossMoments(n=n, names=("y", "x"), means=(1.0, 1.0), covariance=((spread + cv**2, cv**2), (cv**2, cv**2)))


@pytest.mark.parametrize(
    ("arms", "warns"),
    [
        ([_scores(0, 40, 60)], False),  # a score interval needs no detractors
        ([_scores(10, 40, 15)], True),
        ([_scores(3, 10, 47), _scores(15, 50, 235)], True),  # the smaller arm has three detractors
        ([_scores(3, 10, 47), _scores(3, 10, 47)], False),  # in arms of one size the lack cancels
    ],
)
def test_a_promoter_score_is_doubted_where_few_are_on_either_side(arms: list[Categories], warns: bool) -> None:
    assert any("promoters and detractors" in said for said in _said(NPS, *arms)) == warns


def test_few_events_are_no_reason_to_doubt_a_share_who_stay_but_none_is() -> None:
    few = EventTable(times=(1.0, 3.0), events=(2, 0), censored=(0, 10))
    none = EventTable(times=(1.0, 3.0), events=(0, 0), censored=(0, 12))
    assert _said(STAY, few, few) == []
    assert "no event" in _said(STAY, few, none)[0]


@pytest.mark.parametrize(("n", "cv", "warns"), [(29, 0.1, True), (31, 0.1, False), (100, 1.3, True), (200, 1.3, False)])
def test_uneven_clusters_are_doubted_up_to_as_many_as_sixty_even_ones(n: int, cv: float, warns: bool) -> None:
    assert any("limits are wrong" in said for said in _said(RATIO, _units(n, cv), _units(n, cv))) == warns


def test_a_skewed_ratio_alone_is_doubted_for_longer_than_beside_an_equal_arm() -> None:
    skewed = _units(300, 0.1, spread=3.0)
    assert "or wider" in _said(RATIO, skewed)[0]
    assert _said(RATIO, skewed, skewed) == []
    assert _said(RATIO, _units(700, 0.1, spread=3.0)) == []


def test_clusters_are_called_clusters() -> None:
    held = {name: ArmData(units=20, statistics={"m": _units(20, 0.1)}) for name in ("new", "old")}
    (first, *_) = few_or_constant(RATIO, Data(held, Faults()), "clusters")
    assert "new has 20 clusters" in first.message
