"""A form: groups of fields, checked together, with the keys put where the first mistake is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from experiments.entry import Parsed
from experiments.errors import InvalidField
from tui.text import shown
from tui.widgets.field_row import FieldRow


@dataclass(frozen=True)
class Group:
    """Some fields under a heading (none when empty), with a sentence about them; ``kind`` is a class of the heading."""

    title: str
    rows: Sequence[FieldRow]
    about: str = ""
    kind: str = ""


class Form(VerticalScroll, can_focus=False):
    """The rows of a form, in the order they are asked for."""

    DEFAULT_CSS = """
    Form { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    Form > .heading { color: $primary; text-style: bold; margin: 1 0 0 0; height: auto; }
    Form > .about { color: $quiet; height: auto; margin: 0 0 0 2; }
    Form > .notice { color: $error; height: auto; margin: 1 2 0 2; }
    """

    async def fill(self, groups: Iterable[Group]) -> None:
        """Put the rows in, in place of those that were there."""
        await self.remove_children()
        parts: list[Widget] = []
        for group in groups:
            parts += heading(group)
            parts += group.rows
        await self.mount_all(parts)

    @property
    def rows(self) -> Iterator[FieldRow]:
        """Iterate over the fields in order."""
        return iter(self.query(FieldRow))

    def row(self, key: str) -> FieldRow:
        """Return a field by its key."""
        return next(row for row in self.rows if row.key == key)

    def texts(self) -> dict[str, str]:
        """Return what stands in each field."""
        return {row.key: row.text for row in self.rows}

    @property
    def changed(self) -> bool:
        """Say whether anything was typed that is not saved."""
        return any(row.changed for row in self.rows)

    def settle(self) -> None:
        """Take what stands in the fields as saved."""
        for row in self.rows:
            row.initial = row.text

    def check(self) -> bool:
        """Check every field; put the keys into the first that is wrong."""
        self.notice("")
        wrong = [row for row in self.rows if row.display and not row.check()]
        if wrong:
            wrong[0].focus_control()
        return not wrong

    def values(self, only_changed: bool = False) -> dict[str, Parsed]:
        """Return what the fields stand for, by their names in the noun."""
        return {row.field.name: row.value() for row in self.rows if row.display and (row.changed or not only_changed)}

    def fail(self, error: InvalidField) -> None:
        """Show a refusal under the field it names, or under the form where it names none."""
        named = error.field.replace(" ", "_").casefold()
        row = next((row for row in self.rows if row.display and named in _handles(row)), None)
        if row is None:
            self.notice(str(error))
            return
        row.fail(error.hint if error.value == "" else str(error).partition(": ")[2])
        row.focus_control()

    def notice(self, sentence: str) -> None:
        """Show a sentence about the form as a whole."""
        self.query(".notice").remove()
        if sentence:
            notice = Static(shown(f"✗ {sentence}"), classes="notice")
            self.mount(notice)
            self.call_after_refresh(notice.scroll_visible)


def heading(group: Group) -> list[Widget]:
    """Return what stands above a group."""
    parts: list[Widget] = []
    if group.title:
        parts.append(Static(shown(group.title), classes=f"heading {group.kind}"))
    if group.about:
        parts.append(Static(shown(group.about), classes="about"))
    return parts


def _handles(row: FieldRow) -> set[str]:
    return {row.field.name, row.field.label.replace(" ", "_").casefold(), row.field.key.replace(".", ":_")}
