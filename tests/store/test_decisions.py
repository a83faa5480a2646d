"""A decision rests on the final verdict, and one against it needs a reason."""

from __future__ import annotations

from typing import Any

import pytest

from experiments.decision import Choice
from experiments.errors import Conflict, InvalidField, NotFound, Refused
from experiments.experiment import Experiment, Stage
from experiments.verdict import Outcome
from store.workspace import Workspace


def reasons(**more: object) -> dict[str, object]:
    return {"choice": "invest", "why": "twice as many sign up", "learning": "they shop at night", **more}


def test_a_decision_keeps_the_verdict_it_was_made_on(ws: Workspace, concluded: Experiment) -> None:
    decision = ws.decisions.decide(1, concluded.version, reasons(money=5000, person_days=30, next_step="Build it."))
    assert (decision.choice, decision.who, decision.money) == (Choice.invest, "Ann", 5000)
    assert decision.verdict == ws.verdict(1)
    assert ws.decisions.of(1) == decision
    assert ws.decisions.list() == (decision,)
    assert ws.experiments.get(1).stage is Stage.decided
    assert ws.said == "Decided on E1 “Landing page”: invest."
    assert ws.trail.verify() == ()


def test_a_running_experiment_is_concluded_first_and_judged_as_final(ws: Workspace, running: Experiment) -> None:
    early = ws.verdict(1)
    assert early.verdict is Outcome.keep_testing
    decision = ws.decisions.decide(1, running.version, reasons(choice="stop", why="the budget is gone"), early)
    assert decision.verdict.verdict is not Outcome.keep_testing
    assert [entry.action for entry in ws.trail.entries(limit=2)] == ["decide", "conclude"]
    test = ws.experiments.get(1)
    assert (test.stage, test.version, test.concluded_at) == (Stage.decided, running.version + 2, decision.at)


def test_a_verdict_that_was_shown_is_kept_if_it_is_of_this_evidence(ws: Workspace, concluded: Experiment) -> None:
    shown = ws.verdict(1).but(not_said="as it was shown")
    assert ws.decisions.decide(1, concluded.version, reasons(), shown).verdict == shown


@pytest.mark.parametrize("stranger", [{"plan_hash": "0" * 64}, {"progress": {"units": 7}}, {"verdict": "keep testing"}])
def test_a_verdict_of_other_evidence_is_judged_again(
    ws: Workspace, concluded: Experiment, stranger: dict[str, Any]
) -> None:
    own = ws.verdict(1)
    assert ws.decisions.decide(1, concluded.version, reasons(), own.but(**stranger)).verdict == own


def test_against_the_verdict_a_real_reason_is_needed(ws: Workspace, concluded: Experiment) -> None:
    against = reasons(choice="stop", why="because")
    with pytest.raises(Refused, match="to stop goes against an “invest” verdict; say why in 20 characters or more"):
        ws.decisions.decide(1, concluded.version, against)
    assert (ws.decisions.of(1), ws.experiments.get(1)) == (None, concluded)
    ws.decisions.decide(1, concluded.version, against | {"why": "the supplier went bankrupt"})
    assert ws.said == "Decided on E1 “Landing page”: stop, against the verdict (invest)."


@pytest.mark.parametrize("missing", ["choice", "why", "learning"])
def test_what_a_decision_needs_is_named(ws: Workspace, concluded: Experiment, missing: str) -> None:
    fields = {name: value for name, value in reasons().items() if name != missing}
    with pytest.raises(InvalidField, match=f"{missing}: it is required"):
        ws.decisions.decide(1, concluded.version, fields)


def test_nobody_decides_in_anothers_name_or_on_a_verdict_of_their_own(ws: Workspace, concluded: Experiment) -> None:
    for field in ("who", "at", "verdict", "experiment_id"):
        with pytest.raises(InvalidField, match="the program keeps it itself"):
            ws.decisions.decide(1, concluded.version, reasons(**{field: "x"}))


def test_a_decision_is_made_once(ws: Workspace, concluded: Experiment) -> None:
    ws.decisions.decide(1, concluded.version, reasons())
    with pytest.raises(Refused, match="it is decided already"):
        ws.decisions.decide(1, concluded.version + 1, reasons())


def test_a_draft_cannot_be_decided(ws: Workspace, draft: Experiment) -> None:
    with pytest.raises(Refused, match="lock the plan and record results first"):
        ws.decisions.decide(1, 1, reasons())
    with pytest.raises(NotFound, match="E5"):
        ws.decisions.decide(5, 1, reasons())


def test_results_that_come_in_while_it_is_judged_stop_the_decision(
    ws: Workspace, running: Experiment, counts: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from experiments import judge

    honest = judge.judge

    def slow(*args: Any, **options: Any) -> Any:
        ws.by("Bo").observations.record(1, counts(5, 100))
        return honest(*args, **options)

    monkeypatch.setattr(judge, "judge", slow)
    with pytest.raises(Conflict, match="results of E1 came in just now; nothing was decided"):
        ws.decisions.decide(1, running.version, reasons(why="it is plain enough for us"))
    assert ws.experiments.get(1).stage is Stage.running
    assert ws.decisions.of(1) is None
