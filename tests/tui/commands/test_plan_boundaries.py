"""The boundaries of a group-sequential plan, from the command line."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from tui.cli import main


def asked(*words: str) -> str:
    found = CliRunner().invoke(main, ["--json", "plan", "boundaries", *words])
    assert found.exit_code == 0, found.output
    return found.stdout


def test_five_looks_have_the_published_bounds() -> None:
    """Lan & DeMets, O'Brien–Fleming type, one-sided 0.025."""
    looks = json.loads(asked("--looks", "5", "--alpha", "0.025"))["looks"]
    assert [look["z"] for look in looks] == pytest.approx([4.8769, 3.3570, 2.6803, 2.2898, 2.0310], abs=1e-4)
    assert looks[-1]["alpha_spent"] == pytest.approx(0.025)


def test_futility_meets_efficacy_at_the_last_look() -> None:
    given = ("--looks", "0.3,0.6,1", "--alpha", "0.025", "--beta", "0.1", "--spending", "hsd:-4")
    found = json.loads(asked(*given, "--futility", "hsd:-2"))
    assert found["looks"][-1]["futility"] == pytest.approx(found["looks"][-1]["z"])
    assert found["expected_at_bar"] < found["expected_at_target"] < found["inflation"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--looks", "50"), "from 1 to 20 looks"),
        (("--looks", "0"), "end with 1"),
        (("--looks", "0.2,0.5"), "end with 1"),
        (("--looks", "0.5,0.2,1"), "more information than the one before"),
        (("--looks", "x"), "write a number such as 5"),
        (("--spending", "evenly"), "write obrien-fleming"),
        (("--spending", "hsd:x"), "hsd needs a number"),
    ],
)
def test_looks_that_cannot_be_are_refused_on_one_line(words: tuple[str, ...], told: str) -> None:
    found = CliRunner().invoke(main, ["plan", "boundaries", *words])
    assert found.exit_code == 1
    assert told in found.stderr
    assert found.stderr.count("\n") == 1
