"""Questions in the way: choose one of a few answers, or write one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from experiments.fields import Field
from tui.text import joined, prose, shown
from tui.widgets.entries import LineEntry
from tui.widgets.field_row import FieldRow


@dataclass(frozen=True)
class Answer:
    """One way on: its key, its words, and what it is called in code."""

    key: str
    label: str
    name: str
    weighty: bool = False


class Ask(ModalScreen[str]):
    """A question with a few answers, each a button and a key; escape is always the harmless one and answers nothing."""

    CSS_PATH = "ask.tcss"

    def __init__(self, title: str, text: str | Content, answers: Sequence[Answer]) -> None:
        super().__init__()
        self.title_text = title
        self.text = text
        self.answers = tuple(answers)

    def compose(self) -> ComposeResult:
        """Yield the question and its answers."""
        with Vertical(id="dialog"):
            yield Static(shown(self.title_text), id="title")
            with VerticalScroll(id="text"):
                yield Static(self.text if isinstance(self.text, Content) else prose(self.text))
            with Horizontal(id="answers"):
                for answer in self.answers:
                    label = joined((f"{answer.key} ", "bold $accent"), answer.label)
                    button = Button(label, id=answer.name, compact=True)
                    button.set_class(answer.weighty, "weighty")
                    yield button

    def on_mount(self) -> None:
        """Start on the first answer that changes nothing for good."""
        first = next((answer for answer in self.answers if not answer.weighty), self.answers[0])
        self.query_one(f"#{first.name}").focus()

    def on_key(self, event: events.Key) -> None:
        """Answer by a key."""
        if event.key == "escape":
            event.stop()
            self.dismiss("")
        elif event.key in ("left", "right"):
            event.stop()
            (self.focus_next if event.key == "right" else self.focus_previous)(Button)
        for answer in self.answers:
            if event.key == answer.key:
                event.stop()
                self.dismiss(answer.name)

    @on(Button.Pressed)
    def chosen(self, pressed: Button.Pressed) -> None:
        """Answer by a button."""
        self.dismiss(pressed.button.id or "")


class AskLine(ModalScreen[str]):
    """A question that is answered in one line; escape answers nothing."""

    CSS_PATH = "ask.tcss"

    def __init__(self, title: str, text: str, field: Field, initial: str = "") -> None:
        super().__init__()
        self.title_text = title
        self.text = text
        self.row = FieldRow(field.but(kind="line", required=True) if field.kind == "prose" else field, initial)

    def compose(self) -> ComposeResult:
        """Yield the question and the line."""
        with Vertical(id="dialog"):
            yield Static(shown(self.title_text), id="title")
            yield Static(prose(self.text), id="text")
            yield self.row
            yield Static(
                joined(("enter ", "bold $accent"), "go on   ", ("esc ", "bold $accent"), "leave it"), id="keys"
            )

    def on_mount(self) -> None:
        """Type at once."""
        self.row.focus_control()

    @on(LineEntry.Submitted)
    def typed(self) -> None:
        """Answer with the line, once it can be taken."""
        if self.row.check():
            self.dismiss(self.row.text)

    def on_key(self, event: events.Key) -> None:
        """Leave it."""
        if event.key == "escape":
            event.stop()
            self.dismiss("")
