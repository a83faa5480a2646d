"""``whatsticks doctor``: what somebody who helps would ask first."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, NamedTuple

import click

from experiments.errors import Refused, Unreachable
from tui import output
from tui.commands.progress_line import progress_line
from tui.commands.session import Session, Verb, stated

if TYPE_CHECKING:
    from store.workspace import Workspace

_LIBRARIES = ("click", "duckdb", "numpy", "pydantic", "scipy", "sqlalchemy", "sqlmodel", "statsmodels", "textual")


class Finding(NamedTuple):
    """One thing that was looked at; ``status`` is ``ok``, ``warn`` or ``fail``."""

    check: str
    status: str
    finding: str


@click.command(cls=Verb)
def doctor() -> None:
    """Check the workspace, this installation and the terminal; nothing is changed."""
    findings = [*_program(), *_terminal()]
    unreachable: Unreachable | None = None
    try:
        findings += _workspace(stated())
    except Unreachable as error:
        unreachable = error
        findings.append(Finding("workspace", "fail", str(error)))
    if stated().json:
        output.records([finding._asdict() for finding in findings], len(findings))
    else:
        output.table(["check", "status", "finding"], findings)
    if unreachable:
        raise unreachable
    if failed := sum(finding.status == "fail" for finding in findings):
        raise Refused(f"{failed} {'check' if failed == 1 else 'checks'} failed")


def _program() -> Iterator[Finding]:
    from tui.cli import installed_version

    yield Finding("whatsticks", "ok", installed_version())
    yield Finding("python", "ok", f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    yield Finding("sqlite", "ok", sqlite3.sqlite_version)
    for library in _LIBRARIES:
        try:
            yield Finding(library, "ok", version(library))
        except PackageNotFoundError:
            yield Finding(library, "fail", "it is not installed")


def _terminal() -> Iterator[Finding]:
    term = os.environ.get("TERM", "")
    screen = sys.stdin.isatty() and sys.stdout.isatty()
    size = shutil.get_terminal_size()
    yield Finding("terminal", "ok" if screen and term not in {"", "dumb"} else "warn",
                  f"TERM={term or 'not set'}, {size.columns} × {size.lines}"
                  + ("" if screen else "; not a screen, so only commands work"))  # fmt: skip
    encoding = (sys.stdout.encoding or "none").lower()
    yield Finding("encoding", "ok" if encoding.replace("-", "") == "utf8" else "warn", encoding)
    colours = "off by NO_COLOR" if os.environ.get("NO_COLOR") else os.environ.get("COLORTERM") or "as TERM says"
    yield Finding("colours", "ok", colours)


def _workspace(session: Session) -> Iterator[Finding]:
    with session.open() as workspace:
        from store.checkup import check

        found = check(session.address)
        yield Finding("workspace", "ok", workspace.address)
        yield Finding("engine", "ok", found.engine)
        yield Finding("size", "ok", f"{found.bytes:,} bytes")
        why = found.read_only or workspace.why_read_only
        yield Finding("rights", "warn" if why else "ok", f"{why or 'you may write'}; {found.rights}")
        yield _people(workspace)
        yield Finding("schema", "ok" if found.current else "fail", f"revision {found.schema_revision}")
        kind = found.engine.partition(" ")[0]
        yield Finding(
            "integrity", "fail" if found.faults else "ok", "; ".join(found.faults) or f"{kind} finds no fault"
        )
        for risk in found.risks:
            yield Finding("durability", "warn", risk)
        if fault := workspace.search_fault():
            yield Finding("search", "warn", f"{fault}; whatsticks search --rebuild makes it anew")
        yield _trail(workspace)


def _people(workspace: Workspace) -> Finding:
    people = workspace.people
    who = f"{workspace.actor}, {people.role}" if people.role else f"{workspace.actor}; {people.why_off}"
    waiting = workspace.approvals.count()
    waits = f"; decisions that wait for a second person: {waiting}" if waiting else ""
    return Finding("people", "ok", f"{who}. {people.rules.sentence.removesuffix('.')}{waits}")


def _trail(workspace: Workspace) -> Finding:
    with progress_line() as progress:
        faults = workspace.trail.check(progress=progress).faults
    if faults:
        return Finding("trail", "fail", f"{len(faults)} faults, the first: {faults[0]}")
    return Finding("trail", "ok", f"{workspace.trail.count()} entries, head {workspace.trail.head()[:8]}")
