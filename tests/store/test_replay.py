"""Entries that no writer of this program leaves are named, even where their hashes are right."""

from __future__ import annotations

from typing import Any

import pytest

from store.replay import Replay

SEGMENT = {"id": 1, "uid": "a", "version": 1}
GONE = {"id": 1, "uid": "a", "removed": True}
BATCH = {"id": 4, "uid": "b", "version": 1}


def told(*payloads: Any) -> list[str]:
    replay = Replay()
    return [fault for seq, payload in enumerate(payloads, start=1) for fault in replay.take(seq, payload)]


def test_what_the_program_writes_is_taken() -> None:
    edited = {"segment": {**SEGMENT, "version": 2}}
    undone = {"segment": {**SEGMENT, "version": 3}, "undone": {"seq": 2}}
    gone = {"segment": GONE, "undone": {"seq": 1}}
    replay = Replay()
    for seq, payload in enumerate([{"segment": SEGMENT}, edited, undone, {"observation": BATCH}, gone], start=1):
        assert list(replay.take(seq, payload)) == []
    assert list(replay.told) == [("observation", "b")]


@pytest.mark.parametrize(
    ("payloads", "fault"),
    [
        (
            [{"observation": BATCH}, {"observation": {**BATCH, "version": 2}}],
            "entry 2 of the trail tells again of observation 4, which is never changed",
        ),
        (
            [{"segment": SEGMENT}, {"segment": {**SEGMENT, "version": 3}}],
            "entry 2 of the trail tells of version 3 of segment S1 out of turn",
        ),
        ([{"segment": {**SEGMENT, "version": 2}}], "entry 1 of the trail tells of version 2 of segment S1 out of turn"),
        (
            [{"observation": BATCH}, {"observation": {"id": 4, "uid": "b", "removed": True}}],
            "entry 2 of the trail takes away observation 4, which cannot be",
        ),
        ([{"segment": GONE}], "entry 1 of the trail takes away segment S1, which cannot be"),
        ([{"undone": {"seq": 1}}], "entry 1 of the trail takes back entry 1, which cannot be"),
        ([{"persona": SEGMENT}], "entry 1 of the trail holds what cannot be read"),
        ([[1]], "entry 1 of the trail holds what cannot be read"),
        (["{"], "entry 1 of the trail holds what cannot be read"),
        (["[" * 100_000], "entry 1 of the trail holds what cannot be read"),
    ],
)
def test_what_cannot_be_is_named(payloads: list[Any], fault: str) -> None:
    assert told(*payloads) == [fault]


def test_an_entry_is_taken_back_once() -> None:
    assert told({"segment": SEGMENT}, {"undone": {"seq": 1}}, {"undone": {"seq": 1}}) == [
        "entry 3 of the trail takes back entry 1, which cannot be"
    ]
