"""``whatsticks hypothesis``: beliefs about one segment each."""

from __future__ import annotations

from typing import Any

import click

from experiments.customers import Segment
from experiments.hypothesis import Hypothesis
from experiments.words import percent
from tui import output
from tui.commands.answer import added, as_fields, changed, described, listed, require_changes, version_of
from tui.commands.options import HYPOTHESIS, SEGMENT, options_of, page_options, version_option
from tui.commands.session import NounGroup, stated

_COLUMNS = {
    "code": lambda bet: bet.code,
    "title": lambda bet: bet.title,
    "segment": lambda bet: f"S{bet.segment_id}",
    "risk": lambda bet: bet.risk,
    "importance": lambda bet: bet.importance,
    "prior": lambda bet: percent(bet.prior),
    "owner": lambda bet: bet.owner,
}


@click.group(cls=NounGroup)
def hypothesis() -> None:
    """Beliefs: what one segment needs and will do, if you offer something."""


@hypothesis.command()
@click.option("--segment", "segment_id", type=SEGMENT, required=True, metavar="CODE", help="Whom it is about: S1.")
@options_of("hypothesis", into="fields", required=True)
def add(segment_id: int, fields: dict[str, Any]) -> None:
    """Add a hypothesis and print its code."""
    with stated().open() as workspace:
        kept = workspace.hypotheses.add({"segment_id": segment_id, **fields})
        added(kept, workspace.said)


@hypothesis.command("list")
@click.option("--segment", "segment_id", type=SEGMENT, metavar="CODE", help="Only those about this segment.")
@page_options
def list_hypotheses(segment_id: int | None, text: str, limit: int, offset: int) -> None:
    """List hypotheses; `whatsticks board` shows where each stands."""
    with stated().open() as workspace:
        items = workspace.hypotheses.list(segment_id=segment_id, text=text, limit=limit, offset=offset)
        total = workspace.hypotheses.count(segment_id=segment_id, text=text)
    listed(
        items, total, _COLUMNS, "there is no such hypothesis; add one: whatsticks hypothesis add --segment S1 --title …"
    )


@hypothesis.command()
@click.argument("code", type=HYPOTHESIS)
def show(code: int) -> None:
    """Show a hypothesis."""
    with stated().open() as workspace:
        kept = workspace.hypotheses.get(code)
        about = workspace.segments.get(kept.segment_id)
    if stated().json:
        output.record(as_fields(kept, sentence=kept.sentence(about.name)))
    else:
        _show(kept, about)


def _show(kept: Hypothesis, about: Segment) -> None:
    bet = [("Code", kept.code), ("Bet", kept.sentence(about.name)), ("Segment", f"{about.code} {about.name}")]
    output.card([*bet, *described("hypothesis", kept), ("Version", kept.version)])


@hypothesis.command()
@click.argument("code", type=HYPOTHESIS)
@click.option("--segment", "segment_id", type=SEGMENT, metavar="CODE", help="Whom it is about: S1.")
@options_of("hypothesis", into="fields")
@version_option
def edit(code: int, segment_id: int | None, fields: dict[str, Any], insist: int | None) -> None:
    """Change a hypothesis."""
    changes = fields | ({} if segment_id is None else {"segment_id": segment_id})
    require_changes(changes)
    with stated().open() as workspace:
        version = version_of(workspace.hypotheses.get(code), insist)
        changed(workspace.hypotheses.edit(code, version, changes), workspace.said)
