"""What every form screen shares: hints, checks, saving, leaving with changes, and two people editing the same thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.types import CSSPathType
from textual.widgets import Static

from experiments.errors import Conflict, InvalidField, WhatSticksError
from tui import actions
from tui.messages import Failed, FieldChanged, FieldFocused, FormRead, Revised, Written
from tui.screens.ask import Answer, Ask
from tui.screens.page import Page
from tui.text import joined
from tui.widgets.choice import Choice
from tui.widgets.entries import LineEntry
from tui.widgets.field_row import FieldRow
from tui.widgets.form import Form, Group
from tui.widgets.masthead import Masthead

if TYPE_CHECKING:
    from store.workspace import Workspace

LEAVE = (
    Answer("k", "Keep editing", "keep"),
    Answer("s", "Save", "save"),
    Answer("d", "Discard changes", "discard", weighty=True),
)


class FormPage(Page):
    """A form over one noun.

    A subclass says what it starts from (``read``), which fields it asks (``groups``) and how they are kept (``keep``).
    It is dismissed with the noun as stored, or with None.
    """

    CSS_PATH: ClassVar[CSSPathType | None] = "form_page.tcss"
    AREAS: ClassVar[tuple[str, ...]] = ("form",)
    TYPES = True
    BINDINGS = actions.bindings("form")

    def __init__(self) -> None:
        super().__init__()
        self.read_value: Any = None
        self._then: Callable[[], object] | None = None
        self._conflict: Conflict | None = None

    def body(self) -> ComposeResult:
        """Yield the form and the line that explains the field."""
        yield Form(id="form")
        yield Static(id="hint")

    # For subclasses ------------------------------------------------------------------------------------------------

    def read(self, ws: Workspace) -> Any:
        """Return what the form starts from."""
        return None

    def groups(self, value: Any) -> list[Group]:
        """Return the fields with the text they start with."""
        raise NotImplementedError

    def keep(self, ws: Workspace, values: dict[str, Any]) -> Any:
        """Write the values and return the noun."""
        raise NotImplementedError

    def entered(self) -> dict[str, Any]:
        """Return what the fields stand for, as ``keep`` takes it; may raise InvalidField."""
        return dict(self.form.values())

    def begun(self) -> None:
        """Do what is to be done once the fields are there."""

    # Reading -------------------------------------------------------------------------------------------------------

    @property
    def form(self) -> Form:
        """Return the form."""
        return self.query_one(Form)

    @property
    def changed(self) -> bool:
        """Say whether something was typed that is not saved."""
        return self.form.changed

    def reload(self) -> None:
        """Read what the form starts from, once; later changes by others show when it is saved."""
        if self.read_value is None:
            self.ask(lambda ws: FormRead(self.read(ws)), lambda found: found, about="form")

    @on(FormRead)
    async def begin(self, message: FormRead) -> None:
        """Fill the form, or put two versions side by side when somebody else was first."""
        if self._conflict is not None:
            self._settle(self._conflict, message.value)
            self._conflict = None
            return
        if self.read_value is not None:  # asked twice, when the screen came and was shown; what was typed stays
            return
        self.read_value = message.value
        await self.form.fill(self.groups(message.value))
        self.begun()
        self._focus_first()
        self.take_keys()
        self.refresh_keys()

    def _focus_first(self) -> None:
        first = next((row for row in self.form.rows if row.display), None)
        if first is not None:
            first.focus_control()

    @on(Revised)
    def follow(self, revised: Revised) -> None:
        """Leave what is being typed alone."""

    def on_resize(self) -> None:
        """Keep the field in sight that the keys are in."""
        if self.ready:
            self.call_after_refresh(self._show_focused)

    def _show_focused(self) -> None:
        if self.focused is not None and self.form in self.focused.ancestors:
            self.focused.scroll_visible(animate=False)

    # Typing --------------------------------------------------------------------------------------------------------

    @on(FieldFocused)
    def explain(self, focused: FieldFocused) -> None:
        """Explain the field the keys are in."""
        row = focused.row
        keys = (
            "  ← → go through them, space chooses."
            if isinstance(row.control, Choice) and row.control.deliberate
            else ""
        )
        words = joined((f"{row.field.label}. ", "bold"), row.field.hint, (keys, "$accent"))
        self.query_one("#hint", Static).update(words)

    @on(FieldChanged)
    def typed(self, changed: FieldChanged) -> None:
        """Follow what is typed."""
        self.edited(changed.row)

    def edited(self, row: FieldRow) -> None:
        """Do what depends on a field."""

    @on(LineEntry.Submitted)
    def line_typed(self) -> None:
        """Go on after enter."""
        self.line_done()

    def line_done(self) -> None:
        """Go to the next field."""
        self.focus_next()

    # Saving --------------------------------------------------------------------------------------------------------

    def do_save(self) -> None:
        """Check everything, then write it."""
        if self.read_value is None or not self.form.check():
            return
        try:
            values = self.entered()
        except InvalidField as error:
            self.form.fail(error)
            return
        self.write(lambda ws: self.keep(ws, values), about="save")

    @on(Written)
    def saved(self, written: Written) -> None:
        """Say what was written and leave."""
        self.say(written.said)
        self.form.settle()
        if self._then is not None:
            self.ready = True
            self._then()
        else:
            self.dismiss(written.noun)

    @on(Failed)
    def not_saved(self, failed: Failed) -> None:
        """Show a refusal where it belongs; a conflict asks for the other version first."""
        self.ready = True
        self._then = None
        if isinstance(failed.error, Conflict):
            self.conflicted(failed.error)
        elif failed.about == "form":
            self._conflict = None  # what the others made of it cannot be read; what was typed stays
        elif failed.about == "save" and isinstance(failed.error, InvalidField):
            self.form.fail(failed.error)
        elif failed.about == "save" and isinstance(failed.error, WhatSticksError):
            self.form.notice(str(failed.error))

    def quiet_about(self, failed: Failed) -> bool:
        """Refusals stand in the form, and a conflict asks a question."""
        return failed.about == "save" and isinstance(failed.error, WhatSticksError)

    def conflicted(self, conflict: Conflict) -> None:
        """Read what somebody else saved meanwhile, to put it beside what is here."""
        self._conflict = conflict
        self.ask(lambda ws: FormRead(self.read(ws)), lambda found: found, about="form")

    # Two people ----------------------------------------------------------------------------------------------------

    def groups_with(self, value: Any, texts: Mapping[str, str]) -> list[Group]:
        """Return the fields of a value, and those of the texts that it lacks."""
        return self.groups(value)

    def _settle(self, conflict: Conflict, theirs: Any) -> None:
        """Ask which version of each field is to stand; until then nothing of either is touched."""
        from tui.screens.conflict import ConflictScreen, differences

        base = {row.key: row.text for group in self.groups(self.read_value) for row in group.rows}
        rows = [row for group in self.groups(theirs) for row in group.rows]
        their_texts = {row.key: row.text for row in rows}
        labels = {row.key: row.field.label for row in (*rows, *self.form.rows)}
        found = differences(labels, base, self.form.texts(), their_texts)
        said = f"{str(conflict).partition(';')[0]}. Nothing was overwritten."
        screen = ConflictScreen(self.query_one(Masthead).trail[1:], said, found)
        self.app.push_screen(screen, partial(self._settled, theirs, their_texts))

    async def _settled(self, theirs: Any, their_texts: dict[str, str], chosen: dict[str, str] | None) -> None:
        """Put the chosen versions over theirs, and save them where they differ from it."""
        if chosen is None:
            return
        self.read_value = theirs
        await self.form.fill(self.groups_with(theirs, chosen))
        for row in self.form.rows:
            row.initial = their_texts.get(row.key, "")
            row.text = chosen.get(row.key, row.text)
        self.begun()
        self._focus_first()
        self.take_keys()
        self.refresh_keys()
        if self.changed:
            self.do_save()

    # Leaving -------------------------------------------------------------------------------------------------------

    def do_back(self) -> None:
        """Leave; with changes, ask first."""
        if self.changed:
            self.ask_before_leaving(then=lambda: self.dismiss(None))
        else:
            self.dismiss(None)

    def ask_before_leaving(self, then: Callable[[], object]) -> None:
        """Ask what is to become of the changes, then go on."""

        def answered(answer: str | None) -> None:
            if answer == "discard":
                self.form.settle()
                then()
            elif answer == "save":
                self._then = then
                self.do_save()

        self.app.push_screen(Ask("Not saved yet", "What you typed here is not saved.", LEAVE), answered)
