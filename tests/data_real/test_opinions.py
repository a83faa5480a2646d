"""What people say: a promoter score of bank customers, answers on six levels, and themes that two people coded."""

from __future__ import annotations

import csv

import pytest

from experiments.verdict import Status

NPS = {"name": "NPS", "kind": "ordinal", "score": "nps", "bar": 0, "target": 0.2}
MARKETS = {"MEX": 0.171, "UK": 0.0849, "US": 0.0993}


def test_the_bank_has_the_published_promoter_score(judged, result_of) -> None:
    verdict = judged("nps_bank/NPStimeseries.csv", columns={"unit": "ID"}, metric=[NPS])
    found = result_of(verdict, "all")
    assert found.estimate == pytest.approx(0.118, abs=5e-5)
    assert found.ci95 == (pytest.approx(0.09334, abs=2e-4), pytest.approx(0.1427, abs=2e-4))
    assert found.n == {"all": 5000}


@pytest.mark.parametrize(("control", "p"), [("UK", 0.004457), ("US", 0.02115)])
def test_mexico_recommends_more_than_the_others(judged, result_of, control, p) -> None:
    verdict = judged(
        "nps_bank/NPStimeseries.csv",
        comparison="control",
        control=control,
        shares={control: 0.5, "MEX": 0.5},
        columns={"arm": "Market", "unit": "ID"},
        metric=[{**NPS, "target": 0.1}],
    )
    found = result_of(verdict, "MEX")
    assert found.estimate == pytest.approx(MARKETS["MEX"] - MARKETS[control], abs=1e-4)
    assert 2 * found.p_bar == pytest.approx(p, rel=0.02)


def test_the_two_best_of_six_levels(judged, result_of) -> None:
    metric = {"name": "A3", "kind": "ordinal", "levels": [1, 2, 3, 4, 5, 6], "top": 2, "bar": 0.5, "target": 0.6}
    found = result_of(judged("bfi_likert/bfi.csv", metric=[metric]), "all")
    assert found.observed["all"].startswith("1,741 of 2,774")
    assert found.estimate == pytest.approx(0.628, abs=5e-4)
    assert found.ci95 == (pytest.approx(0.6095, abs=5e-4), pytest.approx(0.6454, abs=5e-4))


@pytest.fixture
def coded(data_set, tmp_path):
    """Write one row per interview: whether each coder found the theme, blank where the second did not code it."""

    def written(question: str, theme: str):
        first, second = (
            list(csv.DictReader(data_set(f"interview_coding_a/{question}_{who}.csv").open(newline="")))
            for who in ("primary", "secondary")
        )
        path = tmp_path / f"{theme}.csv"
        with path.open("w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["person", "one", "two"])
            for mine, theirs in zip(first, second, strict=True):
                theirs_codes = codes(theirs)
                two = "" if not theirs_codes else "yes" if theme in theirs_codes else "no"
                rows.writerow([mine["ResponseId"], "yes" if theme in codes(mine) else "no", two])
        return path

    return written


def codes(row: dict[str, str]) -> set[str]:
    return {row[f"Code {place}"].split("->")[0] for place in range(1, 9) if row[f"Code {place}"]}


def theme(bar: float) -> dict[str, object]:
    return {"name": "theme", "kind": "theme", "column": "one", "second_coder": "two", "bar": bar, "target": bar + 0.2}


def test_a_theme_is_counted_by_the_first_coder_and_checked_on_what_both_coded(
    judged, result_of, check_of, coded
) -> None:
    verdict = judged(coded("N3", "harmful_to_students"), columns={"unit": "person"}, metric=[theme(0.1)])
    found = result_of(verdict, "all")
    assert found.observed["all"].startswith("24 of 99")
    assert found.estimate == pytest.approx(24 / 99)
    agreement = next(check for check in verdict.health if "coders" in check.check)
    assert "17 of 20" in agreement.message
    assert agreement.value == pytest.approx(2 / 3)
    assert agreement.status is Status.ok


def test_every_interview_may_be_coded_twice(judged, result_of, coded) -> None:
    verdict = judged(coded("Q11", "stop_cheating"), columns={"unit": "person"}, metric=[theme(0.1)])
    assert result_of(verdict, "all").observed["all"].startswith("10 of 26")
    assert any("23 of 26" in check.message for check in verdict.health)
