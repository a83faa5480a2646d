"""What a test has cost so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from experiments.experiment import Experiment
from experiments.fields import edit_text, fields_of
from tui.screens.form_page import FormPage
from tui.widgets.field_row import FieldRow
from tui.widgets.form import Group

if TYPE_CHECKING:
    from store.workspace import Workspace


class SpendForm(FormPage):
    """Money and person-days, in all."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def read(self, ws: Workspace) -> Experiment:
        """Read the experiment."""
        return ws.experiments.get(self.number)

    def groups(self, value: Experiment) -> list[Group]:
        """Ask for both sums."""
        rows = [FieldRow(f, edit_text(f, getattr(value.spend, f.name))) for f in fields_of("spend")]
        return [Group("Spent so far, in all", rows)]

    def begun(self) -> None:
        """Show where we are."""
        self.where("Board", f"{self.read_value.code} {self.read_value.title}", "spend")

    def keep(self, ws: Workspace, values: dict[str, Any]) -> Experiment:
        """Write both sums."""
        return ws.experiments.spend(self.number, self.read_value.version, values["money"], values["person_days"])
