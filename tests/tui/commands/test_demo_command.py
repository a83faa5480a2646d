"""The demo fills its own workspace, or one that was named and is empty; and the doctor finds it well."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import sys
import time
from pathlib import Path

import pexpect
import pyte
import pytest

CHECKOUT = Path(__file__).parents[3]


def test_the_demo_fills_a_throw_away_workspace_whatever_the_environment_names(ok, workspace: Path) -> None:
    filled = ok("demo", "--no-tui")
    address = Path(filled.out.strip())
    try:
        assert not workspace.exists()
        assert ok("board", "--workspace", address, "--json").json["total"] == 9
        assert ok("trail", "verify", "--workspace", address).out == ""
        assert "published" in ok("experiment", "show", "E1", "--workspace", address).out
    finally:
        shutil.rmtree(address.parent)


def test_the_demo_fills_the_workspace_that_is_named_once(ok, run, tmp_path: Path) -> None:
    named = tmp_path / "demo.db"
    assert ok("demo", "--no-tui", "--workspace", named).out.strip() == str(named)
    again = run("demo", "--no-tui", "--workspace", named)
    assert again.code == 1
    assert "not empty" in again.err


def test_the_doctor_finds_a_good_workspace_well(ok, draft: str, workspace: Path) -> None:
    found = {row["check"]: row for row in ok("doctor", "--json").json["items"]}
    assert found["workspace"]["finding"] == str(workspace)
    assert {name for name, row in found.items() if row["status"] == "fail"} == set()
    assert {"python", "sqlite", "schema", "integrity", "trail", "rights", "terminal"} <= set(found)


def test_the_doctor_names_what_was_changed_behind_the_trail(ok, run, draft: str, workspace: Path) -> None:
    with sqlite3.connect(workspace) as behind_our_back:
        behind_our_back.execute("UPDATE segment SET name = 'somebody else'")
    found = run("doctor")
    assert found.code == 1
    assert "trail\tfail" in found.out
    verified = run("trail", "verify")
    assert verified.code == 1
    assert "S1" in verified.out


def test_the_doctor_says_when_there_is_no_workspace_and_makes_none(run, workspace: Path) -> None:
    found = run("doctor")
    assert found.code == 3
    assert "python\tok" in found.out
    assert not workspace.exists()


@pytest.mark.parametrize("words", [[], ["demo"]])
def test_a_terminal_that_cannot_draw_gets_a_line_instead_of_escape_codes(tmp_path: Path, words: list[str]) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str(CHECKOUT),
        "TERM": "dumb",
        "WHATSTICKS_WORKSPACE": str(tmp_path / "b.db"),
    }
    command = ["-c", "from tui.cli import console; console()", *words]
    shown = pexpect.spawn(sys.executable, command, env=environment, encoding="utf-8", timeout=60)
    shown.expect(pexpect.EOF)
    shown.close()
    assert shown.exitstatus == 2
    assert "this terminal cannot draw a screen" in str(shown.before)
    assert "\x1b" not in str(shown.before)


def test_the_screen_is_drawn_where_stderr_goes_elsewhere_and_a_lost_workspace_ends_it_with_its_code(
    tmp_path: Path,
) -> None:
    address = tmp_path / "b.db"
    environment = {
        **os.environ,
        "PYTHONPATH": str(CHECKOUT),
        "TERM": "xterm-256color",
        "WHATSTICKS_WORKSPACE": str(address),
    }
    program = f"{sys.executable} -c 'from tui.cli import console; console()' 2>{tmp_path}/narration"
    seen = pexpect.spawn("/bin/sh", ["-c", program], env=environment, timeout=60, dimensions=(30, 100))
    terminal = pyte.Screen(100, 30)
    stream = pyte.ByteStream(terminal)
    end = time.monotonic() + 60
    while "first hypothesis" not in " ".join(terminal.display):
        assert time.monotonic() < end, terminal.display
        with contextlib.suppress(pexpect.TIMEOUT):
            stream.feed(seen.read_nonblocking(65536, timeout=1))
    address.unlink()
    seen.expect(pexpect.EOF)
    seen.close()
    assert seen.exitstatus == 3
    assert (tmp_path / "narration").read_text().startswith(f"whatsticks: {address} is no longer there")
