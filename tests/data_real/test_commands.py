"""Every file of the shared data is judged by one command, without a script before it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.data_real.commands import COMMANDS, REFUSED, Command
from tests.data_real.conftest import SHARED
from tui.cli import main

pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="there is no ../shared/data beside the checkout")


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_a_command_gives_the_published_answer(command: Command, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(command.plan)
    done = CliRunner().invoke(main, ["judge", str(plan), str(SHARED / command.files), "--final", "--json"])
    assert done.exit_code == 0, done.stderr
    answer = json.loads(done.stdout)
    assert command.holds(answer), (answer["metrics"], answer["health"])


@pytest.mark.parametrize("file", REFUSED)
def test_what_cannot_be_is_named_by_its_line(file: str, tmp_path: Path) -> None:
    text, says = REFUSED[file]
    plan = tmp_path / "plan.toml"
    plan.write_text(text)
    done = CliRunner().invoke(main, ["judge", str(plan), str(SHARED / file), "--final"])
    assert done.exit_code != 0
    assert says in done.stderr


def test_no_file_is_left_out() -> None:
    judged = {path for one in COMMANDS.values() for path in SHARED.glob(one.files)}
    told = judged | {SHARED / file for file in REFUSED}
    assert {path for path in SHARED.glob("*/*") if path.suffix in {".csv", ".txt"}} == told
