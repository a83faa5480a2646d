"""``whatsticks undo``: take back the last change of one's own."""

from __future__ import annotations

import click

from tui import output
from tui.commands.session import Verb, stated
from tui.diagnostics import say


@click.command(cls=Verb)
@click.option("--dry-run", is_flag=True, help="Only say what would be undone.")
@click.option("--entry", "seq", type=click.IntRange(1), metavar="NUMBER", help="Insist that it is this entry.")
def undo(dry_run: bool, seq: int | None) -> None:
    """Take back your own last change, as long as nobody built on it.

    The trail keeps the change and says that it was undone. What was locked, recorded or decided cannot be undone: amend
    the plan, replace the batch.
    """
    with stated().open() as workspace:
        found = workspace.undoable()
        if not dry_run:
            found = workspace.undo(found.seq if seq is None else seq)
        said = f"Would undo entry {found.seq}: {found.sentence}" if dry_run else workspace.said
    say(said)
    if stated().json:
        output.record({"undone": not dry_run, **found.model_dump(mode="json")})
    else:
        for line in found.effect:
            say(f"  {line}")
