"""``whatsticks backup``: a copy of the workspace, taken while people work."""

from __future__ import annotations

from pathlib import Path

import click

from tui import output
from tui.commands.session import Verb, stated
from tui.diagnostics import say


@click.command(cls=Verb)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Copy the workspace into FILE, while people may go on working in it.

    The copy is of one moment, is checked, and is a workspace itself: whatsticks --workspace FILE board reads it. A
    workspace on PostgreSQL is backed up with pg_dump.
    """
    from store.address import is_server
    from store.backup import back_up

    session = stated()
    if is_server(session.address):
        back_up(session.address, file)  # which says what to use instead
    with session.open() as workspace:
        entries, head = workspace.trail.count(), workspace.trail.head()
        size = back_up(session.address, file)
    say(f"Copied {entries:,} entries of the trail; their head is {head}.")
    if session.json:
        output.record({"file": str(file), "bytes": size, "entries": entries, "head": head})
    else:
        output.line(str(file))
