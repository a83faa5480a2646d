"""``whatsticks decide``: what people chose after the verdict, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tui import output
from tui.commands.answer import version_of
from tui.commands.options import EXPERIMENT, options_of, version_option
from tui.commands.session import Verb, stated
from tui.diagnostics import say

if TYPE_CHECKING:
    from experiments.errors import NeedsApproval
    from store.workspace import Workspace


@click.command(cls=Verb)
@click.argument("code", type=EXPERIMENT)
@options_of("decision", into="fields", renamed={"customers_told": "--tell-customers"}, required=True)
@version_option
def decide(code: int, fields: dict[str, Any], insist: int | None) -> None:
    """Invest, pivot, persevere or stop.

    A running test is concluded first. A choice against the verdict is possible; --why then has to explain it. One that
    needs a second person is proposed instead: it waits for somebody to approve it.
    """
    from experiments.errors import NeedsApproval

    with stated().open() as workspace:
        version = version_of(workspace.experiments.get(code), insist)
        try:
            decision = workspace.decisions.decide(code, version, fields)
        except NeedsApproval as needed:
            _propose(workspace, code, version, fields, needed)
            return
        say(workspace.said)
    if stated().json:
        output.record(
            {"experiment": f"E{code}", **decision.model_dump(mode="json"), "against": decision.against_verdict}
        )


def _propose(workspace: Workspace, code: int, version: int, fields: dict[str, Any], needed: NeedsApproval) -> None:
    """Propose what one person may not decide alone."""
    proposal = workspace.approvals.propose(code, version, fields, needed.verdict)
    say(workspace.said)
    say(f"Nothing is decided yet. Somebody else: whatsticks approve E{code} --why …")
    if stated().json:
        told = {"proposed": True, "reasons": list(needed.reasons), "against": proposal.against_verdict}
        output.record({"experiment": f"E{code}", **proposal.model_dump(mode="json"), **told})
