"""``whatsticks trail``: everything that was ever done, and whether it was changed behind the program's back."""

from __future__ import annotations

import click

from experiments.errors import Refused
from tui import output
from tui.commands.session import NounGroup, stated
from tui.diagnostics import say


@click.group(cls=NounGroup)
def trail() -> None:
    """The append-only record, each entry chained to the one before by its hash."""


@trail.command()
@click.option("--limit", type=click.IntRange(1, 100_000), default=200, show_default=True, help="At most so many.")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Skip that many.")
@click.option("--subject", metavar="CODE", help="Only what was done to this: E1, H1, S1.")
def show(limit: int, offset: int, subject: str | None) -> None:
    """List what was done, newest first."""
    with stated().open() as workspace:
        entries = workspace.trail.entries(limit=limit, offset=offset, subject=subject.upper() if subject else None)
        total = workspace.trail.count()
    if stated().json:
        output.records([entry.model_dump(mode="json") for entry in entries], total)
    elif entries:
        rows = [
            (entry.seq, f"{entry.at:%Y-%m-%d %H:%M}Z", entry.actor, entry.sentence, entry.hash[:8]) for entry in entries
        ]
        output.table(["entry", "when", "who", "what", "hash"], rows)
    if not entries:
        say("nothing was done yet" if not subject else f"nothing was done to {subject} yet")


@trail.command()
def head() -> None:
    """Print the hash of the newest entry: it stands for the whole trail, and every summary carries it."""
    with stated().open() as workspace:
        newest, entries = workspace.trail.head(), workspace.trail.count()
    if stated().json:
        output.record({"head": newest, "entries": entries})
    else:
        output.line(newest)


@trail.command()
def verify() -> None:
    """Check every entry and every row against the trail; each fault is a line on stdout, and the exit code is 1."""
    with stated().open() as workspace:
        faults = workspace.trail.verify()
        newest, entries = workspace.trail.head(), workspace.trail.count()
    if stated().json:
        output.record({"clean": not faults, "entries": entries, "head": newest, "faults": list(faults)})
    else:
        for fault in faults:
            output.line(fault)
    if faults:
        raise Refused(f"the trail does not hold: {len(faults)} {'fault' if len(faults) == 1 else 'faults'}")
    say(f"The trail is whole: {entries} entries, head {newest[:8] or 'none'}.")
