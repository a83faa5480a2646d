"""A server that is started anew in the middle of a command: one line, nothing by half, and the next command works."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from proofs.own_server import OwnServer, own_server
from store.postgres import server_at
from store.workspace import Workspace

CHECKOUT = Path(__file__).parents[2]
EDIT = ("segment", "edit", "S1", "--size", "500")


@pytest.fixture
def server() -> Iterator[OwnServer]:
    with own_server() as server:
        yield server


def begun(address: str, *words: str) -> subprocess.Popen[str]:
    """Start a command of Bo's."""
    told = {"PYTHONPATH": str(CHECKOUT), "WHATSTICKS_WORKSPACE": address, "WHATSTICKS_ACTOR": "Bo"}
    command = [sys.executable, "-c", "from tui.cli import console; console()", *words]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env={**os.environ, **told}, stdout=pipe, stderr=pipe, text=True)


def wait_for_a_queue(connection: psycopg.Connection) -> None:
    """Wait until somebody waits to write."""
    question = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    end = time.monotonic() + 60
    while connection.execute(question).fetchone() is None:
        assert time.monotonic() < end, "nobody ever wanted to write"
        time.sleep(0.02)


def test_a_command_whose_server_is_started_anew_says_so_in_one_line_and_works_again(server: OwnServer) -> None:
    with Workspace.open(server.address, actor="Ann") as ws:
        ws.segments.add({"name": "Night owls", "size": 100})
        with psycopg.connect(server.address, autocommit=True) as other:
            other.execute("SELECT pg_advisory_lock(%s)", [server_at(server.address).lock])
            edit = begun(server.address, *EDIT)
            wait_for_a_queue(other)
            server.kill()
        out, said = edit.communicate(timeout=60)
        assert (out, edit.returncode) == ("", 3)
        assert said.count("\n") == 1
        assert "the server does not answer; nothing was written, try again when it is back" in said
        server.start()
        assert (ws.segments.get(1).size, ws.trail.count()) == (100, 1)
        assert begun(server.address, *EDIT).wait(60) == 0
        assert ws.segments.get(1).size == 500
        assert ws.trail.verify() == ()
