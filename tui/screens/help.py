"""Every key: those of the screen below first, with the reason where one cannot be used now."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from tui.actions import AREAS, Action, of_areas
from tui.screens.page import Page
from tui.text import joined, shown

IN_FORMS = (
    ("tab", "next field; shift+tab goes back"),
    ("← →", "choose between options; → also takes a completion"),
    ("enter", "next field; opens a list of options"),
)


class Help(ModalScreen[None]):
    """The keys of a screen, then of all others."""

    CSS_PATH = "help.tcss"
    BINDINGS = [
        Binding("escape,question_mark,f1,q", "dismiss", "Close", show=False, id="help.close"),
        Binding("j,down", "scroll(1)", "Down", show=False, id="help.down"),
        Binding("k,up", "scroll(-1)", "Up", show=False, id="help.up"),
        Binding("pagedown,space", "scroll(12)", "Page down", show=False, id="help.page_down"),
        Binding("pageup", "scroll(-12)", "Page up", show=False, id="help.page_up"),
    ]

    def __init__(self, below: Screen[object]) -> None:
        super().__init__()
        self.below = below

    def compose(self) -> ComposeResult:
        """Yield the list."""
        with Vertical(id="dialog"):
            yield Static(shown("Keys"), id="title")
            with VerticalScroll(id="keys"):
                yield Static(help_words(self.below))
            yield Static(joined(("j k ", "bold $accent"), "scroll   ", ("esc ", "bold $accent"), "close"), id="close")

    def action_scroll(self, by: int) -> None:
        """Scroll by some lines."""
        self.query_one("#keys").scroll_relative(y=by, animate=False)


def help_words(below: Screen[object]) -> Content:
    """Return the whole list."""
    return Content("\n").join(_lines(below))


def _lines(below: Screen[object]) -> Iterator[Content]:
    offered = below.offered() if isinstance(below, Page) else of_areas(["everywhere"])
    refusals = below.not_now() if isinstance(below, Page) else {}
    yield shown("On this screen", "bold $primary")
    for entry in offered:
        yield from _line(entry, refusals.get(entry.id, ""))
    yield Content("")
    yield shown("In a form", "bold $primary")
    yield from (joined((f"{key:>12}  ", "bold $accent"), what) for key, what in IN_FORMS)
    for area, title in AREAS.items():
        others = [entry for entry in of_areas([area]) if entry not in offered]
        if others:
            yield Content("")
            yield shown(title, "bold $secondary")
            for entry in others:
                yield from _line(entry, "")


def _line(entry: Action, refusal: str) -> Iterator[Content]:
    keys = " ".join(entry.shown_keys)
    keys = " " * max(0, 12 - cell_len(keys)) + keys
    yield joined((f"{keys}  ", "$quiet" if refusal else "bold $accent"), (f"{entry.label}: ", "bold"), entry.help)
    if refusal:
        yield joined((f"{'':>14}not now: {refusal}", "$warning"))
