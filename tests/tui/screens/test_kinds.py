"""Every kind of metric on the screens: the fields it needs, the form its results are typed in, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from experiments.statistic import Categories, EventTable
from experiments.verdict import Beside
from store.workspace import Workspace
from tests.tui.screens.bets import a_plan, a_test
from tui.screens import ways
from tui.widgets import verdict_words

RETENTION = {"name": "staying", "kind": "time_to_event", "horizon": 30, "bar": 0.5, "target": 0.6}
NPS = {"name": "recommend", "kind": "ordinal", "score": "nps", "bar": 0.1, "target": 0.3, "sd": 0.8}
ARMS: dict[str, Any] = {"comparison": "control", "control": "old", "shares": {"old": 0.5, "new": 0.5}}


async def test_a_table_is_typed_in_lines_and_stays_when_a_line_is_wrong(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan(metric=[RETENTION], planned_size=40), locked=True)
    async with sit_down() as person:
        person.app.push_screen(ways.record(test.id))
        await person.on("RecordPage")
        await person.type("7 3 1")
        await person.press("enter")
        await person.type("0 5 2")
        await person.press("f2")
        await person.sees("line 2: time 0 is not above 0")
        row = person.app.screen.form.row("0.0.table")
        assert row.text == "7 3 1\n0 5 2"
        row.text = "7 3 1\n[bold]\n30 0 36"
        await person.press("f2")
        await person.sees("line 2: 1 number where time, events and lost belong")
        row.text = "7 3 1\n30 0 36"
        await person.sees("40 of 40 planned units")
        await person.press("f2")
        await person.sees("Record this batch?", "3 events, 37 lost")
        await person.press("r")
        await person.until(lambda: type(person.app.screen).__name__ == "Board")
        person.app.push_screen(ways.verdict(test.id))
        await person.sees("I N V E S T", "without the event at 30")
    with Workspace.open(address) as ws:
        (batch,) = ws.observations.of(test.id)
        found = batch.arms["all"].statistics["staying"]
        assert found == EventTable(times=(7, 30), events=(3, 0), censored=(1, 36))


async def test_answers_have_an_entry_for_each_level_in_each_arm(sit_down, address: Path) -> None:
    levels = ["bad", "[red]", "good"]
    metric = {"name": "ease", "kind": "ordinal", "levels": levels, "bar": 0.5, "target": 0.6}
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan(**ARMS, metric=[metric], planned_size=60), locked=True)
    async with sit_down(size=(120, 40)) as person:
        person.app.push_screen(ways.record(test.id))
        await person.sees("old (control)", "ease: bad", "[red]", "good")
        for number in ("9", "11", "10"):
            await person.type(number)
            await person.press("tab")
        await person.press("f2")
        await person.sees("no answer is counted yet")
        form = person.app.screen.form
        form.row("1.0.level_2").text = "30"
        await person.press("f2")
        await person.sees("Record this batch?", "old: bad × 9, [red] × 11, good × 10")
        await person.press("r")
        await person.until(lambda: type(person.app.screen).__name__ == "Board")
    with Workspace.open(address) as ws:
        (batch,) = ws.observations.of(test.id)
        assert batch.arms["new"].statistics["ease"] == Categories(levels=tuple(levels), counts=(0, 0, 30))


async def test_the_designer_asks_for_what_the_chosen_kind_needs(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan(planned_size=None))
    async with sit_down(size=(130, 50)) as person:
        person.app.push_screen(ways.plan(test.id))
        await person.sees("141 units needed")
        form = person.app.screen.form
        kind = form.row("metric.0.kind")
        kind.focus_control()
        await person.press("right", "right", "right")
        await person.sees("Exposure per unit", "How often it happens per exposure")
        form.row("metric.0.bar").text = "0.02"
        form.row("metric.0.target").text = "0.04"
        await person.sees("Still missing, to work out a size", "the exposure per unit of 'sign-ups'")
        form.row("metric.0.exposure_per_unit").text = "30"
        await person.sees("units needed", "by exact Poisson")
        kind.focus_control()
        await person.press("right")
        await person.sees("Levels", "Best levels that count", "levels of sign-ups")
        assert not form.row("metric.0.exposure_per_unit").display
        assert form.row("metric.0.exposure_per_unit").text == "30"


async def test_a_plan_that_cannot_be_judged_is_refused_where_it_can_be_put_right(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan(planned_size=None, metric=[NPS]))
    async with sit_down(size=(130, 50)) as person:
        person.app.push_screen(ways.plan(test.id))
        await person.sees("units needed")
        form = person.app.screen.form
        form.row("columns.cluster").text = "shop"
        await person.press("f2")
        await person.sees("with a cluster, proportion, mean, ratio, rate can be judged")
        row = form.row("columns.cluster")
        assert "can be judged" in row.error
        assert row.control.has_focus


def test_other_ways_to_look_stand_under_the_metric() -> None:
    others = (Beside(name="log-rank", sentence="p 0.03 for [b]all times[/b]."), Beside(name="hazards", sentence="0.7."))
    result = type("Result", (), {"beside": others})()
    told = verdict_words.beside(result, 60).plain
    assert told.splitlines() == [
        "Beside it, never instead of it",
        "log-rank  p 0.03 for [b]all times[/b].",
        "hazards   0.7.",
    ]
