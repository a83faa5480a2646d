"""What an empty workspace says about itself."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from tui.text import joined, shown

_STEPS = (
    ("Believe", "write down a hypothesis about one group of customers"),
    ("Plan", "choose a cheap test; fix the bar and the target before any data"),
    ("Lock", "freeze the plan, so that it cannot bend to the results"),
    ("Record", "type counts, or read them from a file"),
    ("Read", "invest, stop, keep testing: what the evidence justifies, in plain words"),
    ("Decide", "choose, say why, and hand leadership a page they can trust"),
)
_OFFERS = (
    ("n", "write the first hypothesis"),
    ("d", "look around in a demo portfolio first"),
    ("?", "see every key"),
    ("q", "leave"),
)


class Welcome(Static):
    """The product in a few lines, and the ways in."""

    DEFAULT_CSS = """
    Welcome { height: 1fr; padding: 1 3; max-width: 100; overflow-y: auto; }
    """

    def on_mount(self) -> None:
        """Write the text."""
        self.update(_text())


def _text() -> Content:
    steps = enumerate(_STEPS, start=1)
    return Content("\n").join(
        [
            shown("Find out cheaply what sticks, before it costs real money.", "bold"),
            Content(""),
            shown("Teams fail when they build on beliefs that nobody tested. Here each belief becomes a small bet:"),
            Content(""),
            *(joined((f"  {number}  {name:<8}", "bold $primary"), what) for number, (name, what) in steps),
            Content(""),
            *(joined((f"  {key}  ", "bold $accent"), what) for key, what in _OFFERS),
        ]
    )
