"""Whatever people type is kept to the letter, or refused in one line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from experiments.errors import InvalidField
from experiments.plan import Plan
from store.workspace import Workspace

pytestmark = pytest.mark.engines

KEPT = [
    "[/",
    "[red]bold[/red]",
    "<script>alert(1)</script>",
    '=HYPERLINK("http://x","y")',
    "'; DROP TABLE segment; --",
    '"quoted" and \\ escaped \\n',
    "%s %(name)s {0} {name} $name",
    ":name ?1 @x",
    "顧客の声 고객",
    "👩‍👩‍👧‍👦 🙂",
    "אבג abc",
    "ﬃ Å İı ß",
    "null",
    "0",
    "x" * 200,
]
REFUSED = {
    "\x1b]52;c;eA==\x07": "control character",
    "two\nlines": "control character",
    "nul\0l": "control character",
    "\u202eevil": "control character",
    "x" * 5_000: "at most 200",
    "   ": "is not possible",
    "half \ud800 a character": "half a character",
}


@pytest.mark.parametrize("text", KEPT)
def test_a_name_comes_back_to_the_letter(ws: Workspace, address: Path, text: str) -> None:
    segment = ws.segments.add({"name": text, "description": text})
    bet = ws.hypotheses.add({"segment_id": segment.id, "title": text, "need": text, "owner": text})
    test = ws.experiments.add({"hypothesis_id": bet.id, "title": text, "kind": text, "we_will": text})
    metric = {"name": text, "bar": 0.05, "target": 0.08}
    test = ws.experiments.plan(1, test.version, Plan.of({"title": text, "shares": {text: 1}, "metric": [metric]}))
    test = ws.experiments.lock(1, test.version, 50)
    statistics = {text: {"kind": "counts", "successes": 9, "trials": 50}}
    batch = {"arms": {text: {"units": 50, "statistics": statistics}}, "source": {"name": text}, "why": text}
    recorded = ws.observations.record(1, batch)
    ws.by(text).experiments.abandon(1, test.version + 1, text)
    with Workspace.open(address, actor="Bo") as again:
        assert again.segments.get(1) == segment
        assert again.hypotheses.get(1) == bet
        assert again.experiments.get(1).plan == test.plan
        assert again.observations.of(1) == (recorded,)
        assert again.trail.entries(limit=1)[0].actor == text
        assert again.trail.verify() == ()
        assert again.segments.count(text=text) == again.board_count(text=text) == 1
        assert again.board()[0].hypothesis.title == again.summary(1).hypothesis.title == text


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_a_name_that_cannot_be_kept_is_refused_in_one_line(ws: Workspace, text: str) -> None:
    with pytest.raises(InvalidField) as refused:
        ws.segments.add({"name": text})
    assert REFUSED[text] in str(refused.value)
    assert str(refused.value).isprintable()
    assert ws.trail.count() == 0


def test_long_prose_is_kept_and_cut_in_the_sentence_only(ws: Workspace, draft: Any) -> None:
    why = "because\n" + "of much " * 600
    assert ws.experiments.abandon(1, 1, why).abandoned_why == why.strip()
    assert len(ws.said) < 350
    assert "\n" not in ws.said
