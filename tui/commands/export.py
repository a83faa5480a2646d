"""``whatsticks export``: pages for people who never saw this tool, and the workspace as one archive."""

from __future__ import annotations

import os
from pathlib import Path

import click

from experiments.errors import Refused
from experiments.summary.formats import FORMATS, Summary, render
from tui import output
from tui.commands.options import EXPERIMENT, Command
from tui.commands.session import NounGroup, stated
from tui.diagnostics import say
from tui.pages import write_page

_ENDINGS = {"htm": "html", "markdown": "md"}
_DEFAULT = "md"


@click.group(cls=NounGroup)
def export() -> None:
    """Write what was decided, and on what evidence, as one file; or all there is."""


def _export_options(command: Command) -> Command:
    for option in (
        click.option("--force", is_flag=True, help="Overwrite the file if it exists."),
        click.option(
            "-o",
            "--output",
            "file",
            default="-",
            metavar="FILE",
            help="Where to write; - is standard output, as is none.",
        ),
        click.option(
            "--format",
            "wanted",
            type=click.Choice(list(FORMATS)),
            help=f"Taken from the file's ending, else {_DEFAULT}.",
        ),
    ):
        command = option(command)
    return command


@export.command()
@click.argument("code", type=EXPERIMENT)
@_export_options
def decision(code: int, wanted: str | None, file: str, force: bool) -> None:
    """Write the page of one experiment."""
    _check_free(file, force)
    with stated().open() as workspace:
        summary = workspace.summary(code)
    _write(summary, wanted or _format_of(file), file)


@export.command()
@_export_options
def portfolio(wanted: str | None, file: str, force: bool) -> None:
    """Write the page of all hypotheses."""
    _check_free(file, force)
    with stated().open() as workspace:
        summary = workspace.portfolio()
    _write(summary, wanted or _format_of(file), file)


@export.command("workspace")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
def whole_workspace(file: Path, force: bool) -> None:
    """Write all of the workspace into FILE, a zip that docs/moving.md describes: import workspace reads it.

    It holds everything that was recorded, results and reasons included: give it only to people who may read the
    workspace. The same state gives the same bytes.
    """
    from store.archive import write_archive
    from store.opening import open_database
    from tui.cli import installed_version
    from tui.commands.progress_line import progress_line

    _check_free(str(file), force)
    database = open_database(stated().address, create=False)
    try:
        with progress_line() as progress:
            written = write_archive(database, file.expanduser(), installed_version(), progress)
    finally:
        database.close()
    say(f"Wrote {file}: {written.head.seq or 0:,} entries, {written.bytes:,} bytes.")
    if stated().json:
        output.record(
            {"file": str(file), "bytes": written.bytes, "head": written.head.hash, "entries": written.head.seq}
        )
    else:
        output.line(str(written.head))


def _format_of(file: str) -> str:
    ending = Path(file).suffix.lower().removeprefix(".")
    ending = _ENDINGS.get(ending, ending)
    return ending if ending in FORMATS else _DEFAULT


def _check_free(file: str, force: bool) -> None:
    if file != "-" and not force and os.path.lexists(file):
        raise Refused(f"{file} exists already; --force overwrites it")


def _write(summary: Summary, wanted: str, file: str) -> None:
    page = render(summary, wanted)
    if file != "-":
        write_page(page, Path(file))
        say(f"Wrote {file}.")
        if stated().json:
            output.record({"file": file, "format": wanted, "bytes": len(page)})
    elif stated().json:
        output.record({"format": wanted, "page": page.decode()})
    else:
        output.document(page)
