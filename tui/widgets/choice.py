"""One of a few: all options in sight, left and right to go through them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from tui.text import clean


class Choice(Widget, can_focus=True):
    """``● proportion  ○ mean``: wraps where the line is short.

    Where an option stands chosen from the start, left and right choose another. Where none does, somebody has to mean
    it: left and right only mark an option, and space or enter chooses it.
    """

    DEFAULT_CSS = """
    Choice { height: auto; width: 1fr; padding: 0 1; background: $field; }
    Choice:focus { background-tint: $foreground 6%; }
    """
    BINDINGS = [
        Binding("right,down", "step(1)", "Next", show=False, id="choice.next"),
        Binding("left,up", "step(-1)", "Previous", show=False, id="choice.previous"),
        Binding("space,enter", "take", "Choose", show=False, id="choice.take"),
    ]

    auto_links = False
    value: reactive[str] = reactive("", layout=True)
    marked: reactive[int] = reactive(0)
    """The place of the option that the keys are on."""

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
        self.deliberate = value not in self.options
        self.set_reactive(Choice.value, value)
        self.set_reactive(Choice.marked, 0 if self.deliberate else self.options.index(value))

    def render(self) -> Content:
        """Draw every option; the chosen one is filled, and bold, and the one the keys are on is underlined."""
        lines = self._lines(self.content_size.width)
        told = [Content(" ").join([self._option(place, self.options[place]) for place in line]) for line in lines]
        return Content("\n").join(told)

    def _lines(self, width: int) -> list[list[int]]:
        """Return the places of the options in each line: a line breaks between two options, never within one."""
        lines: list[list[int]] = [[]]
        left = width
        for place, option in enumerate(self.options):
            cells = cell_len(option) + 4
            if lines[-1] and cells - 1 > left:  # the blank after the last one may hang over
                lines.append([])
                left = width
            lines[-1].append(place)
            left -= cells
        return lines

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the options take."""
        return len(self._lines(width))

    def _option(self, place: int, option: str) -> Content:
        chosen = option == self.value
        here = self.has_focus and place == self.marked
        style = "bold" if chosen else "" if here else "$quiet"
        if here:
            style += " $accent underline" if self.deliberate else " $accent"
        # No break between sign and word, nor within the words of one option.
        words = Content.styled(f"{'●' if chosen else '○'}\u00a0{_words(option)} ", style)
        return words.stylize(Style.from_meta({"@click": f"pick({place})"}))

    def get_content_width(self, container: object, viewport: object) -> int:
        """Return the width of all options in one line."""
        return sum(cell_len(option) + 4 for option in self.options)

    def watch_value(self, value: str) -> None:
        """Let the keys go on from what is chosen."""
        if value in self.options:
            self.marked = self.options.index(value)

    def action_step(self, by: int) -> None:
        """Go to the next or the previous option; the ends do not join."""
        self.marked = max(0, min(self.marked + by, len(self.options) - 1))
        if not self.deliberate:
            self.action_pick(self.marked)

    def action_take(self) -> None:
        """Choose the marked option."""
        self.action_pick(self.marked)

    def action_pick(self, place: int) -> None:
        """Choose an option by its place."""
        self.marked = place
        if self.value != self.options[place]:
            self.value = self.options[place]
            self.post_message(self.Changed(self, self.value))

    def on_focus(self, event: events.Focus) -> None:
        """Show where the keys go."""
        self.refresh()

    def on_blur(self, event: events.Blur) -> None:
        """Show that the keys go elsewhere."""
        self.refresh()


def _words(option: str) -> str:
    """Return an option as one word that does not break; what is one word for a program is several for a reader."""
    return clean(option).replace("_", " ").replace(" ", chr(0xA0))
