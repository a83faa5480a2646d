"""Showing what a file of results holds before anything of it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from experiments.words import count
from tui import output
from tui.commands.session import stated
from tui.diagnostics import say

if TYPE_CHECKING:
    from store.sources.preview import Preview
    from store.sources.reading import Reading


def print_preview(found: Preview) -> None:
    """Write what is in the file and what the plan would take from it; how the arms did stays for the verdict."""
    if stated().json:
        output.record(found.model_dump(mode="json"))
    else:
        _print(found)
    for oddity in found.oddities:
        say(f"note: {oddity}")
    if found.refusal:
        say(f"It cannot be recorded like this: {found.refusal}")


def _print(found: Preview) -> None:
    output.card(
        [
            ("File", f"{found.name} ({found.format}, {found.bytes:,} bytes)"),
            ("Rows", count(found.rows)),
            ("A row", found.shape.sentence if found.shape else "unknown"),
            ("Arm column", found.arm or "none"),
            ("Unit column", found.unit or "none"),
            ("Rows by arm", ", ".join(f"{arm} {count(rows)}" for arm, rows in found.arms.items())),
        ]
    )
    output.table(
        ["column", "type", "looks like", "different values", "empty"],
        [(column.name, column.type, column.guess, column.distinct, column.nulls) for column in found.columns],
    )
    if found.reading:
        output.table(["metric", "values", "missing"], _metrics(found.reading))


def _metrics(reading: Reading) -> list[tuple[str, int, int]]:
    """Return what each metric would get, over all arms."""
    names = dict.fromkeys(name for arm in reading.arms.values() for name in arm.statistics)
    return [
        (
            name,
            sum(arm.statistics[name].n for arm in reading.arms.values() if name in arm.statistics),
            sum(arm.missing.get(name, 0) for arm in reading.arms.values()),
        )
        for name in names
    ]
