"""Two people changed the same thing: both versions side by side, and a choice for each field or for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from tui.text import joined, prose, shown

MINE, THEIRS = "mine", "theirs"
HINT = "← mine   → theirs   ↑ ↓ next field"
_UNDECIDED = "both of you changed this: choose"


@dataclass(frozen=True)
class Difference:
    """A field in which two versions differ: what it was when it was read, and what each made of it."""

    key: str
    label: str
    base: str
    mine: str
    theirs: str

    @property
    def usual(self) -> str:
        """Return whose version stands unless somebody says otherwise; empty where both changed it."""
        if self.mine == self.base:
            return THEIRS
        return MINE if self.theirs == self.base else ""


def differences(
    labels: Mapping[str, str], base: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]
) -> tuple[Difference, ...]:
    """Return the fields in which two versions differ, in the order of the form; a field one of them lacks is empty."""
    keys = dict.fromkeys([*mine, *theirs])
    return tuple(
        Difference(key, labels.get(key, key), base.get(key, ""), mine.get(key, ""), theirs.get(key, ""))
        for key in keys
        if mine.get(key, "") != theirs.get(key, "")
    )


class Versions(Vertical, can_focus=True):
    """One field in both versions; the one that will be kept is marked."""

    class Chosen(Message):
        """Somebody chose a version of a field."""

    def __init__(self, difference: Difference) -> None:
        super().__init__(classes="versions")
        self.difference = difference
        self.chosen = difference.usual

    def compose(self) -> ComposeResult:
        """Yield the label above both versions."""
        yield Static(classes="label")
        with Horizontal(classes="sides"):
            yield Static(classes=MINE)
            yield Static(classes=THEIRS)

    def on_mount(self) -> None:
        """Show which one is chosen."""
        self.show_choice()

    def choose(self, whose: str) -> None:
        """Keep one of the versions."""
        self.chosen = whose
        self.show_choice()
        self.post_message(self.Chosen())

    def show_choice(self) -> None:
        """Mark the chosen version."""
        usual = {"": _UNDECIDED, MINE: "only you changed this", THEIRS: "only they changed this"}
        note = (f"   {usual[self.difference.usual]}", "$quiet" if self.chosen else "$warning")
        self.query_one(".label", Static).update(joined((self.difference.label, "bold"), note))
        for whose, title, text in (
            (MINE, "mine", self.difference.mine),
            (THEIRS, "theirs", self.difference.theirs),
        ):
            side = self.query_one(f".{whose}", Static)
            chosen = self.chosen == whose
            side.set_class(chosen, "-chosen")
            head = joined((f"{'●' if chosen else '○'} {title}", "bold $accent" if chosen else "$quiet"))
            side.update(Content("\n").join([head, prose(text) if text else shown("(empty)", "$quiet")]))

    def on_key(self, event: events.Key) -> None:
        """Choose by an arrow, or go to the next field."""
        if event.key in ("left", "right"):
            event.stop()
            self.choose(MINE if event.key == "left" else THEIRS)
        elif event.key == "space":
            event.stop()
            self.choose(THEIRS if self.chosen == MINE else MINE)

    def on_click(self, event: events.Click) -> None:
        """Choose the version that was clicked."""
        if event.widget is not None and event.widget.has_class(MINE):
            self.choose(MINE)
        elif event.widget is not None and event.widget.has_class(THEIRS):
            self.choose(THEIRS)


class ConflictScreen(ModalScreen[dict[str, str] | None]):
    """Both versions of what two people edited. Answers with the text of each field that differs, or None to go on."""

    CSS_PATH = "conflict.tcss"

    def __init__(self, what: Sequence[str], said: str, found: Sequence[Difference]) -> None:
        super().__init__()
        self.what = " › ".join(what)
        self.said = said
        self.found = tuple(found)

    def compose(self) -> ComposeResult:
        """Yield the fields that differ and the ways on."""
        with Vertical(id="dialog"):
            yield Static(shown("Changed by somebody else"), id="title")
            yield Static(Content("\n").join([shown(self.what, "bold"), shown(self.said)]), id="about")
            with VerticalScroll(id="fields", can_focus=False):
                for difference in self.found:
                    yield Versions(difference)
                if not self.found:
                    yield Static(shown("Both versions read the same now."))
            yield Static(id="hint")
            with Horizontal(id="answers"):
                for key, label, name in (
                    ("c", "Go on editing", "cancel"),
                    ("m", "All mine", MINE),
                    ("t", "All theirs", THEIRS),
                    ("s", "Save this", "save"),
                ):
                    yield Button(joined((f"{key} ", "bold $accent"), label), id=name, compact=True)

    @property
    def fields(self) -> Iterator[Versions]:
        """Iterate over the fields."""
        return iter(self.query(Versions))

    def on_mount(self) -> None:
        """Start where somebody has to choose."""
        first = next((field for field in self.fields if not field.chosen), next(self.fields, None))
        (first or self.query_one("#save")).focus()
        self.count()

    @on(Versions.Chosen)
    def count(self) -> None:
        """Say how many fields wait for a choice."""
        waiting = sum(not field.chosen for field in self.fields)
        words = {0: "Every field has its version: s saves them.", 1: "1 field waits for a choice."}
        sentence = words.get(waiting, f"{waiting} fields wait for a choice.")
        self.query_one("#hint", Static).update(joined((f"{HINT}   ", "$accent"), (sentence, "$quiet")))

    def on_key(self, event: events.Key) -> None:
        """Answer by a key, or go to another field."""
        names = {"escape": "cancel", "c": "cancel", "m": MINE, "t": THEIRS, "s": "save", "f2": "save"}
        if event.key in ("up", "down", "j", "k"):
            event.stop()
            (self.focus_next if event.key in ("down", "j") else self.focus_previous)(Versions)
        elif event.key in names:
            event.stop()
            self.answer(names[event.key])

    @on(Button.Pressed)
    def pressed(self, pressed: Button.Pressed) -> None:
        """Answer by a button."""
        self.answer(pressed.button.id or "cancel")

    def answer(self, name: str) -> None:
        """Leave, choose for all fields, or hand back what was chosen."""
        if name == "cancel":
            self.dismiss(None)
        elif name in (MINE, THEIRS):
            for field in self.fields:
                field.choose(name)
        elif waiting := next((field for field in self.fields if not field.chosen), None):
            waiting.focus()
            self.notify("Choose a version of this field first: ← mine, → theirs.", severity="warning", markup=False)
        else:
            self.dismiss({field.difference.key: getattr(field.difference, field.chosen) for field in self.fields})
