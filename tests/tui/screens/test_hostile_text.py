"""What people write is shown as they wrote it: never obeyed as markup, never passed on to the terminal."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from store.workspace import Workspace
from tests.tui.screens.bets import a_plan, counts
from tui.screens import ways

HOSTILE = {
    "markup": "[/ [b]x[/b] [@click=app.quit]x[/] [type=x, v={'a[0]'}] $primary [$error]x[/] \\[b]",
    "half a tag": "[/",
    "scripts": "假设客户会付款 لدينا فرضية שלום 👩‍👩‍👧‍👦 🇨🇭 ✌🏽",
}
LONG = "w" * 5000


def fill(address: Path, text: str) -> None:
    """Put a text into every field that takes one."""
    with Workspace.open(address, actor=text) as ws:
        prose = f"{text}\n{LONG}"
        segment = ws.segments.add(
            {
                "name": text, "description": prose, "demographics": prose, "psychographics": prose,
                "expectations": [text], "where_to_find": prose, "size": 7,
            }
        )  # fmt: skip
        words = dict.fromkeys(("title", "need", "behaviour", "offer", "competing", "owner"), text)
        hypothesis = ws.hypotheses.add({"segment_id": segment.id, **words})
        metrics = [
            {"name": text, "bar": 0.0, "target": 0.05, "baseline": 0.1, "column": text},
            {"name": f"{text}2", "role": "guardrail", "kind": "mean", "margin": 1.0, "sd": 5.0, "unit": text[:40]},
        ]
        arms = {text: 0.5, f"{text} new": 0.5}
        plan = a_plan(title=text, comparison="control", control=text, shares=arms, metric=metrics, planned_size=900)
        fields = {"hypothesis_id": hypothesis.id, "title": text, "we_will": prose, "owner": text, "kind": text}
        drafted = ws.experiments.add(fields)
        ws.experiments.plan(drafted.id, drafted.version, plan)
        test = ws.experiments.copy(drafted.id)
        test = ws.experiments.lock(test.id, test.version)
        batch = {}
        for arm, successes in zip(arms, (40, 61), strict=True):
            batch |= counts(successes, 450, arm, text)
            moments = {"kind": "moments", "n": 450, "mean": 10.0, "variance": 25.0}
            batch[arm]["statistics"][f"{text}2"] = moments
        first = ws.observations.record(test.id, {"arms": batch, "source": {"kind": "file", "name": text}})
        ws.observations.record(test.id, {"arms": batch, "supersedes": first.id, "why": prose})
        ended = ws.experiments.copy(drafted.id)
        ws.experiments.abandon(ended.id, ended.version, prose)
        current = ws.experiments.get(test.id)
        ws.experiments.amend(test.id, current.version, plan.but(alpha=0.1, planned_size=900), prose)


def every_way() -> dict[str, object]:
    """All screens that there are to a bet; 2 is the test that runs, 1 a draft."""
    from tui.screens.batches import BatchesPage
    from tui.screens.record_file import RecordFile

    return {
        "board": lambda: None,
        "segments": ways.segments,
        "segment": lambda: ways.segment(1),
        "hypothesis": lambda: ways.hypothesis(1),
        "hypothesis form": lambda: ways.edit_hypothesis(1),
        "new hypothesis": ways.new_hypothesis,
        "experiment": lambda: ways.experiment(2),
        "abandoned": lambda: ways.experiment(3),
        "experiment form": lambda: ways.edit_experiment(1),
        "catalogue": lambda: ways.new_experiment(1),
        "plan": lambda: ways.plan(1),
        "lock": lambda: ways.plan(1, lock=True),
        "amend": lambda: ways.plan(2),
        "record": lambda: ways.record(2),
        "file": lambda: RecordFile(2),
        "batches": lambda: BatchesPage(2),
        "verdict": lambda: ways.verdict(2),
        "decide": lambda: ways.decide(2),
        "spend": lambda: ways.spend(2),
        "export": lambda: ways.export(2),
        "trail": ways.trail,
    }


SHORT_TOUR = ("board", "experiment", "plan", "batches", "verdict")
WAITS_FOR = {
    "verdict": "decision interval",
    "plan": "units planned",
    "amend": "units planned",
    "lock": "Lock this plan?",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
async def test_every_screen_shows_what_was_written_and_obeys_none_of_it(sit_down, address: Path, text: str) -> None:
    fill(address, text)
    literal = " ".join(text.split())[:6]
    async with sit_down(size=(150, 45)) as person:
        await person.sees("1 hypothesis, 1 segment")
        for name, way in every_way().items():
            if text != HOSTILE["markup"] and name not in SHORT_TOUR:
                continue
            screen = way()
            if screen is not None:
                person.app.push_screen(screen)
            await person.sees(WAITS_FOR.get(name, ""))
            await person.settled()
            await person.pilot.pause()
            if name not in ("catalogue", "new hypothesis", "file", "spend", "export"):
                await person.sees(literal)
            assert_clean(person.text)
            while len(person.app.screen_stack) > 1:
                person.app.pop_screen()
                await person.pilot.pause()


def assert_clean(screen: str) -> None:
    """Nothing on the screen is a control character."""
    assert not [
        character for character in screen if character != "\n" and ord(character) in {*range(32), *range(127, 160)}
    ]


@pytest.mark.parametrize("table", ["segment.name", "hypothesis.title", "hypothesis.need", "experiment.title"])
async def test_escape_sequences_of_an_older_program_never_reach_the_terminal(
    sit_down, address: Path, table: str
) -> None:
    fill(address, "plain")
    name, column = table.split(".")
    with sqlite3.connect(address) as database:
        tables = [row[0] for row in database.execute("select name from sqlite_master where type = 'table'")]
        stored = next(entry for entry in tables if entry.startswith(name))
        for trigger in database.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            database.execute(f'drop trigger "{trigger[0]}"')
        database.execute(f"update {stored} set {column} = ?", ("A\x1b]52;c;QQ==\x07B\x1b[2J\x9b31m\u202e",))
    async with sit_down(surprises=True) as person:
        for screen in (None, ways.segments(), ways.hypothesis(1), ways.experiment(2), ways.trail()):
            if screen is not None:
                person.app.push_screen(screen)
            await person.settled()
            await person.pilot.pause()
            assert_clean(person.text)
            assert "\u202e" not in person.text
