"""Designing a test on the command line: what was typed, laid over what is there, and what it will take."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.plan import Plan

CONTROL = """
title = "Gate at level 40"
comparison = "control"
control = "gate_30"
[shares]
gate_30 = 0.5
gate_40 = 0.5
[[metric]]
name = "7-day retention"
column = "retention_7"
bar = 0.0
target = 0.01
baseline = 0.19
[[metric]]
name = "rounds played"
role = "guardrail"
kind = "mean"
margin = 5.0
sd = 195.0
"""


def test_the_design_says_size_days_cost_and_chances(ok, draft: str) -> None:
    planned = ok("experiment", "plan", draft, "--metric", "sign-ups", "--bar", "8%", "--target", "15%",
                 "--units-per-day", "20", "--cost-per-unit", "1.50", "--json").json  # fmt: skip
    assert planned["code"] == "E1"
    assert planned["design"]["size"] == 141
    assert planned["design"]["days"] == pytest.approx(7.05)
    assert planned["design"]["cost"] == pytest.approx(211.5)
    assert [chance["where"] for chance in planned["design"]["chances"]] == ["bar", "halfway", "target"]


def test_options_change_what_they_name_and_leave_the_rest(ok, planned: str) -> None:
    ok("experiment", "plan", planned, "--alpha", "10%", "--target", "20%")
    ok(
        "experiment",
        "plan",
        planned,
        "--metric",
        "returns",
        "--role",
        "guardrail",
        "--margin",
        "1%",
        "--baseline",
        "5%",
    )
    plan = ok("experiment", "show", planned, "--json").json["plan"]
    assert plan["title"] == "Page with a price"
    assert plan["alpha"] == 0.1
    assert [(metric["name"], metric["bar"], metric["target"]) for metric in plan["metric"]] == [
        ("sign-ups", 0.08, 0.2),
        ("returns", None, None),
    ]


def test_a_plan_comes_from_a_file_from_stdin_and_back(ok, draft: str, tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(CONTROL)
    ok("experiment", "plan", draft, "--plan", file)
    shown = ok("experiment", "plan", draft, "--show-toml").out
    assert Plan.of_toml(shown) == Plan.of_toml(CONTROL)
    other = ok("experiment", "add", "--hypothesis", "H1", "--title", "Again").out.strip()
    ok("experiment", "plan", other, "--plan", "-", stdin=shown)
    assert ok("experiment", "plan", other, "--show-toml").out == shown


def test_a_dry_run_stores_nothing(ok, draft: str) -> None:
    tried = ok("experiment", "plan", draft, "--metric", "sign-ups", "--bar", "8%", "--target", "15%", "--dry-run")
    assert "141" in tried.out
    assert ok("experiment", "show", draft, "--json").json["plan"] is None


def test_without_options_the_plan_that_is_there_is_shown(ok, run, draft: str, planned: str) -> None:
    head = ok("trail", "head").out
    assert "sign-ups" in ok("experiment", "plan", planned).out
    assert ok("trail", "head").out == head
    empty = ok("experiment", "add", "--hypothesis", "H1", "--title", "Other").out.strip()
    refused = run("experiment", "plan", empty)
    assert refused.code == 1
    assert "has no plan yet" in refused.err


def test_locking_fills_in_the_size_that_bar_and_target_ask_for(ok, run, planned: str) -> None:
    locked = ok("experiment", "lock", planned, "--json").json
    assert locked["plan"]["planned_size"] == 141
    refused = run("experiment", "plan", planned, "--size", "20")
    assert refused.code == 1
    assert "amend" in refused.err


def test_an_amendment_says_why_and_what_had_been_seen(ok, locked: str) -> None:
    amended = ok("experiment", "amend", locked, "--size", "200", "--why", "more traffic than we thought", "--json").json
    assert amended["plan"]["planned_size"] == 200
    assert amended["amendments"][0]["seen"] == "nothing run"
    assert amended["amendments"][0]["changes"] == ["planned_size: 141 → 200"]


def test_what_is_missing_for_a_size_is_named(ok, draft: str) -> None:
    planned = ok("experiment", "plan", draft, "--comparison", "control", "--control", "old", "--arms", "old,new",
                 "--metric", "sign-ups", "--bar", "0", "--target", "2%")  # fmt: skip
    assert "baseline of 'sign-ups'" in planned.err
    assert "not known yet" in planned.out


def test_a_copy_is_a_draft_with_the_same_plan(ok, locked: str) -> None:
    copy = ok("experiment", "copy", locked).out.strip()
    assert copy == "E2"
    shown = ok("experiment", "show", copy, "--json").json
    assert (shown["stage"], shown["plan"]["metric"][0]["name"]) == ("draft", "sign-ups")


def test_an_abandoned_test_says_why(ok, run, locked: str) -> None:
    ok("experiment", "abandon", locked, "--why", "nobody came")
    shown = ok("experiment", "show", locked, "--json").json
    assert (shown["stage"], shown["abandoned_why"]) == ("abandoned", "nobody came")
    assert run("experiment", "start", locked).code == 1


def test_the_chance_to_invest_is_weighed_with_what_the_hypothesis_is_believed_to_be(ok, draft: str) -> None:
    """Half of such beliefs are true: half the tests are of a target that is there, half of one that is not."""
    bet = ok("hypothesis", "show", "H1", "--json").json
    asked = ("experiment", "plan", draft, "--metric", "sign-ups", "--bar", "8%", "--target", "15%", "--dry-run")
    made = ok(*asked, "--json").json["design"]
    at = {chance["where"]: chance["invest"] for chance in made["chances"]}
    assert made["belief"] == bet["prior"]
    assert made["assurance"] == pytest.approx(bet["prior"] * at["target"] + (1 - bet["prior"]) * at["bar"])
    assert "Chance to invest, as believed" in ok(*asked).out


def test_simulated_chances_come_with_their_error_and_near_the_worked_out_ones(ok, draft: str) -> None:
    asked = ("experiment", "plan", draft, "--metric", "sign-ups", "--bar", "8%", "--target", "15%", "--dry-run")
    worked_out, simulated = (ok(*asked, *more, "--json").json["design"] for more in ((), ("--simulate",)))
    assert not worked_out["simulated"]
    assert 0 < simulated["mc_error"] < 0.01
    assert simulated["power"] == pytest.approx(worked_out["power"], abs=5 * simulated["mc_error"])
    assert "simulated, standard error" in ok(*asked, "--simulate").out
