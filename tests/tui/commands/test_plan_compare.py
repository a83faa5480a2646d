"""The three ways to look at data, from the command line: side by side, and where a plan is shown or locked."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.plan import Plan
from experiments.power import design
from tests.tui.commands.conftest import Run

PLAN = """title = "Landing page"
monitoring = "group-sequential"
looks = 4
[[metric]]
name = "sign-ups"
bar = 0.08
target = 0.15
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(PLAN)
    return path


def test_each_way_has_the_size_its_own_design_has(ok: Run, file: Path) -> None:
    found = ok("--json", "plan", "compare", "--plan", file).json
    plan = Plan.of_toml(PLAN)
    for way in found["ways"]:
        made = design(plan.but(monitoring=way["monitoring"]))
        assert way["size"] == made.needed
        assert way["at_bar"] == (made.expected_at_bar or made.size)
        assert way["at_target"] == (made.expected_at_target or made.size)
        assert way["chosen"] == (way["monitoring"] == "group-sequential")
    fixed, group, anytime = (way["size"] for way in found["ways"])
    assert fixed < group < anytime


def test_the_planned_looks_end_at_the_size_and_spend_as_the_boundaries_do(ok: Run, file: Path) -> None:
    found = ok("--json", "plan", "compare", "--plan", file).json
    looks = found["looks"]
    bounds = ok("--json", "plan", "boundaries", "--looks", "4").json["looks"]
    assert looks[-1]["units"] == found["ways"][1]["size"]
    assert [look["z"] for look in looks] == pytest.approx([one["z"] for one in bounds])
    assert [look["p_invest"] for look in looks] == pytest.approx([one["nominal_p"] for one in bounds])


def test_a_planned_size_places_the_looks_but_not_the_sizes(ok: Run, tmp_path: Path, file: Path) -> None:
    larger = tmp_path / "larger.toml"
    larger.write_text(PLAN.replace("looks = 4", "looks = 4\nplanned_size = 400"))
    found, plain = (ok("--json", "plan", "compare", "--plan", path).json for path in (larger, file))
    assert found["ways"] == plain["ways"]
    assert [look["units"] for look in found["looks"]] == [100, 200, 300, 400]


def test_in_words_every_way_says_what_it_means(ok: Run, file: Path) -> None:
    out = ok("plan", "compare", "--plan", file).out
    for told in ("One look, at the end", "4 looks, paid for in advance with", "Look whenever you like"):
        assert told in out


def test_a_plan_without_what_a_size_rests_on_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(
        'comparison = "control"\ncontrol = "old"\n[[metric]]\nname = "sign-ups"\nbar = 0.0\ntarget = 0.05\n'
    )
    ended = run("plan", "compare", "--plan", path)
    assert ended.code == 1
    assert "no size can be worked out: the baseline of 'sign-ups'" in ended.err


def test_a_plan_of_several_looks_shows_their_price_wherever_it_is_shown(ok: Run, draft: str) -> None:
    metric = ("--metric", "sign-ups", "--bar", "8%", "--target", "15%")
    planned = ok("experiment", "plan", draft, *metric, "--monitoring", "anytime")
    assert "at any time" in planned.out
    made = design(Plan.of({"metric": [{"name": "sign-ups", "bar": 0.08, "target": 0.15}], "monitoring": "anytime"}))
    assert f"Size over that of one look\t{made.inflation:.3g} times" in planned.out
    locked = ok("experiment", "lock", draft)
    assert "Looking early, it stops after" in locked.err
    shown = ok("experiment", "show", draft)
    assert f"Units on average, if at the bar\t{round(made.expected_at_bar or 0)}" in shown.out
    assert ok("--json", "experiment", "show", draft).json["design"]["inflation"] == pytest.approx(made.inflation)


def test_a_plan_of_one_look_has_no_price_of_looking(ok: Run, locked: str) -> None:
    shown = ok("experiment", "show", locked).out
    assert "Looks\tone, at the end" in shown
    assert "one look\t" not in shown
    assert "design" not in ok("--json", "experiment", "show", locked).json
