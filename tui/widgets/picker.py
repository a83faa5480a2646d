"""One of many: a closed line that opens into a list; typing jumps in it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.widgets import Select

from tui.text import fitted, shown


class Picker(Select[str]):
    """A :class:`~textual.widgets.Select` whose options may be anybody's text."""

    DEFAULT_CSS = """
    Picker { background: $field; }
    Picker > SelectCurrent { background: $field; padding: 0 1 !important; }
    Picker:focus > SelectCurrent { background-tint: $foreground 6%; }
    Picker > SelectOverlay { max-height: 10; background: $surface; border: solid $border; }
    """

    def __init__(self, options: Sequence[str], value: str = "") -> None:
        choices = [(shown(fitted(option, 70).rstrip()), option) for option in options]
        super().__init__(choices, prompt="choose …", value=value or Select.NULL, compact=True)

    @property
    def text(self) -> str:
        """Return the chosen option, or nothing."""
        return self.value if isinstance(self.value, str) else ""
