"""``whatsticks copy``: a workspace moves to another place, from a laptop to the team's server or back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui import output
from tui.commands.progress_line import progress_line
from tui.commands.session import Verb, stated
from tui.diagnostics import say

if TYPE_CHECKING:
    from store.copying import Copied


@click.command(cls=Verb)
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def copy(source: str, target: str) -> None:
    """Copy the workspace at FROM to TO, with its whole trail: each is a file or postgresql://person@server/database.

    TO is empty or not there yet, or an earlier state of the same workspace: then only what is new is added, and a
    second time there is nothing to do. It is one change, checked against the trail before it is kept. FROM is only
    read. Numbers, hashes and heads stay what they are.
    """
    from store.address import shown
    from store.copying import copy as copy_workspace
    from store.opening import open_database

    there = open_database(source, create=False)
    try:
        here = open_database(target, create=True)
        try:
            with progress_line() as progress:
                copied = copy_workspace(there, here, progress)
        finally:
            here.close()
    finally:
        there.close()
    say(what_was_done(copied, shown(target)))
    if stated().json:
        told = {"from": shown(source), "to": shown(target), "head": copied.head.hash}
        output.record({**told, "entries": copied.entries, "rows": copied.rows, "ahead": copied.ahead})
    else:
        output.line(str(copied.head))


def what_was_done(copied: Copied, target: str) -> str:
    """Return what a copy, or an import, came to in a sentence."""
    if copied.ahead:
        return f"Nothing to do: {target} holds all of it, and {_entries(copied.ahead)} more."
    if not copied.rows:
        return f"Nothing to do: both hold the same {_entries(copied.head.seq or 0)}."
    return f"Copied {_entries(copied.entries)} of the trail, {copied.rows:,} rows in all; the trail is whole."


def _entries(number: int) -> str:
    return f"{number:,} {'entry' if number == 1 else 'entries'}"
