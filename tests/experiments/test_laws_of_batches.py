"""Batches in any split and order give the same verdict, for every form of data."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.plan import Plan
from experiments.statistic import CrossMoments, Events, Statistic
from tests.experiments.every_estimator import (
    categories,
    coded,
    counts,
    event_tables,
    events,
    moments,
    pairs,
    steps,
    totals,
)
from tests.experiments.recorded import judged, shape

_LEVELS = {"levels": ("1", "2", "3", "4", "5")}
_TIMES = {"time": "days", "event": "left", "horizon": 5}


def _adjusted() -> st.SearchStrategy[Statistic]:
    return totals.map(
        lambda found: CrossMoments(n=found.n, names=("y", "x"), means=found.means, covariance=found.covariance)
    )


FORMS: dict[str, tuple[str, dict[str, Any], st.SearchStrategy[Any]]] = {
    "counts": ("benchmark", {"kind": "proportion", "bar": 0.3, "target": 0.5}, counts(most=40)),
    "two counts": ("control", {"kind": "proportion"}, counts(most=15)),
    "coded": ("benchmark", {"kind": "theme", "bar": 0.3, "target": 0.5}, coded()),
    "moments": ("control", {"kind": "mean"}, moments()),
    "totals": ("control", {"kind": "ratio", "numerator": "y", "denominator": "x"}, totals),
    "adjusted": ("control", {"kind": "mean", "covariates": ("x",)}, _adjusted()),
    "events": ("control", {"kind": "rate", "exposure": "hours"}, events()),
    "events of units": ("control", {"kind": "rate", "exposure": "hours"}, events(units=True)),
    "levels": ("control", {"kind": "ordinal", "bar": 0.5, "target": 0.6, **_LEVELS}, categories()),
    "event table": ("control", {"kind": "time_to_event", **_TIMES}, event_tables()),
    "pairs": ("paired", {"kind": "proportion"}, pairs()),
    "differences": ("paired", {"kind": "mean"}, moments()),
    "steps": ("paired", {"kind": "ordinal", "bar": 0.1, "target": 0.3, **_LEVELS}, steps()),
}


def _plan(comparison: str, metric: dict[str, Any]) -> Plan:
    against = {"control": "old"} if comparison == "control" else {}
    return Plan.of(
        {"comparison": comparison, **against, "metric": [{"name": "m", "bar": 0.0, "target": 0.1, **metric}]}
    )


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
@settings(max_examples=8)
def test_any_split_and_order_of_batches_gives_the_same_verdict(form: str, data: st.DataObject) -> None:
    comparison, metric, strategy = FORMS[form]
    plan = _plan(comparison, metric)
    names = ("new", "old") if comparison == "control" else ("all",)
    arms = {name: data.draw(st.lists(strategy, min_size=2, max_size=3)) for name in names}
    whole = judged(plan, {name: _sum(parts) for name, parts in arms.items()})
    split = judged(plan, *_batches(arms))
    turned = judged(plan, *reversed(_batches(arms)))
    assert whole.verdict is split.verdict is turned.verdict
    for other in (split, turned):
        assert shape(other) == pytest.approx(shape(whole), rel=1e-6, abs=1e-8, nan_ok=True)


def _sum(parts: list[Any]) -> Any:
    total = parts[0]
    for part in parts[1:]:
        total = total.plus(part)
    return total


def _batches(arms: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """All arms in the first batch, then one batch per part that is left."""
    first = {name: parts[0] for name, parts in arms.items()}
    return [first, *({name: part} for name, parts in arms.items() for part in parts[1:])]


@given(once=events(units=True), below=st.floats(0.3, 0.99), above=st.floats(1.0, 2.0))
@settings(max_examples=60)
def test_twice_the_same_rates_of_units_invest_where_once_did(once: Events, below: float, above: float) -> None:
    """However much events cluster in units: no way of judging gives way to another as clustering shows."""
    rate = once.events / once.exposure
    plan = _plan("benchmark", {"kind": "rate", "exposure": "hours", "bar": rate * below, "target": rate * above})
    if judged(plan, {"all": once}).verdict == "invest":
        assert judged(plan, {"all": once.plus(once)}).verdict == "invest"


def test_five_units_of_which_one_brings_most_events_clear_no_bar_once_or_twice() -> None:
    units = CrossMoments(n=5, names=("y", "e"), means=(1.0, 1.0), covariance=((3.0, 0.0), (0.0, 0.1)))
    once = Events(events=5, exposure=5.0, units=units)
    plan = _plan("benchmark", {"kind": "rate", "exposure": "hours", "bar": 0.35, "target": 1.5})
    assert judged(plan, {"all": once}).verdict != "invest"
    assert judged(plan, {"all": once.plus(once)}).verdict != "invest"
    assert judged(plan, {"all": once.plus(once).plus(once).plus(once)}).verdict == "invest"
