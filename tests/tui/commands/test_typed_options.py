"""Results of every kind on the command line: typed, in a small table, or refused with the way to write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

AGAINST = 'comparison = "control"\ncontrol = "old"\n[shares]\nold = 0.5\nnew = 0.5\n'
METRIC = '[[metric]]\nname = "m"\nbar = 0.0\ntarget = 0.1\n'
PLANS = {
    "theme": METRIC + 'kind = "theme"\n',
    "rate": METRIC + 'kind = "rate"\n',
    "answers": METRIC + 'kind = "ordinal"\nlevels = ["bad", "fair", "good"]\n',
    "two arms": AGAINST + METRIC + 'kind = "ordinal"\nlevels = ["bad", "fair", "good"]\n',
    "ratio": AGAINST + METRIC + 'kind = "ratio"\n',
    "clusters": AGAINST + METRIC + 'cluster = "shop"\n',
    "covariate": AGAINST + METRIC + 'kind = "mean"\ncovariates = ["before"]\n',
    "covariates": AGAINST + METRIC + 'kind = "mean"\ncovariates = ["before", "age"]\n',
    "retention": METRIC + 'kind = "time_to_event"\nhorizon = 30\n',
    "price": METRIC + 'kind = "price"\n',
    "pairs": 'comparison = "paired"\n' + METRIC,
    "differences": 'comparison = "paired"\n' + METRIC + 'kind = "mean"\n',
    "steps": 'comparison = "paired"\n' + METRIC + 'kind = "ordinal"\nlevels = [1, 2, 3]\n',
    "two rates": METRIC + 'kind = "rate"\n[[metric]]\nname = "x:y"\nkind = "rate"\nbar = 0.0\ntarget = 0.1\n',
}
TABLES = {
    "times.csv": "time,events,lost\n7,12,3\n30,20,10\n45,0,100\n",
    "prices.txt": "4 6 11 15\n5 7 10 14\n3 5 9 12\n",
    "steps.txt": "-1 10\n0 40\n+1 30\n",
    "levels.txt": "good 30\nbad 4\nfair 12\n",
    "ragged.txt": "7 1\n",
}
ROUNDS = {
    "theme": (["--counts", "13/20,9,1,2,8"], {"kind": "coded", "successes": 13, "trials": 20, "both": 9, "neither": 8}),
    "theme alone": (["--counts", "13/20"], {"kind": "coded", "successes": 13, "both": 0}),
    "rate": (["--events", "37/4200.5"], {"events": 37, "exposure": 4200.5, "over": None}),
    "rate of units": (["--events", "37/4200.5/140"], {"events": 37, "over": 140}),
    "answers": (["--levels", "3,0,22"], {"levels": ["bad", "fair", "good"], "counts": [3, 0, 22]}),
    "answers in a table": (["--table", "levels.txt"], {"counts": [4, 12, 30]}),
    "retention": (["--table", "times.csv"], {"times": [7, 30, 45], "events": [12, 20, 0], "censored": [3, 10, 100]}),
    "retention named": (["--table", "m:times.csv"], {"times": [7, 30, 45]}),
    "price": (["--table", "prices.txt"], {"kind": "tally", "counts": [1, 1, 1]}),
    "pairs": (["--pairs", "30,14,5,51"], {"both": 30, "gained": 14, "lost": 5, "neither": 51}),
    "pairs named": (["--pairs", "m=30,14,5,51"], {"both": 30}),
    "differences": (["--summary", "40,-1.5,4"], {"n": 40, "mean": -1.5, "variance": 16}),
    "steps": (["--table", "steps.txt"], {"values": [[-1], [0], [1]], "counts": [10, 40, 30]}),
}


@pytest.fixture
def started(ok: Any, draft: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Lock a plan of one of the kinds, in a folder with tables."""
    monkeypatch.chdir(tmp_path)
    for name, text in TABLES.items():
        Path(name).write_text(text)

    def lock(kind: str) -> str:
        ok("experiment", "plan", draft, "--plan", "-", stdin="planned_size = 100\n" + PLANS[kind])
        ok("experiment", "lock", draft)
        return draft

    return lock


@pytest.mark.parametrize("kind", ROUNDS)
def test_one_group_of_every_kind_is_recorded(ok, started, kind: str) -> None:
    words, wanted = ROUNDS[kind]
    plan = next(name for name in sorted(PLANS, key=len, reverse=True) if kind.startswith(name))
    found = ok("record", started(plan), *words, "--json").json["arms"]["all"]["statistics"]["m"]
    assert {name: found[name] for name in wanted} == wanted


@pytest.mark.parametrize(
    ("kind", "option", "old", "new"),
    [
        ("two arms", "--levels", "3,5,10", "1,5,14"),
        ("ratio", "--ratio", "140,31,25,4.2,2,0.7", "140,36,25,4.2,2,0.7"),
        ("clusters", "--ratio", "14,31,25,42,20,0.7", "14,36,25,42,20,0.7"),
        ("covariate", "--adjusted", "140,12.4,9,11.9,8,0.6", "140,15.4,9,11.8,8,0.6"),
    ],
)
def test_two_arms_of_every_kind_are_recorded_and_judged(
    ok, started, kind: str, option: str, old: str, new: str
) -> None:
    test = started(kind)
    arms = ok("record", test, option, f"old={old}", option, f"m:new={new}", "--json").json["arms"]
    assert list(arms) == ["old", "new"]
    Path("plan.toml").write_text("planned_size = 20\n" + PLANS[kind])
    judged = ok("judge", "--plan", "plan.toml", option, f"old={old}", option, f"new={new}", "--json").json
    assert judged["metrics"][0]["estimate"] > 0


def test_a_table_comes_from_standard_input(ok, run, started) -> None:
    test = started("retention")
    assert ok("record", test, "--table", "-", "--json", stdin="7 1 2\n").json["units"] == 3
    Path("plan.toml").write_text(PLANS["retention"])
    twice = run("judge", "--plan", "-", "--table", "-")
    assert (twice.code, "the plan or a table" in twice.err) == (2, True)


def test_a_metric_of_several_is_named_as_for_counts(ok, run, started) -> None:
    test = started("two rates")
    batch = ok("record", test, "--events", "m=3/10", "--events", "x:y=4/20", "--json").json
    assert {name: found["events"] for name, found in batch["arms"]["all"]["statistics"].items()} == {"m": 3, "x:y": 4}
    assert "say which metric is meant, such as 'm=…' or 'x:y=…'" in run("record", test, "--events", "3/10").err


WRONG = {
    "too few levels": ("answers", "--levels 3,5", "give 3 counts, one for each of bad, fair, good"),
    "a level too many": ("answers", "--levels 3,5,7,8", "give 3 counts"),
    "no exposure": ("rate", "--events 37", "write --events ARM=EVENTS/EXPOSURE"),
    "a negative exposure": ("rate", "--events 37/-5", "exposure: -5 is no exposure"),
    "three of four": ("pairs", "--pairs 30,14,5", "write --pairs BOTH,GAINED,LOST,NEITHER, such as 30,14"),
    "a pair below 0": ("pairs", "--pairs 30,-1,5,4", "only after: -1 cannot be"),
    "a wild correlation": ("covariate", "--adjusted old=9,1,1,1,1,7", "correlation: 7 is no correlation"),
    "an arm nobody planned": ("ratio", "--ratio newer=9,1,1,1,1,0", "'newer' is no arm of the plan"),
    "several covariates": ("covariates", "--adjusted old=9,1,1,1,1,0", "read from a file, not typed; use --data"),
    "the wrong option": ("rate", "--counts 3/10", "the plan has no proportion among its metrics: 'm' takes --events"),
    "a ragged table": ("retention", "--table ragged.txt", "line 1: 2 numbers where time, events and lost belong"),
    "no such table": ("retention", "--table nowhere.txt", "cannot read nowhere.txt"),
    "more than there were": ("theme", "--counts 25/20", "25 with the theme"),
    "half an agreement": ("theme", "--counts 13/20,9,1", "write --counts ARM="),
}


@pytest.mark.parametrize(("kind", "line", "says"), WRONG.values(), ids=WRONG.keys())
def test_what_cannot_be_is_one_line_that_says_how(run, started, kind: str, line: str, says: str) -> None:
    ended = run("record", started(kind), *line.split())
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("whatsticks: ")
    assert ended.err.count("\n") == 1
    assert says in ended.err


def test_a_plan_of_any_kind_is_made_with_options_alone(ok, draft: str) -> None:
    made = ok("experiment", "plan", draft, "--metric", "ease", "--kind", "ordinal", "--levels", "bad,fair,good",
              "--top", "1", "--bar", "30%", "--target", "45%", "--json").json["plan"]["metric"][0]  # fmt: skip
    assert made["levels"] == ["bad", "fair", "good"]
    spend = ok("experiment", "plan", draft, "--fresh", "--metric", "spend", "--kind", "mean", "--bar", "20",
               "--target", "24", "--sd", "9", "--json").json["plan"]["metric"][0]  # fmt: skip
    assert (spend["bar"], spend["target"]) == (20.0, 24.0)


def test_what_a_number_means_follows_the_plan_that_is_there(ok, run, draft: str) -> None:
    ok("experiment", "plan", draft, "--metric", "spend", "--kind", "mean", "--bar", "20", "--target", "24", "--sd", "9")
    assert ok("experiment", "plan", draft, "--target", "25", "--json").json["plan"]["metric"][0]["target"] == 25.0
    refused = run("experiment", "plan", draft, "--kind", "proportion", "--bar", "20")
    assert (refused.code, "did you mean 20%?" in refused.err) == (1, True)
