"""stdout is data and stderr is talk, in a pipe and on a terminal."""

from __future__ import annotations

import io
import os
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from tui import output


class Screen(io.StringIO):
    """Standard output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    monkeypatch.setenv("COLUMNS", "40")
    return Screen()


def test_every_command_that_answers_has_json_and_talks_elsewhere(ok, locked: str) -> None:
    for words in (
        ("segment", "add", "--name", "Others"),
        ("segment", "list"),
        ("segment", "show", "S1"),
        ("segment", "edit", "S1", "--size", "500"),
        ("hypothesis", "list"),
        ("hypothesis", "show", "H1"),
        ("experiment", "list", "--stage", "locked"),
        ("experiment", "show", locked),
        ("experiment", "plan", locked),
        ("experiment", "plan", locked, "--show-toml"),
        ("experiment", "spend", locked, "--money", "30"),
        ("experiment", "copy", locked),
        ("record", locked, "--counts", "27/141"),
        ("judge", locked),
        ("board",),
        ("catalogue", "list"),
        ("catalogue", "show", "split-test"),
        ("decide", locked, "--choice", "invest", "--why", "it clears the bar", "--learning", "they want it"),
        ("export", "decision", locked),
        ("export", "portfolio", "--format", "html"),
        ("trail", "show"),
        ("trail", "head"),
        ("trail", "verify"),
        ("init",),
        ("doctor",),
        ("completion", "bash"),
    ):
        answer = ok(*words, "--json").json
        assert isinstance(answer, dict), words
        if words[0] != "judge":
            assert answer["schema_version"] == 1, words


def test_adding_prints_the_code_alone_and_says_what_it_did(ok) -> None:
    added = ok("segment", "add", "--name", "Night parents")
    assert added.out == "S1\n"
    assert added.err == "Added segment S1 “Night parents”.\n"


def test_the_workspace_may_be_named_before_or_after_the_command(ok, tmp_path: Path) -> None:
    here, there = tmp_path / "here.db", tmp_path / "there.db"
    ok("--workspace", here, "segment", "add", "--name", "Here")
    ok("segment", "add", "--name", "There", "--workspace", there)
    ok("segment", "--workspace", there, "add", "--name", "There too")
    assert ok("--workspace", there, "segment", "list", "--json").json["total"] == 2
    assert ok("--workspace", there, "segment", "list", "--workspace", here, "--json").json["total"] == 1


def test_the_actor_named_on_the_line_is_the_one_in_the_trail(ok) -> None:
    ok("segment", "add", "--name", "Night parents", "--actor", "Ben")
    assert ok("trail", "show", "--json").json["items"][0]["actor"] == "Ben"


def test_a_long_list_says_that_it_was_cut(ok) -> None:
    for number in range(3):
        ok("segment", "add", "--name", f"Group {number}")
    page = ok("segment", "list", "--limit", "2")
    assert len(page.out.splitlines()) == 3
    assert "2 of 3 shown" in page.err


def test_in_a_pipe_a_table_is_whole_with_tabs_and_a_name_cannot_add_a_column(
    capsys: pytest.CaptureFixture[str],
) -> None:
    output.table(["code", "name"], [("S1", "x" * 300), ("S2", "a\tb\nc")])
    assert capsys.readouterr().out == f"code\tname\nS1\t{'x' * 300}\nS2\ta b c\n"


def test_on_a_terminal_a_table_is_aligned_and_cut_to_its_width(screen: Screen) -> None:
    with redirect_stdout(screen):
        output.table(["code", "name", "n"], [("S1", "漢字" * 30, 1), ("S2", "short", 22)])
    lines = screen.getvalue().splitlines()
    assert lines[0].startswith("code  name ")
    assert lines[1].endswith("…  1")
    from rich.cells import cell_len

    assert max(map(cell_len, lines)) <= 40
    assert [cell_len(line) for line in lines[:2]] == [40 - 1, 40 - 1]


def test_on_a_terminal_no_text_can_steer_the_screen(screen: Screen) -> None:
    with redirect_stdout(screen):
        output.table(["name"], [("a\x1b[2Jb",)])
        output.card([("Name", "a\x1b]52;c;eA==\x07b\nsecond line")])
        output.document("page \x9b2J\n")
        output.line("x\x1by")
    assert not {"\x1b", "\x07", "\x9b"} & set(screen.getvalue())
    assert "second line" in screen.getvalue()


def test_an_old_locale_makes_no_traceback(tmp_path: Path) -> None:
    import subprocess

    checkout = Path(__file__).parents[3]
    environment = {**os.environ, "PYTHONPATH": str(checkout), "PYTHONIOENCODING": "ascii"}
    words = ["--workspace", str(tmp_path / "b.db"), "segment", "add", "--name", "名前", "--json"]
    command = [sys.executable, "-c", "from tui.cli import console; console()", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.isascii()
