"""Opening the terminal application, where there is a terminal that can show it."""

from __future__ import annotations

import os
import sys

import click

from tui.commands.session import ACTOR


def open_application(address: str, actor: str | None) -> None:
    """Run the application on a workspace; without a terminal, name a command that does without one."""
    require_terminal("whatsticks board")
    if actor:
        os.environ[ACTOR] = actor
    from tui.app import WhatSticks

    application = WhatSticks(workspace=address)
    application.run()
    if application.unreachable is not None:
        raise application.unreachable
    if application.return_code:
        raise click.exceptions.Exit(application.return_code)


def require_terminal(instead: str) -> None:
    """Refuse where no screen can be drawn: Textual would write escape sequences into a pipe and hang."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(f"there is no terminal to draw on; use a command instead, such as: {instead}")
    if os.environ.get("TERM", "") in {"", "dumb"} and os.name != "nt":
        raise click.UsageError(f"this terminal cannot draw a screen; use a command instead, such as: {instead}")
