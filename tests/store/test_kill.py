"""Writers are killed in the middle of their work: what they had acknowledged is there, and the trail is clean.

``proofs/`` does the same a thousand times on either engine; docs/reliability.md has the figures.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


@pytest.mark.engines
def test_nothing_acknowledged_is_lost_and_nothing_is_left_half_done(
    tmp_path: Path, engine: str, address: Path | str
) -> None:
    where = str(tmp_path if engine == "sqlite" else address)
    done = subprocess.run(
        [sys.executable, "-m", "proofs.kills", "--engine", engine, "--at", where, "--kills", "20"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert found["kills"] == 20
    assert found["acknowledged"] > 20, "the writers were killed before they wrote anything"
    assert found["while"]["writing"] > 5
