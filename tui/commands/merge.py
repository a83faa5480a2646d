"""``whatsticks merge``: two people worked apart, and what each did belongs into one workspace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.errors import Refused
from tui import output
from tui.commands.session import Verb, stated
from tui.diagnostics import say

if TYPE_CHECKING:
    from store.database import Database
    from store.merging import Merged
    from store.merging_comparison import Take


@click.command(cls=Verb)
@click.argument("other")
@click.option("--dry-run", is_flag=True, help="Only say what would come in, and what clashes.")
@click.option(
    "--take",
    "taken",
    nargs=2,
    type=(click.Choice(["ours", "theirs"]), str),
    multiple=True,
    metavar="ours|theirs CODE",
    help="Whose version to take of something that clashes, by its code here: --take theirs H3. Repeatable.",
)
def merge(other: str, dry_run: bool, taken: tuple[tuple[Take, str], ...]) -> None:
    """Bring into this workspace what is only in OTHER: a file, a database, or what export workspace wrote.

    What is new there gets new numbers here, and each entry says where it comes from. What was changed there only is
    brought up to date; what was changed on both sides is listed and left as it is. OTHER is only read. Merging again
    does nothing.

    Exit codes: 0 everything is in; 1 something clashes, and the rest is in.
    """
    take = {code.upper(): side for side, code in taken}
    with _opened(other) as there, stated().open() as workspace:
        merged = workspace.merge(there, take, dry_run=dry_run)
    _tell(merged, dry_run)
    if merged.clashes:
        many = len(merged.clashes)
        what = "1 thing clashes, and is" if many == 1 else f"{many} things clash, and are"
        raise Refused(f"{what} left as here: edit by hand, or say --take ours CODE or --take theirs CODE")


@contextmanager
def _opened(other: str) -> Iterator[Database]:
    """Open the other workspace to read it, wherever it is."""
    if other.lower().endswith(".zip"):
        from store.archive_reading import unpacked

        with unpacked(Path(other).expanduser()) as database:
            yield database
        return
    from store.opening import open_database

    database = open_database(other, create=False)
    try:
        yield database
    finally:
        database.close()


def _tell(merged: Merged, dry_run: bool) -> None:
    if stated().json:
        clashes = [{"code": clash.code, "there": clash.there, "why": clash.why} for clash in merged.clashes]
        told = {"merged": not dry_run, "other_head": merged.head.hash, "left": merged.left}
        output.record({**told, "added": merged.added, "updated": merged.updated, "conflicts": clashes})
    else:
        for what, lines in (("added", merged.added), ("updated", merged.updated), ("conflict", merged.clashes)):
            for line in lines:
                output.line(f"{what}: {line}")
    if not (merged.added or merged.updated or merged.left):
        say("There is nothing to merge.")
    elif dry_run:
        say("Nothing was written: this was a dry run.")
    else:
        left = f", {merged.left} left as here" if merged.left else ""
        say(f"Merged: {len(merged.added)} added, {len(merged.updated)} brought up to date{left}.")
