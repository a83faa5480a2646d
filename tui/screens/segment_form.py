"""Describe a group of customers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from experiments.customers import Segment
from experiments.fields import edit_text, fields_of
from tui.screens.form_page import FormPage
from tui.widgets.field_row import FieldRow
from tui.widgets.form import Group

if TYPE_CHECKING:
    from store.workspace import Workspace


class SegmentForm(FormPage):
    """A new segment, or the fields of one."""

    def __init__(self, number: int | None, on_the_way: bool = False) -> None:
        super().__init__()
        self.number = number
        self.on_the_way = on_the_way

    def read(self, ws: Workspace) -> Any:
        """Read the segment; a new one starts empty."""
        return ws.segments.get(self.number) if self.number is not None else ""

    def groups(self, value: Segment | str) -> list[Group]:
        """Ask for all fields of a segment."""
        known = value if isinstance(value, Segment) else None
        rows = [FieldRow(f, edit_text(f, getattr(known, f.name)) if known else "") for f in fields_of("segment")]
        about = "Every belief is about somebody. Name a group that you could go and meet; the rest can wait."
        return [Group("Who is it about?", rows, about if self.on_the_way or not known else "")]

    def begun(self) -> None:
        """Show where we are."""
        known = isinstance(self.read_value, Segment)
        self.where("Segments", self.read_value.name if known else "new segment")

    def entered(self) -> dict[str, Any]:
        """Return what was typed; of an edit, only what changed."""
        return dict(self.form.values(only_changed=self.number is not None))

    def keep(self, ws: Workspace, values: dict[str, Any]) -> Segment:
        """Write the segment."""
        if self.number is None:
            return ws.segments.add(values)
        return ws.segments.edit(self.number, self.read_value.version, values)
