"""Undoing one's own last change, on every screen that shows what was changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content

from experiments.errors import NotFound
from tui.messages import Failed, LastChangeRead, Undone
from tui.screens.ask import Answer, Ask
from tui.screens.page import Page
from tui.text import joined, shown

if TYPE_CHECKING:
    from store.undo import LastChange
    from store.workspace import Workspace

ANSWERS = (Answer("k", "Keep it", "keep"), Answer("u", "Undo it", "undo", weighty=True))


class Undoing(Page):
    """A page from which the last change can be undone; it closes when what it shows is taken away."""

    @property
    def shows(self) -> str:
        """Return the code of the one thing the page is about; empty where it lists many."""
        return ""

    def do_undo(self) -> None:
        """Ask what the last change was, and name it before it is undone."""
        self.ask(lambda ws: ws.undoable(), LastChangeRead, about="undo")

    @on(LastChangeRead)
    def ask_first(self, read: LastChangeRead) -> None:
        """Show what would be undone."""
        screen = Ask("Undo your last change?", in_words(read.change), ANSWERS)
        self.app.push_screen(screen, partial(self._undo, read.change.seq))

    def _undo(self, seq: int, answer: str | None) -> None:
        if answer != "undo":
            return

        def undone(ws: Workspace) -> Undone:
            change = ws.undo(seq)
            return Undone(change, ws.said)

        self.ask(undone, lambda found: found, about="undo")

    @on(Undone)
    def tell_undone(self, undone: Undone) -> None:
        """Say it, and show what is there now."""
        self.say(undone.said)
        if self.shows and undone.change.removes == self.shows:
            self.dismiss(None)
        else:
            self.reload()

    @on(Failed)
    def leave_what_is_gone(self, failed: Failed) -> None:
        """Close when whoever made what is shown here took it away again."""
        if self.shows and failed.about == "reading" and isinstance(failed.error, NotFound) and self.is_current:
            self.dismiss(None)


def in_words(change: LastChange) -> Content:
    """Return what was done, when, and what undoing it does."""
    lines = [
        shown(change.sentence, "bold"),
        shown(f"Entry {change.seq} of the trail, {change.at:%Y-%m-%d at %H:%M} UTC.", "$quiet"),
        Content(""),
        *(joined(("↶ ", "$accent"), line) for line in change.effect),
        Content(""),
        shown("The trail keeps it, and says that it was undone.", "$quiet"),
    ]
    return Content("\n").join(lines)
