"""Forms: a mistake is said under its field, nothing typed is lost, and nobody overwrites another silently."""

from __future__ import annotations

import asyncio
from pathlib import Path

from store.workspace import Workspace
from tests.tui.screens.bets import a_bet, a_plan, a_test
from tui.screens import ways
from tui.workspace_thread import WorkspaceThread


async def test_a_mistake_is_said_under_its_field_and_keeps_what_was_typed(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_bet(ws)
    async with sit_down() as person:
        person.app.push_screen(ways.new_hypothesis())
        await person.on("HypothesisForm")
        await person.press("tab")
        await person.type("Parents [b]pay[/b]")
        form = person.app.screen.form
        form.row("hypothesis.prior").focus_control()
        await person.type("often")
        form.row("hypothesis.money_asked").focus_control()
        await person.sees("✗ 'often' is not possible; write a share such as 8% or 0.08")
        await person.type("1,5")
        await person.press("f2")
        await person.sees("✗ '1,5' is not possible")
        assert form.row("hypothesis.prior").control.has_focus
        assert form.row("hypothesis.title").text == "Parents [b]pay[/b]"
        assert form.row("hypothesis.money_asked").text == "1,5"
        form.row("hypothesis.prior").text = "30%"
        form.row("hypothesis.money_asked").text = "1.5"
        await person.press("f2")
        await person.until(lambda: type(person.app.screen).__name__ == "Board")
    with Workspace.open(address) as ws:
        added = ws.hypotheses.get(2)
        assert (added.title, added.prior, added.money_asked) == ("Parents [b]pay[/b]", 0.3, 1.5)


async def test_what_is_typed_ahead_lands_in_the_field_it_was_meant_for(sit_down, address: Path) -> None:
    async with sit_down() as person:
        person.app.push_screen(ways.segment(None))
        await person.on("SegmentForm")
        await person.rush(
            *"Night", "space", *"owls", "tab", *"They", "shift+tab", *"!?", "backspace", "enter", *"wait", "tab", *"x"
        )
        form = person.app.screen.form
        await person.until(lambda: form.row("segment.demographics").text == "x", "the last field never got its letter")
        assert (form.row("segment.name").text, form.row("segment.description").text) == ("Night owls!", "Theywait")


async def test_an_option_chosen_ahead_does_not_pull_the_keys_back(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_bet(ws)
    async with sit_down() as person:
        person.app.push_screen(ways.edit_hypothesis(1))
        await person.on("HypothesisForm")
        form = person.app.screen.form
        risk, importance = form.row("hypothesis.risk"), form.row("hypothesis.importance")
        risk.focus_control()
        importance.text = ""
        await person.until(lambda: risk.control.has_focus)
        await person.rush("right", "right", "tab", *"5")
        await person.until(lambda: importance.text == "5", "the number went elsewhere")
        assert risk.text == "viability"


async def test_what_only_the_rules_refuse_is_said_in_the_form_too(sit_down, address: Path) -> None:
    async with sit_down() as person:
        person.app.push_screen(ways.segment(None))
        await person.on("SegmentForm")
        await person.type("everyone")
        await person.press("tab")
        await person.type("all of them")
        await person.press("f2")
        await person.sees("name one group you could go and meet")
        form = person.app.screen.form
        assert form.row("segment.name").control.has_focus
        assert (form.row("segment.name").text, form.row("segment.description").text) == ("everyone", "all of them")


async def test_leaving_with_changes_asks_and_each_answer_does_what_it_says(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        a_bet(ws)
    async with sit_down() as person:
        await person.sees("1 hypothesis")
        person.app.push_screen(ways.segment(1))
        await person.on("SegmentForm")
        await person.type(" of two")
        await person.press("escape")
        await person.sees("Not saved yet", "Keep editing", "Discard changes")
        await person.press("k")
        await person.sees("Night parents of two")
        await person.press("escape", "s")
        await person.until(lambda: type(person.app.screen).__name__ == "Board")
        person.app.push_screen(ways.segment(1))
        await person.on("SegmentForm")
        await person.sees("Night parents of two")
        await person.type(" more")
        await person.press("escape", "d")
        await person.until(lambda: type(person.app.screen).__name__ == "Board")
    with Workspace.open(address) as ws:
        assert ws.segments.get(1).name == "Night parents of two"


async def test_quitting_with_changes_asks_first(sit_down, address: Path) -> None:
    async with sit_down() as person:
        person.app.push_screen(ways.segment(None))
        await person.on("SegmentForm")
        await person.type("Night parents")
        await person.press("ctrl+q")
        await person.sees("Not saved yet")
        assert not person.app._exit
        await person.press("d")
        await person.until(lambda: person.app._exit)


async def test_a_pasted_escape_sequence_stays_text_without_power(sit_down, address: Path) -> None:
    async with sit_down() as person:
        person.app.push_screen(ways.segment(None))
        await person.on("SegmentForm")
        from textual.events import Paste

        person.app.screen.post_message(Paste("Night\x1b]52;c;QQ==\x07 \nparents\x9b2J"))
        await person.sees("Night]52;c;QQ== parents2J")
        assert "\x1b" not in person.text


async def test_the_decision_names_no_choice_for_you_and_asks_for_a_reason_against_the_verdict(
    sit_down, address: Path
) -> None:
    from tests.tui.screens.bets import counts

    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan(), locked=True)
        ws.observations.record(test.id, {"arms": counts(30, 150)})
    async with sit_down(size=(110, 40)) as person:
        person.app.push_screen(ways.decide(test.id))
        await person.sees("It is followed by: invest", "○ invest ○ pivot ○ persevere ○ stop")
        await person.press("f2")
        await person.sees("is required", "space chooses")
        await person.press("right", "right", "right")
        await person.sees("○ invest ○ pivot ○ persevere ○ stop")  # marked, not chosen
        await person.press("space", "tab")
        await person.sees("stop goes against the verdict “invest”")
        await person.type("no")
        await person.press("tab")
        await person.type("it cost too much")
        await person.press("f2")
        await person.sees("Decide this?", "This goes against the verdict “invest”")
        await person.press("y")
        await person.sees("say why in 20 characters or more")
        form = person.app.screen.form
        assert form.row("decision.learning").text == "it cost too much"
        form.row("decision.why").text = "the supplier withdrew its offer for good"
        await person.press("f2")
        await person.sees("Decide this?")
        await person.press("y")
        await person.until(lambda: type(person.app.screen).__name__ == "Board")
    with Workspace.open(address) as ws:
        decision = ws.decisions.of(test.id)
        assert decision is not None
        assert decision.against_verdict


async def test_the_field_the_keys_are_in_stays_in_sight_when_the_terminal_shrinks(sit_down, address: Path) -> None:
    with Workspace.open(address) as ws:
        test = a_test(ws, a_plan())
    async with sit_down(size=(120, 48)) as person:
        person.app.push_screen(ways.plan(test.id))
        await person.on("PlanDesigner")
        person.app.screen.form.row("plan.monitoring").focus_control()
        await person.pilot.resize_terminal(80, 24)
        await person.sees("● fixed ○ group-sequential ○ anytime")


async def test_what_is_typed_ahead_of_forms_that_are_still_coming_lands_in_them(
    sit_down, address: Path, monkeypatch
) -> None:
    ask = WorkspaceThread.ask

    async def slowly(self, call):
        answer = await ask(self, call)
        await asyncio.sleep(0.4)  # a busy machine, or a server far away
        return answer

    async with sit_down() as person:
        await person.sees("write the first hypothesis")
        monkeypatch.setattr(WorkspaceThread, "ask", slowly)
        await person.rush("n", *typed("Night parents"), "f2", *typed("They pay"), "tab", *typed("run out"), "f2")
        await person.on("HypothesisPage")
        await person.sees("We believe that Night parents run out.")
        monkeypatch.undo()
    with Workspace.open(address) as ws:
        assert ws.segments.get(1).name == "Night parents"
        assert ws.hypotheses.get(1).title == "They pay"


def typed(text: str) -> list[str]:
    return ["space" if character == " " else character for character in text]
