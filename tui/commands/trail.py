"""``whatsticks trail``: everything that was ever done, and whether it was changed behind the program's back."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from experiments.errors import Refused
from tui import output
from tui.commands.progress_line import progress_line
from tui.commands.session import NounGroup, stated
from tui.diagnostics import say

if TYPE_CHECKING:
    from store.chain import Checked, Head
    from store.trail_file import Exported


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
    """Print HASH@NUMBER of the newest entry: it stands for the whole trail.

    Paste it into a mail, a commit or a ticket; `trail verify --head` checks later that it is still in the chain.
    """
    with stated().open() as workspace:
        newest = workspace.trail.newest()
    if stated().json:
        output.record({"head": newest.hash, "entries": newest.seq or 0})
    else:
        output.line(str(newest))


@trail.command()
@click.argument("file", required=False)
@click.option(
    "--head",
    "noted",
    multiple=True,
    metavar="HASH[@NUMBER]",
    help="A head noted earlier that has to be in the chain. Repeatable.",
)
def verify(file: str | None, noted: tuple[str, ...]) -> None:
    """Check every entry and every row against the trail; of an exported FILE (- is standard input), every entry.

    Each fault is a line on stdout. Exit codes: 0 the trail is whole and every --head is in it; 1 it is not; 2 the
    command line is wrong; 3 the workspace cannot be opened, or is damaged beyond reading.
    """
    from store.chain import Head

    heads = [Head.of(text) for text in noted]
    checked = _check_workspace(heads) if file is None else _check_export(file, heads)
    faults = checked.faults
    if stated().json:
        found = {"faults": list(faults), "notes": list(checked.notes)}
        output.record({"clean": not faults, "entries": checked.entries, "head": checked.head.hash, **found})
    else:
        for fault in faults:
            output.line(fault)
        for note in checked.notes:
            say(f"note: {note}")
    if faults:
        raise Refused(f"the trail does not hold: {len(faults)} {'fault' if len(faults) == 1 else 'faults'}")
    met = f" It holds {'the head' if len(heads) == 1 else f'all {len(heads)} heads'} noted earlier." if heads else ""
    say(f"The trail is whole: {checked.entries} entries, head {checked.head.hash[:8]}.{met}")


def _check_workspace(heads: list[Head]) -> Checked:
    with stated().open() as workspace, progress_line() as progress:
        return workspace.trail.check(heads, progress)


def _check_export(file: str, heads: list[Head]) -> Checked:
    from store.trail_file import check_file

    return check_file(_lines(file), _name(file), heads)


@trail.command("export")
@click.argument("file", default="-")
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
def export_trail(file: str, force: bool) -> None:
    """Write all entries, the oldest first, one line of JSON each, to FILE or standard output.

    A line holds the text that was hashed, the hash before it and its own, so that anybody can check the chain. It holds
    everything that was recorded, results and reasons included.
    """
    from tui.pages import place_of, write_lines

    if file != "-" and not force and os.path.lexists(file):
        raise Refused(f"{file} exists already; --force overwrites it")
    with stated().open() as workspace:
        if file == "-":
            for line in workspace.trail.exported():
                sys.stdout.buffer.write(line.encode("utf-8", "surrogatepass") + b"\n")
            return
        written = write_lines(workspace.trail.exported(), place_of(file))
    say(f"Wrote {file}: {written} {'entry' if written == 1 else 'entries'}.")


@trail.command("check-lock")
@click.argument("summary")
@click.argument("exported", metavar="TRAIL")
def check_plan_lock(summary: str, exported: str) -> None:
    """Check with an exported SUMMARY (HTML, Markdown or JSON) and an exported TRAIL when its plan was locked.

    Answers in one line. Exit codes: 0 page and trail agree, and the plan was locked before the first result; the line
    says whether it was amended since. 1 they do not agree, or the trail does not hold. No workspace is needed.
    """
    from experiments.summary.stamp import stamp_of
    from store.lock_check import check_lock
    from tui.commands.stdin import text_of

    stamp = stamp_of(text_of(summary), summary)
    found = check_lock(stamp, _lines(exported), _name(exported))
    if stated().json:
        told = {"code": stamp.code, "holds": not found.faults, "unchanged": found.unchanged, "sentence": found.sentence}
        entries = {"lock": _in_json(found.lock), "first_result": _in_json(found.first_result)}
        amended = [_in_json(change) for change in found.amendments]
        wrong = {"faults": list(found.faults), "notes": list(found.notes)}
        output.record({**told, "plan_hash": stamp.plan_hash, **entries, "amendments": amended, **wrong})
    else:
        output.line(found.sentence)
        for note in found.notes:
            say(f"note: {note}")
    if found.faults:
        for fault in found.faults[1:]:
            say(fault)
        raise Refused(f"the lock of {stamp.code} cannot be relied on: {found.faults[0]}")


def _in_json(entry: Exported | None) -> dict[str, Any] | None:
    if entry is None:
        return None
    return {"seq": entry.link.seq, "at": entry.link.at, "actor": entry.actor, "hash": entry.link.hash}


def _lines(file: str) -> Iterator[str]:
    from store.trail_file import lines_of
    from tui.commands.stdin import text_from_stdin

    return iter(text_from_stdin().split("\n")) if file == "-" else lines_of(file)


def _name(file: str) -> str:
    from tui.commands.stdin import STDIN

    return STDIN if file == "-" else file
