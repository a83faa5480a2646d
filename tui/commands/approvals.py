"""``whatsticks approvals``, ``approve``, ``refuse`` and ``withdraw``: decisions that wait for a second person."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from experiments.words import rounded
from tui import output
from tui.commands.options import EXPERIMENT
from tui.commands.session import Verb, stated
from tui.diagnostics import say

if TYPE_CHECKING:
    from store.approvals import Waiting
    from store.workspace import Workspace

_WHY = click.option("--why", required=True, metavar="TEXT", help="The reason in your own words.")


@click.command(cls=Verb)
@click.option("--limit", type=click.IntRange(1, 100_000), default=200, show_default=True, help="At most so many.")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Skip that many.")
def approvals(limit: int, offset: int) -> None:
    """List the decisions that wait for a second person, the oldest first."""
    with stated().open() as workspace:
        waiting = workspace.approvals.waiting(limit, offset)
        total = workspace.approvals.count()
    if stated().json:
        output.records([_in_json(one) for one in waiting], total)
    elif waiting:
        output.table(
            ["code", "experiment", "proposed", "by", "on", "verdict", "money", "why a second person", "you"],
            [
                (
                    one.test.code,
                    one.test.title,
                    one.proposal.choice,
                    one.proposal.who,
                    f"{one.proposal.at:%Y-%m-%d}",
                    one.proposal.verdict.verdict,
                    rounded(one.proposal.money, 15),
                    "; ".join(one.reasons),
                    f"no: {one.why_not_you}" if one.why_not_you else "may approve",
                )
                for one in waiting
            ],
        )
    if not total:
        say("nothing waits for a second person")


def _in_json(one: Waiting) -> dict[str, Any]:
    fields = one.proposal.model_dump(mode="json")
    return {"code": one.test.code, **fields, "reasons": list(one.reasons), "why_not_you": one.why_not_you}


@click.command(cls=Verb)
@click.argument("code", type=EXPERIMENT)
@_WHY
def approve(code: int, why: str) -> None:
    """Approve the decision that waits for an experiment: it is made then, and carries both names.

    It takes an approver who neither proposed it nor owns the experiment, and the evidence it was proposed on.
    """
    _answered(code, lambda workspace, number: workspace.approvals.approve(number, why))


@click.command(cls=Verb)
@click.argument("code", type=EXPERIMENT)
@_WHY
def refuse(code: int, why: str) -> None:
    """Refuse the decision that waits for an experiment; the experiment is as it was."""
    _answered(code, lambda workspace, number: workspace.approvals.refuse(number, why))


@click.command(cls=Verb)
@click.argument("code", type=EXPERIMENT)
@_WHY
def withdraw(code: int, why: str) -> None:
    """Take back your own proposal for an experiment."""
    _answered(code, lambda workspace, number: workspace.approvals.withdraw(number, why))


def _answered(code: int, answer: Callable[[Workspace, int], Any]) -> None:
    from store.approvals import find_waiting

    with stated().open() as workspace:
        waiting = find_waiting(workspace.approvals, code)
        made = answer(workspace, waiting.proposal.id or 0)
        say(workspace.said)
    if stated().json:
        output.record({"experiment": f"E{code}", **made.model_dump(mode="json")})
