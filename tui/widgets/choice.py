"""One of a few: all options in sight, left and right to choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from tui.text import clean


class Choice(Widget, can_focus=True):
    """``● proportion  ○ mean``: wraps where the line is short. Nothing need be chosen at first."""

    DEFAULT_CSS = """
    Choice { height: auto; width: 1fr; padding: 0 1; background: $field; }
    Choice:focus { background-tint: $foreground 6%; }
    """
    BINDINGS = [
        Binding("right,down,space", "step(1)", "Next", show=False, id="choice.next"),
        Binding("left,up", "step(-1)", "Previous", show=False, id="choice.previous"),
    ]

    auto_links = False
    value: reactive[str] = reactive("", layout=True)

    @dataclass
    class Changed(Message):
        """Another option was chosen."""

        choice: Choice
        value: str

        @property
        def control(self) -> Choice:
            """Return the widget, for selectors."""
            return self.choice

    def __init__(self, options: Sequence[str], value: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.options = tuple(options)
        self.set_reactive(Choice.value, value)

    def render(self) -> Content:
        """Draw every option; the chosen one is filled, and bold."""
        return Content(" ").join([self._option(place, option) for place, option in enumerate(self.options)])

    def _option(self, place: int, option: str) -> Content:
        chosen = option == self.value
        here = self.has_focus and (chosen or (not self.value and place == 0))
        style = "bold $accent" if here else "bold" if chosen else "$quiet"
        # No break between sign and word, nor within the words of one option.
        words = Content.styled(f"{'●' if chosen else '○'}\u00a0{clean(option).replace(' ', chr(0xA0))} ", style)
        return words.stylize(Style.from_meta({"@click": f"pick({place})"}))

    def get_content_width(self, container: object, viewport: object) -> int:
        """Return the width of all options in one line."""
        return sum(cell_len(option) + 4 for option in self.options)

    def action_step(self, by: int) -> None:
        """Choose the next or the previous option; the ends do not join."""
        place = self.options.index(self.value) + by if self.value in self.options else 0
        self.action_pick(max(0, min(place, len(self.options) - 1)))

    def action_pick(self, place: int) -> None:
        """Choose an option by its place."""
        self.focus()
        if self.value != self.options[place]:
            self.value = self.options[place]
            self.post_message(self.Changed(self, self.value))

    def on_focus(self, event: events.Focus) -> None:
        """Show where the keys go."""
        self.refresh()

    def on_blur(self, event: events.Blur) -> None:
        """Show that the keys go elsewhere."""
        self.refresh()
