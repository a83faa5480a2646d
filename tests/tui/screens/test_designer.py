"""The plan designer: numbers follow the keys, and no key waits for them."""

from __future__ import annotations

import asyncio
import gc
from pathlib import Path

import pytest

from experiments.experiment import Stage
from experiments.power import Design, design
from store.workspace import Workspace
from tests.tui.screens.bets import a_plan, a_test
from tui.screens import ways
from tui.screens.plan import usual_comparison
from tui.statistics import Statistics


async def test_numbers_follow_what_is_typed(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan(planned_size=None))
    async with sit_down(size=(130, 50)) as person:
        person.app.push_screen(ways.plan(test.id))
        await person.sees("141 units needed", "target 15%")
        form = person.app.screen.form
        form.row("metric.0.target").focus_control()
        await person.press("end", "backspace", "backspace")
        await person.type("2%")
        closer = a_plan(planned_size=None, metric=[{"name": "sign-ups", "bar": 0.08, "target": 0.12}])
        await person.sees(f"{design(closer).size} units")
        await person.press("backspace", "backspace", "backspace")
        await person.sees("Still missing", "target")
        form.row("pace.units_per_day").text = "10"
        form.row("budget.calendar_days").text = "5"
        form.row("metric.0.target").text = "15%"
        await person.sees("days ✗ over 5")


async def test_the_chance_to_invest_rests_on_what_is_believed_of_the_hypothesis(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan(planned_size=None))
        prior = ws.hypotheses.get(test.hypothesis_id).prior
    expected = design(a_plan(planned_size=None), prior=prior).assurance
    async with sit_down(size=(130, 50)) as person:
        person.app.push_screen(ways.plan(test.id))
        await person.sees(f"as believed, {prior:.0%}", f"{expected:.0%}")


async def test_keys_are_taken_while_a_slow_design_is_worked_out(sit_down, address: Path, monkeypatch) -> None:
    begun, released = asyncio.Event(), asyncio.Event()

    async def slow(self: Statistics, plan, budget=None, prior=None) -> Design:
        begun.set()
        await released.wait()
        return design(plan, budget)

    monkeypatch.setattr(Statistics, "design", slow)
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan(planned_size=None))
    async with sit_down(size=(130, 40)) as person:
        person.app.push_screen(ways.plan(test.id))
        await person.on("PlanDesigner")
        await asyncio.wait_for(begun.wait(), 60)
        row = person.app.screen.form.row("metric.0.name")
        row.focus_control()
        await person.type(" per week")
        assert row.text == "sign-ups per week"
        assert person.app.screen.design is None
        released.set()
        await person.sees("141 units needed")
        await person.until(lambda: person.app.screen.design[0].metrics[0].name == "sign-ups per week")


async def test_the_old_numbers_stay_while_newer_ones_are_worked_out_and_a_sign_says_so(
    sit_down, address: Path, monkeypatch
) -> None:
    released = asyncio.Event()

    async def slow(self: Statistics, plan, budget=None, prior=None) -> Design:
        if plan.metrics[0].target != 0.15:
            await released.wait()
        return design(plan, budget)

    monkeypatch.setattr(Statistics, "design", slow)
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan(planned_size=None))
    async with sit_down(size=(120, 36)) as person:
        person.app.push_screen(ways.plan(test.id))
        await person.sees("141 units needed")
        person.app.screen.form.row("metric.0.target").text = "14%"
        await person.sees("141 units needed … working out newer ones", "Finds 15% in 80%")
        released.set()
        size = design(a_plan(planned_size=None, metric=[{"name": "sign-ups", "bar": 0.08, "target": 0.14}])).size
        await person.sees(f"{size} units needed")
        assert "working out" not in person.words


async def test_a_guardrail_is_added_and_a_control_arm_asks_for_arms(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan(planned_size=None))
    async with sit_down(size=(130, 60)) as person:
        person.app.push_screen(ways.plan(test.id))
        await person.on("PlanDesigner")
        await person.press("right")
        await person.sees("Still missing", "control arm")
        form = person.app.screen.form
        form.row("plan.control").text = "old"
        form.row("plan.shares").text = "old=50%\nnew=50%"
        form.row("metric.0.baseline").text = "8%"
        form.row("metric.0.bar").text = "0"
        form.row("metric.0.target").text = "4%"
        await person.sees("needed, over all arms")
        await person.press("f3")
        await person.type("refunds")
        for name, text in {"kind": "proportion", "direction": "decrease", "margin": "2%", "baseline": "5%"}.items():
            form.row(f"metric.1.{name}").text = text
        await person.until(lambda: person.app.screen.design and len(person.app.screen.design[0].metrics) == 2)
        await person.sees("as many as refunds needs", "points of sign-ups")
        form.row("metric.1.margin").text = "5%"
        await person.sees("as many as sign-ups needs")
        await person.press("f2")
        await person.until(lambda: type(person.app.screen).__name__ == "Board")
    with Workspace.open(address) as ws:
        plan = ws.experiments.get(test.id).plan
        assert plan is not None
        assert [metric.name for metric in plan.metrics] == ["sign-ups", "refunds"]
        assert plan.shares == {"old": 0.5, "new": 0.5}


async def test_locking_reads_the_plan_back_and_fills_in_the_size(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan(planned_size=None))
    async with sit_down() as person:
        person.app.push_screen(ways.experiment(test.id))
        await person.sees("lock the plan, so that")
        await person.press("l")
        await person.sees("Lock this plan?", "size 141 units", "Locking freezes the plan")
        await person.press("escape")
        await person.on("PlanDesigner")
        await person.press("f5")
        await person.sees("Lock this plan?")
        await person.press("l")
        await person.sees("● locked")
    with Workspace.open(address) as ws:
        locked = ws.experiments.get(test.id)
        assert locked.stage is Stage.locked
        assert locked.plan is not None
        assert locked.plan.planned_size == 141


async def test_a_locked_plan_is_amended_with_a_reason(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan(), locked=True)
    async with sit_down() as person:
        person.app.push_screen(ways.experiment(test.id))
        await person.sees("● locked")
        await person.press("a")
        await person.on("PlanDesigner")
        await person.sees("amend the plan")
        person.app.screen.form.row("plan.alpha").text = "10%"
        await person.press("f2")
        await person.sees("Amend the plan?", "the verdict will show it")
        await person.press("enter")
        await person.sees("is required")
        await person.type("half the traffic")
        await person.press("enter")
        await person.sees("amended", "nothing run: half the traffic")


async def test_a_split_test_starts_against_a_control_arm_and_says_what_a_point_is(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        test = a_test(ws, kind="split-test")
    async with sit_down(size=(130, 50)) as person:
        person.app.push_screen(ways.plan(test.id))
        await person.sees("● control", "Control arm")
        person.app.screen.form.row("metric.0.target").focus_control()
        await person.sees("1% means plus one point")


def test_only_a_kind_that_is_known_has_a_usual_comparison() -> None:
    assert usual_comparison("split-test") == "control"
    assert usual_comparison("simple-landing-page") == usual_comparison("") == usual_comparison("ours") == "benchmark"


@pytest.mark.slow
async def test_hardly_a_key_waits_for_a_search_for_garbage(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan(planned_size=None))
    whole: list[int] = []

    def seen(phase: str, found: dict[str, int]) -> None:
        if phase == "stop" and found["generation"] == 2:
            whole.append(found["collected"])

    async with sit_down() as person:
        await person.sees("1 hypothesis")
        person.app.push_screen(ways.plan(test.id))
        await person.sees("141 units needed")
        row = person.app.screen.form.row("metric.0.name")
        row.focus_control()
        gc.callbacks.append(seen)
        try:
            for _ in range(12):
                await person.type(" per week")
                await person.press(*["backspace"] * 9)
        finally:
            gc.callbacks.remove(seen)
        assert row.text == "sign-ups"
        assert len(whole) <= 1, "each takes as long as a key may wait"
