"""What the database or the disk refuses is said in words, and nothing is written by half."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from experiments.errors import Unreachable
from store.workspace import Workspace


def test_a_full_disk_is_called_full_and_leaves_nothing(ws: Workspace, address: Path) -> None:
    ws.segments.add({"name": "Night owls"})

    def no_more_pages(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")

    event.listen(Engine, "connect", no_more_pages)
    try:
        with Workspace.open(address, actor="Bo") as other:
            with pytest.raises(Unreachable, match=r"bets.db: the disk is full; nothing was written"):
                other.segments.add({"name": "Early birds", "description": "x" * 20_000})
            assert other.said == ""
            assert other.segments.count() == 1
            assert other.trail.verify() == ()
    finally:
        event.remove(Engine, "connect", no_more_pages)
    assert ws.segments.add({"name": "Early birds"}).id == 2


def test_a_program_that_never_lets_go_is_waited_for_and_then_named(
    ws: Workspace, address: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.sqlite.PATIENCE", 0.2)
    rude = sqlite3.connect(address)
    rude.execute("BEGIN IMMEDIATE")
    with (
        Workspace.open(address, actor="Bo") as other,
        pytest.raises(Unreachable, match="another program has been writing to it for too long; nothing was written"),
    ):
        other.segments.add({"name": "Night owls"})
    rude.close()
    assert ws.segments.add({"name": "Night owls"}).id == 1


def test_a_clock_that_jumps_back_does_not_disturb_the_trail(ws: Workspace, clock: object) -> None:
    ws.segments.add({"name": "Night owls"})
    clock.now = clock.now.replace(year=2020)  # type: ignore[attr-defined]
    ws.segments.add({"name": "Early birds"})
    assert [entry.at.year for entry in ws.trail.entries()] == [2020, 2026]
    assert ws.trail.verify() == ()


def test_a_change_that_fails_half_way_leaves_no_row_and_no_entry(ws: Workspace) -> None:
    with pytest.raises(RuntimeError), ws._desk.changing() as change:  # noqa: PT012
        from experiments.customers import Segment

        change.insert(Segment(name="Night owls"))
        change.enter("add", "S1", "Added.")
        raise RuntimeError("the power went")
    assert (ws.segments.count(), ws.trail.count(), ws.said) == (0, 0, "")
