"""The main job, with nothing but the keyboard: from an empty workspace to a page for leadership."""

from __future__ import annotations

from pathlib import Path

from experiments.decision import Choice
from experiments.experiment import Stage
from experiments.verdict import Outcome
from store.workspace import Workspace


async def test_a_bet_goes_from_empty_workspace_to_exported_page_by_keyboard(sit_down, address: Path) -> None:
    async with sit_down(size=(100, 34)) as person:
        await person.sees("write the first hypothesis", "look around in a demo")

        await person.press("n")  # the first hypothesis asks for its segment on the way
        await person.on("SegmentForm")
        await person.type("Night parents")
        await person.press("f2")
        await person.on("HypothesisForm")
        await person.type("Night parents pay")
        await person.press("tab")
        await person.type("run out of milk")
        await person.sees("We believe that Night parents run out of milk.")
        await person.press("enter")
        await person.type("order before midnight")
        await person.press("f2")
        await person.on("HypothesisPage")
        await person.sees("We believe that Night parents run out of milk and will order before midnight.")
        await person.press("n")
        await person.sees("kinds that test desirability")
        await person.sees("↓ Into the list")
        await person.type("simple landing")
        await person.sees("1 kind that tests")
        await person.press("down")
        await person.sees("enter Choose")
        await person.press("enter")
        await person.on("ExperimentForm")
        await person.press("f2")
        await person.sees("E1 Simple landing page", "design the plan")

        await person.press("p")
        await person.sees("Still missing", "name of the metric")
        await person.press("tab")
        await person.type("sign-ups")
        await person.press("tab", "tab", "tab")
        await person.type("8%")
        await person.press("tab")
        await person.type("15%")
        await person.sees("141 units needed")
        await person.press("f5")
        await person.sees("Lock this plan?", "invest if it is shown to be above 8%; stop if below 15%")
        await person.press("l")
        await person.sees("✓ draft", "● locked")

        await person.press("r")
        await person.on("RecordPage")
        await person.type("30")
        await person.press("tab")
        await person.type("150")
        await person.press("f2")
        await person.sees("Record this batch?", "30 of 150")
        await person.press("r")
        await person.sees("1 batch, 150 of 141 units", "✓ INVEST")

        await person.press("v")
        await person.sees("I N V E S T", "target 15%", "decision interval 14.8% to 23.3%", "What this does not mean")
        await person.press("d")
        await person.on("DecidePage")
        await person.sees("It is followed by: invest", "deciding ends it")
        await person.press("space", "tab")
        await person.type("it clears the bar")
        await person.press("tab")
        await person.type("night matters")
        await person.press("f2")
        await person.sees("Decide this?", "INVEST")
        await person.press("y")
        await person.sees(
            "I N V E S T", "Decided ✓ invest", "by Ana", "because it clears the bar", "learned night matters"
        )

        await person.press("x")
        await person.on("ExportPage")
        await person.press("f2")
        await person.sees("Wrote")

    with Workspace.open(address) as ws:
        test, decision = ws.experiments.get(1), ws.decisions.of(1)
        assert test.stage is Stage.decided
        assert decision is not None
        assert (decision.choice, decision.verdict.verdict) == (Choice.invest, Outcome.invest)
        assert ws.trail.verify() == ()
    page = Path("E1-simple-landing-page.html").read_text()
    assert "Night parents pay" in page
