"""Undo on the command line: it names what it takes back, and refuses what cannot be."""

from __future__ import annotations


def test_the_last_change_is_named_then_taken_back(ok, run, draft: str) -> None:
    ok("hypothesis", "edit", "H1", "--title", "They pay at night")
    looked = ok("undo", "--dry-run")
    assert looked.err == (
        "Would undo entry 4: Changed the title of hypothesis H1 “They pay at night”.\n"
        "  title: They pay at night → They pay for morning delivery\n"
    )
    assert run("undo", "--entry", 3).code == 1
    assert "Undid entry 4: Changed the title" in ok("undo").err
    assert ok("hypothesis", "show", "H1", "--json").json["title"] == "They pay for morning delivery"
    assert ok("undo", "--json").json["removes"] == "E1"
    assert run("experiment", "show", "E1").code == 1
    ok("trail", "verify")


def test_somebody_elses_change_is_not_undone(ok, run, draft: str) -> None:
    ok("segment", "edit", "S1", "--size", "4")
    ok("segment", "edit", "S1", "--size", "5", "--actor", "Ben")
    refused = run("undo")
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert "Ben went on from it (entry 5" in refused.err
    assert ok("segment", "show", "S1", "--json").json["size"] == 5


def test_a_lock_is_not_undone(run, locked: str) -> None:
    refused = run("undo")
    assert refused.code == 1
    assert "a lock is a promise; amend the plan" in refused.err


def test_a_change_on_an_old_version_is_refused_with_the_way_out(ok, run, draft: str) -> None:
    ok("hypothesis", "edit", "H1", "--title", "Ben's", "--actor", "Ben")
    refused = run("hypothesis", "edit", "H1", "--title", "Ana's", "--version", 1)
    assert refused.code == 1
    assert "Ben changed H1 on" in refused.err
    assert (
        "now it is version 2 (Changed the title of hypothesis H1 “Ben's”); look at it, then repeat this" in refused.err
    )
    assert ok("hypothesis", "show", "H1", "--json").json["title"] == "Ben's"
    ok("hypothesis", "edit", "H1", "--title", "Ana's", "--version", 2)
