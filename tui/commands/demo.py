"""``whatsticks demo``: a portfolio to look around in."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import click

from tui import output
from tui.commands.open import open_application, require_terminal
from tui.commands.session import Verb, stated
from tui.diagnostics import say

_NAME = "demo.db"


@click.command(cls=Verb)
@click.option("--no-tui", is_flag=True, help="Only fill the workspace, and print where it is.")
def demo(no_tui: bool) -> None:
    """Fill a throw-away workspace with a believable portfolio and open it.

    Its counts were published; who planned and decided what is made up. With --workspace it fills that one instead, if
    it is empty, and keeps it. WHATSTICKS_WORKSPACE is not touched.
    """
    named = stated().workspace
    if no_tui:
        _answer(_filled(named or os.path.join(mkdtemp(prefix="whatsticks-"), _NAME)))
        return
    require_terminal("whatsticks demo --no-tui")
    say("Filling a workspace with the demo …")
    if named:
        open_application(_filled(named), stated().actor)
        return
    with TemporaryDirectory(prefix="whatsticks-", ignore_cleanup_errors=True) as folder:
        open_application(_filled(str(Path(folder) / _NAME)), stated().actor)


def _filled(address: str) -> str:
    from store.demo import fill
    from store.workspace import Workspace

    with Workspace.open(address) as workspace:
        fill(workspace)
        return workspace.address


def _answer(address: str) -> None:
    say(f"Look at it with: whatsticks --workspace {address} board")
    if stated().json:
        output.record({"workspace": address})
    else:
        output.line(address)
