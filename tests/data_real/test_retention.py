"""Times to an event: prisoners re-arrested within a year, and customers who left a telephone company."""

from __future__ import annotations

import pytest

from experiments.errors import Unreadable
from experiments.verdict import Outcome, Status

ROSSI = {
    "comparison": "control",
    "control": "0",
    "columns": {"arm": "fin"},
    "metric": [
        {
            "name": "free",
            "kind": "time_to_event",
            "time": "week",
            "event": "arrest",
            "horizon": 52,
            "bar": 0,
            "target": 0.1,
        }
    ],
}


def test_financial_aid_stays_on_the_line(judged, result_of, check_of) -> None:
    verdict = judged("rossi_recidivism/rossi.csv", **ROSSI)
    found = result_of(verdict, "1")
    assert found.estimate == pytest.approx(0.08333, abs=5e-6)
    # Greenwood and the normal distribution: 0.0006 to 0.1661, p 0.048; the limits of both arms give nearly the same.
    assert found.ci95 == (pytest.approx(0.0000, abs=1e-4), pytest.approx(0.1656, abs=1e-3))
    assert 2 * found.p_bar == pytest.approx(0.0499, abs=0.0002)
    curve = next(view for view in found.beside if view.name == "whole curve").numbers
    assert curve["log_rank_p"] == pytest.approx(0.05012, abs=5e-6)
    assert curve["hazard_ratio"] == pytest.approx(0.6914, abs=5e-5)
    assert (curve["lower95"], curve["upper95"]) == (pytest.approx(0.4767, abs=5e-5), pytest.approx(1.003, abs=5e-4))
    assert check_of(verdict, "sample ratio").status is Status.ok


def test_aid_that_must_win_by_much_is_not_enough(judged) -> None:
    (metric,) = ROSSI["metric"]
    assert judged(
        "rossi_recidivism/rossi.csv", **{**ROSSI, "metric": [{**metric, "bar": 0.05, "target": 0.1}]}
    ).verdict in (
        Outcome.inconclusive,
        Outcome.stop,
    )


def stay(horizon: int) -> dict[str, object]:
    fields = {"time": "tenure", "event": "Churn", "horizon": horizon, "bar": 0.5, "target": 0.9}
    return {"name": "stay", "kind": "time_to_event", **fields}


def test_customers_who_were_never_there_are_refused_by_their_line(judged) -> None:
    with pytest.raises(Unreadable, match=r"line 490, column 'tenure' .*'0' is not possible; .*; 10 more like it"):
        judged("telco_churn/Telco-Customer-Churn.csv", metric=[stay(12)])


@pytest.mark.parametrize(("horizon", "share"), [(12, 0.8432), (24, 0.7887), (72, 0.5928)])
def test_retention_is_not_one_less_the_churn_rate(judged, result_of, data_set, tmp_path, horizon, share) -> None:
    rows = data_set("telco_churn/Telco-Customer-Churn.csv").read_text().splitlines(keepends=True)
    kept = tmp_path / "customers.csv"
    kept.write_text("".join(row for row in rows if row.split(",")[5] != "0"))
    found = result_of(judged(kept, columns={"unit": "customerID"}, metric=[stay(horizon)]), "all")
    assert found.n == {"all": 7043 - 11}
    assert found.estimate == pytest.approx(share, abs=5e-5)


def test_monthly_and_two_year_contracts_keep_customers_differently(judged, result_of, data_set, tmp_path) -> None:
    rows = data_set("telco_churn/Telco-Customer-Churn.csv").read_text().splitlines(keepends=True)
    kept = tmp_path / "customers.csv"
    kept.write_text("".join(row for row in rows if row.split(",")[5] != "0"))
    verdict = judged(
        kept,
        comparison="control",
        control="Month-to-month",
        columns={"arm": "Contract"},
        metric=[{**stay(24), "bar": 0.0, "target": 0.1}],
    )
    assert result_of(verdict, "One year").estimate == pytest.approx(0.9783 - 0.5859, abs=1e-4)
    assert result_of(verdict, "Two year").estimate == pytest.approx(1 - 0.5859, abs=1e-4)
