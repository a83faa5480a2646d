"""Entries that no writer of this program leaves are named, even where their hashes are right."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from experiments.errors import Unreachable
from store.replay import Replay

SEGMENT = {"id": 1, "uid": "a", "version": 1}
GONE = {"id": 1, "uid": "a", "removed": True}
BATCH = {"id": 4, "uid": "b", "version": 1}


def told(*payloads: Any) -> list[str]:
    replay = Replay()
    return [*at_once(replay, payloads), *replay.faults()]


def at_once(replay: Replay, payloads: Iterable[Any]) -> list[str]:
    return [fault for seq, payload in enumerate(payloads, start=1) for fault in replay.take(seq, payload)]


def test_what_the_program_writes_is_taken() -> None:
    edited = {"segment": {**SEGMENT, "version": 2}}
    undone = {"segment": {**SEGMENT, "version": 3}, "undone": {"seq": 2}}
    gone = {"segment": GONE, "undone": {"seq": 1}}
    replay = Replay()
    assert at_once(replay, [{"segment": SEGMENT}, edited, undone, {"observation": BATCH}, gone]) == []
    assert [*replay.faults(with_rows=True)] == [
        "observation 4 is missing: entry 4 of the trail tells of it, but no row holds it"
    ]


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


def test_an_entry_of_any_number_is_no_row() -> None:
    replay = Replay()
    assert [fault for seq in (0, -1) for fault in replay.take(seq, {"segment": GONE})] == []
    assert [*replay.faults(with_rows=True)] == [
        f"entry {seq} of the trail takes away segment S1, which cannot be" for seq in (-1, 0)
    ]


def test_faults_come_in_the_order_of_the_trail_and_then_of_the_rows() -> None:
    replay = Replay(lambda _name, fields: bytes([fields["id"]]))
    batches = [{"observation": {"id": number, "uid": f"u{number}", "version": 1}} for number in range(1, 200)]
    again = [{"observation": {"id": number, "uid": f"u{number}", "version": 1}} for number in (7, 3, 5)]
    assert at_once(replay, [*batches, *again]) == []
    for number in range(2, 200):
        replay.hold("observation", number, f"u{number}", bytes([number if number not in (9, 4) else 0]))
    replay.hold("observation", 200, "u200", b"")
    assert [*replay.faults(with_rows=True)] == [
        *(
            f"entry {seq} of the trail tells again of observation {number}, which is never changed"
            for seq, number in ((200, 7), (201, 3), (202, 5))
        ),
        "observation 4 differs from entry 4 of the trail, the last that tells of it",
        "observation 9 differs from entry 9 of the trail, the last that tells of it",
        "observation 200 is in no entry of the trail",
        "observation 1 is missing: entry 1 of the trail tells of it, but no row holds it",
    ]


def test_memory_does_not_grow_with_what_is_replayed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.aside._AT_ONCE", 10)

    def most(nouns: int) -> int:
        replay = Replay(lambda _name, fields: sha256(fields["uid"].encode()).digest())
        tracemalloc.start()
        try:
            for seq in range(1, nouns + 1):
                assert not [*replay.take(seq, {"observation": {"id": seq, "uid": f"{seq:032}", "version": 1}})]
            for seq in range(1, nouns + 1):
                replay.hold("observation", seq, f"{seq:032}", sha256(f"{seq:032}".encode()).digest())
            assert [*replay.faults(with_rows=True)] == []
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    most(500)  # what is made once
    assert most(8_000) < 1.5 * most(2_000)


def test_no_room_for_what_is_put_aside_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    many = [{"observation": {"id": number, "uid": f"{number}", "version": 1}} for number in range(1, 60_000)]
    with pytest.raises(Unreachable, match=r"cannot write temporary files in .*gone: no such file.*TMPDIR"):
        at_once(Replay(), many)


def test_an_entry_is_taken_back_once() -> None:
    assert told({"segment": SEGMENT}, {"undone": {"seq": 1}}, {"undone": {"seq": 1}}) == [
        "entry 3 of the trail takes back entry 1, which cannot be"
    ]
