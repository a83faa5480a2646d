"""Whatever is changed behind the program's back, in bytes or in rows, is noticed: at random, and repeatably.

The long runs are behind ``slow``; ``-s`` shows their counts, which stand in docs/trail.md.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from experiments.experiment import Experiment
from store.chain import Head
from store.workspace import Workspace
from tests.store.fuzz import forge, fuzz_bytes, fuzz_rows

Lived = Callable[[], Head]


@pytest.fixture
def lived(ws: Workspace, concluded: Experiment, counts: Any) -> Lived:
    """A workspace that has every kind of entry and of row; answers its head when it is closed."""

    def live() -> Head:
        bo = ws.by("Bo")
        assert concluded.plan is not None
        amended = bo.experiments.amend(1, concluded.version, concluded.plan.but(alpha=0.1), "a larger risk will do")
        choice = {"choice": "invest", "why": "twice as many sign up", "learning": "they shop at night"}
        ws.decisions.decide(1, amended.version, choice)
        ws.experiments.copy(1)
        ws.undo(ws.undoable().seq)
        bo.segments.add({"name": "Nachteulen 🦉", "expectations": ["quiet", "warm"], "size": 7})
        assert ws.trail.verify() == ()
        head = ws.trail.newest()
        ws.close()
        return head

    return live


def test_every_change_to_the_bytes_of_a_file_is_noticed(lived: Lived, address: Path, tmp_path: Path) -> None:
    lived()
    shutil.copy(address, tmp_path / "template.db")
    ends = fuzz_bytes(tmp_path / "template.db", tmp_path, 60, seed=6)
    assert set(ends) == {"refused as damaged", "named by verify", "in unused bytes, nothing changed"}


@pytest.mark.engines
def test_every_change_to_a_row_is_noticed(lived: Lived, address: Path | str) -> None:
    lived()
    ends = fuzz_rows(address, 25, seed=6)
    assert ends["named by verify"] > 15


@pytest.mark.slow
def test_every_change_to_bytes_is_noticed_many_times(lived: Lived, address: Path, tmp_path: Path) -> None:
    lived()
    shutil.copy(address, tmp_path / "template.db")
    _tell("bytes, SQLite", fuzz_bytes(tmp_path / "template.db", tmp_path, 3_000, seed=60))


@pytest.mark.slow
@pytest.mark.engines
def test_every_change_to_rows_is_noticed_many_times(lived: Lived, address: Path | str, engine: str) -> None:
    lived()
    _tell(f"rows, {engine}", fuzz_rows(address, 600, seed=60))


@pytest.mark.engines
def test_a_past_rewritten_by_somebody_who_knows_how_is_seen_only_from_outside(
    lived: Lived, address: Path | str
) -> None:
    noted = lived()
    forge(address, "Parents of toddlers", "Parents of teenagers")
    with Workspace.open(address, actor="Ann") as ws:
        assert ws.segments.get(1).name == "Parents of teenagers"
        assert ws.trail.verify() == ()
        (fault,) = ws.trail.check([noted]).faults
        assert fault.startswith(f"the head {noted} is not in this trail: entry {noted.seq} has the hash")


def _tell(what: str, ends: dict[str, int]) -> None:
    sys.stdout.write(f"\n{what}: {sum(ends.values()):,} changes; {dict(sorted(ends.items()))}\n")
