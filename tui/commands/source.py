"""``whatsticks source``: where measurements are, saved under a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from tui import output
from tui.commands.answer import added, as_fields, changed, described, listed, number_of, require_changes, version_of
from tui.commands.options import options_of, page_options, version_option
from tui.commands.session import NounGroup, stated
from tui.commands.stoppable import stoppable
from tui.diagnostics import say

if TYPE_CHECKING:
    from experiments.saved_source import SavedSource

_COLUMNS = {
    "code": lambda source: source.code,
    "name": lambda source: source.name,
    "where": lambda source: source.address,
    "what": lambda source: source.table or ("a query" if source.query else ""),
}
_RENAMED = {"columns": "--column"}


@click.group(cls=NounGroup)
def source() -> None:
    """Files, tables and queries that measurements come from, under a name.

    No secret is kept: write ${NAME} for what is in the environment, or let the database's own means (PGPASSWORD,
    ~/.pgpass, a service file) or the keyring answer for the password.
    """


@source.command()
@options_of("source", into="fields", renamed=_RENAMED, required=True)
def add(fields: dict[str, Any]) -> None:
    """Save a source and print its code: source add --name visits --address postgresql://ann@db/shop --table visits."""
    with stated().open() as workspace:
        added(workspace.sources.add(fields), workspace.said)


@source.command("list")
@page_options
def list_sources(text: str, limit: int, offset: int) -> None:
    """List the sources."""
    with stated().open() as workspace:
        items = workspace.sources.list(text=text, limit=limit, offset=offset)
        total = workspace.sources.count(text=text)
    listed(items, total, _COLUMNS, "no source is saved; save one: whatsticks source add --name … --address …")


@source.command()
@click.argument("name")
def show(name: str) -> None:
    """Show a source."""
    with stated().open() as workspace:
        kept = workspace.sources.named(name)
    if stated().json:
        output.record(as_fields(kept))
    else:
        output.card([("Code", kept.code), *described("source", kept), ("Version", kept.version)])


@source.command()
@click.argument("name", metavar="SOURCE")
@options_of("source", into="fields", renamed=_RENAMED)
@version_option
def edit(name: str, fields: dict[str, Any], insist: int | None) -> None:
    """Change a source. What was recorded from it stays as it is."""
    require_changes(fields)
    with stated().open() as workspace:
        found = workspace.sources.named(name)
        fields = {**_instead(found, fields), **fields}
        changed(workspace.sources.edit(number_of(found), version_of(found, insist), fields), workspace.said)


def _instead(found: SavedSource, fields: Mapping[str, Any]) -> dict[str, str]:
    """Return what a table or a query that is named now takes the place of."""
    other = {"table": "query", "query": "table"}
    return {other[name]: "" for name in other if fields.get(name) and getattr(found, other[name])}


@source.command()
@click.argument("name", metavar="SOURCE")
@version_option
def remove(name: str, insist: int | None) -> None:
    """Forget a source. What was recorded from it stays, and the trail still says where it was."""
    with stated().open() as workspace:
        found = workspace.sources.named(name)
        changed(workspace.sources.remove(number_of(found), version_of(found, insist)), workspace.said)


@source.command()
@click.argument("name", metavar="SOURCE")
def check(name: str) -> None:
    """Connect, and say in one line what is there. Nothing is recorded."""
    with stated().open() as workspace:
        found = workspace.sources.named(name)
    from tui.source_look import SourceCheck

    looking = SourceCheck(found)
    said = stoppable(looking, looking.run)
    if stated().json and looking.seen is not None:
        output.record(looking.seen.model_dump(mode="json"))
    else:
        output.line(said)
    for oddity in looking.seen.oddities if looking.seen is not None else ():
        say(f"note: {oddity}")
