"""Ratios and means with covariates: means and covariances right wherever the values lie, the same on every run."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.errors import Unreadable
from experiments.statistic import CrossMoments
from store.sources.files import read

RATIO = {"name": "tip", "kind": "ratio", "numerator": "tip", "denominator": "bill", "bar": 0.0, "target": 0.1}
ADJUSTED = {"name": "after", "kind": "mean", "covariates": ["before", "age"], "bar": 0.0, "target": 1.0}


def agrees(found: CrossMoments, table: np.ndarray) -> None:
    """Hold against sums of exact differences; covariances are right relative to both standard deviations."""
    assert found.n == len(table)
    shifted = table - table[0]  # exact where all lie far from zero, which their mean as a float is not
    centred = shifted - shifted.mean(0)
    covariance = centred.T @ centred / (len(table) - 1)
    sd = np.sqrt(np.diag(covariance))
    assert found.means == pytest.approx(table.mean(0), rel=1e-12)
    assert np.allclose(np.array(found.covariance) / np.outer(sd, sd), covariance / np.outer(sd, sd), rtol=0, atol=1e-9)


def test_a_ratio_keeps_both_columns_and_how_they_vary_together(csv, planned) -> None:
    rows = "old,1,10\nold,2,30\nold,3,20\nnew,4,40\nnew,,10\nnew,5,\n"
    arms = read(csv(f"arm,tip,bill\n{rows}"), planned(RATIO)).arms
    old = arms["old"].statistics["tip"]
    assert old.names == ("numerator", "denominator")
    assert (old.n, old.means, old.covariance) == (3, (2.0, 20.0), ((1.0, 5.0), (5.0, 100.0)))
    assert (arms["new"].units, arms["new"].statistics["tip"].n, arms["new"].missing) == (3, 1, {"tip": 2})


@pytest.mark.parametrize("offset", [0.0, 1e8, -1e12])
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_large_offset_costs_no_digits(csv, parquet, planned, offset, kind) -> None:
    rng = np.random.default_rng(5)
    first = rng.normal(0, 3, 4000)
    table = np.c_[0.6 * first + rng.normal(0, 1, 4000), first, rng.lognormal(0, 2, 4000)] + [offset, offset, 0]
    arms = np.where(np.arange(4000) % 2, "old", "new")
    columns = {"arm": arms, "after": table[:, 0], "before": table[:, 1], "age": table[:, 2]}
    if kind == "csv":
        lines = zip(arms, *(map(repr, map(float, column)) for column in table.T), strict=True)
        path = csv("arm,after,before,age\n" + "\n".join(map(",".join, lines)))
    else:
        path = parquet(columns)
    for arm, data in read(path, planned(ADJUSTED)).arms.items():
        found = data.statistics["after"]
        assert found.names == ("after", "before", "age")
        agrees(found, table[arms == arm])


def test_arms_on_quite_different_scales_are_each_exact(parquet, planned) -> None:
    rng = np.random.default_rng(9)
    small, huge = rng.normal(1e9, 1e-3, (2000, 2)), rng.lognormal(0, 1, (2000, 2))
    huge[17] = 4e15, 2e12
    both = np.r_[small, huge]
    path = parquet({"arm": ["old"] * 2000 + ["new"] * 2000, "tip": both[:, 0], "bill": both[:, 1]})
    arms = read(path, planned(RATIO)).arms
    agrees(arms["old"].statistics["tip"], small)
    agrees(arms["new"].statistics["tip"], huge)


def test_the_order_of_rows_and_row_groups_changes_not_even_the_last_digit(parquet, one_group) -> None:
    rng = np.random.default_rng(3)
    table = np.round(rng.lognormal(1, 2, (60_000, 2)), 2)
    found = set()
    for turn in range(5):
        shuffled = rng.permutation(table)
        columns = {"tip": shuffled[:, 0], "bill": shuffled[:, 1]}
        path = parquet(columns, f"{turn}.parquet", row_group_size=2_000 + 1_400 * turn)
        found.add(read(path, one_group(RATIO)).arms["all"].model_dump_json())
    assert len(found) == 1


def test_a_late_value_far_beyond_the_first_rows_of_a_csv_file(csv, one_group) -> None:
    table = np.array([[0.5, 2.0], [0.0, 1.0]] * 6000 + [[3e12, 7.0]])
    path = csv("tip,bill\n" + "\n".join(f"{tip!r},{bill!r}" for tip, bill in table.tolist()))
    agrees(read(path, one_group(RATIO)).arms["all"].statistics["tip"], table)


def test_a_column_that_never_changes_varies_with_nothing(csv, one_group) -> None:
    path = csv("tip,bill\n" + "".join(f"{number},0.1\n" for number in range(10)))
    found = read(path, one_group(RATIO)).arms["all"].statistics["tip"]
    assert found.means[1] == 0.1
    assert (found.covariance[0][1], found.covariance[1][1]) == (0.0, 0.0)


def test_a_row_that_lacks_the_outcome_or_a_covariate_is_missing(csv, planned) -> None:
    rows = "old,1,2,3\nold,,2,3\nold,1,,3\nold,1,2,\nnew,5,6,7\n"
    arms = read(csv(f"arm,after,before,age\n{rows}"), planned(ADJUSTED)).arms
    assert (arms["old"].units, arms["old"].statistics["after"].n, arms["old"].missing) == (4, 1, {"after": 3})
    assert (arms["new"].missing, arms["new"].statistics["after"].means) == ({}, (5.0, 6.0, 7.0))


def test_a_planned_arm_without_rows_is_there_and_empty(csv, planned) -> None:
    found = read(csv("arm,tip,bill\nold,1,2\n"), planned(RATIO, shares={"old": 0.5, "new": 0.5}))
    assert (found.arms["new"].units, found.arms["new"].statistics["tip"].n) == (0, 0)


@pytest.mark.parametrize("key", ["numerator", "denominator"])
def test_a_ratio_that_names_no_column_is_refused_by_the_key_to_set(csv, one_group, key) -> None:
    metric = {name: value for name, value in RATIO.items() if name != key}
    with pytest.raises(Unreadable, match=rf"metric 'tip' is a ratio: set its {key} to the column .*'tip', 'bill'"):
        read(csv("tip,bill\n1,2\n"), one_group(metric))


@pytest.mark.parametrize(("value", "says"), [("oops", "is not possible; numbers are"), ("1,5", "has a decimal comma")])
def test_what_is_no_number_is_refused_with_its_line_and_column(csv, planned, value, says) -> None:
    with pytest.raises(Unreadable) as refused:
        read(csv(f"arm;after;before;age\nold;1;2;3.5\nnew;1;2;{value}\n"), planned(ADJUSTED))
    assert f"line 3, column 'age' (metric 'after'): '{value}' {says}" in str(refused.value)


def test_a_number_that_is_none_is_found_whatever_the_file_says_of_itself(parquet, one_group) -> None:
    rows = [1.5] * 700 + [None, float("nan")] + [2.5] * 300
    for statistics in (True, False):
        path = parquet({"tip": [1.0] * 1002, "bill": rows}, row_group_size=100, write_statistics=statistics)
        with pytest.raises(Unreadable, match=r"row 702, column 'bill' \(metric 'tip'\): 'nan' is not possible"):
            read(path, one_group(RATIO))


def test_columns_without_an_empty_cell_give_to_the_last_digit_what_they_give_with_one(parquet, planned) -> None:
    rng = np.random.default_rng(11)
    money = np.round(rng.lognormal(2, 1.5, (5000, 2)), 2)  # hardly related: a covariance far below both spreads
    table = {
        "arm": np.where(np.arange(5000) % 2, "old", "new"),
        "after": money[:, 0],
        "before": money[:, 1] - 1e3,
        "age": rng.integers(18, 90, 5000).astype(np.int32),
        "tip": rng.integers(-3, 4, 5000).astype(np.int16),
        "bill": rng.integers(10**6, 10**6 + 9, 5000),
    }
    plan = planned(ADJUSTED, RATIO, {"name": "plain", "kind": "mean", "column": "after", "role": "deterioration"})
    complete = read(parquet(table), plan).arms
    gap = {name: [*column.tolist(), None if name != "arm" else "other"] for name, column in table.items()}
    holed = read(parquet(gap, "holed.parquet"), plan).arms
    assert complete["old"].statistics == holed["old"].statistics
    assert complete["new"].statistics == holed["new"].statistics


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_a_number_that_is_none_is_refused_where_no_cell_is_empty_too(parquet, planned, value) -> None:
    numbers = [1.0, 2.0, value, 4.0]
    path = parquet({"arm": ["old", "new"] * 2, "tip": numbers, "bill": [1.0, 2.0, 3.0, 4.0]})
    with pytest.raises(Unreadable, match="row 3, column 'tip'"):
        read(path, planned(RATIO))


def test_a_whole_column_that_never_changes_varies_with_nothing(parquet, one_group) -> None:
    path = parquet({"tip": [3, 3, 3], "bill": [1, 2, 4]})
    (found,) = (data.statistics["tip"] for data in read(path, one_group(RATIO)).arms.values())
    assert (found.means[0], found.covariance[0]) == (3.0, (0.0, 0.0))


@pytest.mark.parametrize("constant", [0.0, 2.5, 1e9 + 0.1])
def test_a_column_that_never_varies_in_one_arm_is_known_for_it(parquet, planned, constant) -> None:
    rng = np.random.default_rng(11)
    old, new = np.c_[rng.normal(5, 2, 500), np.full(500, constant)], rng.normal(5, 2, (500, 2))
    both = np.r_[old, new]
    path = parquet({"arm": ["old"] * 500 + ["new"] * 500, "tip": both[:, 0], "bill": both[:, 1]})
    arms = read(path, planned(RATIO)).arms
    found = arms["old"].statistics["tip"]
    assert found.means[1] == constant
    assert (found.covariance[0][1], found.covariance[1][1]) == (0.0, 0.0)
    assert found.covariance[0][0] == pytest.approx(old[:, 0].var(ddof=1), rel=1e-9)
    agrees(arms["new"].statistics["tip"], new)


def test_an_arm_of_values_too_small_for_the_grid_of_both_is_read_again(parquet, planned) -> None:
    rng = np.random.default_rng(12)
    small, huge = rng.normal(0, 1e-12, (300, 2)), rng.lognormal(0, 1, (300, 2)) * 1e16
    both = np.r_[small, huge]
    path = parquet({"arm": ["old"] * 300 + ["new"] * 300, "tip": both[:, 0], "bill": both[:, 1]})
    found = read(path, planned(RATIO)).arms["old"].statistics["tip"]
    sd = small.std(axis=0, ddof=1)
    assert np.allclose(np.array(found.covariance) / np.outer(sd, sd), np.corrcoef(small.T), rtol=0, atol=1e-9)
