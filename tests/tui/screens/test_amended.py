"""A plan changed once results were seen: asked about before, and marked wherever the verdict is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.plan import Monitoring, Plan
from store.workspace import Workspace
from tests.tui.screens.bets import a_plan, a_test, counts
from tui.screens import ways

MARK = "! exploratory: the plan was changed after results had been seen"


def a_running_test(ws: Workspace, plan: Plan) -> int:
    test = a_test(ws, plan, locked=True)
    for successes in (3, 5, 4):
        ws.observations.record(test.id, {"arms": counts(successes, 30)})
    return test.id or 0


def of_150(**changes: object) -> Plan:
    return a_plan(monitoring="group-sequential", planned_size=150, **changes)


@pytest.mark.parametrize("page", [ways.experiment, ways.verdict, ways.decide], ids=["experiment", "verdict", "decide"])
async def test_a_verdict_on_a_plan_changed_knowing_results_is_marked_beside_the_word(
    sit_down, address: Path, page
) -> None:
    with Workspace.open(address) as ws:
        number = a_running_test(ws, of_150())
        test = ws.experiments.get(number)
        ws.experiments.amend(number, test.version, of_150().but(monitoring=Monitoring.anytime), "look every morning")
    async with sit_down(size=(80, 24)) as person:
        person.app.push_screen(page(number))
        await person.sees("◐", MARK)
        word = "K E E P" if page is ways.verdict else "KEEP TESTING"
        assert person.words.index(word) < person.words.index(MARK) < person.words.index("sign-ups: 12 of 90")


async def test_a_plan_changed_before_anybody_saw_results_bears_no_such_mark(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        number = a_running_test(ws, a_plan())
        test = ws.experiments.get(number)
        ws.experiments.amend(number, test.version, a_plan(planned_size=300), "more traffic than we thought")
    async with sit_down() as person:
        person.app.push_screen(ways.verdict(number))
        await person.sees("90 of 300 units", "no results seen")
        assert "exploratory" not in person.words


@pytest.mark.parametrize(
    ("plan", "warning"),
    [(of_150(), "results have been seen"), (a_plan(), "the verdict will show it")],
    ids=["seen", "hidden"],
)
async def test_who_amends_is_told_before_what_it_will_cost(sit_down, address: Path, plan: Plan, warning: str) -> None:
    with Workspace.open(address) as ws:
        number = a_running_test(ws, plan)
    async with sit_down() as person:
        person.app.push_screen(ways.plan(number))
        await person.on("PlanDesigner")
        await person.press("f2")
        await person.sees("nothing was changed yet")
        assert "Amend the plan?" not in person.words
        person.app.screen.form.row("plan.alpha").text = "10%"
        await person.press("f2")
        await person.sees("Amend the plan?", warning)
