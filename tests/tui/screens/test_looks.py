"""A test over time: what it costs to look early, seen before the lock; what every look said, seen in the verdict."""

from __future__ import annotations

import asyncio
import math
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.judge import judge
from experiments.observation import Observation
from experiments.plan import Comparison, Monitoring, Plan
from experiments.power import design
from experiments.verdict import Look, LookResult, Outcome, Verdict
from experiments.words import p_value
from store.workspace import Workspace
from tests.tui.screens.bets import a_plan, a_test, counts
from tui.plan_asked import asked
from tui.screens import ways
from tui.ways_of_looking import Way, planned_looks, ways_of_looking
from tui.widgets.boundaries_picture import boundaries_picture
from tui.widgets.looks_picture import looks_picture
from tui.widgets.looks_words import looks_words, next_look
from tui.widgets.value_axis import Mark
from tui.widgets.verdict_words import numbers, value_words

MARKS = [Mark(0.08, "bar"), Mark(0.15, "target")]
BATCHES = ((3, 30), (5, 30), (4, 30), (4, 30), (9, 30))


def a_plan_of_looks(**changes: Any) -> Plan:
    return a_plan(**{"monitoring": "group-sequential", "planned_size": 150, **changes})


def judged(plan: Plan, looks: int = 5) -> Verdict:
    fields = {"experiment_id": 1, "recorded_by": "Ana"}
    batches = [
        Observation.of({**fields, "id": n, "at": datetime(2026, 3, n, tzinfo=UTC), "arms": counts(*one)})
        for n, one in enumerate(BATCHES[:looks], 1)
    ]
    return judge(plan, batches)


def drawn(verdict: Verdict, width: int = 100, coming: int | None = None) -> list[str]:
    lines = looks_picture(verdict, verdict.metrics[0], MARKS, lambda value: f"{value:.1%}", width, coming)
    return [line.plain for line in lines]


# The picture ---------------------------------------------------------------------------------------------------------


def test_every_look_has_a_line_with_its_units_and_what_it_said_newest_last() -> None:
    lines = drawn(judged(a_plan_of_looks()))
    looks = [line.split() for line in lines if line.split() and line.split()[0].isdigit()]
    assert [line[:4] for line in looks] == [
        ["1", "03-01", "30", "10.0%"], ["2", "03-02", "60", "13.3%"], ["3", "03-03", "90", "13.3%"],
        ["4", "03-04", "120", "13.3%"], ["5", "03-05", "150", "16.7%"],
    ]  # fmt: skip
    assert [" ".join(line[-2:]) for line in looks] == ["keep testing"] * 4 + ["✓ invest"]


def test_all_looks_share_one_axis_and_the_interval_shrinks() -> None:
    lines = drawn(judged(a_plan_of_looks(), 3))
    heading = next(line for line in lines if "bar 8.0%" in line)
    bar = next(line for line in lines if "┆" in line).index("┆")
    assert heading.index("bar 8.0%") <= bar <= heading.index("bar 8.0%") + len("bar 8.0%")
    spans = [line for line in lines if "●" in line]
    assert all(line[bar] == "╂" for line in spans)
    widths = [line.rindex("┫") - line.index("┣") for line in spans]
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] < widths[0]


def test_a_first_look_that_knows_little_runs_out_of_the_picture() -> None:
    looks = judged(a_plan_of_looks()).looks
    results = tuple(one.model_copy(update={"lower": -math.inf, "upper": 40.0}) for one in looks[0].results)
    wild = looks[0].model_copy(update={"results": results})
    verdict = judged(a_plan_of_looks()).model_copy(update={"looks": (wild, *looks[1:])})
    first, last = (line for line in drawn(verdict, 90) if line.split()[:1] in (["1"], ["5"]))
    assert "◂" in first
    assert "▸" in first
    assert last.rindex("┫") - last.index("┣") > 8


def test_of_very_many_looks_the_first_and_the_latest_are_shown() -> None:
    one = LookResult(name="sign-ups", arm="all", estimate=0.1, lower=0.05, upper=0.2)
    looks = tuple(
        Look(number=n, units=10 * n, fraction=n / 300, verdict=Outcome.keep_testing, results=(one,))
        for n in range(1, 301)
    )
    verdict = judged(a_plan_of_looks()).model_copy(update={"looks": looks, "stopped_at": 150})
    shown = [line.split()[0] for line in drawn(verdict) if "●" in line]
    assert len(shown) <= 21
    assert shown[:3] == ["1", "2", "150"]
    assert shown[-1] == "300"
    assert sum("…" in line for line in drawn(verdict)) == 2


@given(width=st.integers(0, 200), looks=st.integers(1, 5), coming=st.none() | st.integers(1, 10**9))
def test_no_line_is_wider_than_its_place(width: int, looks: int, coming: int | None) -> None:
    assert all(len(line) <= width for line in drawn(judged(a_plan_of_looks(), looks), width, coming))


# The words beside it -------------------------------------------------------------------------------------------------


def test_the_next_planned_look_and_what_is_used_up_are_said() -> None:
    plan = a_plan_of_looks()
    verdict, planned = judged(plan, 3), planned_looks(plan, 150)
    text = looks_words(verdict, verdict.metrics[0], planned).plain
    assert "Next planned look: at 120 units, 30 more (look 4 of 5)" in text
    assert "Used by now: 1.1% of the 5% for a false invest" in text
    assert verdict.metrics[0].alpha_spent == pytest.approx(0.0114, abs=5e-5)


def test_what_the_next_look_takes_follows_from_the_looks_that_were_made() -> None:
    plan = a_plan_of_looks(spending="pocock")
    planned, squeezed = planned_looks(plan, 150, [30, 60, 90]), planned_looks(plan, 150, [30, 60, 80, 90, 110])
    assert [look.units for look in planned] == [look.units for look in planned_looks(plan, 150)]
    assert planned[3].p_invest == pytest.approx(planned_looks(plan, 150)[3].p_invest)
    assert [look.units for look in squeezed] == [30, 60, 80, 90, 110, 120, 150]
    coming = next(look for look in squeezed if look.units == 120)
    assert coming.look == 6
    assert (coming.p_invest or 1) < 0.8 * (planned[3].p_invest or 0)


def test_after_the_answer_no_look_is_to_come() -> None:
    plan = a_plan_of_looks(planned_size=300)
    verdict = judged(plan).model_copy(update={"verdict": Outcome.invest, "stopped_at": 5})
    assert next_look(verdict, planned_looks(plan, 300)) is None
    text = looks_words(verdict, verdict.metrics[0], planned_looks(plan, 300)).plain
    assert "Next planned" not in text
    assert "Look 5 of 5 was the first to end the test" in text


def test_evidence_at_any_time_stands_beside_what_clears_the_bar() -> None:
    verdict = judged(a_plan_of_looks(monitoring="anytime"))
    text = looks_words(verdict, verdict.metrics[0], ()).plain
    assert "20 to 1 clears the bar" in text
    assert "Used by now" not in text


def test_after_a_stop_the_numbers_corrected_for_the_looks_stand_beside_the_naive_ones() -> None:
    verdict = judged(a_plan_of_looks())
    (result,) = verdict.metrics
    assert verdict.verdict is Outcome.invest
    corrected = result.after_stopping
    assert corrected is not None
    assert result.estimate is not None
    assert corrected.estimate < result.estimate
    text = numbers(result, Comparison.benchmark).plain
    line = next(line for line in text.splitlines() if line.startswith("after stopping"))
    limits = (value_words(result, Comparison.benchmark, limit) for limit in (corrected.lower, corrected.upper))
    assert f"{corrected.estimate:.1%}, 95% interval {' to '.join(limits)}, p {p_value(corrected.p)}" in line
    assert "after stopping" not in numbers(judged(a_plan_of_looks(), 3).metrics[0], Comparison.benchmark).plain


# The boundaries ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("looks", [3, 5, 20])
def test_the_boundaries_close_in_on_each_other_and_meet_at_the_last_look(looks: int) -> None:
    rows = [line.plain for line in boundaries_picture(planned_looks(a_plan_of_looks(looks=looks), 150), 44)[1:-1]]
    assert len(rows) == min(looks, 10)
    stops, invests = [row.count("░") for row in rows], [row.count("█") for row in rows]
    assert stops == sorted(stops)
    assert invests == sorted(invests)
    assert invests[0] == 0, "nearly nothing invests at the first look"
    assert "░█" in rows[-1], "the last look leaves nothing open"
    assert all("░█" not in row for row in rows[:-1])


@given(width=st.integers(0, 120), looks=st.integers(2, 20), size=st.integers(40, 10**6))
def test_the_boundaries_are_drawn_within_their_place_or_not_at_all(width: int, looks: int, size: int) -> None:
    lines = boundaries_picture(planned_looks(a_plan_of_looks(looks=looks), size), width)
    assert all(line.cell_length <= max(width, 44) for line in lines)
    assert not lines or width >= 24


# The screens ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_verdict_shows_the_looks(sit_down: Any, address: Path, size: tuple[int, int]) -> None:
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan_of_looks(), locked=True)
        for one in BATCHES[:3]:
            ws.observations.record(test.id or 0, {"arms": counts(*one)})
    async with sit_down(size=size) as person:
        person.app.push_screen(ways.verdict(test.id or 0))
        await person.sees("K E E P")
        await person.until(lambda: bool(person.app.screen.query(".looks")))
        if size[1] < 30:
            person.app.screen.query_one(".looks").scroll_visible(animate=False)
        await person.sees("next 120", "planned", "Used by now", "Next planned look: at 120 units")
        assert not person.app.screen.query("IntervalPicture"), "the newest look is the interval of now"


async def test_a_look_that_ends_the_test_is_read_from_the_top_and_leads_to_the_decision(
    sit_down: Any, address: Path
) -> None:
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan_of_looks(), locked=True)
        number = test.id or 0
        for one in BATCHES[:4]:
            ws.observations.record(number, {"arms": counts(*one)})
    async with sit_down(size=(100, 24)) as person:
        person.app.push_screen(ways.experiment(number))
        await person.sees("◐ KEEP TESTING", "Next r record more; v shows the verdict so far")
        person.app.push_screen(ways.verdict(number))
        await person.sees("K E E P")
        person.app.screen.query_one("#parts").scroll_end(animate=False)
        await person.sees("What to do next")
        with Workspace.open(address) as ws:
            ws.observations.record(number, {"arms": counts(*BATCHES[4])})
        await person.press("ctrl+r")
        await person.sees("I N V E S T")
        await person.press("escape")
        await person.sees("✓ INVEST", "Next d decide: the evidence has its answer")


async def test_a_plan_of_one_look_shows_progress_and_health_only(sit_down: Any, address: Path) -> None:
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan(), locked=True)
        ws.observations.record(test.id or 0, {"arms": counts(*BATCHES[0])})
    async with sit_down() as person:
        person.app.push_screen(ways.verdict(test.id or 0))
        await person.sees("Hidden until the planned size")
        assert not person.app.screen.query("LooksPicture")
        assert "10%" not in person.words
        person.app.push_screen(ways.experiment(test.id or 0))
        await person.sees("Next r record more; until the planned size v shows progress and health, not the effect")


def in_a_row(way: Way) -> str:
    return f"{way.monitoring} {way.size} {way.at_bar:.0f} {way.at_target:.0f}"


async def test_the_designer_compares_the_ways_while_one_is_chosen(sit_down: Any, address: Path) -> None:
    plan = a_plan(planned_size=None)
    with Workspace.open(address) as ws:
        test = a_test(ws, plan)
    found = ways_of_looking(plan)
    async with sit_down(size=(130, 50)) as person:
        person.app.push_screen(ways.plan(test.id or 0))
        await person.sees("141 units needed")
        assert "Ways to look" not in person.words
        form = person.app.screen.form
        form.row("plan.monitoring").focus_control()
        sizes = " ".join(f"{way.size}" for way in found.ways)
        assert sizes.split() == [str(design(plan.but(monitoring=way)).size) for way in Monitoring]
        await person.sees("Ways to look", "● fixed 141 141 141", "One look, at the end")
        await person.press("right")
        several = found.way(Monitoring.group_sequential)
        await person.sees(f"● {in_a_row(several)}", "5 looks, paid for in advance", "Where a look ends the test")
        await person.sees("bar target", "░░ stop", "invest between: go on")
        means = f"{several.at_bar:.0f} to {several.at_target:.0f} on average"
        await person.sees(f"5 {several.size} 1.74", f"{several.size} units needed", means)
        form.row("plan.looks").text = "2"
        await person.sees("2 looks, paid for in advance")
        form.row("plan.monitoring").focus_control()
        await person.press("right")
        await person.sees(f"● {in_a_row(found.way(Monitoring.anytime))}", "Look whenever you like")
        assert not form.row("plan.looks").display
        form.row("metric.0.name").focus_control()
        await person.until(lambda: person.words.index("If it truly is") < person.words.index("Ways to look"))


async def test_keys_are_taken_while_the_ways_are_compared(sit_down: Any, address: Path, monkeypatch: Any) -> None:
    from tui.statistics import Statistics

    begun, released = asyncio.Event(), asyncio.Event()

    async def slow(self: Statistics, plan: Plan) -> Any:
        begun.set()
        await released.wait()
        return ways_of_looking(plan)

    monkeypatch.setattr(Statistics, "ways", slow)
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan_of_looks(planned_size=None))
    async with sit_down(size=(130, 50)) as person:
        person.app.push_screen(ways.plan(test.id or 0))
        await asyncio.wait_for(begun.wait(), 60)
        row = person.app.screen.form.row("plan.spending")
        row.focus_control()
        await person.press("end")
        await person.type("x")
        assert row.text.endswith("x")
        released.set()


@pytest.mark.parametrize("monitoring", list(Monitoring))
def test_how_looks_are_paid_for_is_asked_only_where_they_are(monitoring: Monitoring) -> None:
    texts = {"plan.monitoring": str(monitoring)}
    for name in ("looks", "spending", "futility"):
        assert asked(f"plan.{name}", texts) is (monitoring is Monitoring.group_sequential)
