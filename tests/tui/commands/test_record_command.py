"""Recording on the command line: typed, from a file, from standard input, and put right again."""

from __future__ import annotations

from pathlib import Path

import pytest

CONTROL = """
comparison = "control"
control = "old"
planned_size = 8
[shares]
old = 0.5
new = 0.5
[columns]
arm = "version"
unit = "user"
[[metric]]
name = "signed up"
column = "signed_up"
bar = 0.0
target = 0.5
baseline = 0.1
[[metric]]
name = "minutes: all"
role = "guardrail"
kind = "mean"
column = "minutes"
margin = 5.0
sd = 2.0
"""

ROWS = """user,version,signed_up,minutes
1,old,0,3.5
2,old,1,4.5
3,new,1,2.0
4,new,1,6.0
"""


@pytest.fixture
def with_control(ok, draft: str) -> str:
    """A locked test of two arms with a rate and a mean."""
    ok("experiment", "plan", draft, "--plan", "-", stdin=CONTROL)
    ok("experiment", "lock", draft)
    return draft


def test_typed_counts_start_the_test_and_say_how_far_it_is(ok, locked: str) -> None:
    recorded = ok("record", locked, "--counts", "12/60")
    assert recorded.out == "arm\tunits\tmissing values\nall\t60\t0\n"
    assert "Recorded batch 1 of E1" in recorded.err
    assert "60 units so far of 141 planned; whatsticks judge E1" in recorded.err
    assert ok("experiment", "show", locked, "--json").json["stage"] == "running"


def test_several_metrics_are_named_in_the_entry(ok, with_control: str) -> None:
    batch = ok("record", with_control, "--counts", "old=1/4", "--counts", "new:signed up=2/4",
               "--summary", "old:minutes: all=4,3.5,1", "--summary", "new=4,3.5,2", "--json").json  # fmt: skip
    found = batch["arms"]["new"]["statistics"]
    assert found["signed up"] == {"kind": "counts", "successes": 2, "trials": 4}
    moments = found["minutes: all"]
    assert (moments["kind"], moments["n"], moments["mean"], moments["variance"]) == ("moments", 4, 3.5, 4.0)
    assert (batch["units"], batch["planned"]) == (8, 8)


def test_an_arm_or_metric_that_the_plan_does_not_have_is_named(run, with_control: str) -> None:
    other = run("record", with_control, "--counts", "newer=2/4")
    assert other.code == 1
    assert "'newer'" in other.err
    assert "old" in other.err
    unnamed = run("record", with_control, "--counts", "2/4")
    assert unnamed.code == 1
    assert "ARM=" in unnamed.err


@pytest.mark.parametrize("way", ["file", "standard input"])
def test_a_file_is_read_as_the_plan_says(ok, with_control: str, tmp_path: Path, way: str) -> None:
    file = tmp_path / "rows.csv"
    file.write_text(ROWS)
    data = str(file) if way == "file" else "-"
    batch = ok("record", with_control, "--data", data, "--json", stdin=ROWS if data == "-" else "").json
    assert batch["arms"]["old"]["statistics"]["signed up"]["successes"] == 1
    assert batch["arms"]["new"]["statistics"]["minutes: all"]["mean"] == 4.0
    assert batch["source"]["name"] == ("rows.csv" if way == "file" else "standard input")
    assert len(batch["source"]["digest"]) == 64


def test_the_same_file_is_refused_a_second_time_unless_it_replaces_the_first(
    ok, run, with_control: str, tmp_path: Path
) -> None:
    file = tmp_path / "rows.csv"
    file.write_text(ROWS)
    ok("record", with_control, "--data", file)
    again = run("record", with_control, "--data", file)
    assert again.code == 1
    assert "already" in again.err
    ok("record", with_control, "--data", file, "--replaces", "1", "--why", "read it again")
    assert run("record", with_control, "--data", file, "--replaces", "9", "--why", "x").code == 1


def test_a_correction_replaces_a_batch_and_says_why(ok, run, locked: str) -> None:
    ok("record", locked, "--counts", "67/130")
    assert run("record", locked, "--counts", "6/130", "--replaces", "1").code == 1
    ok("record", locked, "--counts", "6/130", "--replaces", "1", "--why", "typed one digit too many")
    batches = ok("experiment", "show", locked, "--json").json["batches"]
    assert [(batch["supersedes"], batch["why"]) for batch in batches] == [(None, ""), (1, "typed one digit too many")]


def test_evidence_is_as_strong_as_its_kind_usually_is_unless_said(ok, run, draft: str) -> None:
    ok("experiment", "edit", draft, "--kind", "presale")
    ok("experiment", "plan", draft, "--metric", "paid", "--bar", "8%", "--target", "15%")
    ok("experiment", "lock", draft)
    usual = ok("catalogue", "show", "presale", "--json").json["strength"]
    assert ok("record", draft, "--counts", "5/50", "--json").json["strength"] == usual
    assert ok("record", draft, "--counts", "5/50", "--strength", "1", "--json").json["strength"] == 1
    assert run("record", draft, "--counts", "5/50", "--strength", "6").code == 1


def test_a_preview_stores_nothing(ok, with_control: str, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text(ROWS)
    head = ok("trail", "head").out
    shown = ok("record", with_control, "--data", file, "--preview")
    assert "old" in shown.out
    assert isinstance(ok("record", with_control, "--data", file, "--preview", "--json").json, dict)
    assert ok("trail", "head").out == head


def test_a_unit_of_a_file_in_two_arms_is_said_at_once(ok, with_control: str, tmp_path: Path) -> None:
    """The verdict would refuse it only once the planned size is reached, when the file is long forgotten."""
    file = tmp_path / "rows.csv"
    file.write_text(ROWS + "4,old,1,6.0\n")
    assert "1 unit (20%) was seen in more than one arm, such as '4' in new and old" in " ".join(
        ok("record", with_control, "--data", file).err.split()
    )


def test_a_file_that_cannot_be_read_is_one_line(run, with_control: str, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("user,version\n1,old\n")
    refused = run("record", with_control, "--data", file)
    assert refused.code == 1
    assert refused.err.count("\n") == 1


TIMED = """
comparison = "control"
control = "old"
monitoring = "group-sequential"
looks = "daily"
planned_size = 200
[shares]
old = 0.5
new = 0.5
[columns]
arm = "version"
unit = "user"
time = "day"
[[metric]]
name = "signed up"
column = "signed_up"
bar = 0.0
target = 0.3
baseline = 0.3
"""


def days_of_march(path: Path, *days: int) -> Path:
    rows = [
        f"{day}-{n},{'old' if n % 2 else 'new'},{int(n % 3 == 0)},2026-03-{day:02}" for day in days for n in range(20)
    ]
    path.write_text("user,version,signed_up,day\n" + "\n".join(rows) + "\n")
    return path


def test_a_timed_file_is_a_batch_for_each_look_and_tomorrows_adds_what_is_new(
    ok, run, draft: str, tmp_path: Path
) -> None:
    ok("experiment", "plan", draft, "--plan", "-", stdin=TIMED)
    ok("experiment", "lock", draft)
    file = days_of_march(tmp_path / "rows.csv", 1, 2, 3)
    assert "3 looks, 2026-03-01 to 03-03" in ok("record", draft, "--data", file, "--preview").err
    first = ok("record", draft, "--data", file)
    assert [line.split("\t")[:2] for line in first.out.splitlines()[1::2]] == [
        ["1", "2026-03-01"], ["2", "2026-03-02"], ["3", "2026-03-03"]
    ]  # fmt: skip
    assert "Recorded 3 batches of E1" in first.err
    assert "60 units so far of 200 planned" in first.err
    again = ok("record", draft, "--data", days_of_march(file, 1, 2, 3, 4), "--json")
    assert (again.json["batch"], again.json["units"]) == (4, 80)
    assert "3 batches of the same source stay as they are" in again.err
    assert len(ok("judge", draft, "--json").json["looks"]) == 4
    refused = run("record", draft, "--data", days_of_march(file, 1, 3, 4))
    assert refused.code == 1
    assert "40 units are recorded up to 2026-03-02 (batch 2), and this file has 20" in refused.err
    assert "3 looks" in run("record", draft, "--data", file, "--preview").err
    both = ok("record", draft, "--data", days_of_march(file, 5, 6), "--json").json
    assert [batch["batch"] for batch in both["batches"]] == [5, 6]


def test_other_units_are_said_of_a_file(run, locked: str) -> None:
    refused = run("record", locked, "--counts", "12/60", "--other-units")
    assert refused.code == 2
    assert "--data" in refused.err
