"""Every kind of metric, from plan and statistics to a verdict a reader understands."""

from __future__ import annotations

from typing import Any

import pytest

from experiments.errors import InvalidField
from experiments.plan import Plan
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
from experiments.verdict import Outcome
from tests.experiments.recorded import judged

SCALE = ("1", "2", "3", "4", "5")


def plan(comparison: str = "control", /, columns: dict[str, str] | None = None, **metric: Any) -> Plan:
    fields: dict[str, Any] = {"comparison": comparison, "metric": [{"name": "m", "bar": 0.0, "target": 0.1} | metric]}
    if comparison != "benchmark":
        fields["control"] = "old"
    return Plan.of(fields | ({"columns": columns} if columns else {}))


def per_unit(n: int, means: tuple[float, float], sds: tuple[float, float], r: float) -> CrossMoments:
    shared = r * sds[0] * sds[1]
    covariance = ((sds[0] ** 2, shared), (shared, sds[1] ** 2))
    return CrossMoments(n=n, names=("numerator", "denominator"), means=means, covariance=covariance)


def answers(*counts: int) -> Categories:
    return Categories(levels=SCALE, counts=counts)


ONE_GROUP = [
    ("theme", {"bar": 0.3, "target": 0.5}, Coded(successes=14, trials=20, both=8, neither=5), "14 of 20 (70%)"),
    ("ratio", {"bar": 1.0, "target": 2.0}, per_unit(100, (6.0, 3.0), (1.0, 0.5), 0.2), "2 (n 100)"),
    ("rate", {"bar": 0.01, "target": 0.05, "exposure_per_unit": 1}, Events(events=40, exposure=800), "40 in 800"),
    ("ordinal", {"bar": 0.2, "target": 0.5, "levels": SCALE, "top": 2}, answers(1, 4, 5, 20, 30), "50 of 60"),
    ("ordinal", {"bar": 0.0, "target": 0.5, "score": "nps"}, None, "NPS 40 of 100"),
    (
        "time_to_event",
        {"bar": 0.3, "target": 0.6, "horizon": 30},
        EventTable(times=(5, 20, 40), events=(10, 20, 5), censored=(0, 4, 61)),
        "without the event at 30",
    ),
]


@pytest.mark.parametrize(("kind", "metric", "statistic", "seen"), ONE_GROUP)
def test_each_kind_is_judged_against_a_benchmark_and_says_what_was_seen(
    kind: str, metric: dict[str, Any], statistic: Any, seen: str
) -> None:
    if statistic is None:
        levels = tuple(str(level) for level in range(11))
        statistic = Categories(levels=levels, counts=(0, 0, 0, 0, 0, 10, 10, 10, 10, 30, 30))
    verdict = judged(plan("benchmark", kind=kind, **metric), {"all": statistic}, final=True)
    assert verdict.verdict is Outcome.invest, verdict.reason
    assert seen in verdict.reason
    assert verdict.caution is not None


AGAINST_CONTROL = [
    ("theme", {"target": 0.3}, Coded(successes=40, trials=60), Coded(successes=15, trials=60), 25 / 60),
    (
        "ratio",
        {"target": 0.5},
        per_unit(400, (6.0, 3.0), (1.0, 0.5), 0.2),
        per_unit(400, (4.5, 3.0), (1.0, 0.5), 0.2),
        0.5,
    ),
    ("rate", {"target": 0.03}, Events(events=80, exposure=1000), Events(events=40, exposure=1000), 0.04),
    (
        "ordinal",
        {"bar": 0.5, "target": 0.6, "levels": SCALE},
        answers(2, 8, 20, 35, 35),
        answers(10, 20, 30, 25, 15),
        None,
    ),
    (
        "time_to_event",
        {"target": 0.2, "horizon": 30},
        EventTable(times=(5, 20, 40), events=(10, 20, 5), censored=(0, 4, 61)),
        EventTable(times=(5, 20, 40), events=(30, 40, 5), censored=(0, 4, 21)),
        None,
    ),
]


@pytest.mark.parametrize(("kind", "metric", "treatment", "control", "estimate"), AGAINST_CONTROL)
def test_each_kind_is_judged_against_control(
    kind: str, metric: dict[str, Any], treatment: Any, control: Any, estimate: float | None
) -> None:
    verdict = judged(plan(kind=kind, **metric), {"old": control, "new": treatment}, final=True)
    assert verdict.verdict is Outcome.invest, verdict.reason
    if estimate is not None:
        assert verdict.metrics[0].estimate == pytest.approx(estimate)
    swapped = judged(plan(kind=kind, **metric), {"old": treatment, "new": control}, final=True)
    assert swapped.verdict is Outcome.stop, swapped.reason


def test_the_chance_to_answer_better_is_said_as_such() -> None:
    ordinal = plan(kind="ordinal", levels=SCALE, bar=0.5, target=0.6)
    arms = {"old": answers(10, 20, 30, 25, 15), "new": answers(2, 8, 20, 35, 35)}
    assert "one of new answers better than one of old 68.5% of the time" in judged(ordinal, arms).reason


@pytest.mark.parametrize(
    ("metric", "statistic", "seen"),
    [
        ({"kind": "proportion"}, Pairs(both=20, gained=25, lost=5, neither=50), "25 gained and 5 lost of 100 pairs"),
        (
            {"kind": "mean", "target": 1.0},
            Moments(n=50, mean=1.2, variance=4.0),
            "1.2 (n 50), the mean change from before to after.",
        ),
        (
            {"kind": "ordinal", "levels": SCALE, "target": 0.3},
            Tally(values=((-1,), (0,), (1,), (2,)), counts=(4, 10, 22, 12)),
            "moved up",
        ),
    ],
)
def test_pairs_are_judged_as_one_group_of_changes(metric: dict[str, Any], statistic: Any, seen: str) -> None:
    verdict = judged(plan("paired", **metric), {"new": statistic}, final=True)
    assert verdict.verdict is Outcome.invest, verdict.reason
    assert seen in verdict.reason


def test_clusters_are_the_units_whatever_is_measured_in_them() -> None:
    clustered = plan(kind="mean", target=5.0, columns={"arm": "version", "cluster": "store"})
    arms = {"old": per_unit(40, (400.0, 4.0), (60.0, 0.1), 0.0), "new": per_unit(40, (440.0, 4.0), (60.0, 0.1), 0.0)}
    verdict = judged(clustered, arms, final=True)
    assert verdict.progress.units == 80
    assert verdict.metrics[0].estimate == pytest.approx(10.0)
    assert any("by store" in view.sentence for view in verdict.metrics[0].beside)


def test_covariates_are_said_and_what_they_explain() -> None:
    adjusted = plan(kind="mean", target=1.0, covariates=["before"])

    def cross(mean: float) -> CrossMoments:
        return CrossMoments(n=200, names=("m", "before"), means=(mean, 10.0), covariance=((4.0, 3.6), (3.6, 4.0)))

    verdict = judged(adjusted, {"old": cross(10.0), "new": cross(10.6)}, final=True)
    assert "a difference of +0.6 when adjusted for before. " in verdict.reason
    (view,) = verdict.metrics[0].beside
    assert view.numbers["explained"] == pytest.approx(0.81)
    assert verdict.verdict is Outcome.invest


@pytest.mark.parametrize(
    ("comparison", "metric", "columns", "told"),
    [
        ("control", {"kind": "ratio", "levels": SCALE}, None, "levels belongs to kind"),
        ("control", {"kind": "ordinal"}, None, "give its levels"),
        ("control", {"kind": "ordinal", "levels": ("1", "2", "1")}, None, "named twice"),
        ("control", {"kind": "ordinal", "levels": ("3", "1", "2")}, None, "out of order"),
        ("benchmark", {"kind": "ordinal", "levels": SCALE, "top": 5}, None, "would count every answer"),
        ("benchmark", {"kind": "ordinal", "score": "nps", "levels": SCALE}, None, "0 to 10"),
        ("control", {"kind": "time_to_event"}, None, "give its horizon"),
        ("control", {"kind": "price"}, None, "one group"),
        ("benchmark", {"kind": "price", "prices": ("a", "b")}, None, "name four"),
        ("benchmark", {"kind": "mean", "covariates": ("a",)}, None, "comparison of arms"),
        ("control", {"kind": "ordinal", "levels": SCALE, "scale": "relative"}, None, "no relative lift"),
        ("paired", {"kind": "rate"}, None, "pairs are judged for"),
        ("paired", {"kind": "mean", "scale": "relative"}, None, "by their difference"),
        ("control", {"kind": "time_to_event", "horizon": 3}, {"cluster": "shop"}, "with a cluster"),
        ("control", {"kind": "mean", "covariates": ("a",)}, {"cluster": "shop"}, "clusters cannot be used"),
    ],
)
def test_a_plan_no_method_fits_is_refused_with_the_way_out(
    comparison: str, metric: dict[str, Any], columns: dict[str, str] | None, told: str
) -> None:
    with pytest.raises(InvalidField, match=told):
        plan(comparison, columns, **metric)


def test_cluster_and_pair_may_be_written_where_a_reader_would_look_for_them() -> None:
    beside_metric = plan(kind="mean", cluster="store")
    assert beside_metric.columns.cluster == "store"
    with pytest.raises(InvalidField, match="'store' and 'shop'"):
        plan("control", {"cluster": "store"}, kind="mean", cluster="shop")


def test_a_statistic_of_another_form_is_refused() -> None:
    with pytest.raises(InvalidField, match="record how many chose each level"):
        judged(plan(kind="ordinal", levels=SCALE, bar=0.5, target=0.6), {"old": Counts(successes=1, trials=2)})
    other = Categories(levels=("bad", "good"), counts=(1, 2))
    with pytest.raises(InvalidField, match="the plan's levels are"):
        judged(plan(kind="ordinal", levels=SCALE, bar=0.5, target=0.6), {"old": other, "new": other})
