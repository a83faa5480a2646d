"""``whatsticks judge`` on a file whose rows have a time, under a plan of several looks."""

from __future__ import annotations

import json
import random
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from experiments.verdict import Verdict
from tui.cli import main
from tui.look_table import look_table

PLAN = """
title = "New page"
comparison = "control"
control = "old"
monitoring = "group-sequential"
planned_size = 3000
looks = "weekly"
start = 2026-03-02
[shares]
old = 0.5
new = 0.5
[columns]
arm = "page"
unit = "visitor"
time = "at"
[[metric]]
name = "sign-ups"
column = "signed_up"
bar = 0.0
target = 0.06
[[metric]]
name = "order value"
kind = "mean"
role = "guardrail"
margin = 3.0
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a plan and with three and a half weeks of visitors, of whom the new page keeps more."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WHATSTICKS_WORKSPACE", str(tmp_path / "bets.db"))
    chance = random.Random(6)
    lines = ["visitor,page,at,signed_up,order value"]
    for visitor in range(3000):
        page = chance.choice(["old", "new"])
        at = datetime.fromisoformat("2026-03-02T08:00") + timedelta(hours=chance.random() * 24 * 24)
        hit = int(chance.random() < (0.10 if page == "old" else 0.16))
        lines.append(f"{visitor},{page},{at.isoformat(timespec='seconds')},{hit},{chance.expovariate(0.05):.2f}")
    Path("data.csv").write_text("\n".join(lines) + "\n")
    Path("plan.toml").write_text(PLAN)
    return tmp_path


def judge(*words: str) -> Result:
    return CliRunner().invoke(main, ["judge", "--plan", "plan.toml", "--data", "data.csv", *words])


def test_every_week_is_a_look_and_the_first_that_ended_the_test_is_named(folder) -> None:
    answer = json.loads(judge("--json").stdout)
    looks = answer["looks"]
    assert [look["number"] for look in looks] == [1, 2, 3, 4]
    assert [look["units"] for look in looks] == sorted(look["units"] for look in looks)
    assert looks[-1]["units"] == answer["progress"]["units"] == 3000
    ended = [look["number"] for look in looks if look["verdict"] in ("invest", "stop")]
    assert answer["stopped_at"] == ended[0]
    assert answer["verdict"] == "invest"


def test_the_report_has_a_small_table_of_the_looks(folder) -> None:
    report = judge().stdout
    looks = json.loads(judge("--json").stdout)["looks"]
    assert [look["until"] for look in looks] == ["2026-03-08", "2026-03-15", "2026-03-22", "2026-03-26"]
    table = report[report.index("\nLooks\n") :].splitlines()[2:]
    assert table[0].split() == ["look", "until", "units", "estimate", "lower", "upper", "verdict"]
    assert [line.split()[1] for line in table[1:5]] == ["2026-03-08", "2026-03-15", "2026-03-22", "2026-03-26"]
    assert "3,000" in table[4]
    assert sum("*" in line for line in table[1:5]) == 1
    assert "  * the first look that ended the test: " in report


def test_whole_weeks_and_dates_are_checked(folder) -> None:
    weekly = PLAN.replace("start = 2026-03-02", "start = 2026-03-03\npace = { weekly = true }")
    Path("plan.toml").write_text(weekly)
    said = " ".join(check["message"] for check in json.loads(judge("--json").stdout)["health"])
    assert "25 days from 2026-03-02 to 2026-03-26" in said
    assert "before the plan's first day 2026-03-03" in said


def test_one_look_has_no_table_and_the_same_verdict_with_a_time_as_without(folder) -> None:
    Path("plan.toml").write_text(PLAN.replace("group-sequential", "fixed").replace('looks = "weekly"\n', ""))
    with_time = json.loads(judge("--json").stdout)
    assert "Looks" not in judge().stdout
    Path("plan.toml").write_text(
        PLAN.replace("group-sequential", "fixed").replace('looks = "weekly"\n', "").replace('time = "at"\n', "")
    )
    without = json.loads(judge("--json").stdout)
    assert {**with_time, "plan_hash": "", "health": ()} == {**without, "plan_hash": "", "health": ()}


def test_too_many_looks_get_one_line_back(folder) -> None:
    Path("plan.toml").write_text(PLAN.replace('"weekly"', '"daily"'))
    ended = judge()
    assert (ended.exit_code, ended.stdout) == (1, "")
    assert ended.stderr.count("\n") == 1
    assert 'set looks = "weekly", or 20, or monitoring = "anytime"' in ended.stderr


def test_of_very_many_looks_the_first_and_the_latest_are_shown(folder) -> None:
    answer = json.loads(judge("--json").stdout)
    verdict = Verdict.model_validate({name: answer[name] for name in Verdict.model_fields})
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(100)]
    first = verdict.looks[0]
    looks = tuple(first.model_copy(update={"number": at, "until": day}) for at, day in enumerate(days, start=1))
    many = verdict.model_copy(update={"looks": looks, "stopped_at": 40})
    lines = look_table(many, None)
    numbers = [line.split()[0] for line in lines[2:-1]]
    assert numbers[:6] == ["1", "2", "…", "40*", "…", "83"]
    assert numbers[-1] == "100"
    assert look_table(verdict.model_copy(update={"looks": looks[:1]}), None) == []


def test_another_way_of_looking_is_judged_for_once_and_says_so(folder) -> None:
    said = json.loads(judge("--json", "--monitoring", "anytime", "--looks", "2026-03-10,2026-03-20").stdout)
    assert [look["until"] for look in said["looks"]] == ["2026-03-10", "2026-03-20", "2026-03-26"]
    assert said["warnings"][0].startswith(
        "the way of looking was chosen on the command line (anytime, looks 2 planned, the last at 2026-03-20), not in"
        " the plan (group-sequential, looks weekly)"
    )
    fixed = json.loads(judge("--json", "--monitoring", "fixed").stdout)
    assert (fixed["looks"], fixed["verdict"]) == ([], "invest")
    assert "chosen on the command line" in judge("--looks", "1000,2000,3000").stdout
    sizes = json.loads(judge("--json", "--looks", "1000,2000,3000").stdout)["looks"]
    assert [look["units"] for look in sizes] == [1000, 2000, 3000]
    own = judge("--json", "--monitoring", "group_sequential", "--looks", "weekly").stdout
    assert own == judge("--json").stdout
    assert "chosen" not in own


def test_looks_need_a_way_of_looking_that_has_them(folder) -> None:
    Path("plan.toml").write_text(PLAN.replace("group-sequential", "fixed").replace('looks = "weekly"\n', ""))
    refused = judge("--looks", "5")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "say --monitoring group-sequential or --monitoring anytime, too" in refused.stderr
    assert "looks" in judge("--monitoring", "anytime", "--looks", "hourly").stderr
    assert len(json.loads(judge("--json", "--monitoring", "anytime", "--looks", "daily").stdout)["looks"]) == 25


def test_an_experiment_is_looked_at_as_its_plan_says(folder) -> None:
    refused = CliRunner().invoke(main, ["judge", "E1", "--monitoring", "anytime"])
    assert refused.exit_code == 1
    assert "experiment amend E1 --monitoring anytime" in refused.stderr
    assert "judge --plan plan.toml --data FILE --monitoring anytime" in refused.stderr
