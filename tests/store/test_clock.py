"""A clock that jumps back: the order is that of the chain, times stay what the clock showed, and verifying says so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from experiments.experiment import Experiment
from store.lock_check import check_lock
from store.workspace import Workspace
from tests.store.conftest import Clock

pytestmark = pytest.mark.engines


def test_entries_stay_in_order_and_the_jump_is_told(ws: Workspace, clock: Clock, locked: Experiment) -> None:
    clock.now -= timedelta(hours=3)
    ws.segments.add({"name": "Night owls"})
    ws.segments.add({"name": "Early birds"})
    newest = ws.trail.entries()
    assert [entry.seq for entry in newest] == [7, 6, 5, 4, 3, 2, 1]
    assert newest[1].at < newest[2].at, "the time is what the clock showed"
    checked = ws.trail.check()
    assert checked.faults == ()
    assert checked.notes == (
        "entry 6 is dated 2026-03-02T06:00:06.000000Z, 2:59:59 before the entry it follows: a clock was set back,"
        " or the clocks of two computers differ; the order is that of the chain",
    )


def test_many_jumps_are_counted_instead_of_listed(ws: Workspace, clock: Clock) -> None:
    for turn in range(9):
        clock.now -= timedelta(minutes=5)
        ws.segments.add({"name": f"Group {turn}"})
    assert len(ws.trail.check().notes) == 6
    assert ws.trail.check().notes[-1] == "3 more entries are dated before the one they follow"


def test_a_lock_is_before_the_results_by_its_place_and_not_by_the_clock(
    ws: Workspace, clock: Clock, locked: Experiment, counts: Any
) -> None:
    from experiments.summary.formats import render
    from experiments.summary.stamp import stamp_of

    clock.now -= timedelta(days=1)
    ws.observations.record(1, counts(60, 1000))
    test = ws.experiments.conclude(1, locked.version + 1)
    assert test.locked_at is not None
    assert test.started_at is not None
    assert test.started_at < test.locked_at
    page = render(ws.summary(1), "md").decode()  # days that ran backwards are no reason to have no page
    found = check_lock(stamp_of(page, "page"), ws.trail.exported(), "x")
    assert "before the first result (entry 7, on 2026-03-01" in found.sentence
    assert (found.faults, len(found.notes)) == ((), 1)
