"""Where whole groups were assigned, the group is the unit: rows are added up, and groups are counted."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.errors import Unreadable
from store.sources.files import preview, read

COLUMNS = {"columns": {"arm": "arm", "cluster": "shop"}}
MEAN = {"name": "sales", "kind": "mean", "bar": 0.0, "target": 1.0}
SHARE = {"name": "bought", "bar": 0.0, "target": 0.1}
RATIO = {"name": "basket", "kind": "ratio", "numerator": "sales", "denominator": "visits", "bar": 0.0, "target": 1.0}
RATE = {"name": "thefts", "kind": "rate", "exposure": "visits", "bar": 0.0, "target": 1.0}
ROWS = (
    "arm,shop,sales,bought,visits,thefts\n"
    "old,1,10,1,2,0\nold,1,20,0,3,1\nold,2,40,1,5,0\nnew,3,50,1,4,2\nnew,3,70,1,4,0\nnew,4,,,1,0\nnew,4,30,0,,1\n"
)


def test_a_mean_is_the_sum_of_a_cluster_over_its_rows_with_a_value(csv, planned) -> None:
    arms = read(csv(ROWS), planned(MEAN, **COLUMNS)).arms
    old, new = arms["old"].statistics["sales"], arms["new"].statistics["sales"]
    assert (arms["old"].units, arms["new"].units) == (2, 2)
    assert (old.names, old.means) == (("numerator", "denominator"), (35.0, 1.5))
    assert old.covariance == ((50.0, -5.0), (-5.0, 0.5))
    assert (new.n, new.means, new.covariance) == (2, (75.0, 1.5), ((4050.0, 45.0), (45.0, 0.5)))


def test_shares_ratios_and_rates_of_clusters(csv, planned) -> None:
    arms = read(csv(ROWS), planned(SHARE, RATIO, RATE, **COLUMNS)).arms
    assert arms["old"].statistics["bought"].means == (1.0, 1.5)
    assert arms["new"].statistics["bought"].means == (1.0, 1.5)
    assert arms["old"].statistics["basket"].means == (35.0, 5.0)
    assert arms["old"].statistics["thefts"].means == (0.5, 5.0)


def test_a_cluster_without_any_value_is_missing(csv, planned) -> None:
    arms = read(csv(ROWS), planned(MEAN, RATIO, **COLUMNS)).arms
    assert arms["new"].missing == {"basket": 1}
    assert (arms["new"].units, arms["new"].statistics["basket"].n) == (2, 1)


def test_a_cluster_in_two_arms_is_a_fault_with_an_example(csv, planned) -> None:
    found = read(csv("arm,shop,sales\nold,1,1\nold,1,2\nnew,1,3\nnew,2,1\nold,3,1\n"), planned(MEAN, **COLUMNS))
    assert (found.faults.units_in_two_arms, found.faults.duplicate_units) == (1, 0)
    assert found.faults.examples == ("'1' in new and old",)
    assert found.source.rows == 5


def test_rows_of_other_arms_are_left_out_by_row_and_do_not_move_a_cluster(csv, planned) -> None:
    rows = "old,1,1\nnew,2,3\nother,1,1\nother,1,1\n,2,5\n"
    found = read(csv(f"arm,shop,sales\n{rows}"), planned(MEAN, **COLUMNS, shares={"old": 0.5, "new": 0.5}))
    assert (found.faults.unknown_arms, found.faults.rows_without_arm) == ({"other": 2}, 1)
    assert found.faults.units_in_two_arms == 0
    assert {arm: data.units for arm, data in found.arms.items()} == {"old": 1, "new": 1}


def test_a_benchmark_may_have_clusters(csv, one_group) -> None:
    found = read(csv("shop,bought\n1,1\n1,0\n2,1\n"), one_group({**SHARE, "bar": 0.05}, columns={"cluster": "shop"}))
    assert found.arms["all"].units == 2
    assert found.arms["all"].statistics["bought"].means == (1.0, 1.5)


@pytest.mark.parametrize("blank", ["", '"  "'])
def test_a_row_without_its_cluster_is_refused_with_its_line(csv, planned, blank) -> None:
    with pytest.raises(Unreadable, match=r"line 3, column 'shop' \(the cluster\).* every row needs its cluster"):
        read(csv(f"arm,shop,sales\nold,1,1\nnew,{blank},2\n"), planned(MEAN, **COLUMNS))
    shares = {"shares": {"old": 0.5, "new": 0.5}}
    found = read(csv(f"arm,shop,sales\nold,1,1\nother,{blank},2\n"), planned(MEAN, **COLUMNS, **shares))
    assert found.arms["old"].units == 1


@pytest.mark.parametrize(
    ("metric", "row", "says"),
    [
        (MEAN, "old,1,oops,1,1,0", "line 9, column 'sales' (metric 'sales'): 'oops' is not possible"),
        (SHARE, "old,1,1,2,1,0", "line 9, column 'bought' (metric 'bought'): '2' is not possible"),
        (RATE, "old,1,1,1,1,0.5", "line 9, column 'thefts' (metric 'thefts'): '0.5' is not possible; events are whole"),
        (RATE, "old,1,1,1,0,1", "line 9, column 'visits' (metric 'thefts'): '0' is not possible; a row with events"),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(csv, planned, metric, row, says) -> None:
    with pytest.raises(Unreadable) as refused:
        read(csv(f"{ROWS}{row}\n"), planned(metric, **COLUMNS))
    assert says in str(refused.value)


def test_impossible_events_are_seen_though_no_row_has_an_exposure(csv, planned) -> None:
    with pytest.raises(Unreadable, match=r"line 2, column 'thefts' .*: '0.5' is not possible"):
        read(csv("arm,shop,thefts,visits\nold,1,0.5,\nnew,2,1,\n"), planned(RATE, **COLUMNS))


def test_a_file_without_rows_is_refused(csv, planned) -> None:
    with pytest.raises(Unreadable, match="has a header and no rows"):
        read(csv("arm,shop,sales\n"), planned(MEAN, **COLUMNS))


@pytest.mark.parametrize("offset", [0.0, 1e8])
def test_clusters_are_summed_right_and_the_same_in_any_order(parquet, planned, offset) -> None:
    rng = np.random.default_rng(2)
    n = 60_000
    shop = rng.integers(0, 500, n)
    values = np.round(rng.lognormal(1, 2, n), 2) + offset
    arms = np.where(shop % 2, "old", "new")
    found = set()
    for turn in range(4):
        order = rng.permutation(n)
        columns = {"arm": arms[order], "shop": shop[order], "sales": values[order]}
        reading = read(parquet(columns, f"{turn}.parquet", row_group_size=3000 + 700 * turn), planned(MEAN, **COLUMNS))
        found.add(reading.arms["old"].model_dump_json())
    assert len(found) == 1
    old = np.array([[values[shop == k].sum(), (shop == k).sum()] for k in range(1, 500, 2)])
    statistic = reading.arms["old"].statistics["sales"]
    assert statistic.means == pytest.approx(old.mean(0), rel=1e-12)
    assert np.array(statistic.covariance) == pytest.approx(np.cov(old.T), rel=1e-9)


def test_a_preview_reads_clusters_under_the_plan(csv, planned) -> None:
    found = preview(csv(ROWS), planned(MEAN, **COLUMNS))
    assert (found.refusal, found.unit, found.rows) == ("", "shop", 7)
    assert found.reading.arms["old"].units == 2


def test_columns_called_as_the_reader_calls_its_own_are_not_mixed_up(parquet, planned) -> None:
    table = {
        "key": ["old", "old", "new", "new"],
        "arm": [1, 1, 2, 3],
        "rows": [1.0, 2.0, 3.0, 4.0],
        "weight": [5.0, 5.0, 5.0, 5.0],
        "metric_0_numerator": [2.0, 2.0, 2.0, 2.0],
    }
    metric = {**RATIO, "numerator": "rows", "denominator": "metric_0_numerator"}
    other = {**MEAN, "column": "weight"}
    arms = read(parquet(table), planned(metric, other, columns={"arm": "key", "cluster": "arm"})).arms
    assert (arms["old"].units, arms["new"].units) == (1, 2)
    assert arms["old"].statistics["basket"].means == (3.0, 4.0)
    assert arms["new"].statistics["sales"].means == (5.0, 1.0)
    assert read(parquet(table), planned(metric, columns={"arm": "key"})).arms["new"].statistics["basket"].means == (
        3.5,
        2,
    )
