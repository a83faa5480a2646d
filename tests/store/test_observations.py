"""What is recorded fits the plan, is never counted twice, and is corrected in the open."""

from __future__ import annotations

from typing import Any

import pytest

from experiments.errors import InvalidField, NotFound, Refused
from experiments.experiment import Experiment, Stage
from experiments.observation import standing
from experiments.plan import Plan
from store.workspace import Workspace

FILE = {"kind": "file", "name": "march.csv", "digest": "ab" * 32, "rows": 200}


def test_the_first_batch_starts_a_locked_experiment(ws: Workspace, locked: Experiment, counts: Any) -> None:
    batch = ws.observations.record(1, counts(5, 100))
    test = ws.experiments.get(1)
    assert (test.stage, test.started_at) == (Stage.running, batch.at)
    assert (batch.id, batch.recorded_by, batch.units) == (1, "Ann", 200)
    assert ws.said == "Recorded batch 1 of E1 “Landing page”: 200 units."


def test_batches_come_in_the_order_they_were_recorded(ws: Workspace, running: Experiment, counts: Any) -> None:
    ws.observations.record(1, counts(1, 10))
    assert [batch.units for batch in ws.observations.of(1)] == [200, 20]
    assert ws.observations.get(2).units == 20


def test_arms_and_metrics_that_the_plan_does_not_know_are_named(ws: Workspace, locked: Experiment) -> None:
    statistic = {"kind": "counts", "successes": 1, "trials": 9}
    for arm, metric, message in (
        ("newer", "signed up", "arm: 'newer' is not possible; the plan knows 'old', 'new'"),
        ("new", "paid", "metric: 'paid' is not possible; the plan knows 'signed up'"),
    ):
        with pytest.raises(InvalidField) as fault:
            ws.observations.record(1, {"arms": {arm: {"units": 9, "statistics": {metric: statistic}}}})
        assert str(fault.value) == message
    assert ws.experiments.get(1).stage is Stage.locked


def test_a_mean_is_no_share(ws: Workspace, locked: Experiment) -> None:
    moments = {"kind": "moments", "n": 9, "mean": 1.5, "variance": 0.2}
    with pytest.raises(InvalidField, match="metric 'signed up'"):
        ws.observations.record(1, {"arms": {"new": {"units": 9, "statistics": {"signed up": moments}}}})


def test_the_same_file_is_refused_and_the_way_out_is_said(ws: Workspace, locked: Experiment, counts: Any) -> None:
    ws.observations.record(1, {**counts(5, 100), "source": FILE})
    before = ws.trail.count()
    with pytest.raises(Refused, match=r"in E1 already, as batch 1 of 2026-03-02; .*in its place"):
        ws.observations.record(1, {**counts(6, 100), "source": FILE})
    assert ws.trail.count() == before


def test_the_same_file_may_replace_itself(ws: Workspace, locked: Experiment, counts: Any) -> None:
    ws.observations.record(1, {**counts(5, 100), "source": FILE})
    again = {**counts(6, 100), "source": FILE, "supersedes": 1, "why": "the wrong column was read"}
    ws.observations.record(1, again)
    assert ws.said == "Recorded batch 2 of E1 “Landing page”: 200 units in place of batch 1."
    assert [batch.id for batch in standing(ws.observations.of(1))] == [2]
    assert [batch.id for batch in ws.judged(1)[1]] == [1, 2]
    assert ws.verdict(1).progress.units == 200


def test_a_file_whose_batch_was_replaced_by_another_may_come_back(
    ws: Workspace, locked: Experiment, counts: Any
) -> None:
    ws.observations.record(1, {**counts(5, 100), "source": FILE})
    other = {**FILE, "digest": "cd" * 32}
    ws.observations.record(1, {**counts(6, 100), "source": other, "supersedes": 1, "why": "an old export"})
    ws.observations.record(1, {**counts(5, 100), "source": FILE, "supersedes": 2, "why": "it was right after all"})
    assert [batch.id for batch in standing(ws.observations.of(1))] == [3]


def test_the_same_file_may_serve_another_experiment(ws: Workspace, locked: Experiment, counts: Any) -> None:
    ws.observations.record(1, {**counts(5, 100), "source": FILE})
    ws.experiments.copy(1)
    ws.experiments.lock(2, 1)
    assert ws.observations.record(2, {**counts(5, 100), "source": FILE}).experiment_id == 2


def test_typed_counts_may_repeat(ws: Workspace, running: Experiment, counts: Any) -> None:
    assert ws.observations.record(1, counts(5, 100)).id == 2


def test_only_a_batch_that_stands_can_be_corrected(ws: Workspace, running: Experiment, counts: Any) -> None:
    with pytest.raises(NotFound, match="there is no batch '7'; E1 has 1"):
        ws.observations.record(1, {**counts(5, 100), "supersedes": 7, "why": "a slip"})
    ws.observations.record(1, {**counts(5, 100), "supersedes": 1, "why": "a slip"})
    with pytest.raises(Refused, match="batch 1 of E1 was replaced already"):
        ws.observations.record(1, {**counts(5, 100), "supersedes": 1, "why": "another slip"})
    with pytest.raises(InvalidField, match="batch 2 is to be replaced: say why"):
        ws.observations.record(1, {**counts(5, 100), "supersedes": 2})


def test_nothing_is_recorded_after_the_conclusion(ws: Workspace, concluded: Experiment, counts: Any) -> None:
    with pytest.raises(Refused, match="it is concluded; plan a new experiment for more data"):
        ws.observations.record(1, counts(5, 100))


def test_the_judge_is_handed_what_stands(ws: Workspace, concluded: Experiment) -> None:
    plan, batches, final = ws.judged(1)
    assert (plan, batches, final) == (concluded.plan, ws.observations.of(1), True)
    assert ws.verdict(1).verdict == "invest"


def test_without_a_plan_there_is_nothing_to_judge(ws: Workspace, draft: Experiment, plan: Plan) -> None:
    with pytest.raises(Refused, match="E1 “Landing page” has no plan yet"):
        ws.judged(1)
