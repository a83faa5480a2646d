"""Several processes write to one workspace at once: all wait their turn, and nothing is lost.

``proofs/`` does the same with many more; docs/reliability.md has the figures.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


@pytest.mark.engines
def test_four_processes_at_once_lose_nothing_and_never_find_it_locked(
    tmp_path: Path, engine: str, address: Path | str
) -> None:
    where = str(tmp_path if engine == "sqlite" else address)
    few = ["--processes", "4", "--changes", "10"]
    done = subprocess.run(
        [sys.executable, "-m", "proofs.crowd", "--engine", engine, "--at", where, *few],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["changes"] == 40
