"""Fast-food promotions: 137 locations, four weekly rows each. The location was assigned; 548 rows are not 548 units."""

from __future__ import annotations

import csv
import statistics

import pytest

from experiments.verdict import Outcome, Status

FILE = "fast_food/Watson_Marketing_Campaign.csv"
SALES = {"name": "weekly sales", "kind": "mean", "column": "SalesInThousands", "unit": "k$", "bar": 0, "target": 5}
BY_LOCATION = {"arm": "Promotion", "cluster": "LocationID"}


def versus(control: str) -> dict[str, object]:
    return {
        "comparison": "control",
        "control": control,
        "shares": {"1": 0.5, control: 0.5},
        "columns": BY_LOCATION,
        "metric": [SALES],
    }


def test_promotion_1_beats_2_by_location_and_not_by_row(judged, result_of, check_of) -> None:
    verdict = judged(FILE, **versus("2"))
    found = result_of(verdict, "1")
    assert found.estimate == pytest.approx(10.77, abs=5e-3)
    assert found.ci95 == (pytest.approx(4.343, abs=5e-4), pytest.approx(17.2, abs=5e-3))
    assert 2 * found.p_bar == pytest.approx(0.001278, abs=5e-7)
    assert found.n == {"1": 43, "2": 47}
    assert verdict.verdict is Outcome.invest
    # The rows of one location hardly differ: taken for units they would give this.
    assert "4.29e-10" not in verdict.model_dump_json()
    assert 2 * found.p_bar > 1e-4
    left_out = check_of(verdict, "unknown arms")
    assert (left_out.status, left_out.value) == (Status.warn, 188)


def test_1_against_3_stays_open(judged, result_of) -> None:
    verdict = judged(FILE, **versus("3"))
    found = result_of(verdict, "1")
    assert found.estimate == pytest.approx(2.73, abs=5e-3)
    assert 2 * found.p_bar == pytest.approx(0.4259, abs=5e-5)
    assert verdict.verdict is Outcome.inconclusive


def test_rows_taken_for_units_are_duplicates_that_invalidate(judged, check_of) -> None:
    plan = {**versus("2"), "columns": {"arm": "Promotion", "unit": "LocationID"}}
    verdict = judged(FILE, **plan)
    assert verdict.verdict is Outcome.invalid
    assert check_of(verdict, "duplicate units").status is Status.fail


def test_the_first_and_the_last_week_of_each_location_are_pairs(judged, result_of, data_set) -> None:
    with data_set(FILE).open() as file:
        sales = {(row["LocationID"], row["week"]): float(row["SalesInThousands"]) for row in csv.DictReader(file)}
    places = sorted({place for place, _ in sales})
    change = [sales[place, "4"] - sales[place, "1"] for place in places]
    verdict = judged(
        FILE,
        comparison="paired",
        control="1",
        shares={"1": 0.5, "4": 0.5},
        columns={"arm": "week", "pair": "LocationID"},
        metric=[SALES],
    )
    found = result_of(verdict, "4")
    assert found.n == {"4": 137}
    assert found.estimate == pytest.approx(statistics.fmean(change), rel=1e-12)
    half = found.ci95[1] - found.estimate
    assert half == pytest.approx(1.977561 * statistics.stdev(change) / 137**0.5, rel=1e-6)
