"""``whatsticks init``: an empty workspace."""

from __future__ import annotations

import click

from tui import output
from tui.commands.session import Verb, stated
from tui.diagnostics import say


@click.command(cls=Verb)
@click.argument("address", required=False)
def init(address: str | None) -> None:
    """Create an empty workspace and print where it is; one that exists is left as it is, or brought up to date.

    ADDRESS is a file, or a database of a team: postgresql://person@server/database. Without it, it is made where
    --workspace, WHATSTICKS_WORKSPACE or the usual place says.
    """
    session = stated()
    if address:
        session.workspace = address
    with session.open(create=True, upgrade=True) as workspace:
        address, entries = workspace.address, workspace.trail.count()
    say(
        "It holds nothing yet: whatsticks segment add --name … is the first step."
        if not entries
        else "It exists already."
    )
    if stated().json:
        output.record({"workspace": address, "entries": entries})
    else:
        output.line(address)
