"""``^C`` while rows are read: the engine's own query ends, and a person at a terminal saw how far it was."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from store.sources.engine import core

PLAN = '[[metric]]\nname = "converted"\nbar = 0.1\ntarget = 0.2\n'
SLEEPING = "SELECT 1 AS converted, pg_sleep(60) AS never_ending_visits"
ENDLESS = "select 1 as converted from range(400000000000) as n where range < 0"


@pytest.fixture
def judging(tmp_path: Path) -> Callable[..., subprocess.Popen[bytes]]:
    """Judge data in a process of its own."""
    (tmp_path / "plan.toml").write_text(PLAN)

    def begin(*words: str, stderr: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
        code = "from tui.cli import console; console()"
        command = [sys.executable, "-c", code, "judge", str(tmp_path / "plan.toml"), *words]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr, preexec_fn=_can_be_interrupted)  # noqa: PLW1509

    return begin


def _can_be_interrupted() -> None:
    """Let ^C through, which tests that run in the background of a shell inherit as ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def eventually(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_the_server_stops_working_on_it(judging, postgres: str) -> None:
    with psycopg.connect(postgres, autocommit=True) as watcher:

        def at_work() -> bool:
            asked = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid()"
            (found,) = watcher.execute(f"{asked} AND query LIKE '%never_ending_visits%'").fetchone()
            return bool(found)

        process = judging(postgres, "--query", SLEEPING)
        eventually(at_work)
        process.send_signal(signal.SIGINT)
        eventually(lambda: not at_work(), seconds=10)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said == b"whatsticks: interrupted\n"


def test_the_embedded_engine_stops_and_the_line_goes_away(judging, tmp_path: Path) -> None:
    core().connect(str(tmp_path / "empty.duckdb")).close()
    ours, theirs = pty.openpty()
    process = judging(str(tmp_path / "empty.duckdb"), "--query", ENDLESS, stderr=theirs)
    os.close(theirs)
    seen = b""
    while b"^C stops it" not in seen:
        seen += os.read(ours, 4096)
    assert b"reading " in seen
    assert b"empty.duckdb" in seen
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 130
    rest = os.read(ours, 65536)
    os.close(ours)
    assert rest.endswith(b"\r\x1b[Kwhatsticks: interrupted\r\n")
