"""Every file of the shared data is read as it lies there, and what is odd about it is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.sources.files import preview, read
from tests.data_real.conftest import SHARED

ODD = {
    "manylabs1_a/Gain_Loss.csv": "2 columns are called 'Count (Loss - Exact outcome)'",
    "manylabs1_a/Sunk_Costs.csv": "nothing stands in 'Transformation Notes', 'Outlier notes' in the rows looked at",
    "meta_bcg/dat.bcg.txt": "columns are separated by blanks",
    "meta_shared/dat.nielweise2007.txt": "columns are separated by blanks",
    "meta_shared/dat.raudenbush1985.txt": "columns are separated by blanks",
}
TOTALS_AMONG = ("'Mean across samples:', 'Overall", "'Overall:'")
"""How a note begins that rows add up the others, as those of replications at many sites do."""


def files() -> list[str]:
    return sorted(
        str(path.relative_to(SHARED)) for path in SHARED.glob("*/*") if path.suffix.lower() in {".csv", ".txt", ".tsv"}
    )


@pytest.mark.skipif(not SHARED.exists(), reason="there is no ../shared/data beside the checkout")
def test_every_file_is_looked_into_without_help() -> None:
    for name in files():
        seen = preview(SHARED / name)
        rows = (SHARED / name).read_text("utf-8-sig").strip().count("\n")
        assert 0 < seen.rows <= rows, name
        assert len(seen.columns) > 1, name
        assert all(column.name for column in seen.columns), name
        expected = ("nothing stands in", ODD.get(name, "nothing"), *TOTALS_AMONG)
        assert all(line.startswith(expected) for line in seen.oddities), (name, seen.oddities)
        assert not name.startswith("manylabs1_a") or any(line.startswith(TOTALS_AMONG) for line in seen.oddities), name
        assert name not in ODD or ODD[name] in seen.oddities, (name, seen.oddities)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("eight_schools/eight_schools.csv", "effects of studies, each with its error (est, se); a test is judged by"),
        ("meta_shared/dat.raudenbush1985.txt", "effects of studies, each with its error (yi, vi); a test is judged by"),
        ("criteo_summary/nb01_eda_summary.csv", "a list of numbers, each named in Metric; write a row for each arm"),
        ("udacity_free_trial/control_data.csv", "totals of many units each, their number in column Pageviews"),
    ],
)
def test_what_holds_no_units_is_told_for_what_it_is(data_set, name, says) -> None:
    assert says in preview(data_set(name)).shape.sentence


@pytest.mark.parametrize(
    ("start", "says"),
    [
        (None, "'Fri, Nov 14' names no year; set the plan's start"),
        ("2026-10-01", "'Fri, Nov 14' is no Friday in 2026"),
    ],
)
def test_days_without_a_year_are_not_guessed(data_set, start, says) -> None:
    from experiments.errors import Unreadable
    from experiments.plan import Plan

    metric = {"name": "gross", "column": "Enrollments", "bar": 0.1, "target": 0.2}
    shape = {"row": "total", "units": "Clicks"}
    plan = Plan.of({"columns": {"time": "Date"}, "shape": shape, "metric": [metric], "start": start})
    with pytest.raises(Unreadable, match=says):
        read(data_set("udacity_free_trial/control_data.csv"), plan)
    dated = read(data_set("udacity_free_trial/control_data.csv"), plan.but(start="2014-10-11")).source
    assert (str(dated.first), str(dated.last)) == ("2014-10-11", "2014-11-16")


def test_the_two_coders_folder_is_read_as_one(data_set) -> None:
    folder = Path(data_set("interview_coding_a/N3_primary.csv")).parent
    seen = preview(folder / "N3_*.csv")
    assert (seen.files, seen.rows) == (("N3_primary.csv", "N3_secondary.csv"), 198)


def test_days_of_a_bookshop_show_nothing_and_say_how_little_they_could(judged, result_of) -> None:
    metric = {"name": "grandtotal", "kind": "mean", "bar": 0.0, "target": 100.0}
    shares = {"0": 0.5, "1": 0.5}
    found = result_of(
        judged(
            "bookstore_scent/mcgrath.csv",
            comparison="control",
            control="0",
            shares=shares,
            columns={"arm": "treatment"},
            metric=[metric],
        ),
        "1",
    )
    assert found.estimate == pytest.approx(36.61, abs=0.01)
    assert found.ci95 == (pytest.approx(-69.01, abs=0.02), pytest.approx(142.2, abs=0.05))


@pytest.mark.parametrize(
    ("name", "arm", "control", "treated", "column", "levels", "counts"),
    [
        ("cpr", "group", "control", "treatment", "outcome", ("died", "survived"), ((11, 50), (14, 40))),
        ("yawn", "group", "ctrl", "trmt", "result", ("not yawn", "yawn"), ((4, 16), (10, 34))),
        (
            "gender_discrimination",
            "gender",
            "female",
            "male",
            "decision",
            ("not promoted", "promoted"),
            ((14, 24), (21, 24)),
        ),
        ("malaria", "treatment", "placebo", "vaccine", "outcome", ("infection", "no infection"), ((0, 6), (9, 14))),
    ],
)
def test_outcomes_in_words_are_levels_with_the_best_one_on_top(
    data_set, name, arm, control, treated, column, levels, counts
) -> None:
    from experiments.plan import Plan

    metric = {"name": column, "kind": "ordinal", "levels": levels, "top": 1, "bar": 0.0, "target": 0.1}
    shares = {control: 0.5, treated: 0.5}
    plan = Plan.of(
        {"comparison": "control", "control": control, "shares": shares, "columns": {"arm": arm}, "metric": [metric]}
    )
    found = read(data_set(f"small_binomial/{name}.csv"), plan)
    for group, (hits, n) in zip((control, treated), counts, strict=True):
        statistic = found.arms[group].statistics[column]
        assert (statistic.counts[1], sum(statistic.counts)) == (hits, n)


def test_improvement_of_sinusitis_is_a_plain_proportion(judged, result_of) -> None:
    found = result_of(
        judged(
            "small_binomial/sinusitis.csv",
            comparison="control",
            control="control",
            columns={"arm": "group"},
            metric=[{"name": "improved", "column": "self_reported_improvement", "bar": 0.0, "target": 0.1}],
        ),
        "treatment",
    )
    assert found.observed["control"].startswith("65 of 81")
    assert found.observed["treatment"].startswith("66 of 85")


def test_blanks_where_a_number_belongs_are_named_by_their_line(data_set) -> None:
    from experiments.errors import Unreadable
    from experiments.plan import Plan

    plan = Plan.of({"metric": [{"name": "TotalCharges", "kind": "mean", "bar": 1000.0, "target": 2000.0}]})
    with pytest.raises(Unreadable, match=r"line 490, column 'TotalCharges' .* 10 more like it"):
        read(data_set("telco_churn/Telco-Customer-Churn.csv"), plan)
