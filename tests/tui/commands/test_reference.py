"""The documentation of the command line says what the commands say."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from tui.cli import COMMANDS, main
from tui.commands.reference import written

DOCS = Path(__file__).parents[3] / "docs" / "cli.md"


def commands(group: click.Group = main, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command]]:
    """Every command below a group with the words that reach it."""
    context = click.Context(group)
    found: list[tuple[tuple[str, ...], click.Command]] = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found += commands(command, (*path, name)) if isinstance(command, click.Group) else [((*path, name), command)]
    return found


def test_the_page_is_up_to_date() -> None:
    page = DOCS.read_text(encoding="utf-8")
    assert page == written(page, main), "run: python -m tui.commands.reference docs/cli.md"


@pytest.mark.parametrize(
    ("path", "command"), commands(), ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_every_command_and_option_explains_itself(path: tuple[str, ...], command: click.Command) -> None:
    assert command.help, path
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{path} {option.name}"


@pytest.mark.parametrize(
    ("path", "command"), commands(), ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_every_command_takes_the_shared_options(path: tuple[str, ...], command: click.Command) -> None:
    assert {"workspace", "actor", "json"} <= {option.name for option in command.params}, path


def test_the_list_of_commands_says_what_each_does() -> None:
    assert all(words.endswith(".") and len(words) < 80 for _, words in COMMANDS.values())
