"""``whatsticks decide``: what people chose after the verdict, and why."""

from __future__ import annotations

from typing import Any

import click

from tui import output
from tui.commands.answer import version_of
from tui.commands.options import EXPERIMENT, options_of, version_option
from tui.commands.session import Verb, stated
from tui.diagnostics import say


@click.command(cls=Verb)
@click.argument("code", type=EXPERIMENT)
@options_of("decision", into="fields", renamed={"customers_told": "--tell-customers"}, required=True)
@version_option
def decide(code: int, fields: dict[str, Any], insist: int | None) -> None:
    """Invest, pivot, persevere or stop.

    A running test is concluded first. A choice against the verdict is possible; --why then has to explain it.
    """
    with stated().open() as workspace:
        version = version_of(workspace.experiments.get(code), insist)
        decision = workspace.decisions.decide(code, version, fields)
        say(workspace.said)
    if stated().json:
        output.record(
            {"experiment": f"E{code}", **decision.model_dump(mode="json"), "against": decision.against_verdict}
        )
