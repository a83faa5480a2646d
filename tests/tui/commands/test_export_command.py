"""Exports replace a file wholly or not at all, and never by accident."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def decided(ok, locked: str) -> str:
    ok("record", locked, "--counts", "27/141")
    ok("decide", locked, "--choice", "invest", "--why", "it clears the bar", "--learning", "they want it",
       "--tell-customers", "It opens in June.", "--money", "40,000", "--seconded-by", "Ben")  # fmt: skip
    return locked


@pytest.mark.parametrize(("name", "begins"), [("page.html", "<!DOCTYPE html>"), ("page.md", "#"), ("page", "#")])
def test_the_ending_of_the_file_says_the_format(ok, decided: str, tmp_path: Path, name: str, begins: str) -> None:
    file = tmp_path / name
    said = ok("export", "decision", decided, "-o", file)
    page = file.read_text(encoding="utf-8")
    assert page.lstrip().lower().startswith(begins.lower())
    assert "It opens in June." in page
    assert said.out == ""
    assert said.err == f"Wrote {file}.\n"


def test_a_dash_is_standard_output(ok, decided: str) -> None:
    page = ok("export", "decision", decided, "--format", "html", "-o", "-")
    assert page.out.rstrip().endswith("</html>")
    assert page.err == ""
    assert ok("export", "decision", decided).out.startswith("#")


def test_a_file_that_exists_is_kept_unless_forced(ok, run, decided: str, tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text("mine")
    assert run("export", "portfolio", "-o", file).code == 1
    assert file.read_text() == "mine"
    ok("export", "portfolio", "-o", file, "--force")
    assert "Night parents" in file.read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".whatsticks")] == []


def test_a_decision_is_json_too(ok, run, decided: str) -> None:
    again = run("decide", decided, "--choice", "stop", "--why", "changed our minds", "--learning", "nothing")
    assert again.code == 1
    assert "decided already" in again.err
    board = ok("board", "--json").json["items"][0]
    assert board["status"] == "decided: invest"


def test_a_choice_against_the_verdict_needs_a_real_reason(ok, run, locked: str) -> None:
    ok("record", locked, "--counts", "27/141")
    words = ("decide", locked, "--choice", "stop", "--learning", "nobody will build it", "--json")
    assert run(*words, "--why", "no").code == 1
    decision = ok(*words, "--why", "The only person who could build it has left.").json
    assert (decision["experiment"], decision["choice"], decision["against"]) == (locked, "stop", True)
