"""Where text is typed: nothing that is pasted can carry an escape sequence to the terminal."""

from __future__ import annotations

from textual import events
from textual.widgets import Input, TextArea

from tui.text import clean, clean_prose


class LineEntry(Input):
    """One line of text."""

    DEFAULT_CSS = """
    LineEntry { background: $field; padding: 0 1 !important; }
    LineEntry:focus { background-tint: $foreground 6%; }
    """

    def __init__(self, text: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(clean(text), placeholder=placeholder, id=id, compact=True, select_on_focus=False)

    def on_paste(self, event: events.Paste) -> None:
        """Take all lines as one."""
        event.prevent_default()
        event.stop()
        self.replace(clean(event.text.strip()), *sorted(self.selection))


class ProseEntry(TextArea):
    """Several lines of text; tab goes on to the next field."""

    DEFAULT_CSS = """
    ProseEntry { background: $field; height: auto; min-height: 2; max-height: 8; padding: 0 1 !important; }
    ProseEntry.-short { min-height: 1; }
    ProseEntry:focus { background-tint: $foreground 6%; }
    """

    def __init__(self, text: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(
            clean_prose(text),
            placeholder=placeholder,
            id=id,
            compact=True,
            highlight_cursor_line=False,
            tab_behavior="focus",
        )

    def on_paste(self, event: events.Paste) -> None:
        """Take the text without what a terminal would obey."""
        event.prevent_default()
        event.stop()
        self.replace(clean_prose(event.text), *self.selection)
