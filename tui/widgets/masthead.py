"""The top line: where you are, and in which workspace."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from tui.text import fitted, joined


class Masthead(Widget):
    """``What Sticks › H3 Night parents …`` on the left, the workspace on the right."""

    DEFAULT_CSS = """
    Masthead { dock: top; height: 1; background: $panel; color: $foreground; padding: 0 1; }
    """

    trail: reactive[tuple[str, ...]] = reactive(())
    place: reactive[str] = reactive("")

    def render(self) -> Content:
        """Give the end of the path the room it needs; the workspace's name goes first when there is none."""
        width = self.size.width - 2
        path = "".join(f" › {step}" for step in self.trail)
        place = self.place if len(path) + len(self.place) + 14 <= width else ""
        room = width - 11 - len(place)
        return joined(("What Sticks", "bold $primary"), fitted(path, room) if room > 0 else "", (place, "$quiet"))
