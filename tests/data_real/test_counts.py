"""Published counts, typed: founders' smoke tests, and the free-trial screener of Udacity added up from its days."""

from __future__ import annotations

import csv
import json

import pytest
from click.testing import CliRunner

from tui.cli import main

BENCHMARK = """
title = "{title}"
planned_size = {n}
[[metric]]
name = "{title}"
bar = {bar}
target = {target}
"""
SMOKE_TESTS = {
    "launchrock_2012": (8, 49, 0.10, (0.0732, 0.297), 0.1119),
    "app_pivot_2013": (15, 120, 0.10, (0.0717, 0.198), 0.2182),
    "ppc_2010": (1, 10, 0.10, (0.00253, 0.445), 0.6513),
    "youform_pmf_2025": (67, 105, 0.40, (0.539, 0.730), 7.212e-07),
}


def judged(plan: str, *words: str) -> dict[str, object]:
    done = CliRunner().invoke(main, ["judge", "--plan", "-", *words, "--json"], input=plan)
    assert done.exit_code == 0, done.stderr
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("case", SMOKE_TESTS)
def test_what_founders_counted_gives_the_published_limits(data_set, case) -> None:
    hits, n, bar, ci95, p_bar = SMOKE_TESTS[case]
    with data_set("founder_smoke_tests/smoke_tests.csv").open() as file:
        assert {"k": str(hits), "n": str(n)} in [{"k": row["k"], "n": row["n"]} for row in csv.DictReader(file)]
    plan = BENCHMARK.format(title=case, n=n, bar=bar, target=bar + 0.1)
    result = judged(plan, "--counts", f"{hits}/{n}")["metrics"][0]  # type: ignore[index]
    assert result["ci95"] == [pytest.approx(limit, rel=5e-3) for limit in ci95]
    assert result["p_bar"] == pytest.approx(p_bar, rel=5e-4)


@pytest.mark.parametrize("case", ["launchrock_2012", "app_pivot_2013", "ppc_2010"])
def test_no_small_smoke_test_proves_ten_percent(case) -> None:
    hits, n, bar, *_ = SMOKE_TESTS[case]
    plan = BENCHMARK.format(title=case, n=n, bar=bar, target=0.30)
    assert judged(plan, "--counts", f"all={hits}/{n}")["verdict"] != "invest"


SCREENER = """
title = "Free-trial screener"
comparison = "control"
control = "control"
planned_size = 34000
[[metric]]
name = "gross conversion"
direction = "decrease"
bar = -0.01
target = -0.02
[[metric]]
name = "net conversion"
role = "guardrail"
margin = 0.0075
"""


def test_the_screener_cuts_enrolments_and_may_cost_payments(data_set) -> None:
    sums = {}
    for arm in ("control", "experiment"):
        with data_set(f"udacity_free_trial/{arm}_data.csv").open() as file:
            known = [row for row in csv.DictReader(file) if row["Enrollments"]]  # the last 14 days have no outcome yet
        sums[arm] = [sum(int(row[name]) for row in known) for name in ("Enrollments", "Payments", "Clicks")]
    assert sums == {"control": [3785, 2033, 17_293], "experiment": [3423, 1945, 17_260]}
    counts = [
        word
        for arm, (enrolled, paid, clicks) in sums.items()
        for metric, hits in (("gross conversion", enrolled), ("net conversion", paid))
        for word in ("--counts", f"{arm}:{metric}={hits}/{clicks}")
    ]
    answer = judged(SCREENER, *counts)
    gross, net = answer["metrics"]  # type: ignore[misc]
    assert gross["estimate"] == pytest.approx(-0.02055, abs=1e-5)
    assert gross["ci95"] == [pytest.approx(-0.02912, abs=2e-5), pytest.approx(-0.01199, abs=2e-5)]
    assert gross["upper"] < -0.01
    assert net["ci95"] == [pytest.approx(-0.0116, abs=2e-5), pytest.approx(0.001857, abs=2e-5)]
    assert net["lower"] < -0.0075
    assert answer["verdict"] != "invest"
