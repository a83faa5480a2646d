"""The plan designer: the form on one side, what it takes on the other, and the way into the lock."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.timer import Timer
from textual.widgets import Button, Static

from experiments.errors import NotFound, WhatSticksError
from experiments.experiment import Experiment, Stage
from experiments.fields import FIELDS
from experiments.observation import standing
from experiments.plan import Comparison, Monitoring, Role
from tui import actions
from tui.blinding import outcomes_hidden
from tui.messages import Designed, Failed, FieldFocused, WaysCompared
from tui.plan_asked import DECIDING, asked, places
from tui.plan_draft import Draft, blank_metric, draft_of, is_needed, offered_choices, texts_of
from tui.plan_faults import key_of_fault
from tui.screens.ask import Answer, Ask, AskLine
from tui.screens.form_page import FormPage
from tui.screens.plan_groups import form_field, groups_of, metric_group
from tui.statistics import Stale
from tui.text import joined
from tui.widgets.design_panel import DesignPanel
from tui.widgets.field_row import FieldRow
from tui.widgets.form import Form, Group, heading
from tui.widgets.plan_words import plan_in_words

if TYPE_CHECKING:
    from experiments.experiment import Budget
    from experiments.plan import Plan
    from experiments.power import Design
    from store.workspace import Workspace

LOOKING = ("plan.monitoring", "plan.looks", "plan.spending", "plan.futility")
"""The fields that say when results may be seen; while the keys are in them, the panel compares the ways to look."""
QUIET = 0.15
"""Seconds without a key before the numbers are worked out again."""
LOCK = (Answer("k", "Keep designing", "keep"), Answer("l", "Lock this plan", "lock", weighty=True))
LOCKING = (
    "Locking freezes the plan and writes its fingerprint into the trail, before anybody has seen data."
    " Later changes are possible, but they are amendments: the verdict will show them."
)


class PlanDesigner(FormPage):
    """Designs the plan of a draft; on a locked plan the same form writes an amendment."""

    CSS_PATH = ["form_page.tcss", "plan.tcss"]
    AREAS: ClassVar[tuple[str, ...]] = ("plan", "form")
    BINDINGS = actions.bindings("plan", "form")

    def __init__(self, number: int, *, lock: bool = False) -> None:
        super().__init__()
        self.number = number
        self.lock_at_once = lock
        self.design: tuple[Plan, Budget | None, Design] | None = None
        self.prior: float | None = None
        self._compared: Plan | None = None
        self._looking = False
        self._timer: Timer | None = None
        self._filled = False
        self._results_seen = False
        self._why = ""

    def body(self) -> ComposeResult:
        """Yield the form and the panel beside it."""
        with Container(id="designer"):
            yield Form(id="form")
            with VerticalScroll(id="panel", can_focus=False):
                yield DesignPanel(id="design")
        yield Static(id="hint")

    # The form ------------------------------------------------------------------------------------------------------

    def read(self, ws: Workspace) -> Experiment:
        """Read the experiment."""
        test = ws.experiments.get(self.number)
        self.prior = ws.hypotheses.get(test.hypothesis_id).prior
        units = sum(batch.units for batch in standing(ws.observations.of(self.number)))
        self._results_seen = bool(units) and not outcomes_hidden(test, units)
        return test

    def groups(self, value: Experiment) -> list[Group]:
        """Ask for everything a plan says."""
        texts = texts_of(value.plan, value.budget, usual_comparison(value.kind))
        return groups_of(texts, amending=value.stage is not Stage.draft)

    def groups_with(self, value: Experiment, texts: Mapping[str, str]) -> list[Group]:
        """Ask also for the metrics that only one of two versions has."""
        theirs = texts_of(value.plan, value.budget, usual_comparison(value.kind))
        return groups_of({**theirs, **texts}, amending=value.stage is not Stage.draft)

    def begun(self) -> None:
        """Add the buttons, show what matters, and work out the first numbers."""
        test = self.read_value
        self.where("Board", f"{test.code} {test.title}", "amend the plan" if self.amending else "plan")
        save = "Amend" if self.amending else "Save"
        buttons = [Button(joined(("F2 ", "bold $accent"), save), id="save", compact=True)]
        if not self.amending:
            buttons.append(Button(joined(("F5 ", "bold $accent"), "Lock"), id="lock", compact=True))
        self.form.mount(Container(*buttons, id="buttons"))
        self._filled = True
        self._ask_what_matters()
        self._redesign()
        self.refresh_keys()

    @property
    def amending(self) -> bool:
        """Say whether the plan is locked already."""
        return bool(self.read_value) and self.read_value.stage is not Stage.draft

    def edited(self, row: FieldRow) -> None:
        """Ask only what matters now; work out the numbers when the keys rest."""
        if row.field.kind == "choice" or row.key.endswith(DECIDING):
            self._ask_what_matters()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(QUIET, self._redesign)

    def _ask_what_matters(self) -> None:
        texts = self.form.texts()
        for row in self.form.rows:
            row.display = asked(row.key, texts)
            if (field := form_field(row.key, texts).but(choices=row.field.choices)) != row.field:
                row.field = field
                if row.error:
                    row.check()
                if row.control.has_focus:
                    self.explain(FieldFocused(row))

    def draft(self) -> Draft:
        """Return the plan as far as it has come."""
        return draft_of(self.form.texts(), self.read_value.title, self.read_value.plan)

    # The numbers ---------------------------------------------------------------------------------------------------

    def _redesign(self) -> None:
        if not self._filled:
            return
        draft, panel = self.draft(), self.query_one(DesignPanel)
        if draft.plan is None:
            self.workers.cancel_group(self, "design")
            self.design = None
            panel.unfinished(draft)
            return
        panel.working()
        plan, budget = draft.plan, draft.budget
        design = partial(self.desk.statistics.design, plan, budget, self.prior)
        self.seek(design, lambda found: Designed(plan, budget, found), about="design")

    @on(Designed)
    def designed(self, found: Designed) -> None:
        """Show the numbers, unless they belong to an older plan."""
        if found.plan != self.draft().plan:
            return
        self.design = (found.plan, found.budget, found.design)
        self.query_one(DesignPanel).answer(found.plan, found.budget, found.design)
        if self.lock_at_once:
            self.lock_at_once = False
            self.do_lock()
        self._compare()

    @on(FieldFocused)
    def look_closer(self, focused: FieldFocused) -> None:
        """Compare the ways to look while one is being chosen."""
        self._looking = focused.row.key in LOOKING
        self.query_one(DesignPanel).put_looking_first(self._looking)
        self._compare()

    def _compare(self) -> None:
        """Ask what each way of looking takes, once for each plan, and only where somebody wants to know."""
        plan = self.design[0] if self.design is not None else None
        wanted = self._looking or (plan is not None and plan.monitoring is not Monitoring.fixed)
        if plan is None or not wanted or plan == self._compared:
            return
        self._compared = plan
        self.seek(partial(self.desk.statistics.ways, plan), lambda found: WaysCompared(plan, found), about="ways")

    @on(WaysCompared)
    def compared(self, found: WaysCompared) -> None:
        """Show them; the panel leaves out those of an older plan."""
        self.query_one(DesignPanel).compared(found.plan, found.ways)

    @on(Failed)
    def not_designed(self, failed: Failed) -> None:
        """Say in the panel why there are no numbers."""
        if failed.about == "design" and not isinstance(failed.error, Stale):
            self.query_one(DesignPanel).failed(str(failed.error))

    def quiet_about(self, failed: Failed) -> bool:
        """A design that failed is said in the panel; one that a newer replaced is nobody's concern."""
        if failed.about in ("design", "ways"):
            return isinstance(failed.error, Stale | WhatSticksError)
        return super().quiet_about(failed)

    # Metrics -------------------------------------------------------------------------------------------------------

    def do_guardrail(self) -> None:
        """Add a metric that must not get worse."""
        place = max((int(place) for place in places(self.form.texts())), default=0) + 1
        group = metric_group(place, blank_metric(place, Role.guardrail))
        self.form.mount_all([*heading(group), *group.rows], before=".after-metrics")
        self._ask_what_matters()
        self.call_after_refresh(group.rows[0].focus_control)

    # Keeping -------------------------------------------------------------------------------------------------------

    def entered(self) -> dict[str, Any]:
        """Return the plan and the budget, or say what is wrong."""
        from experiments.errors import InvalidField

        draft = self.draft()
        if draft.plan is None:
            raise InvalidField.about("value", _still(draft))
        return {"plan": draft.plan, "budget": draft.budget}

    def keep(self, ws: Workspace, values: dict[str, Any]) -> Experiment:
        """Write the plan of the draft, and its budget where that changed."""
        test: Experiment = self.read_value
        if values["budget"] is not None and values["budget"] != test.budget:
            test = ws.experiments.edit(self.number, test.version, {"budget": values["budget"]})
        if values["plan"] != test.plan:
            test = ws.experiments.plan(self.number, test.version, values["plan"])
        if values.get("lock"):
            test = ws.experiments.lock(self.number, test.version, values["size"])
        return test

    def do_save(self) -> None:
        """Save the draft; an amendment asks why first."""
        if not self._checked():
            return
        if not self.amending:
            super().do_save()
        elif self.draft().plan == self.read_value.plan:
            self.form.notice("nothing was changed yet: the plan in the form is the one that is locked")
        else:
            sentence = f"The plan is locked. This becomes an amendment, and {_marked(self._results_seen)}."
            self.app.push_screen(AskLine("Amend the plan?", sentence, FIELDS["amendment.why"], self._why), self._amend)

    def _amend(self, why: str | None) -> None:
        plan, test = self.draft().plan, self.read_value
        self._why = why or self._why  # asked again after a conflict, it need not be typed again
        if why and plan is not None:
            self.write(lambda ws: ws.experiments.amend(self.number, test.version, plan, why), about="save")

    def do_lock(self) -> None:
        """Read the plan back, and lock it when asked again."""
        if not self._checked():
            return
        if self.design is None or self.design[0] != self.draft().plan:
            self.lock_at_once = True  # the numbers are on their way, and the size is part of what is locked
            self._redesign()
            return
        plan, _, design = self.design
        text = plan_in_words(plan, design.size) + "\n\n" + LOCKING
        for warning in design.warnings:
            text = text + "\n" + joined(("! ", "bold $warning"), (warning, "$warning"))
        self.app.push_screen(Ask("Lock this plan?", text, LOCK), self._lock)

    def _lock(self, answer: str | None) -> None:
        if answer == "lock" and self.design is not None:
            values = {**self.entered(), "lock": True, "size": self.design[2].size}
            self.write(lambda ws: self.keep(ws, values), about="save")

    def _checked(self) -> bool:
        if self.read_value is None or not self.form.check():
            return False
        draft = self.draft()
        if draft.plan is None:
            self._point_out(draft)
        return draft.plan is not None

    def _point_out(self, draft: Draft) -> None:
        """Say what keeps the form from being a plan where it can be put right, and put the keys there."""
        texts = self.form.texts()
        key = key_of_fault(draft.wrong[0], texts) if draft.wrong else None
        if key is not None:
            self.form.row(key).fail(draft.wrong[0])
            self.form.row(key).focus_control()
            return
        self.form.notice(_still(draft))
        empty = (row for row in self.form.rows if row.display and not texts[row.key].strip())
        row = next((row for row in empty if is_needed(row.key)), None)
        if row is not None:
            row.focus_control()

    def called(self) -> dict[str, str]:
        """Name what saving does here."""
        return {"form.save": "Amend"} if self.amending else {}

    def refusals(self) -> dict[str, str]:
        """A locked plan cannot be locked again."""
        return {"plan.lock": "it is locked already; saving writes an amendment"} if self.amending else {}

    @on(Button.Pressed)
    def pressed(self, pressed: Button.Pressed) -> None:
        """Save or lock by a button."""
        self.do_lock() if pressed.button.id == "lock" else self.do_save()


def usual_comparison(kind: str) -> str:
    """Return what a kind of test is usually compared with, where the judge can; a kind of one's own has no usual."""
    from experiments.catalogue import load_catalogue

    if not kind:
        return Comparison.benchmark
    try:
        usual = load_catalogue().kind(kind).comparison
    except NotFound:
        return Comparison.benchmark
    return usual if usual in offered_choices("plan.comparison") else Comparison.benchmark


def _marked(results_seen: bool) -> str:
    if results_seen:
        return "results have been seen: the verdict will be marked as exploratory, here and on every page"
    return "the verdict will show it"


def _still(draft: Draft) -> str:
    if draft.wrong:
        return draft.wrong[0]
    return f"still missing: {', '.join(what[:1].lower() + what[1:] for what in draft.missing)}"
