"""A writer is killed in the middle of its work: what it had acknowledged is there, and the trail is clean."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


@pytest.mark.parametrize("kills", [20, pytest.param(100, marks=pytest.mark.slow)])
@pytest.mark.engines
def test_nothing_acknowledged_is_lost_and_nothing_is_left_half_done(
    tmp_path: Path, engine: str, address: Path | str, kills: int
) -> None:
    where = str(tmp_path if engine == "sqlite" else address)
    script = Path(__file__).with_name("kills.py")
    done = subprocess.run(
        [sys.executable, str(script), where, str(kills), "20260302"],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["wrong"] == []
    assert report["kills"] == kills
    assert report["acknowledged"] > kills // 2, "the writers were killed before they wrote anything"
