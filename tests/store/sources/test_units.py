"""A unit in two rows or in two arms is found, exactly, whatever it is called and however many there are."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from store.sources import units
from store.sources.files import read

COLUMNS = {"columns": {"arm": "arm", "unit": "user"}}


def test_units_that_differ_are_no_fault(csv, planned) -> None:
    faults = read(csv("user,arm,converted\n1,old,1\n2,new,0\n3,old,0\n"), planned(**COLUMNS)).faults
    assert (faults.duplicate_units, faults.units_in_two_arms, faults.examples) == (0, 0, ())


def test_a_unit_twice_in_one_arm_and_a_unit_in_two_arms(csv, planned) -> None:
    rows = "ann,old,1\nann,old,1\nann,old,0\nben,old,1\nben,new,0\ncara,new,1\n"
    faults = read(csv(f"user,arm,converted\n{rows}"), planned(**COLUMNS)).faults
    assert (faults.duplicate_units, faults.units_in_two_arms) == (1, 1)
    assert faults.examples == ("'ben' in new and old", "'ann' in 3 rows of old")


def test_rows_that_are_left_out_cannot_repeat_a_unit(csv, planned) -> None:
    rows = "ann,old,1\nben,new,1\nann,holdout,1\nben,,1\n"
    faults = read(csv(f"user,arm,converted\n{rows}"), planned(**COLUMNS, shares={"old": 0.5, "new": 0.5})).faults
    assert (faults.duplicate_units, faults.units_in_two_arms) == (0, 0)


def test_one_row_without_a_unit_is_no_fault_and_several_are(csv, planned) -> None:
    one = read(csv("user,arm,converted\nann,old,1\n,new,1\n"), planned(**COLUMNS)).faults
    assert one.duplicate_units == 0
    two = read(csv("user,arm,converted\nann,old,1\n,new,1\n,new,1\n"), planned(**COLUMNS)).faults
    assert two.duplicate_units == 1
    assert two.examples == ("2 rows of new without a unit",)


def test_a_benchmark_names_no_arm(csv, one_group) -> None:
    found = read(csv("user,converted\n1,1\n1,0\n"), one_group(columns={"unit": "user"}))
    assert found.faults.examples == ("'1' in 2 rows",)


def test_at_most_five_examples_of_each(csv, planned) -> None:
    rows = "".join(f"u{number},old,1\nu{number},old,1\nu{number},new,1\n" for number in range(20))
    faults = read(csv(f"user,arm,converted\n{rows}"), planned(**COLUMNS)).faults
    assert (faults.duplicate_units, faults.units_in_two_arms, len(faults.examples)) == (20, 20, 10)


def many(kind: str, n: int) -> pa.Array:
    """A column of units that all differ."""
    numbers = np.arange(n)
    if kind == "close whole numbers":
        return pa.array(numbers + 1_000_000)
    if kind == "wide whole numbers":
        return pa.array(numbers * 9_000_000_000_001)
    if kind == "negative whole numbers":
        return pa.array(-numbers)
    return pa.array([f"user-{number}" for number in numbers])


@pytest.mark.parametrize("kind", ["close whole numbers", "wide whole numbers", "negative whole numbers", "text"])
@pytest.mark.parametrize("at_once", [1 << 24, 50_000], ids=["at once", "in parts"])
def test_one_repeated_unit_among_many(parquet, planned, monkeypatch, kind, at_once) -> None:
    monkeypatch.setattr(units, "_ROWS_AT_ONCE", at_once)
    monkeypatch.setattr(units, "_ROWS_IN_PART", 50_000)
    n = units.FEW_ROWS + 10_000
    unit = many(kind, n)
    arms = np.where(np.arange(n) % 2, "old", "new")
    table = {"user": unit, "arm": arms, "converted": np.zeros(n, bool)}
    plan = planned(**COLUMNS)
    assert read(parquet(table), plan).faults.examples == ()
    again = pa.concat_arrays([unit, unit.slice(2, 2)])
    table = {"user": again, "arm": [*arms, "new", "new"], "converted": np.zeros(n + 2, bool)}
    faults = read(parquet(table, row_group_size=40_000), plan).faults
    assert (faults.duplicate_units, faults.units_in_two_arms) == (1, 1)
    assert faults.examples == (f"'{unit[3]}' in new and old", f"'{unit[2]}' in 2 rows of new")


def test_a_row_per_event_is_counted_in_full(parquet, planned) -> None:
    n = units.FEW_ROWS * 2
    user = np.arange(n) // 2 * 1_000_003
    table = {"user": user, "arm": np.where(np.arange(n) // 2 % 2, "old", "new"), "converted": np.ones(n, bool)}
    faults = read(parquet(table), planned(**COLUMNS)).faults
    assert (faults.duplicate_units, faults.units_in_two_arms) == (n // 2, 0)


def test_a_few_units_in_very_many_rows_hide_no_other(parquet, planned, monkeypatch) -> None:
    monkeypatch.setattr(units, "_MOST_SUSPECTS", 10)
    n = units.FEW_ROWS + 100
    user = np.where(np.arange(n) < n - 60, np.arange(n) % 3, np.arange(n) // 2) * 9_000_000_000_001
    table = {"user": user, "arm": ["old"] * n, "converted": np.ones(n, bool)}
    plan = planned(**COLUMNS, shares={"old": 0.5, "new": 0.5})
    assert read(parquet(table), plan).faults.duplicate_units == 3 + 30


def test_missing_units_among_many_whole_numbers(parquet, planned) -> None:
    n = units.FEW_ROWS + 10
    user = pa.array([None if number in (5, 6) else number for number in range(n)])
    table = {"user": user, "arm": ["old", "new"] * (n // 2), "converted": np.ones(n, bool)}
    faults = read(parquet(table), planned(**COLUMNS)).faults
    assert faults.duplicate_units == 0
    user = pa.array([None if number in (4, 6) else number for number in range(n)])
    assert read(parquet({**table, "user": user}), planned(**COLUMNS)).faults.duplicate_units == 1
