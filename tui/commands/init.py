"""``whatsticks init``: an empty workspace."""

from __future__ import annotations

import click

from tui import output
from tui.commands.session import Verb, stated
from tui.diagnostics import say


@click.command(cls=Verb)
def init() -> None:
    """Create an empty workspace and print where it is; one that exists is left as it is."""
    with stated().open(create=True) as workspace:
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
