"""The way of looking, changed once results were seen, marks the verdict wherever it is read."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def of_150(ok, draft: str) -> str:
    """A locked test that may look five times, with 150 people."""
    ok("experiment", "plan", draft, "--metric", "sign-ups", "--bar", "8%", "--target", "15%", "--size", "150",
       "--monitoring", "group-sequential", "--looks", "5")  # fmt: skip
    ok("experiment", "lock", draft)
    return draft


def test_looking_in_another_way_after_results_were_seen_marks_the_verdict_to_the_exported_page(
    ok, run, of_150: str, tmp_path: Path
) -> None:
    code = of_150
    for hits in (3, 5, 4):
        ok("record", code, "--counts", f"{hits}/30")
    assert not any("amended" in warning for warning in ok("judge", code, "--json").json["warnings"])
    less = run("experiment", "amend", code, "--monitoring", "anytime", "--why", "stop early", "--seen", "nothing-run")
    assert less.code == 1
    assert "results seen" in less.err
    ok("experiment", "amend", code, "--monitoring", "anytime", "--why", "we want to stop whenever it looks good")
    ok("record", code, "--counts", "9/30")
    verdict = ok("judge", code, "--json").json
    mark = verdict["warnings"][0]
    assert "results seen: monitoring: group-sequential → anytime" in mark
    assert mark.endswith("read this verdict as exploratory")
    assert len(verdict["looks"]) == 4
    assert "exploratory" in ok("judge", code).out
    ok("decide", code, "--choice", "invest", "--why", "it clears the bar", "--learning", "they sign up")
    page = tmp_path / "page.html"
    ok("export", "decision", code, "-o", page)
    text = page.read_text()
    assert "group-sequential → anytime" in text
    assert "The plan was changed after results had been seen" in text
    assert ok("judge", code, "--json").json["warnings"][0] == mark


def test_before_any_result_was_seen_it_is_said_and_not_held_against_the_verdict(ok, of_150: str) -> None:
    code = of_150
    ok("experiment", "amend", code, "--monitoring", "fixed", "--why", "nobody has time to look")
    ok("record", code, "--counts", "12/100")
    ok("experiment", "amend", code, "--monitoring", "anytime", "--why", "now somebody has")
    marks = ok("judge", code, "--json").json["warnings"][:2]
    assert "nothing run: monitoring: group-sequential → fixed" in marks[0]
    assert "no results seen: monitoring: fixed → anytime" in marks[1]
    assert not any("exploratory" in mark for mark in marks)
