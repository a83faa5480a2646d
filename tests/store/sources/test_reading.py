"""A file under a plan: arms, counts, moments, what is missing, and where it came from."""

from __future__ import annotations

import hashlib

import pyarrow as pa
import pytest

from experiments.errors import Unreadable
from experiments.observation import Counts, Moments
from store.sources.files import read

MEAN = {"name": "revenue", "kind": "mean", "bar": 0.0, "target": 1.0}
SHARE = {"name": "converted", "bar": 0.0, "target": 0.05}
BOTH = "arm,converted,revenue\nold,1,2.5\nold,0,\nnew,1,4\nnew,,-1.5\nnew,1,0\n"


def test_each_arm_has_its_counts_its_moments_and_what_is_missing(csv, planned) -> None:
    found = read(csv(BOTH), planned(SHARE, MEAN))
    old, new = found.arms["old"], found.arms["new"]
    assert (old.units, new.units) == (2, 3)
    assert old.statistics["converted"] == Counts(successes=1, trials=2)
    assert new.statistics["converted"] == Counts(successes=2, trials=2)
    assert old.statistics["revenue"] == Moments(n=1, mean=2.5, variance=0, largest=2.5)
    assert new.statistics["revenue"] == Moments(n=3, mean=2.5 / 3, variance=97 / 12, largest=4)
    assert (old.missing, new.missing) == ({"revenue": 1}, {"converted": 1})


def test_the_source_names_the_file_its_bytes_and_its_rows(csv, planned) -> None:
    path = csv(BOTH, "week 1.csv")
    source = read(path, planned()).source
    assert (source.kind, source.name, source.rows) == ("file", "week 1.csv", 5)
    assert source.digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_csv_and_parquet_give_the_same_reading(csv, parquet, planned) -> None:
    table = {
        "arm": ["old", "old", "new", "new", "new"],
        "converted": pa.array([1, 0, 1, None, 1], pa.int8()),
        "revenue": [2.5, None, 4.0, -1.5, 0.0],
    }
    plan = planned(SHARE, MEAN)
    written, stored = read(csv(BOTH), plan), read(parquet(table), plan)
    assert written.arms == stored.arms
    assert written.faults == stored.faults


def test_without_an_arm_column_all_rows_are_one_group(csv, one_group) -> None:
    path = csv("converted\n1\n0\n0\n")
    assert read(path, one_group()).arms["all"].statistics["converted"] == Counts(successes=1, trials=3)
    assert list(read(path, one_group(shares={"visitors": 1})).arms) == ["visitors"]


def test_arms_that_the_plan_does_not_know_are_counted_named_and_left_out(csv, planned) -> None:
    path = csv("arm,converted\nold,1\nnew,0\nNew,1\nholdout,1\nholdout,0\n,1\n  ,1\n")
    found = read(path, planned(shares={"old": 0.5, "new": 0.5}))
    assert {arm: data.units for arm, data in found.arms.items()} == {"old": 1, "new": 1}
    assert found.faults.unknown_arms == {"holdout": 2, "New": 1}
    assert found.faults.rows_without_arm == 2
    assert found.source.rows == 7


def test_an_arm_that_only_resembles_a_planned_one_is_named_so_that_it_can_be_told_apart(csv, planned) -> None:
    found = read(csv("arm,converted\nold,1\nnew,0\nnew ,1\n"), planned(shares={"old": 0.5, "new": 0.5}))
    assert found.faults.unknown_arms == {"'new '": 1}


def test_many_unknown_arms_are_named_twenty_at_most(csv, planned) -> None:
    rows = "".join(f"other {number:03},1\n" for number in range(30))
    found = read(csv(f"arm,converted\nold,1\nnew,0\n{rows}"), planned(shares={"old": 0.5, "new": 0.5}))
    assert len(found.faults.unknown_arms) == 21
    assert found.faults.unknown_arms["10 others"] == 10


def test_a_planned_arm_without_rows_is_there_and_empty(csv, planned) -> None:
    found = read(csv("arm,converted,revenue\nold,1,3\n"), planned(SHARE, MEAN, shares={"old": 0.5, "new": 0.5}))
    assert found.arms["new"].units == 0
    assert found.arms["new"].statistics["converted"] == Counts(successes=0, trials=0)


def test_a_column_without_any_value_counts_as_missing(csv, parquet, planned) -> None:
    plan = planned(SHARE, MEAN)
    for path in (
        csv("arm,converted,revenue\nold,,\nnew,,\n"),
        parquet({"arm": ["old", "new"], "converted": pa.nulls(2), "revenue": pa.nulls(2)}),
    ):
        for data in read(path, plan).arms.values():
            assert data.missing == {"converted": 1, "revenue": 1}
            assert data.statistics["revenue"] == Moments(n=0, mean=0, variance=0)


@pytest.mark.parametrize(
    ("fields", "rows", "says"),
    [
        ({"shares": {"old": 0.5, "new": 0.5}}, "a,1\nb,0\n", "holds 'a', 'b', but the plan's arms are 'old', 'new'"),
        ({}, "a,1\nb,0\n", "holds 'a', 'b', and not the control arm 'old'"),
        ({}, ",1\n,0\n", "is empty in every row"),
        ({}, "old,1\nnew ,0\n", "holds 'new ', which cannot name an arm"),
        ({"comparison": "benchmark", "control": ""}, "old,1\nnew,0\n", "but a benchmark has one group"),
        ({"columns": {}}, "old,1\nnew,0\n", "set columns.arm to one of 'arm', 'converted'"),
        ({"comparison": "paired", "control": ""}, "old,1\nnew,0\n", "which rows belong together: set columns.pair"),
    ],
)
def test_arms_that_do_not_fit_the_plan_are_refused_by_name(csv, planned, fields, rows, says) -> None:
    metric = {"name": "converted", "bar": 0.1, "target": 0.2}
    with pytest.raises(Unreadable, match=says):
        read(csv(f"arm,converted\n{rows}"), planned(metric, **fields))


def test_an_arm_column_of_a_thousand_values_is_taken_for_the_wrong_one(csv, planned) -> None:
    rows = "".join(f"user {number},1\n" for number in range(1001))
    with pytest.raises(Unreadable, match="more than 1,000 different values; is it the right column"):
        read(csv(f"arm,converted\n{rows}"), planned())


@pytest.mark.parametrize(
    ("values", "arms"),
    [
        (pa.array([True, False]), ["false", "true"]),
        (pa.array([0, 1], pa.int64()), ["0", "1"]),
        (pa.array(["0", "1"]).dictionary_encode(), ["0", "1"]),
    ],
    ids=["booleans", "whole numbers", "dictionary"],
)
def test_arms_of_any_type_are_named_by_their_text(parquet, planned, values, arms) -> None:
    found = read(parquet({"arm": values, "converted": [1, 0]}), planned(control=arms[0]))
    assert list(found.arms) == arms


def test_a_metric_without_a_column_is_read_from_the_one_of_its_name(csv, planned) -> None:
    found = read(csv("arm,paid\nold,1\nnew,0\n"), planned({**SHARE, "column": "paid"}))
    assert found.arms["old"].statistics["converted"] == Counts(successes=1, trials=1)


@pytest.mark.parametrize(
    ("header", "says"),
    [
        (
            "arm,Converted",
            "there is no column 'converted' (metric; it names no other column); did you mean 'Converted'?",
        ),
        ("arm, converted", "did you mean ' converted'?"),
        ("arm,convertde", "did you mean 'convertde'?"),
        ("arm,paid", "the columns are 'arm', 'paid'"),
        ("arm,converted,converted", "2 columns are called 'converted'"),
        ("group,converted", "there is no column 'arm' (the arm); the columns are 'group', 'converted'"),
    ],
)
def test_a_column_is_found_by_its_exact_name_or_the_nearest_is_shown(csv, planned, header, says) -> None:
    row = ",".join(["old", "1", "1"][: header.count(",") + 1])
    with pytest.raises(Unreadable) as refused:
        read(csv(f"{header}\n{row}\n"), planned())
    assert says in str(refused.value)


def test_columns_that_differ_only_in_case_are_two_columns(csv, parquet, planned) -> None:
    table = pa.table(
        [pa.array(["old", "new"]), pa.array([1, 1]), pa.array([0, 0])], names=["arm", "converted", "Converted"]
    )
    for path in (csv("arm,converted,Converted\nold,1,0\nnew,1,0\n"), parquet(table)):
        low = read(path, planned(SHARE, {**SHARE, "name": "High", "column": "Converted"})).arms["new"].statistics
        assert (low["converted"].successes, low["High"].successes) == (1, 0)


@pytest.mark.parametrize("name", ['a"b', "a;DROP TABLE x", "metric_0_answer", "arm'", "select", "ünïcode 🙂", "x\ty"])
def test_any_column_name_is_only_a_name(csv, parquet, planned, name) -> None:
    plan = planned({**SHARE, "column": name.replace("\t", " ")})
    if "\t" in name:
        name = name.replace("\t", " ")
    quoted = '"' + name.replace('"', '""') + '"'
    for path in (csv(f"arm,{quoted}\nold,1\nnew,0\n"), parquet({"arm": ["old", "new"], name: [1, 0]})):
        assert read(path, plan).arms["old"].statistics["converted"].successes == 1


def test_nested_columns_beside_the_ones_needed_do_no_harm(parquet, planned) -> None:
    table = {
        "before": [[1, 2], []],
        "arm": ["old", "new"],
        "deep": [{"a": {"b": 1}, "c": [1]}, {"a": {"b": 2}, "c": []}],
        "converted": [True, False],
    }
    assert read(parquet(table), planned()).arms["old"].statistics["converted"].successes == 1
    with pytest.raises(Unreadable, match=r"column 'deep' .* not yes or no"):
        read(parquet(table), planned({**SHARE, "column": "deep"}))
