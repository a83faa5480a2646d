"""Several processes on one workspace at once. Run by ``test_crowd``, which reads what it prints.

The library is imported once, here; the writers are forked from this process before it opens anything.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from experiments.errors import Conflict
from store.address import is_server
from store.workspace import Workspace


def in_parallel(number: int, work: Callable[[int], None]) -> list[str]:
    """Run the work in forked processes that all begin at the same moment; answer what went wrong."""
    gate, opened = os.pipe()
    answers, writing = os.pipe()
    children = []
    for which in range(number):
        child = os.fork()
        if child == 0:
            os.close(opened)
            os.read(gate, 1)  # returns when the parent lets go of the other end
            try:
                work(which)
            except BaseException:
                os.write(writing, json.dumps(traceback.format_exc()).encode() + b"\n")
            os._exit(0)
        children.append(child)
    os.close(writing)
    os.close(opened)
    os.close(gate)
    with os.fdopen(answers) as lines:
        wrong = [json.loads(line) for line in lines]
    for child in children:
        os.waitpid(child, 0)
    return wrong


def count_up(address: Path | str, which: int, rounds: int) -> None:
    """Add one to the size of S1 again and again, reading it anew after each conflict; add a segment in between."""
    with Workspace.open(address, actor=f"P{which}") as ws:
        for turn in range(rounds):
            while True:
                segment = ws.segments.get(1)
                try:
                    ws.segments.edit(1, segment.version, {"size": (segment.size or 0) + 1})
                    break
                except Conflict:
                    continue
            ws.segments.add({"name": f"Segment {which}-{turn}"})


def main(where: str, processes: int, rounds: int, new_files: int) -> None:
    def place(name: str) -> Path | str:
        return f"{where}_{name}" if is_server(where) else Path(where) / name / "bets.db"

    wrong = []
    for number in range(new_files):
        fresh = place(f"new_{number}")
        wrong += in_parallel(processes, lambda which, at=fresh: count_up_anew(at, which))  # type: ignore[misc]
    address = place("bets")
    with Workspace.open(address, actor="Ann") as ws:
        ws.segments.add({"name": "Shared", "size": 1})
    wrong += in_parallel(processes, lambda which: count_up(address, which, rounds))
    with Workspace.open(address) as ws:
        report = {
            "wrong": wrong,
            "size": ws.segments.get(1).size,
            "segments": ws.segments.count(),
            "entries": ws.trail.count(),
            "faults": ws.trail.verify(),
        }
    sys.stdout.write(json.dumps(report))


def count_up_anew(address: Path | str, which: int) -> None:
    """Open a workspace that others are making at this very moment, and write to it."""
    with Workspace.open(address, actor=f"P{which}") as ws:
        ws.segments.add({"name": f"Segment {which}"})
        assert ws.trail.verify() == ()


if __name__ == "__main__":
    main(sys.argv[1], *(int(argument) for argument in sys.argv[2:]))
