"""One field of a form: its label, where it is typed, and under it what is wrong with it."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from experiments.entry import Parsed
from experiments.errors import InvalidField
from experiments.fields import Field, parse
from tui.messages import FieldChanged, FieldFocused
from tui.text import clean, joined, shown, wrapped
from tui.widgets.choice import Choice
from tui.widgets.entries import LineEntry, ProseEntry
from tui.widgets.path_entry import PathEntry
from tui.widgets.picker import Picker

_LABEL = 24
_IN_SIGHT = 8
"""As many options stand side by side, in two lines where one is too short; more open as a list."""


class FieldRow(Widget):
    """A field as the registry describes it, with the text that stands in it now.

    It draws the label itself: a widget less in each of the many rows of a form.
    """

    DEFAULT_CSS = """
    FieldRow { layout: vertical; height: auto; width: 1fr; color: $secondary; }
    FieldRow:focus-within { color: $foreground; text-style: bold; }
    FieldRow > .control { margin: 0 0 0 25; }
    FieldRow > .error { height: auto; color: $error; padding: 0 0 0 25; }
    """

    def __init__(self, field: Field, text: str = "", *, key: str = "", many: bool = False, path: bool = False) -> None:
        super().__init__(classes="field")
        self.many = many
        self.path = path
        self.field = field
        self.key = key or field.key
        if field.kind == "choice" and not text and field.initial is not None:
            text = str(field.initial)
        self.initial = text
        self.error = ""
        self.control = self._control(text)
        self.control.add_class("control")

    def compose(self) -> ComposeResult:
        """Yield the control; the label is drawn beside it, or above it where the screen is narrow."""
        yield self.control

    def render(self) -> Content:
        """Draw the label."""
        star = " *" if self.field.required else ""
        if self.screen.has_class("-narrow"):
            return joined(*_starred(clean(self.field.label) + star))
        return Content("\n").join(
            [joined(" " * (_LABEL - cell_len(line)), *_starred(line)) for line in self._label_lines()]
        )

    def _label_lines(self) -> list[str]:
        """Return the label as it wraps; the star stays with its last word."""
        if not self.field.required:
            return wrapped(clean(self.field.label), _LABEL)
        *lines, last = wrapped(clean(self.field.label), _LABEL - 2)
        return [*lines, f"{last} *"]

    def on_mount(self) -> None:
        """Leave room for a label of several lines."""
        self.styles.min_height = min(3, len(self._label_lines()))

    def _control(self, text: str) -> LineEntry | ProseEntry | Choice | Picker:
        if self.field.kind == "choice" and (len(self.field.choices) > _IN_SIGHT or self.many):
            return Picker(self.field.choices, text)
        if self.field.kind == "choice":
            return Choice(self.field.choices, text)
        if self.field.kind in ("prose", "lines", "shares"):
            entry = ProseEntry(text)
            entry.set_class(self.field.kind == "shares", "-short")
            return entry
        if self.path:
            return PathEntry(text)
        return LineEntry(text, placeholder=self._placeholder())

    def _placeholder(self) -> str:
        """Show the example of the hint, or what an empty field stands for."""
        if self.field.initial not in (None, "", 0, 0.0) and not self.field.required:
            from experiments.fields import edit_text

            return edit_text(self.field, self.field.initial)
        return ""

    # What stands in it ---------------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """Return what is typed."""
        return self.control.text if isinstance(self.control, ProseEntry | Picker) else self.control.value

    @text.setter
    def text(self, text: str) -> None:
        if isinstance(self.control, ProseEntry):
            self.control.text = text
        else:
            self.control.value = clean(text)

    @property
    def changed(self) -> bool:
        """Say whether something else stands there than at first."""
        return self.text != self.initial

    def value(self) -> Parsed:
        """Return what the text stands for, or raise InvalidField."""
        return parse(self.field, self.text)

    def check(self) -> bool:
        """Show what is wrong with the text, or that nothing is; say which."""
        try:
            self.value()
        except InvalidField as error:
            self.fail(str(error).removeprefix(f"{self.field.label}: "))
            return False
        self.fail("")
        return True

    def fail(self, sentence: str) -> None:
        """Show a sentence under the field; none when it is empty."""
        if sentence == self.error:
            return
        self.error = sentence
        self.control.set_class(bool(sentence), "-wrong")
        shown_now = list(self.query(".error").results(Static))
        if not sentence:
            self.query(".error").remove()
        elif shown_now:
            shown_now[0].update(_cross(sentence))
        else:
            self.mount(Static(_cross(sentence), classes="error"))

    # Noticing ------------------------------------------------------------------------------------------------------

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Let the form show the hint."""
        self.post_message(FieldFocused(self))

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Check what was typed when the field is left, but do not scold an untouched one."""
        if self.text.strip() or self.error:
            self.check()

    def on_input_changed(self, event: LineEntry.Changed) -> None:
        """Tell the form."""
        self._tell(event)

    def on_text_area_changed(self, event: ProseEntry.Changed) -> None:
        """Tell the form."""
        self._tell(event)

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Tell the form."""
        self._tell(event)

    def on_select_changed(self, event: Picker.Changed) -> None:
        """Tell the form."""
        self._tell(event)

    def _tell(self, event: Message) -> None:
        event.stop()
        if self.error:
            self.check()
        self.post_message(FieldChanged(self))

    def focus_control(self) -> Widget:
        """Put the keys here."""
        self.control.focus()
        return self.control


def _starred(line: str) -> tuple[str | tuple[str, str], ...]:
    return (line[:-1], ("*", "$accent")) if line.endswith(" *") else (line,)


def _cross(sentence: str) -> Content:
    return joined(("✗ ", "bold $error"), (sentence, "$error")) if sentence else shown("")
