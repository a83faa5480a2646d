"""The command line in this process: same parsing, same store, same exit codes, without a second of start-up each."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tui.cli import main


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it wrote where."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What is on stdout, as the one JSON document it has to be."""
        return json.loads(self.out)


Run = Callable[..., Ended]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the workspace is, or will be once something is added to it."""
    path = tmp_path / "bets.db"
    monkeypatch.setenv("WHATSTICKS_WORKSPACE", str(path))
    monkeypatch.setenv("WHATSTICKS_ACTOR", "Ana")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("WHATSTICKS_DEBUG", raising=False)
    return path


@pytest.fixture
def run(workspace: Path) -> Run:
    """Run one command line and say how it ended."""

    def run_one(*words: object, stdin: str | bytes = "") -> Ended:
        done = CliRunner().invoke(main, [str(word) for word in words], input=stdin)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return Ended(done.exit_code, done.stdout, done.stderr)

    return run_one


@pytest.fixture
def ok(run: Run) -> Run:
    """Run a command line that has to succeed."""

    def run_well(*words: object, stdin: str | bytes = "") -> Ended:
        ended = run(*words, stdin=stdin)
        assert ended.code == 0, ended.err
        return ended

    return run_well


@pytest.fixture
def draft(ok: Run) -> str:
    """A draft without a plan, in a workspace with one segment and one hypothesis."""
    ok("segment", "add", "--name", "Night parents")
    ok("hypothesis", "add", "--segment", "S1", "--title", "They pay for morning delivery")
    return ok("experiment", "add", "--hypothesis", "H1", "--title", "Page with a price").out.strip()


@pytest.fixture
def planned(ok: Run, draft: str) -> str:
    """A draft with a plan for one rate against a bar."""
    ok("experiment", "plan", draft, "--metric", "sign-ups", "--bar", "8%", "--target", "15%")
    return draft


@pytest.fixture
def locked(ok: Run, planned: str) -> str:
    """A test whose plan is locked, for 141 units."""
    ok("experiment", "lock", planned)
    return planned
