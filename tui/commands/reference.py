"""Writing the reference of all commands into ``docs/cli.md``: ``python -m tui.commands.reference docs/cli.md``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import click

from tui.commands.session import shared_options

MARKER = "<!-- From here on this file is written by: python -m tui.commands.reference docs/cli.md -->"


def reference(root: click.Group) -> str:
    """Return the reference of every command below the root, in Markdown."""
    context = click.Context(root, info_name="whatsticks", help_option_names=["-h", "--help"])
    sections = [section for name in root.list_commands(context) for section in _sections(root, name, context)]
    return "\n".join(sections).rstrip() + "\n"


def written(document: str, root: click.Group) -> str:
    """Return the document with everything after the marker written anew."""
    before, marker, _ = document.partition(MARKER)
    if not marker:
        raise ValueError(f"the document has no line {MARKER}")
    return f"{before}{marker}\n\n{reference(root)}"


def _sections(group: click.Group, name: str, context: click.Context) -> Iterator[str]:
    command = group.get_command(context, name)
    if command is None:
        return
    here = click.Context(command, parent=context, info_name=name)
    if isinstance(command, click.Group):
        yield f"## {here.command_path}\n\n{_help(command)}\n"
        for verb in command.list_commands(here):
            yield from _sections(command, verb, here)
        return
    level = "###" if context.parent else "##"
    usage = " ".join([here.command_path, *command.collect_usage_pieces(here)])
    yield f"{level} {here.command_path}\n\n```\n{usage}\n```\n"
    yield f"{_help(command)}\n"
    yield from _options(command, here)
    if command.epilog:
        yield "\n\n".join(_paragraph(paragraph) for paragraph in command.epilog.split("\n\n")) + "\n"


def _help(command: click.Command) -> str:
    paragraphs = (command.help or "").split("\n\n")
    return "\n\n".join(_paragraph(paragraph) for paragraph in paragraphs)


def _paragraph(text: str) -> str:
    """Join a paragraph's lines; one that keeps its lines becomes a block."""
    if text.startswith("\b\n"):
        return f"```\n{dedent(text.removeprefix(chr(8))).strip()}\n```"
    return " ".join(text.split())


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    shared = {flag for option in shared_options() for flag in option.opts} | {"--help"}
    rows = [
        record
        for option in command.get_params(context)
        if isinstance(option, click.Option)
        and shared.isdisjoint(option.opts)
        and (record := option.get_help_record(context))
    ]
    if rows:
        yield "| option | |\n| --- | --- |"
        yield from (f"| `{_cell(names)}` | {_cell(words)} |" for names, words in rows)
        yield ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    from tui.cli import main

    page = Path(sys.argv[1])
    page.write_text(written(page.read_text(encoding="utf-8"), main), encoding="utf-8")
