"""How a command ends is what scripts rely on: every documented exit code, and one line for every error."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tui.diagnostics import MEANINGS, ExitCode

CHECKOUT = Path(__file__).parents[3]
PROGRAM = "from tui.cli import console; console()"


def started(folder: Path, *words: str, **settings: object) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "WHATSTICKS_WORKSPACE": str(folder / "bets.db")}
    command = [sys.executable, "-c", PROGRAM, *words]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, env=environment, cwd=folder, **{**pipes, **settings})  # type: ignore[call-overload]


def test_done_is_0_whatever_the_verdict(ok, run, locked) -> None:
    ok("record", locked, "--counts", "3/141")
    judged = run("judge", locked)
    assert judged.code == ExitCode.DONE
    assert "stop" in judged.out


def test_refused_is_1(run, planned) -> None:
    refused = run("record", planned, "--counts", "3/10")
    assert refused.code == ExitCode.REFUSED
    assert "lock the plan first" in refused.err


def test_a_stale_version_is_1_and_overwrites_nothing(ok, run, draft) -> None:
    ok("segment", "edit", "S1", "--size", "500", "--version", "1")
    stale = run("segment", "edit", "S1", "--size", "900", "--version", "1")
    assert stale.code == ExitCode.REFUSED
    assert "Ana changed S1" in stale.err
    assert ok("segment", "show", "S1", "--json").json["size"] == 500


def test_usage_is_2(run) -> None:
    assert run("segment", "add").code == ExitCode.USAGE


def test_no_workspace_is_3(run) -> None:
    missing = run("board")
    assert missing.code == ExitCode.UNREACHABLE
    assert "whatsticks init" in missing.err


def test_a_workspace_that_is_none_is_3(run, workspace: Path) -> None:
    workspace.write_text("name,size\nAna,3\n" * 50)
    assert run("board").code == ExitCode.UNREACHABLE
    assert run("segment", "add", "--name", "Night parents").code == ExitCode.UNREACHABLE
    assert workspace.read_text().startswith("name,size")


def until_idle(process: int) -> None:
    """Wait until a process has used no time for half a second: it is loaded, and waits for something."""
    stat, before = Path(f"/proc/{process}/stat"), None
    for _ in range(120):
        time.sleep(0.5)
        used = stat.read_text().rsplit(")", 1)[1].split()[11:13] if stat.exists() else None
        if used == before and used is not None:
            return
        before = used


def test_an_interrupt_is_130_without_a_traceback(tmp_path: Path) -> None:
    waiting = started(tmp_path, "experiment", "plan", "E1", "--plan", "-")
    seeded = started(tmp_path, "init")
    seeded.communicate(timeout=60)
    waiting.kill()
    waiting.communicate(timeout=60)

    listening = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)}  # a shell's job may be deaf to it
    reading = started(tmp_path, "segment", "add", "--name", "Night parents", "--description", "-", **listening)
    until_idle(reading.pid)  # it waits for its standard input
    reading.send_signal(signal.SIGINT)
    _, said = reading.communicate(timeout=60)
    assert reading.returncode == ExitCode.INTERRUPTED
    assert said.decode() == "whatsticks: interrupted\n"


def test_nobody_reading_the_output_is_no_error(tmp_path: Path) -> None:
    assert started(tmp_path, "init").wait(timeout=60) == 0
    reader, writer = os.pipe()
    os.close(reader)
    writing = started(tmp_path, "catalogue", "list", stdout=writer)
    os.close(writer)
    _, said = writing.communicate(timeout=60)
    assert said == b""
    assert writing.returncode == 0


def test_without_a_terminal_the_application_does_not_start(run) -> None:
    for words in ((), ("demo",)):
        refused = run(*words)
        assert refused.code == ExitCode.USAGE
        assert refused.out == ""
        assert refused.err.startswith("whatsticks: there is no terminal to draw on; use a command instead")
        assert refused.err.count("\n") == 1


def test_help_and_docs_say_what_the_codes_mean(run) -> None:
    documented = (CHECKOUT / "docs" / "cli.md").read_text(encoding="utf-8")
    shown = run("--help").out
    for code, meaning in MEANINGS.items():
        assert f"{code:>3}  {meaning}" in shown
        assert f"| {code} |" in documented


def test_the_traceback_is_there_for_those_who_ask(run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHATSTICKS_DEBUG", "1")
    asked = run("board")
    assert "Traceback" in asked.err
    assert asked.err.splitlines()[-1].startswith("whatsticks: there is no workspace")
    assert asked.code == ExitCode.UNREACHABLE


@pytest.mark.parametrize(
    ("words", "code", "kind", "message"),
    [
        (["board", "--json"], 3, "unreachable", "there is no workspace at"),
        (["--json", "board", "--no-such"], 2, "usage", "No such option"),
        (["segment", "add", "--name", "", "--json"], 1, "refused", "name"),
    ],
)
def test_a_program_that_asked_for_json_gets_its_errors_so(
    run, words: list[str], code: int, kind: str, message: str
) -> None:
    ended = run(*words)
    assert (ended.code, ended.out, ended.err.count("\n")) == (code, "", 1)
    error = json.loads(ended.err)["error"]
    assert (error["code"], error["kind"]) == (code, kind)
    assert message.casefold() in error["message"].casefold()


def test_a_value_that_only_looks_like_the_option_asks_for_nothing(run) -> None:
    assert run("board", "--", "--json").err.startswith("whatsticks: ")
