"""``whatsticks judge``: from a plan and its data to a verdict, with or without a workspace."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from experiments.errors import InvalidField
from experiments.observation import Counts, Moments
from experiments.plan import Plan
from tui.cli import main
from tui.commands.counts import typed_arms

CHECKOUT = Path(__file__).parents[2]

BENCHMARK = 'title = "Fake door"\nplanned_size = 141\n[[metric]]\nname = "sign-ups"\nbar = 0.08\ntarget = 0.15\n'
TWO_ARMS = """
title = "New page"
comparison = "control"
control = "old"
planned_size = 10000
[shares]
old = 0.5
new = 0.5
[columns]
arm = "page"
unit = "visitor"
[[metric]]
name = "sign-ups"
column = "signed_up"
bar = 0.0
target = 0.02
[[metric]]
name = "order value"
kind = "mean"
role = "guardrail"
margin = 1.0
"""


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it wrote where."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ended]:
    """Run one command line in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WHATSTICKS_WORKSPACE", str(tmp_path / "bets.db"))
    monkeypatch.setenv("WHATSTICKS_ACTOR", "Ana")
    monkeypatch.delenv("WHATSTICKS_DEBUG", raising=False)
    Path("door.toml").write_text(BENCHMARK)
    Path("page.toml").write_text(TWO_ARMS)

    def run_one(*words: object, stdin: str | bytes = "") -> Ended:
        done = CliRunner().invoke(main, [str(word) for word in words], input=stdin)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return Ended(done.exit_code, done.stdout, done.stderr)

    return run_one


@pytest.fixture
def judged(run) -> Callable[..., dict[str, object]]:
    """Judge, and return the JSON."""

    def judge_well(*words: object, stdin: str | bytes = "") -> dict[str, object]:
        ended = run("judge", *words, "--json", stdin=stdin)
        assert ended.code == 0, ended.err
        assert ended.err == ""
        assert ended.out.isascii()
        answer: dict[str, object] = json.loads(ended.out)
        return answer

    return judge_well


def rows(n: int = 10_000) -> dict[str, pa.Array]:
    """A file of visitors: one in ten of the old page signs up, one in eight of the new."""
    return {
        "visitor": pa.array(range(n)),
        "page": pa.array(["new" if number % 2 else "old" for number in range(n)]),
        "signed_up": pa.array([number % (16 if number % 2 else 20) < 2 for number in range(n)]),
        "order value": pa.array([float(number % 7) for number in range(n)]),
    }


def as_csv(columns: dict[str, pa.Array]) -> str:
    lines = [
        ",".join(columns),
        *(",".join(map(str, row)) for row in zip(*(c.to_pylist() for c in columns.values()), strict=True)),
    ]
    return "\n".join(lines) + "\n"


def test_the_json_has_what_scripts_rely_on(judged) -> None:
    answer = judged("--plan", "door.toml", "--counts", "27/141")
    keys = ("title", "verdict", "reason", "metrics", "health", "warnings", "plan_hash", "judge_version")
    assert set(keys) <= set(answer)
    assert (answer["title"], answer["verdict"]) == ("Fake door", "invest")
    metric = answer["metrics"][0]
    assert {
        "name",
        "role",
        "estimate",
        "lower",
        "upper",
        "bar",
        "target",
        "p_bar",
        "p_target",
        "ci95",
        "n",
        "method",
    } <= set(metric)
    assert len(metric["ci95"]) == 2
    assert metric["n"] == {"all": 141}
    assert {"check", "status", "value", "limit", "message"} == set(answer["health"][0])


def test_csv_parquet_and_both_on_standard_input_give_one_verdict(judged) -> None:
    pq.write_table(pa.table(rows()), "data.parquet")
    Path("data.csv").write_text(as_csv(rows()))
    answers = [
        judged("--plan", "page.toml", "--data", "data.parquet"),
        judged("--plan", "page.toml", "--data", "data.csv"),
        judged("--plan", "page.toml", "--data", "-", stdin=Path("data.parquet").read_bytes()),
        judged("--plan", "page.toml", "--data", "-", stdin=Path("data.csv").read_bytes()),
        judged("--plan", "-", "--data", "data.csv", stdin=TWO_ARMS),
    ]
    assert answers[0]["verdict"] == "invest"
    assert all(answer == answers[0] for answer in answers)


def test_typed_numbers_and_the_same_numbers_in_a_file_give_one_verdict(judged) -> None:
    Path("data.csv").write_text("signed_up\n" + "1\n" * 27 + "0\n" * 114)
    Path("plan.toml").write_text(BENCHMARK + 'column = "signed_up"\n')
    from_file = judged("--plan", "plan.toml", "--data", "data.csv")
    assert from_file == judged("--plan", "plan.toml", "--counts", "all=27/141")


def test_an_early_look_at_a_fixed_plan_shows_no_effect_unless_it_is_final(judged, run) -> None:
    early = judged("--plan", "door.toml", "--counts", "12/80")
    assert early["verdict"] == "keep testing"
    assert early["metrics"][0]["estimate"] is None
    assert "15%" not in run("judge", "--plan", "door.toml", "--counts", "12/80").out.split("bar 8%")[0]
    assert judged("--plan", "door.toml", "--counts", "12/80", "--final")["metrics"][0]["estimate"] == 0.15


def test_limits_that_do_not_exist_are_json_too(judged) -> None:
    Path("plan.toml").write_text(
        'comparison = "control"\ncontrol = "a"\nplanned_size = 20\n[[metric]]\nname = "m"\nkind = "mean"\n'
        'scale = "relative"\nbar = 0.0\ntarget = 0.1\n'
    )
    words = ("--plan", "plan.toml", "--summary", "a=10,0.1,5", "--summary", "b=10,0.2,5")
    assert judged(*words)["metrics"][0]["upper"] in ("Infinity", None) or judged(*words)["metrics"][0]["upper"] > 0


def test_the_report_says_the_verdict_why_and_what_next(run) -> None:
    report = run("judge", "--plan", "door.toml", "--counts", "27/141").out
    for words in (
        "Fake door",
        "Verdict  INVEST",
        "Why ",
        "Next ",
        "27 of 141 (19.1%)",
        "bar 8%",
        "target 15%",
        "Health",
    ):
        assert words in report
    assert "●" in report
    assert max(map(len, report.splitlines())) <= 80


def test_the_report_names_each_arm_once_with_its_picture(run) -> None:
    words = [
        word
        for arm, hits in (("old", 100), ("new", 150), ("newer", 130))
        for word in ("--counts", f"{arm}={hits}/1000", "--summary", f"{arm}=1000,12.4,25")
    ]
    plan = TWO_ARMS.replace("old = 0.5\nnew = 0.5", "old = 0.34\nnew = 0.33\nnewer = 0.33").replace("10000", "3000")
    report = run("judge", "--plan", "-", *words, stdin=plan).out
    assert "INVEST in new" in report or "INCONCLUSIVE" in report
    assert report.count("100 of 1,000") >= 1
    assert report.count("better →") == 2


def test_a_title_that_could_steer_a_terminal_is_refused_in_the_plan(run) -> None:
    ended = run("judge", "--plan", "-", "--counts", "1/2", stdin=BENCHMARK.replace("Fake door", "\\u001b[31mred"))
    assert ended.code == 1
    assert "\x1b" not in ended.err


def test_names_are_shown_literally(run) -> None:
    name = "[red]bold[/ <script> =HYPERLINK(1) 名前 🙂"
    report = run("judge", "--plan", "-", "--counts", "27/141", stdin=BENCHMARK.replace("sign-ups", name)).out
    assert name in report


WRONG = {
    "nothing": (2, "judge", "name an experiment such as E1"),
    "data without a plan": (2, "judge --data data.csv", "there is no plan"),
    "a plan without data": (2, "judge --plan door.toml", "there are no results"),
    "an experiment and a plan": (2, "judge E1 --plan door.toml", "not both"),
    "typed and from a file": (2, "judge --plan door.toml --counts 1/2 --data data.csv", "not both at once"),
    "standard input twice": (2, "judge --plan - --data -", "the plan or the data, not both"),
    "a code of another noun": (2, "judge S1", "is no experiment"),
    "no workspace": (3, "judge E1", "whatsticks init"),
    "no such plan": (1, "judge --plan nowhere.toml --counts 1/2", "nowhere.toml"),
    "no such data": (1, "judge --plan door.toml --data nowhere.csv", "nowhere.csv: no such file or directory"),
    "a plan that is data": (1, "judge --plan data.csv --counts 1/2", "this is not TOML"),
    "an address for data": (1, "judge --plan door.toml --data https://example.com/x.csv", "only files on this machine"),
    "a missing column": (1, "judge --plan page.toml --data data.csv", "there is no column 'page' (the arm)"),
    "more successes than trials": (1, "judge --plan door.toml --counts 150/141", "150 successes out of 141"),
    "negative counts": (1, "judge --plan door.toml --counts -3/141", "-3"),
    "a billion digits, nearly": (1, f"judge --plan door.toml --counts {'9' * 5000}/141", "at most 40 characters"),
    "no trials": (1, "judge --plan door.toml --counts 12", "write --counts ARM="),
    "an unknown arm": (
        1,
        "judge --plan page.toml --counts newer=1/10",
        "'newer' is no arm of the plan; it has 'old', 'new'",
    ),
    "no arm": (1, "judge --plan page.toml --counts 1/10", "write --counts ARM="),
    "an arm of a benchmark": (1, "judge --plan door.toml --counts control=1/10", "one group, 'all'"),
    "a mean for a share": (1, "judge --plan door.toml --summary 10,1,1", "the plan has no mean among its metrics"),
    "a negative spread": (1, "judge --plan page.toml --summary old=10,1,-1", "a standard deviation is 0 or more"),
    "two numbers for three": (1, "judge --plan page.toml --summary old=10,1", "write --summary ARM="),
    "given twice": (1, "judge --plan door.toml --counts 1/2 --counts all=1/2", "given twice"),
    "not a number": (1, "judge --plan page.toml --summary old=10,nan,1", "nan"),
}


@pytest.mark.parametrize(("code", "line", "says"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_line_gets_one_line_back(run, code, line, says) -> None:
    Path("data.csv").write_text("converted\n1\n0\n")
    ended = run(*line.split())
    assert (ended.code, ended.out) == (code, "")
    assert ended.err.startswith("whatsticks: ")
    assert ended.err.count("\n") == 1
    assert says in ended.err
    assert "fault of the program" not in ended.err
    assert len(ended.err) < 500


def test_bad_data_on_standard_input_is_called_so(run) -> None:
    ended = run("judge", "--plan", "page.toml", "--data", "-", stdin="page\nold\n")
    assert ended.err.startswith("whatsticks: standard input: there is no column 'visitor' (the unit)")
    assert run("judge", "--plan", "page.toml", "--data", "-").err == "whatsticks: standard input: the file is empty\n"


PLAN = Plan.of_toml(TWO_ARMS)
METRICS = {
    "comparison": "control",
    "control": "old",
    "metric": [{"name": name, "bar": 0, "target": 0.1} for name in ("sign-ups", "a:b", "new")],
}


def test_an_entry_names_arm_and_metric_in_either_order() -> None:
    several = Plan.of({**METRICS, "shares": {"old": 0.5, "new:page": 0.5}})
    entries = ("old:sign-ups=1/10", "a:b:old=2/10", "new:page:a:b=3/10", "sign-ups:new:page=4/10", "new:old=5/10")
    found = typed_arms(several, {"--counts": entries})
    assert {name: statistic.successes for name, statistic in found["old"].statistics.items()} == {
        "sign-ups": 1,
        "a:b": 2,
        "new": 5,
    }
    assert {name: statistic.successes for name, statistic in found["new:page"].statistics.items()} == {
        "a:b": 3,
        "sign-ups": 4,
    }


def test_without_planned_arms_the_arm_comes_first() -> None:
    found = typed_arms(Plan.of(METRICS), {"--counts": ("new:sign-ups=1/10", "sign-ups:old=2/10")})
    assert list(found) == ["new", "old"]


def test_an_entry_that_could_mean_several_metrics_is_asked_which(run) -> None:
    with pytest.raises(InvalidField, match="say which metric is meant, such as 'old:sign-ups=…'"):
        typed_arms(Plan.of(METRICS), {"--counts": ("old=1/10",)})


def test_the_metric_of_the_one_group_may_be_named() -> None:
    plan = Plan.of({"metric": [{"name": name, "bar": 0.1, "target": 0.2} for name in ("visits", "sign-ups")]})
    found = typed_arms(plan, {"--counts": ("visits=5/10", "sign-ups:2/10")})["all"].statistics
    assert found == {"visits": Counts(successes=5, trials=10), "sign-ups": Counts(successes=2, trials=10)}


def test_a_summary_has_units_mean_and_spread() -> None:
    found = typed_arms(PLAN, {"--counts": ("old=1/10",), "--summary": ("old=8,12.5,2",)})
    assert found["old"].units == 10
    assert found["old"].statistics["order value"] == Moments(n=8, mean=12.5, variance=4.0)


def test_an_experiment_of_the_workspace(run, judged) -> None:
    run("segment", "add", "--name", "Night parents")
    run("hypothesis", "add", "--segment", "S1", "--title", "They pay for morning delivery")
    run("experiment", "add", "--hypothesis", "H1", "--title", "Page with a price")
    assert run("judge", "E1").code == 1
    run("experiment", "plan", "E1", "--metric", "sign-ups", "--bar", "8%", "--target", "15%")
    run("experiment", "lock", "E1")
    run("record", "E1", "--counts", "12/80")
    assert judged("E1")["verdict"] == "keep testing"
    peeking = run("judge", "E1", "--final")  # would show the effect early, and the trail would not know
    assert peeking.code == 2
    assert "experiment conclude E1" in peeking.err
    run("record", "E1", "--counts", "15/61")
    assert judged("e1")["verdict"] == "invest"
    assert "INVEST" in run("judge", "1").out
    assert "E99" in run("judge", "E99").err or "99" in run("judge", "E99").err


def whole_process(folder: Path, *words: str, temporary: Path | None = None) -> Ended:
    """Judge in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)} | ({"TMPDIR": str(temporary)} if temporary else {})
    command = [sys.executable, "-c", "from tui.cli import console; console()", "judge", *words]
    done = subprocess.run(
        command, env=environment, cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def test_judging_the_same_file_twice_gives_the_same_bytes_and_no_noise(tmp_path) -> None:
    n = 400_000
    table = {**rows(n), "order value": pa.array([0.1 * (number % 1009) for number in range(n)])}
    pq.write_table(pa.table(table), tmp_path / "data.parquet", row_group_size=50_000)
    (tmp_path / "page.toml").write_text(TWO_ARMS)
    found = set()
    for _ in range(3):
        ended = whole_process(tmp_path, "--plan", "page.toml", "--data", "data.parquet", "--json")
        assert (ended.code, ended.err) == (0, "")
        found.add(ended.out)
    assert len(found) == 1


def test_a_refusal_ends_the_process_with_one_line_while_libraries_are_still_being_imported(tmp_path) -> None:
    (tmp_path / "page.toml").write_text(TWO_ARMS)
    (tmp_path / "data.csv").write_text("page\nold\n")
    ended = whole_process(tmp_path, "--plan", "page.toml", "--data", "data.csv")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.count("\n") == 1


def test_a_plan_refused_while_the_file_is_being_opened_leaves_nothing_behind(tmp_path) -> None:
    (tmp_path / "page.toml").write_text("alpha = 7")
    (tmp_path / "data.csv").write_text("page\nold\n")
    overflow = tmp_path / "tmp"
    overflow.mkdir()
    ended = whole_process(tmp_path, "--plan", "page.toml", "--data", "data.csv", temporary=overflow)
    assert (ended.code, ended.err.count("\n")) == (1, 1)
    assert "alpha" in ended.err
    assert list(overflow.iterdir()) == []


def test_the_example_in_the_help_is_a_whole_plan(run) -> None:
    shown = run("judge", "--help").out
    example = dedent(shown.partition("A whole plan.toml:")[2])
    assert example.strip() in dedent((CHECKOUT / "docs" / "cli.md").read_text(encoding="utf-8"))
    Path("example.toml").write_text(example)
    judged = run("judge", "--plan", "example.toml", "--counts", "old=500/5010", "--counts", "new=640/5000")
    assert judged.code == 0, judged.err
    assert "Verdict  INVEST" in judged.out


def test_a_size_that_nobody_planned_is_not_called_planned_and_the_range_says_what_it_is(run) -> None:
    Path("bare.toml").write_text('[[metric]]\nname = "sign-ups"\nbar = 0.08\ntarget = 0.15\n')
    judged = run("judge", "--plan", "bare.toml", "--counts", "30/500")
    assert "500; 141 would be asked for by bar and target" in judged.out
    assert "range: one-sided limits, 5% below, 20% above" in " ".join(judged.out.split())
    Path("less.toml").write_text('[[metric]]\nname = "refunds"\nbar = 0.15\ntarget = 0.08\ndirection = "decrease"\n')
    judged = run("judge", "--plan", "less.toml", "--counts", "30/500")
    assert "range: one-sided limits, 20% below, 5% above" in " ".join(judged.out.split())
