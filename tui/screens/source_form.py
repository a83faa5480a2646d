"""Where measurements are: a file, or a table or query of a database, under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from experiments.fields import edit_text, fields_of
from experiments.saved_source import SavedSource
from tui.screens.form_page import FormPage
from tui.widgets.field_row import FieldRow
from tui.widgets.form import Group

if TYPE_CHECKING:
    from store.workspace import Workspace

ABOUT = (
    "No secret is kept. Write ${NAME} for a password that is in the environment; PGPASSWORD, ~/.pgpass, a service file"
    " and the keyring are asked too."
)


class SourceForm(FormPage):
    """A new source, or the fields of one."""

    def __init__(self, number: int | None) -> None:
        super().__init__()
        self.number = number

    def read(self, ws: Workspace) -> Any:
        """Read the source; a new one starts empty."""
        return ws.sources.get(self.number) if self.number is not None else ""

    def groups(self, value: SavedSource | str) -> list[Group]:
        """Ask for all fields of a source."""
        known = value if isinstance(value, SavedSource) else None
        rows = [
            FieldRow(field, edit_text(field, getattr(known, field.name)) if known else "", path=field.name == "address")
            for field in fields_of("source")
        ]
        return [Group("Where are the data?", rows, ABOUT)]

    def begun(self) -> None:
        """Show where we are."""
        known = isinstance(self.read_value, SavedSource)
        self.where("Sources", self.read_value.name if known else "new source")

    def entered(self) -> dict[str, Any]:
        """Return what was typed; of an edit, only what changed."""
        return dict(self.form.values(only_changed=self.number is not None))

    def keep(self, ws: Workspace, values: dict[str, Any]) -> SavedSource:
        """Write the source."""
        if self.number is None:
            return ws.sources.add(values)
        return ws.sources.edit(self.number, self.read_value.version, values)
