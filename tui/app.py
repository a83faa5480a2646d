"""The terminal UI: one workspace, its screens, and the two places where work is done off the event loop."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from experiments.errors import Unreachable
from store.address import short_name
from tui import actions, settings
from tui.diagnostics import ExitCode
from tui.keys_in_turn import KeysInTurn
from tui.messages import Revised
from tui.text import clean
from tui.themes import DARK, LIGHT
from tui.workspace_thread import WorkspaceThread

if TYPE_CHECKING:
    from textual.command import Provider
    from textual.driver import Driver

    from tui.statistics import Statistics

POLL_SECONDS = 0.5
"""How often the workspace is asked whether somebody wrote: what others do is on the screen within a second."""

MISSES = 6
"""How often in a row a file may be out of reach before the program ends. A server may come back, and is waited for."""


def _our_commands() -> type[Provider]:
    from tui.palette import ActionCommands

    return ActionCommands


class WhatSticks(KeysInTurn, inherit_bindings=False):
    """Open a workspace on the board.

    Parameters
    ----------
    workspace : str
        Its address, as the command line resolved it.
    """

    TITLE = "What Sticks"
    CSS_PATH = ["app.tcss", "screens/board.tcss"]
    BINDINGS = actions.bindings("everywhere")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-normal"), (110, "-wide"), (150, "-huge"), (190, "-vast")]
    COMMANDS = {_our_commands}

    def __init__(self, workspace: str | Path) -> None:
        super().__init__()
        self.workspace = WorkspaceThread(str(workspace))
        self.surprises: list[Exception] = []
        self.unreachable: Unreachable | None = None
        self._revision: int | None = None
        self._watcher: asyncio.Task[None] | None = None
        self._statistics: Statistics | None = None
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = settings.theme((DARK.name, LIGHT.name))

    def get_driver_class(self) -> type[Driver]:
        """Draw where there is a terminal: Textual's own choice is stderr, and that may be redirected."""
        usual = super().get_driver_class()
        if os.name == "nt" or sys.__stderr__ is None or sys.__stderr__.isatty():
            return usual
        from tui.stdout_driver import StdoutDriver

        return StdoutDriver

    def get_default_screen(self) -> Screen[Any]:
        """Start on the board."""
        from tui.screens.board import Board

        return Board()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give Textual's own themes the colours that only ours name."""
        return DARK.variables

    @property
    def place(self) -> str:
        """Return the workspace's name for the top line."""
        name = short_name(self.workspace.address)
        if self.workspace.person:
            name = f"{self.workspace.person} · {name}"
        return f"{name} (read only)" if self.workspace.read_only else name

    # Work off the event loop ---------------------------------------------------------------------------------------

    @property
    def statistics(self) -> Statistics:
        """Return the door to the statistics process; it is started by the first request."""
        if self._statistics is None:
            from tui.statistics import Statistics

            self._statistics = Statistics()
        return self._statistics

    def opened(self) -> None:
        """The first rows are on the screen: warm the statistics up, and watch for what others change."""
        if self._watcher is None:
            self._watcher = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        with contextlib.suppress(OSError):  # said when something is to be judged
            await self.statistics.start()
        misses = 0
        while True:
            await asyncio.sleep(POLL_SECONDS)
            try:
                revision = await self.workspace.revision()
            except Unreachable as error:  # a disk may be slow for a moment
                misses += 1
                if self.workspace.on_server:
                    self._away(error, first=misses == 1)
                elif misses == MISSES:
                    self.lost(error)
                continue
            if misses and self.workspace.on_server:
                self.notify("The server answers again.", markup=False)
            misses = 0
            if revision != self._revision:  # the first time too: the first rows may be older already
                self._revision = revision
                self.screen.post_message(Revised(revision))

    def _away(self, error: Unreachable, *, first: bool) -> None:
        """Say once that the server went away; it is asked again and again until it is back."""
        if first:
            sentence = f"{error}. What you type stays here."
            self.notify(clean(sentence), severity="warning", markup=False, timeout=30)

    def lost(self, error: Unreachable) -> None:
        """Leave, since there is no workspace to work in; but not over words that are nowhere else yet."""
        if any(getattr(screen, "changed", False) for screen in self.screen_stack):
            sentence = f"The workspace is out of reach: {error}. Copy what you typed before you leave."
            self.notify(clean(sentence), severity="error", markup=False, timeout=60)
            return
        self.unreachable = error
        self.exit(return_code=ExitCode.UNREACHABLE)

    async def on_unmount(self) -> None:
        """Let what was begun finish, and leave no process behind."""
        if self._watcher is not None:
            self._watcher.cancel()
        if self._statistics is not None:
            await self._statistics.close()
        await self.workspace.close()

    def surprised_by(self, error: Exception) -> None:
        """Say what should not have happened, without losing what is on the screen."""
        self.surprises.append(error)
        sentence = f"This should not happen: {type(error).__name__}: {error}"
        self.notify(clean(sentence)[:300], severity="error", markup=False, timeout=10)

    # Actions everywhere --------------------------------------------------------------------------------------------

    def action_act(self, identity: str) -> None:
        """Perform an action that every screen has."""
        screen: Any = self.screen
        perform = getattr(screen, "action_act", None)
        if perform is not None:
            perform(identity)
        else:
            getattr(self, f"do_{actions.action(identity).name}", lambda: None)()

    def do_help(self) -> None:
        """Show the keys of the screen."""
        from tui.screens.help import Help

        self.push_screen(Help(self.screen))

    def do_palette(self) -> None:
        """Find an action by its name."""
        self.action_command_palette()

    def do_theme(self) -> None:
        """Switch between dark and light, and remember it."""
        self.theme = LIGHT.name if self.theme == DARK.name else DARK.name
        settings.remember_theme(self.theme)

    def do_leave(self) -> None:
        """Leave by the key that stops other programs."""
        self.do_quit()

    def do_quit(self) -> None:
        """Leave; a form with changes anywhere below asks first."""
        for screen in reversed(self.screen_stack):
            leave = getattr(screen, "ask_before_leaving", None)
            if leave is not None and getattr(screen, "changed", False):
                leave(then=self.exit)
                return
        self.exit()
