"""An experiment's own fields: what it is called, what will be done, and what it may cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from experiments.experiment import Budget, Experiment
from experiments.fields import FIELDS, edit_text, fields_of
from tui.screens.form_page import FormPage
from tui.widgets.field_row import FieldRow
from tui.widgets.form import Group

if TYPE_CHECKING:
    from experiments.catalogue import ExperimentKind
    from store.workspace import Workspace


class ExperimentForm(FormPage):
    """A new experiment of a kind, or the fields of a draft."""

    def __init__(self, number: int | None, hypothesis_id: int = 0, kind: ExperimentKind | None = None) -> None:
        super().__init__()
        self.number = number
        self.hypothesis_id = hypothesis_id
        self.kind = kind

    def read(self, ws: Workspace) -> Any:
        """Read the experiment; a new one starts from its kind."""
        return ws.experiments.get(self.number) if self.number is not None else ""

    def groups(self, value: Experiment | str) -> list[Group]:
        """Ask for its words and its budget."""
        known = value if isinstance(value, Experiment) else None
        start = self._start(known)
        own = [FieldRow(f, start.get(f.key, "")) for f in fields_of("experiment")]
        budget = [FieldRow(f, start.get(f.key, "")) for f in fields_of("budget")]
        return [
            Group("The test", own, self.kind.good_for if self.kind else ""),
            Group("What it may take", budget, "The plan designer compares the plan with it. Empty: no limit."),
        ]

    def _start(self, known: Experiment | None) -> dict[str, str]:
        if known is not None:
            start = {f.key: edit_text(f, getattr(known, f.name)) for f in fields_of("experiment")}
            return start | {f.key: edit_text(f, getattr(known.budget, f.name)) for f in fields_of("budget")}
        if self.kind is None:
            return {}
        days = self.kind.setup_days + self.kind.run_days
        return {
            "experiment.title": self.kind.name,
            "experiment.kind": self.kind.slug,
            "budget.money": edit_text(FIELDS["budget.money"], self.kind.money),
            "budget.calendar_days": edit_text(FIELDS["budget.calendar_days"], days),
        }

    def begun(self) -> None:
        """Show where we are."""
        known = self.read_value
        self.where("Board", f"{known.code} {known.title}" if isinstance(known, Experiment) else "new experiment")

    def entered(self) -> dict[str, Any]:
        """Return the experiment's fields, the budget among them."""
        rows = [row for row in self.form.rows if self.number is None or row.changed]
        values: dict[str, Any] = {row.field.name: row.value() for row in rows if row.key.startswith("experiment.")}
        if any(row.key.startswith("budget.") for row in rows):
            budget = {row.field.name: row.value() for row in self.form.rows if row.key.startswith("budget.")}
            values["budget"] = Budget.of(budget)
        return values

    def keep(self, ws: Workspace, values: dict[str, Any]) -> Experiment:
        """Write the experiment."""
        if self.number is None:
            return ws.experiments.add({**values, "hypothesis_id": self.hypothesis_id})
        return ws.experiments.edit(self.number, self.read_value.version, values)
