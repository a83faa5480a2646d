"""Rates, and times to an event: what each unit was exposed to, how long it was seen, and what may not stand there."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.errors import Unreadable
from experiments.statistic import EventTable
from store.sources import query
from store.sources.files import read

RATE = {"name": "calls", "kind": "rate", "exposure": "days", "bar": 0.0, "target": 0.1}
TIME = {
    "name": "stay",
    "kind": "time_to_event",
    "time": "days",
    "event": "left",
    "horizon": 30,
    "bar": 0,
    "target": 0.1,
}


def test_events_and_exposure_are_summed_and_vary_by_unit(csv, planned) -> None:
    rows = "old,1,2.5\nold,0,1\nold,5,4\nnew,3,0.5\nnew,2.0,1.5\n"
    arms = read(csv(f"arm,calls,days\n{rows}"), planned(RATE)).arms
    old = arms["old"].statistics["calls"]
    assert (old.events, old.exposure, old.n) == (6, 7.5, 3)
    assert old.units.names == ("events", "exposure")
    assert (old.units.means, old.units.covariance) == ((2.0, 2.5), ((7.0, 3.75), (3.75, 2.25)))
    assert (arms["new"].statistics["calls"].events, arms["new"].statistics["calls"].exposure) == (5, 2.0)


def test_a_unit_never_exposed_tells_nothing_and_counts_as_missing(csv, planned) -> None:
    arms = read(csv("arm,calls,days\nold,1,2\nold,0,0\nold,,3\nold,2,\nnew,1,1\n"), planned(RATE)).arms
    assert (arms["old"].units, arms["old"].statistics["calls"].units.n, arms["old"].missing) == (4, 1, {"calls": 3})
    assert arms["old"].statistics["calls"].exposure == 2.0


def test_an_arm_that_was_never_exposed_has_no_rate(csv, planned) -> None:
    arms = read(csv("arm,calls,days\nold,1,2\nnew,0,0\n"), planned(RATE)).arms
    assert (arms["new"].units, arms["new"].statistics, arms["new"].missing) == (1, {}, {"calls": 1})


def test_many_events_are_counted_to_the_last_one(parquet, one_group) -> None:
    rng = np.random.default_rng(1)
    events, days = rng.poisson(1e8, 5000), rng.gamma(2, 10, 5000)
    found = read(parquet({"calls": events, "days": days}), one_group(RATE)).arms["all"].statistics["calls"]
    assert found.events == int(events.sum())
    assert found.exposure == pytest.approx(days.sum(), rel=1e-13)


def test_more_events_than_can_be_are_refused(parquet, one_group) -> None:
    with pytest.raises(Unreadable, match=r"column 'calls' .* adds up to 2,000,000,000,000 events, more than"):
        read(parquet({"calls": [10**12] * 2, "days": [1, 1]}), one_group(RATE))


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (
            "1.5,1",
            "line 3, column 'calls' (metric 'calls'): '1.5' is not possible; events are whole numbers, 0 or more",
        ),
        ("-1,1", "line 3, column 'calls' (metric 'calls'): '-1' is not possible; events are whole numbers, 0 or more"),
        ("1,-1", "line 3, column 'days' (metric 'calls'): '-1' is not possible; an exposure is a number, 0 or more"),
        ("1,0", "line 3, column 'days' (metric 'calls'): '0' is not possible; a row with events needs an exposure"),
        ("1,inf", "line 3, column 'days' (metric 'calls'): 'inf' is not possible"),
    ],
)
def test_events_and_exposures_that_cannot_be_are_refused_with_their_line(csv, one_group, row, says) -> None:
    with pytest.raises(Unreadable) as refused:
        read(csv(f"calls,days\n1,1\n{row}\n"), one_group(RATE))
    assert says in str(refused.value)


@pytest.mark.parametrize(("metric", "key"), [(RATE, "exposure"), (TIME, "time"), (TIME, "event")])
def test_a_column_that_is_not_named_is_asked_for_by_its_key(csv, one_group, metric, key) -> None:
    metric = {name: value for name, value in metric.items() if name != key}
    with pytest.raises(Unreadable, match=rf"metric '{metric['name']}' is a .*: set its {key} to the column of"):
        read(csv("calls,days,left\n1,2,0\n"), one_group(metric))


def test_each_different_time_has_its_events_and_its_losses(csv, planned) -> None:
    rows = "old,3,yes\nold,3,no\nold,1.5,1\nold,3.0,yes\nnew,2,0\nnew,,1\nnew,4,\n"
    arms = read(csv(f"arm,days,left\n{rows}"), planned(TIME)).arms
    assert arms["old"].statistics["stay"] == EventTable(times=(1.5, 3.0), events=(1, 2), censored=(0, 1))
    assert arms["new"].statistics["stay"] == EventTable(times=(2.0,), events=(0,), censored=(1,))
    assert (arms["new"].units, arms["new"].missing) == (3, {"stay": 2})


def test_an_arm_in_which_nothing_is_known_has_an_empty_table(csv, planned) -> None:
    arms = read(csv("arm,days,left\nold,3,yes\nnew,,\n"), planned(TIME)).arms
    assert arms["new"].statistics["stay"].n == 0
    assert arms["new"].missing == {"stay": 1}


@pytest.mark.parametrize("time", ["0", "-2", "0.0"])
def test_a_time_that_is_not_above_zero_is_refused_with_its_line(csv, one_group, time) -> None:
    with pytest.raises(Unreadable) as refused:
        read(csv(f"days,left\n3,1\n{time},0\n"), one_group(TIME))
    assert f"line 3, column 'days' (metric 'stay'): '{time}' is not possible; a time is a number above 0" in str(
        refused.value
    )
    assert "a unit that left at once has a small time, not none" in str(refused.value)


def test_an_event_that_is_neither_yes_nor_no_is_refused(csv, one_group) -> None:
    with pytest.raises(
        Unreadable, match=r"line 2, column 'left' \(metric 'stay'\): 'churned' is not possible; it takes 1"
    ):
        read(csv("days,left\n3,churned\n"), one_group(TIME))


def test_too_many_different_times_are_refused_with_a_way_out(parquet, one_group, monkeypatch) -> None:
    monkeypatch.setattr(query, "MOST_DISTINCT", 1000)
    times = {"days": np.arange(1, 1002) / 7, "left": [True] * 1001}
    with pytest.raises(
        Unreadable, match=r"column 'days' \(metric 'stay'\) holds more than 1,000 different values; round"
    ):
        read(parquet(times), one_group(TIME))
    assert read(parquet({**times, "days": np.arange(1, 1002) // 2 + 1}), one_group(TIME)).arms["all"].units == 1001
