"""What was known of each unit before a test: of viewers of a sitcom it tells much, of e-mails' readers little."""

from __future__ import annotations

import pytest

from experiments.verdict import Outcome, Status

SITCOM = {"comparison": "control", "control": "0", "columns": {"arm": "condition", "unit": "rownames"}}
HILLSTROM = {"comparison": "control", "control": "No E-Mail", "columns": {"arm": "segment"}}


def mean(name: str, **fields: object) -> dict[str, object]:
    return {"name": name, "kind": "mean", "bar": 0, "target": 5, **fields}


def test_the_first_measurement_explains_most_of_the_second(judged, result_of) -> None:
    verdict = judged("prepost_sitcom/murrar.csv", **SITCOM, metric=[mean("arab_t1", covariates=["arab_t0"])])
    found = result_of(verdict, "1")
    assert found.estimate == pytest.approx(5.739, abs=5e-4)
    assert found.ci95 == (pytest.approx(2.685, abs=0.03), pytest.approx(8.786, abs=0.03))
    assert 2 * found.p_bar == pytest.approx(2.9e-4, rel=0.2)
    plain = next(view for view in found.beside if view.name == "unadjusted").numbers
    assert plain["estimate"] == pytest.approx(6.558, abs=5e-4)
    assert (plain["lower95"], plain["upper95"]) == (pytest.approx(0.541, abs=5e-4), pytest.approx(12.57, abs=5e-3))
    assert verdict.verdict is Outcome.invest


def test_more_of_the_untreated_left_before_the_follow_up_and_that_is_shown(judged, check_of) -> None:
    verdict = judged("prepost_sitcom/murrar.csv", **SITCOM, metric=[mean("arab_t2")])
    check = check_of(verdict, "missing values: arab_t2")
    assert check.status in (Status.warn, Status.fail)
    assert "0 28, 1 11" in check.message
    assert check.value == pytest.approx(39 / 193)


def test_past_spending_hardly_changes_what_the_e_mails_brought(judged, result_of) -> None:
    spend = mean("spend", covariates=["history"], target=1)
    verdict = judged("hillstrom_email/hillstrom.csv", **HILLSTROM, metric=[spend])
    found = result_of(verdict, "Mens E-Mail")
    assert found.estimate == pytest.approx(0.7674, abs=1e-4)
    beside = next(view for view in found.beside if view.name == "unadjusted")
    assert beside.numbers["estimate"] == pytest.approx(0.7698, abs=5e-5)
    assert beside.numbers["explained"] < 0.001


def test_a_ratio_of_totals_is_not_the_mean_of_ratios(judged, result_of, data_set) -> None:
    verdict = judged(
        "tip_crouch/lynn.csv",
        comparison="control",
        control="0",
        columns={"arm": "crouch", "unit": "rownames"},
        metric=[{"name": "tip", "kind": "ratio", "numerator": "tip", "denominator": "bill", "bar": 0, "target": 0.02}],
    )
    found = result_of(verdict, "1")
    lines = [line.split(",") for line in data_set("tip_crouch/lynn.csv").read_text().split()[1:]]
    crouched, stood = (
        sum(float(row[3]) for row in lines if row[6] == arm) / sum(float(row[2]) for row in lines if row[6] == arm)
        for arm in ("1", "0")
    )
    assert found.estimate == pytest.approx(crouched - stood, rel=1e-9)
    assert abs(found.estimate - 0.03048) > 0.002  # the mean of the tables' own ratios
    assert verdict.verdict is Outcome.invest
