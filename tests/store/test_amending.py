"""An amendment says what had been seen, and can claim more than the records show but never less."""

from __future__ import annotations

from typing import Any

import pytest

from experiments.errors import InvalidField, Refused
from experiments.experiment import Experiment
from experiments.judge import judge
from experiments.plan import Plan, Seen
from store.workspace import Workspace


def amended(ws: Workspace, seen: Seen | None = None, **changes: Any) -> Experiment:
    test = ws.experiments.get(1)
    assert test.plan is not None
    return ws.experiments.amend(1, test.version, test.plan.but(**changes), "the price changed", seen)


def test_before_any_result_nothing_was_run(ws: Workspace, locked: Experiment) -> None:
    (amendment,) = amended(ws, alpha=0.1).amendments
    assert amendment.seen is Seen.nothing_run
    assert (amendment.who, amendment.why, amendment.changes) == ("Ann", "the price changed", ("alpha: 0.05 → 0.1",))
    assert amendment.before == locked.plan_hash
    test = ws.experiments.get(1)
    assert test.plan is not None
    assert amendment.after == test.plan_hash == test.plan.hash
    hashes = f"{amendment.before[:8]} → {amendment.after[:8]}"
    assert ws.said == (f"Amended the plan of E1 “Landing page” ({hashes}), with nothing run: the price changed.")


def test_while_a_fixed_plan_withholds_its_numbers_no_results_were_seen(ws: Workspace, running: Experiment) -> None:
    assert amended(ws, alpha=0.1).amendments[-1].seen is Seen.no_results_seen


def test_once_the_planned_size_is_in_results_were_seen(ws: Workspace, running: Experiment, counts: Any) -> None:
    ws.observations.record(1, counts(60, 900))
    assert amended(ws, alpha=0.1).amendments[-1].seen is Seen.results_seen


def test_a_correction_that_takes_units_away_does_not_unsee_them(
    ws: Workspace, running: Experiment, counts: Any
) -> None:
    ws.observations.record(1, counts(60, 900))
    ws.observations.record(1, {**counts(6, 90), "supersedes": 2, "why": "a nought too many"})
    assert amended(ws, alpha=0.1).amendments[-1].seen is Seen.results_seen


def test_after_the_conclusion_results_were_seen(ws: Workspace, running: Experiment) -> None:
    ws.experiments.conclude(1, running.version)
    assert amended(ws, alpha=0.1).amendments[-1].seen is Seen.results_seen


def test_a_plan_that_shows_results_from_the_first_unit_was_seen(
    ws: Workspace, draft: Experiment, plan: Plan, counts: Any
) -> None:
    ws.experiments.plan(1, 1, plan)
    ws.experiments.lock(1, 2)
    ws.observations.record(1, counts(5, 100))
    assert amended(ws, alpha=0.1).amendments[-1].seen is Seen.results_seen


def test_what_was_seen_once_stays_seen(ws: Workspace, running: Experiment) -> None:
    amended(ws, Seen.results_seen, alpha=0.1)
    assert [one.seen for one in amended(ws, alpha=0.2).amendments] == [Seen.results_seen, Seen.results_seen]


def test_a_claim_may_be_worse_than_the_records_but_not_better(ws: Workspace, running: Experiment) -> None:
    with pytest.raises(Refused, match="E1 cannot be amended as “nothing run”: its records show “no results seen”"):
        amended(ws, Seen.nothing_run, alpha=0.1)
    assert ws.experiments.get(1) == running


def test_a_size_that_the_new_plan_does_not_name_stays(ws: Workspace, locked: Experiment, plan: Plan) -> None:
    test = ws.experiments.amend(1, locked.version, plan.but(alpha=0.1), "the price changed")
    assert test.plan is not None
    assert test.plan.planned_size == 2000


def test_the_same_plan_is_no_amendment(ws: Workspace, locked: Experiment, plan: Plan) -> None:
    with pytest.raises(Refused, match="the plan given is the one it has"):
        ws.experiments.amend(1, locked.version, plan, "no reason")


def test_an_amendment_without_a_reason_is_refused(ws: Workspace, locked: Experiment, plan: Plan) -> None:
    with pytest.raises(InvalidField, match="why"):
        ws.experiments.amend(1, locked.version, plan.but(alpha=0.1), "  ")


def test_a_plan_that_recorded_results_could_not_be_judged_by_is_refused(ws: Workspace, running: Experiment) -> None:
    with pytest.raises(Refused, match="recorded results do not fit the new plan: arm: 'new'"):
        amended(ws, shares={"old": 0.5, "newer": 0.5})


def test_a_draft_is_planned_and_not_amended(ws: Workspace, draft: Experiment, plan: Plan) -> None:
    with pytest.raises(Refused, match="it is a draft; edit the plan itself"):
        ws.experiments.amend(1, 1, plan, "a better one")


@pytest.mark.parametrize("monitoring", ["group-sequential", "anytime"])
def test_any_batch_of_a_plan_of_several_looks_was_seen(
    ws: Workspace, draft: Experiment, plan: Plan, counts: Any, monitoring: str
) -> None:
    ws.experiments.plan(1, 1, plan.but(monitoring=monitoring, planned_size=2000))
    ws.experiments.lock(1, 2)
    ws.observations.record(1, counts(5, 100))
    with pytest.raises(Refused, match="its records show “results seen”"):
        amended(ws, Seen.no_results_seen, monitoring="fixed")
    test = amended(ws, monitoring="fixed")
    assert test.amendments[-1].seen is Seen.results_seen
    changed, batches, ended = ws.judged(1)
    found = judge(changed, batches, final=ended, amendments=test.amendments)
    assert any("results seen: monitoring:" in warning for warning in found.warnings)


@pytest.mark.parametrize("monitoring", ["group-sequential", "anytime"])
def test_a_plan_of_several_looks_amended_before_any_batch_was_not_seen(
    ws: Workspace, draft: Experiment, plan: Plan, monitoring: str
) -> None:
    ws.experiments.plan(1, 1, plan.but(monitoring=monitoring, planned_size=2000))
    ws.experiments.lock(1, 2)
    assert amended(ws, monitoring="fixed").amendments[-1].seen is Seen.nothing_run


def test_looking_early_after_a_fixed_plan_opens_its_numbers(ws: Workspace, running: Experiment, counts: Any) -> None:
    assert amended(ws, monitoring="anytime").amendments[-1].seen is Seen.no_results_seen
    assert amended(ws, monitoring="fixed").amendments[-1].seen is Seen.results_seen
