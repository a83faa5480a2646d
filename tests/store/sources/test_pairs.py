"""The same unit measured both ways, a row each: rows become pairs, and what is no pair is left out and counted."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.errors import Unreadable
from experiments.statistic import Pairs, Tally
from store.sources.files import preview, read

PAIRED = {"comparison": "paired", "control": "before", "columns": {"arm": "when", "pair": "who"}}
SHARE = {"name": "done", "bar": 0.0, "target": 0.1}
MEAN = {"name": "time", "kind": "mean", "bar": 0.0, "target": 1.0}
STEPS = {"name": "ease", "kind": "ordinal", "levels": ["bad", "fine", "good"], "bar": 0.0, "target": 0.1}
THEME = {**SHARE, "kind": "theme"}
ROWS = (
    "who,when,done,time,ease\n"
    "a,before,0,10,bad\na,after,1,7.5,good\n"
    "b,after,1,4,fine\nb,before,1,4,fine\n"
    "c,before,1,3,good\nc,after,0,8,fine\n"
    "d,before,0,2,bad\nd,after,0,,\n"
)


def test_pairs_that_gained_lost_or_stayed(csv, planned) -> None:
    for metric in (SHARE, THEME):
        found = read(csv(ROWS), planned(metric, **PAIRED))
        assert list(found.arms) == ["after"]
        assert found.arms["after"].units == 4
        assert found.arms["after"].statistics["done"] == Pairs(both=1, gained=1, lost=1, neither=1)
        assert found.source.rows == 8


def test_pairs_without_any_value_are_all_missing(csv, planned) -> None:
    data = read(csv("who,when,done\na,before,\na,after,\n"), planned(SHARE, **PAIRED)).arms["after"]
    assert (data.statistics["done"].n, data.missing) == (0, {"done": 1})


def test_differences_are_treatment_less_control(csv, planned) -> None:
    data = read(csv(ROWS), planned(MEAN, **PAIRED)).arms["after"]
    found = data.statistics["time"]
    assert (found.n, found.mean, found.variance, found.largest) == (3, 2.5 / 3, pytest.approx(14.5833333333), 5.0)
    assert data.missing == {"time": 1}


def test_answers_move_by_levels(csv, planned) -> None:
    data = read(csv(ROWS), planned(STEPS, **PAIRED)).arms["after"]
    assert data.statistics["ease"] == Tally(values=((-1.0,), (0.0,), (2.0,)), counts=(1, 1, 1))
    assert data.missing == {"ease": 1}


def test_differences_of_large_values_lose_no_digits(parquet, planned) -> None:
    rng = np.random.default_rng(4)
    before, change = rng.normal(1e8, 5, 5000), np.round(rng.normal(0.25, 1, 5000) * 1024) / 1024
    before = np.round(before)
    order = rng.permutation(10_000)
    table = {
        "who": np.r_[np.arange(5000), np.arange(5000)][order],
        "when": np.array(["before"] * 5000 + ["after"] * 5000)[order],
        "time": np.r_[before, before + change][order],
    }
    found = read(parquet(table), planned(MEAN, **PAIRED)).arms["after"].statistics["time"]
    assert found.mean == pytest.approx(change.mean(), rel=1e-12)
    assert found.variance == pytest.approx(change.var(ddof=1), rel=1e-10)


def test_half_a_pair_is_left_out_and_counted(csv, planned) -> None:
    rows = "a,before,0\na,after,1\nb,before,1\nc,after,1\n"
    found = read(csv(f"who,when,done\n{rows}"), planned(SHARE, **PAIRED))
    data = found.arms["after"]
    assert (data.units, data.statistics["done"].n, data.missing) == (3, 1, {"done": 2})
    assert found.faults.duplicate_units == 0
    assert found.faults.examples == ("'b' without a row of after", "'c' without a row of before")


def test_a_pair_with_a_side_twice_is_a_duplicate_and_left_out(csv, planned) -> None:
    rows = "a,before,0\na,after,1\nb,before,1\nb,after,1\nb,after,0\n"
    found = read(csv(f"who,when,done\n{rows}"), planned(SHARE, **PAIRED))
    assert (found.faults.duplicate_units, found.faults.examples) == (1, ("'b' in 2 rows of after",))
    assert found.arms["after"].statistics["done"] == Pairs(both=0, gained=1, lost=0, neither=0)
    assert found.arms["after"].missing == {"done": 1}


def test_other_values_of_the_arm_column_are_left_out_where_the_plan_names_two(csv, planned) -> None:
    rows = "a,before,0\na,after,1\na,later,1\nb,,1\n"
    path = csv(f"who,when,done\n{rows}")
    found = read(path, planned(SHARE, **PAIRED, shares={"before": 0.5, "after": 0.5}))
    assert (found.faults.unknown_arms, found.faults.rows_without_arm) == ({"later": 1}, 1)
    assert found.arms["after"].units == 1
    with pytest.raises(Unreadable, match=r"holds 'after', 'before', 'later'; a pair has two sides"):
        read(path, planned(SHARE, **PAIRED))


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"columns": {"arm": "when"}}, "which rows belong together: set columns.pair to one of 'who', 'when', 'done'"),
        ({"columns": {"pair": "who"}}, "which side of its pair a row is: set columns.arm to one of 'who', 'when'"),
        ({"control": ""}, "set control to one of the values of column 'when'"),
        ({"control": "first"}, "holds 'after', 'before', and not the control side 'first'"),
        ({"columns": {"arm": "when", "pair": "whom"}}, "there is no column 'whom' (the pair); did you mean 'who'"),
    ],
)
def test_what_the_plan_does_not_say_is_asked_for(csv, planned, fields, says) -> None:
    with pytest.raises(Unreadable) as refused:
        read(csv("who,when,done\na,before,0\na,after,1\n"), planned(SHARE, **{**PAIRED, **fields}))
    assert says in str(refused.value)


def test_rows_that_make_no_pair_are_refused(csv, planned) -> None:
    with pytest.raises(
        Unreadable, match=r"no value of column 'who' \(the pair\) stands in one row of 'before' and one"
    ):
        read(csv("who,when,done\na,before,0\nb,after,1\n"), planned(SHARE, **PAIRED))
    with pytest.raises(Unreadable, match=r"holds 'before' alone; a pair needs a row of another side"):
        read(csv("who,when,done\na,before,0\nb,before,1\n"), planned(SHARE, **PAIRED))
    with pytest.raises(Unreadable, match=r"line 3, column 'who' \(the pair\) is empty; every row needs its pair"):
        read(csv("who,when,done\na,before,0\n,after,1\na,after,1\n"), planned(SHARE, **PAIRED))
    with pytest.raises(Unreadable, match="has a header and no rows"):
        read(csv("who,when,done\n"), planned(SHARE, **PAIRED))


def test_a_value_that_cannot_be_is_refused_with_its_line(csv, planned) -> None:
    with pytest.raises(Unreadable, match=r"line 10, column 'done' \(metric 'done'\): 'maybe' is not possible"):
        read(csv(f"{ROWS}e,after,maybe,1,bad\n"), planned(SHARE, **PAIRED))
    with pytest.raises(Unreadable, match=r"line 10, column 'ease' .*'great' is not possible; the levels are 'bad'"):
        read(csv(f"{ROWS}e,after,1,1,great\n"), planned(STEPS, **PAIRED))


def test_a_preview_reads_pairs_under_the_plan(csv, planned) -> None:
    found = preview(csv(ROWS), planned(SHARE, MEAN, STEPS, **PAIRED))
    assert (found.refusal, found.unit, found.rows) == ("", "who", 8)
    assert found.reading.arms["after"].units == 4


def test_columns_called_as_the_reader_calls_its_own_are_not_mixed_up(parquet, planned) -> None:
    table = {
        "key": ["before", "after", "before", "after"],
        "arm": [1, 1, 2, 2],
        "metric_0": [True, True, False, True],
        "rows": [1.0, 2.0, 3.0, 5.0],
    }
    plan = planned(
        {**SHARE, "column": "metric_0"},
        {**MEAN, "column": "rows"},
        comparison="paired",
        control="before",
        columns={"arm": "key", "pair": "arm"},
    )
    found = read(parquet(table), plan).arms["after"].statistics
    assert found["done"] == Pairs(both=1, gained=1, lost=0, neither=0)
    assert found["time"].mean == 1.5


def test_both_sides_of_a_pair_lie_between_the_ends_and_their_difference_may_not(csv, planned) -> None:
    metric = {"name": "rating", "kind": "mean", "bar": 0.0, "target": 1.0, "sd": 1.0, "between": [1, 5]}
    plan = planned(metric, **PAIRED)
    rows = "who,when,rating\n1,before,5\n1,after,1\n2,before,2\n2,after,4\n"
    assert read(csv(rows), plan).arms["after"].statistics["rating"].mean == -1
    with pytest.raises(
        Unreadable, match=r"line 5, column 'rating' .*: '6' is not possible; its values lie between 1 a"
    ):
        read(csv(rows.replace("2,after,4", "2,after,6")), plan)
