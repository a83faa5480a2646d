"""``whatsticks import``: take in what ``whatsticks export workspace`` wrote."""

from __future__ import annotations

from pathlib import Path

import click

from tui import output
from tui.commands.copy import what_was_done
from tui.commands.progress_line import progress_line
from tui.commands.session import NounGroup, stated
from tui.diagnostics import say


@click.group("import", cls=NounGroup)
def import_group() -> None:
    """Take in a workspace that was exported."""


@import_group.command("workspace")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def workspace(file: Path) -> None:
    """Take in FILE, which export workspace wrote, with its numbers, its trail and its hashes.

    The workspace that is open here is empty or not there yet, or an earlier state of the same one: then only what is
    new is added, and a second time there is nothing to do. All of it is checked before anything is kept. To bring in
    what somebody else did apart, use merge.
    """
    from store.address import shown
    from store.archive_reading import unpacked
    from store.copying import copy
    from store.opening import open_database

    with unpacked(file.expanduser()) as there:
        here = open_database(stated().address, create=True)
        try:
            with progress_line() as progress:
                copied = copy(there, here, progress)
        finally:
            here.close()
    say(what_was_done(copied, shown(stated().address)))
    if stated().json:
        told = {"workspace": shown(stated().address), "head": copied.head.hash}
        output.record({**told, "entries": copied.entries, "rows": copied.rows, "ahead": copied.ahead})
    else:
        output.line(str(copied.head))
