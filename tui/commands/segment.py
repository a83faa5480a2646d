"""``whatsticks segment``: groups of customers."""

from __future__ import annotations

from typing import Any

import click

from tui import output
from tui.commands.answer import added, as_fields, changed, described, listed, require_changes, version_of
from tui.commands.options import SEGMENT, options_of, page_options, version_option
from tui.commands.session import NounGroup, stated

_COLUMNS = {
    "code": lambda segment: segment.code,
    "name": lambda segment: segment.name,
    "reachable": lambda segment: segment.size,
    "where to find them": lambda segment: segment.where_to_find,
}


@click.group(cls=NounGroup)
def segment() -> None:
    """Groups of customers narrow enough to be reached and understood."""


_RENAMED = {"expectations": "--expectation"}


@segment.command()
@options_of("segment", into="fields", renamed=_RENAMED, required=True)
def add(fields: dict[str, Any]) -> None:
    """Add a segment and print its code. Creates the workspace where there is none yet."""
    with stated().open(create=True) as workspace:
        kept = workspace.segments.add(fields)
        added(kept, workspace.said)


@segment.command("list")
@page_options
def list_segments(text: str, limit: int, offset: int) -> None:
    """List segments."""
    with stated().open() as workspace:
        items = workspace.segments.list(text=text, limit=limit, offset=offset)
        total = workspace.segments.count(text=text)
    listed(items, total, _COLUMNS, "there is no such segment; add one: whatsticks segment add --name …")


@segment.command()
@click.argument("code", type=SEGMENT)
def show(code: int) -> None:
    """Show a segment."""
    with stated().open() as workspace:
        kept = workspace.segments.get(code)
    if stated().json:
        output.record(as_fields(kept))
    else:
        output.card([("Code", kept.code), *described("segment", kept), ("Version", kept.version)])


@segment.command()
@click.argument("code", type=SEGMENT)
@options_of("segment", into="fields", renamed=_RENAMED)
@version_option
def edit(code: int, fields: dict[str, Any], insist: int | None) -> None:
    """Change a segment."""
    require_changes(fields)
    with stated().open() as workspace:
        version = version_of(workspace.segments.get(code), insist)
        changed(workspace.segments.edit(code, version, fields), workspace.said)
