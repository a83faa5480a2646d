"""``whatsticks board``: every hypothesis, where it stands and what comes next."""

from __future__ import annotations

import click

from experiments.words import percent, rounded
from tui import output
from tui.commands.options import page_options
from tui.commands.session import Verb, stated
from tui.diagnostics import say


@click.command(cls=Verb)
@page_options
def board(text: str, limit: int, offset: int) -> None:
    """List hypotheses with their status, belief, evidence, spend and next step."""
    with stated().open() as workspace:
        page = workspace.board_page(text, limit, offset)
        rows, total = page.rows, page.total
        waiting = workspace.approvals.count()
    if stated().json:
        output.records([{"code": row.hypothesis.code, **row.model_dump(mode="json")} for row in rows], total)
    elif rows:
        output.table(
            ["code", "hypothesis", "segment", "status", "belief", "evidence", "spent", "next"],
            [
                (
                    row.hypothesis.code,
                    row.hypothesis.title,
                    row.segment,
                    row.status,
                    percent(row.belief),
                    row.evidence,
                    rounded(row.money_spent, 15),
                    row.next_step,
                )
                for row in rows
            ],
        )
    if waiting:
        say(f"decisions that wait for a second person: {waiting} (whatsticks approvals)")
    if not total:
        say("there is no such hypothesis; add one: whatsticks hypothesis add --segment S1 --title …")
    elif len(rows) < total:
        say(f"{len(rows)} of {total} shown; --limit, --offset and --text choose others")
