"""The form of a plan keeps how rows are shaped and read, which it does not ask for."""

from __future__ import annotations

from experiments.experiment import Budget
from experiments.plan import Plan
from tui.plan_draft import draft_of, texts_of


def test_a_form_keeps_what_it_does_not_ask_for() -> None:
    plan = Plan.of(
        {
            "comparison": "control",
            "control": "old",
            "columns": {"arm": "arm", "unit": "who"},
            "shape": {"row": "event", "assignment": "seen.csv", "event": "what"},
            "metric": [{"name": "bought", "bar": 0.0, "target": 0.1, "read": {"events": ["purchase"]}}],
        }
    )
    assert draft_of(texts_of(plan, Budget()), plan.title, plan).plan == plan
