"""Several processes write to one workspace at once: all wait their turn, and nothing is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
PROCESSES, ROUNDS, NEW_FILES = 4, 10, 4


@pytest.mark.engines
def test_four_processes_at_once_lose_nothing_and_never_find_it_locked(
    tmp_path: Path, engine: str, address: Path | str
) -> None:
    where = str(tmp_path if engine == "sqlite" else address)
    script = Path(__file__).with_name("crowd.py")
    arguments = [str(number) for number in (PROCESSES, ROUNDS, NEW_FILES)]
    done = subprocess.run(
        [sys.executable, str(script), where, *arguments],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    edits = PROCESSES * ROUNDS
    assert json.loads(done.stdout) == {
        "wrong": [],
        "size": 1 + edits,
        "segments": 1 + edits,
        "entries": 1 + 2 * edits,
        "faults": [],
    }
