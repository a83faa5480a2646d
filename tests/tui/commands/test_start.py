"""Nobody waits: help imports no library, and completion imports no command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[3]
REPORT = "import sys; sys.stderr.write(' '.join(sys.modules))"


def loaded(*words: str, **environment: str) -> tuple[str, set[str]]:
    """What a command printed, and the modules it had loaded in the end."""
    program = f"import atexit; atexit.register(lambda: exec({REPORT!r})); from tui.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout, set(done.stderr.split())


@pytest.mark.parametrize("words", [("--help",), ("-h",), ("--version",)])
def test_help_and_version_load_nothing_but_the_command_line(words: tuple[str, ...]) -> None:
    printed, modules = loaded(*words)
    assert "whatsticks" in printed
    assert not modules & {
        "pydantic",
        "sqlmodel",
        "sqlalchemy",
        "textual",
        "rich",
        "duckdb",
        "numpy",
        "scipy",
        "platformdirs",
    }


def test_the_help_of_a_command_loads_no_database_and_no_statistics() -> None:
    printed, modules = loaded("experiment", "plan", "--help")
    assert "--bar" in printed
    assert not modules & {"sqlmodel", "sqlalchemy", "textual", "duckdb", "numpy", "scipy"}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_completion_script(ok, shell: str) -> None:
    script = ok("completion", shell).out
    assert "_WHATSTICKS_COMPLETE" in script
    assert f"{shell}_complete" in script


def test_completion_offers_commands_without_importing_them() -> None:
    printed, modules = loaded(_WHATSTICKS_COMPLETE="bash_complete", COMP_WORDS="whatsticks e", COMP_CWORD="1")
    assert printed.split() == ["plain,experiment", "plain,export"]
    assert not {name for name in modules if name.startswith("tui.commands.e")}


def test_completion_offers_verbs_and_options() -> None:
    printed, _ = loaded(_WHATSTICKS_COMPLETE="bash_complete", COMP_WORDS="whatsticks experiment a", COMP_CWORD="2")
    assert printed.split() == ["plain,add", "plain,amend", "plain,abandon"]
    printed, _ = loaded(_WHATSTICKS_COMPLETE="bash_complete", COMP_WORDS="whatsticks decide E1 --cho", COMP_CWORD="3")
    assert printed.split() == ["plain,--choice"]


def test_the_usual_place_is_the_stores_and_is_known_without_the_store() -> None:
    from store.workspace import DEFAULT_ADDRESS
    from tui.commands.session import usual_address

    code = """
import sys
from tui.commands.session import Session
sys.stdout.write(Session().address)
assert "store" not in sys.modules
"""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("WHATSTICKS", "XDG", "HOME"))}
    environment |= {"PYTHONPATH": str(CHECKOUT), "HOME": "/home/somebody"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert Path(done.stdout).name == Path(DEFAULT_ADDRESS).name
    assert Path(usual_address()).parts[-2:] == Path(DEFAULT_ADDRESS).parts[-2:]
