"""A writer that is killed in the middle of its work, again and again. Run by ``test_kill``, which reads the report.

The library is imported once, here. Each writer is forked while this process has no file open, acknowledges every
write on a pipe after the verb has returned, and is killed at a moment drawn from a fixed seed.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from pathlib import Path
from typing import Any

from experiments.experiment import Stage
from experiments.plan import Plan
from store.address import is_server
from store.workspace import Workspace

LONGEST_LIFE = 0.25
"""Seconds; a write takes a few hundredths."""

MOSTLY = 0.75
"""The share of writers that are killed at work; the others may be killed while they open the workspace."""

NEW_FILE_EVERY = 5
"""So that the making of a workspace is interrupted too."""

PLAN = Plan.of({"planned_size": 1000, "metric": [{"name": "signed up", "bar": 0.05, "target": 0.08}]})
BATCH = {"arms": {"all": {"units": 9, "statistics": {"signed up": {"kind": "counts", "successes": 1, "trials": 9}}}}}


def write_until_killed(address: Path | str, acknowledgements: int, chance: random.Random) -> None:
    """Do all kinds of writes without end, and tell of each entry that was returned from."""
    with Workspace.open(address, actor="Ann") as ws:
        while True:
            for write in writes(ws, chance):
                write()
                newest = ws.trail.entries(limit=1)[0]
                os.write(acknowledgements, f"{newest.seq} {newest.hash}\n".encode())


def writes(ws: Workspace, chance: random.Random) -> list[Any]:
    """Return a few writes that follow on each other, of short and long texts."""
    text = "x" * chance.choice([10, 2_000, 20_000])
    made: dict[str, Any] = {}

    def keep(name: str, noun: Any) -> None:
        made[name] = noun

    return [
        lambda: keep("segment", ws.segments.add({"name": "Night owls", "description": text})),
        lambda: keep("bet", ws.hypotheses.add({"segment_id": made["segment"].id, "title": "They buy"})),
        lambda: keep("test", ws.experiments.add({"hypothesis_id": made["bet"].id, "title": "Ad", "we_will": text})),
        lambda: keep("test", ws.experiments.plan(made["test"].id, made["test"].version, PLAN)),
        lambda: keep("test", ws.experiments.lock(made["test"].id, made["test"].version)),
        lambda: ws.observations.record(made["test"].id, BATCH),
        lambda: ws.observations.record(made["test"].id, BATCH),
        lambda: ws.segments.edit(made["segment"].id, 1, {"description": text[::-1], "size": 5}),
    ]


def kill_once(address: Path | str, chance: random.Random) -> dict[int, str]:
    """Let a writer live for a moment, kill it, and answer what it had acknowledged."""
    reading, writing = os.pipe()
    seed, life, at_work = chance.random(), chance.uniform(0, LONGEST_LIFE), chance.random() < MOSTLY
    child = os.fork()
    if child == 0:
        os.close(reading)
        write_until_killed(address, writing, random.Random(seed))
    os.close(writing)
    if at_work:  # its life begins with its first write, however slow the machine is
        select.select([reading], [], [], 60)
    time.sleep(life)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL, "the writer ended by itself"
    with os.fdopen(reading) as lines:
        return {int(seq): entry for seq, entry in (line.split() for line in lines)}


def look_after(address: Path | str, acknowledged: dict[int, str]) -> tuple[list[str], int]:
    """Open what is left, and answer what is wrong with it, and how many entries it has."""
    with Workspace.open(address) as ws:
        kept = {entry.seq: entry.hash for entry in ws.trail.entries(limit=ws.trail.count())}
        wrong = [f"entry {seq} is lost" for seq, entry in acknowledged.items() if kept.get(seq) != entry]
        wrong += ws.trail.verify()
        for test in ws.experiments.list(limit=ws.experiments.count()):
            if bool(ws.observations.of(test.id or 0)) is not (test.stage is Stage.running):
                wrong.append(f"{test.code} is {test.stage}, which its results contradict")
        return wrong, len(kept)


def main(where: str, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    wrong: list[str] = []
    address: Path | str = where
    acknowledged: dict[int, str] = {}
    total = 0
    for number in range(kills):
        if number % NEW_FILE_EVERY == 0:
            address = f"{where}_{number}" if is_server(where) else Path(where) / f"bets-{number}.db"
            acknowledged = {}
        before = len(acknowledged)
        acknowledged |= kill_once(address, chance)
        total += len(acknowledged) - before
        found, _ = look_after(address, acknowledged)
        wrong += [f"after kill {number}: {fault}" for fault in found]
    sys.stdout.write(json.dumps({"kills": kills, "acknowledged": total, "wrong": wrong}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
