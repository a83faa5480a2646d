"""Two people edit the same thing: the second sees both versions and chooses; nothing is overwritten, nothing lost."""

from __future__ import annotations

from pathlib import Path

from store.workspace import Workspace
from tests.tui.screens.bets import a_bet, a_plan, a_test
from tui.screens import ways
from tui.screens.conflict import Difference, differences


async def edited_by_both(person, address: Path, **theirs) -> None:
    """Type a title and a need into H1 while Ben saves something else, and press save."""
    person.app.push_screen(ways.edit_hypothesis(1))
    await person.on("HypothesisForm")
    await person.until(lambda: person.app.screen.form.texts().get("hypothesis.title"))  # it is read beside the screen
    person.app.screen.form.row("hypothesis.title").text = "My title"
    person.app.screen.form.row("hypothesis.need").text = "my need"
    with Workspace.open(address, actor="Ben") as other:
        other.hypotheses.edit(1, 1, theirs or {"title": "Their title", "owner": "Ben"})
    await person.press("f2")
    await person.sees("Changed by somebody else", "Ben changed H1 on")


def test_whose_version_stands_unless_somebody_says_otherwise() -> None:
    labels = {"a": "A", "b": "B", "c": "C", "d": "D"}
    base = dict.fromkeys("abcd", "was")
    mine = {**base, "a": "mine", "c": "mine", "d": "same"}
    theirs = {**base, "b": "theirs", "c": "theirs", "d": "same"}
    found = differences(labels, base, mine, theirs)
    assert [(one.key, one.usual) for one in found] == [("a", "mine"), ("b", "theirs"), ("c", "")]
    assert found[0] == Difference("a", "A", "was", "mine", "was")


async def test_both_versions_stand_side_by_side(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_bet(ws)
    async with sit_down() as person:
        await edited_by_both(person, address)
        await person.sees("H1 Night parents pay", "both of you changed this: choose", "1 field waits for a choice")
        line = next(line for line in person.text.splitlines() if "My title" in line)
        assert "Their title" in line, "the two stand beside each other"
        await person.sees("only you changed this", "only they changed this")


async def test_field_by_field_and_then_saved(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_bet(ws)
    async with sit_down() as person:
        await edited_by_both(person, address)
        await person.press("s")
        await person.sees("Choose a version of this field first")
        await person.press("right", "s")
        await person.until(lambda: type(person.app.screen).__name__ == "Board")
    with Workspace.open(address) as ws:
        kept = ws.hypotheses.get(1)
        assert (kept.title, kept.need, kept.owner, kept.version) == ("Their title", "my need", "Ben", 3)
        assert ws.trail.entries(limit=1)[0].sentence == "Changed the need of hypothesis H1 “Their title”."


async def test_all_of_mine_is_kept_where_i_say_so(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_bet(ws)
    async with sit_down() as person:
        await edited_by_both(person, address)
        await person.press("m", "s")
        await person.until(lambda: type(person.app.screen).__name__ == "Board")
    with Workspace.open(address) as ws:
        kept = ws.hypotheses.get(1)
        assert (kept.title, kept.need, kept.owner, kept.version) == ("My title", "my need", "", 3)


async def test_all_of_theirs_leaves_nothing_to_save(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_bet(ws)
    async with sit_down() as person:
        await edited_by_both(person, address)
        await person.press("t", "s")
        await person.on("HypothesisForm")
        await person.until(lambda: person.app.screen.form.row("hypothesis.title").text == "Their title")
        assert not person.app.screen.changed
        await person.press("escape")
        await person.until(lambda: type(person.app.screen).__name__ == "Board")
    with Workspace.open(address) as ws:
        assert ws.hypotheses.get(1).version == 2


async def test_whoever_goes_on_editing_loses_nothing_and_is_asked_again(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_bet(ws)
    async with sit_down() as person:
        await edited_by_both(person, address)
        await person.press("escape")
        await person.on("HypothesisForm")
        texts = person.app.screen.form.texts()
        assert (texts["hypothesis.title"], texts["hypothesis.need"]) == ("My title", "my need")
        with Workspace.open(address, actor="Cy") as third:
            third.hypotheses.edit(1, 2, {"title": "A third title"})
        await person.press("f2")
        await person.sees("Cy changed H1 on", "A third title")


async def test_a_third_change_while_one_chooses_is_shown_too(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_bet(ws)
    async with sit_down() as person:
        await edited_by_both(person, address)
        with Workspace.open(address, actor="Cy") as third:
            third.hypotheses.edit(1, 2, {"title": "A third title"})
        await person.press("m", "s")
        await person.sees("Cy changed H1 on", "My title", "A third title")
        await person.press("left", "s")
        await person.until(lambda: type(person.app.screen).__name__ == "Board")
    with Workspace.open(address) as ws:
        assert (ws.hypotheses.get(1).title, ws.hypotheses.get(1).version) == ("My title", 4)


async def test_what_was_taken_away_meanwhile_leaves_the_form_as_it_is(sit_down, address: Path) -> None:
    with Workspace.open(address, actor="Ben") as ws:
        a_bet(ws)
    async with sit_down() as person:
        person.app.push_screen(ways.edit_hypothesis(1))
        await person.on("HypothesisForm")
        person.app.screen.form.row("hypothesis.title").text = "My title"
        with Workspace.open(address, actor="Ben") as other:
            other.undo(other.undoable().seq)
        await person.press("f2")
        await person.sees("there is no hypothesis 'H1'")
        assert person.app.screen.form.row("hypothesis.title").text == "My title"


async def test_two_plans_are_merged_with_the_guardrail_that_only_one_has(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_test(ws, a_plan())
    async with sit_down(size=(120, 50)) as person:
        person.app.push_screen(ways.plan(1))
        await person.on("PlanDesigner")
        form = person.app.screen.form
        await person.press("f3")
        await person.until(lambda: "metric.1.name" in form.texts())
        for name, text in (("name", "unsubscribed"), ("margin", "2%"), ("baseline", "5%")):
            form.row(f"metric.1.{name}").text = text
        with Workspace.open(address, actor="Ben") as other:
            other.experiments.plan(1, 2, a_plan(alpha=0.1))
        await person.settled()
        await person.press("f2")
        await person.sees("Ben changed E1 on", "unsubscribed", "only they changed this")
        await person.press("s")
        await person.until(lambda: type(person.app.screen).__name__ == "Board")
    with Workspace.open(address) as ws:
        plan = ws.experiments.get(1).plan
        assert plan is not None
        assert (plan.alpha, [metric.name for metric in plan.metrics]) == (0.1, ["sign-ups", "unsubscribed"])


async def test_an_amendments_reason_need_not_be_typed_twice(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        locked = a_test(ws, a_plan(), locked=True)
        assert locked.plan is not None
    async with sit_down(size=(120, 50)) as person:
        person.app.push_screen(ways.plan(1))
        await person.on("PlanDesigner")
        person.app.screen.form.row("plan.alpha").text = "10%"
        with Workspace.open(address, actor="Ben") as other:
            other.experiments.amend(1, locked.version, locked.plan.but(beta=0.1), "fewer misses")
        await person.settled()
        await person.press("f2")
        await person.sees("Amend the plan?")
        await person.type("a larger risk will do")
        await person.press("enter")
        await person.sees("Changed by somebody else", "Ben changed E1 on")
        await person.press("s")
        await person.sees("Amend the plan?", "a larger risk will do")
        await person.press("enter")
        await person.until(lambda: type(person.app.screen).__name__ == "Board")
    with Workspace.open(address) as ws:
        test = ws.experiments.get(1)
        assert test.plan is not None
        assert (test.plan.alpha, test.plan.beta) == (0.1, 0.1)
        assert [change.why for change in test.amendments] == ["fewer misses", "a larger risk will do"]
