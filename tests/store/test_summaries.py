"""Summaries hold what a reader needs to check them."""

from __future__ import annotations

from typing import Any

from experiments.experiment import Experiment
from experiments.verdict import Outcome
from store.workspace import Workspace


def test_a_decision_can_be_checked_against_the_trail(ws: Workspace, locked: Experiment, counts: Any) -> None:
    assert locked.plan is not None
    test = ws.experiments.amend(1, locked.version, locked.plan.but(alpha=0.1), "a larger risk will do")
    ws.observations.record(1, counts(60, 1000))
    ws.decisions.decide(1, test.version + 1, {"choice": "invest", "why": "they do", "learning": "they do"})
    ws.experiments.copy(1)
    page = ws.summary(1)
    assert page.lock is not None
    assert (page.lock.seq, page.lock.who) == (5, "Ann")
    assert page.lock.hash == next(entry.hash for entry in ws.trail.entries() if entry.seq == 5)
    assert (page.planned, page.locked_plan) == (locked.plan, locked.plan)
    assert (page.trail.head, page.trail.length) == (ws.trail.head(), ws.trail.count())
    assert page.decision == ws.decisions.of(1)
    assert page.workspace == "bets.db"
    assert [(other.code, other.stage, other.choice) for other in page.others] == [("E2", "draft", None)]
    assert ws.summary(2).others[0].outcome is Outcome.invest


def test_before_a_decision_the_page_shows_the_verdict_of_now(ws: Workspace, running: Experiment) -> None:
    page = ws.summary(1)
    assert page.verdict == ws.verdict(1)
    assert (page.strength, page.belief, page.decision) == (2, 0.5, None)


def test_a_draft_has_a_page_without_a_verdict(ws: Workspace, draft: Experiment) -> None:
    page = ws.summary(1)
    assert (page.verdict, page.lock, page.batches) == (None, None, ())


def test_the_kind_of_test_is_called_by_its_name(ws: Workspace, draft: Experiment) -> None:
    ws.experiments.edit(1, 1, {"kind": "simple-landing-page"})
    assert ws.summary(1).kind == "Simple landing page"
    ws.experiments.edit(1, 2, {"kind": "our own way"})
    assert ws.summary(1).kind == "our own way"


def test_the_portfolio_adds_up(ws: Workspace, concluded: Experiment) -> None:
    ws.experiments.spend(1, concluded.version, 120, 2)
    fields = {"choice": "stop", "why": "the supplier went bankrupt", "learning": "ask first", "money": 40}
    ws.decisions.decide(1, concluded.version + 1, fields)
    ws.hypotheses.add({"segment_id": 1, "title": "They stay up"})
    page = ws.portfolio()
    assert [entry.code for entry in page.rows] == ["H2", "H1"]
    assert (page.tests, page.money_spent, page.money_released) == (1, 120, 40)
    assert (page.rows[1].verdicts, page.rows[1].choice) == ((Outcome.invest,), "stop")
    (line,) = page.decisions
    assert (line.code, line.hypothesis, line.against_verdict) == ("E1", "H1", True)
    assert page.trail.head == ws.trail.head()
