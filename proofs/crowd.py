"""Many people who edit one workspace at once, on either engine: ``python -m proofs.crowd --engine postgresql``.

Each makes as many changes as somebody does in ten minutes who makes one every five seconds, as fast as it goes. A third
of these add one to the size of the same segment, after a look at it that others take too: whoever is second is told so,
and looks again. Nothing may be lost, and nobody may meet an error that is not about a conflict.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
import traceback
from collections.abc import Callable
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from experiments.errors import Conflict, Refused
from proofs.own_server import place_for
from proofs.report import loaded, tell
from proofs.writers import Write, share, warm_up, writes
from store.address import is_server
from store.workspace import Workspace

CHANGES = 120
"""One every five seconds for ten minutes."""

PROCESSES = {"sqlite": 8, "postgresql": 32}


SENTENCES = 1_000_000
"""More than there are entries."""


def in_parallel(number: int, work: Callable[[int], Any]) -> list[Any]:
    """Do the work in forked processes that all begin at the same moment; answer what each returns, or its traceback."""
    gate, opened = os.pipe()
    with TemporaryDirectory() as folder:
        answers = [Path(folder) / str(which) for which in range(number)]
        children = [_forked(work, which, answers[which], gate, opened) for which in range(number)]
        os.close(gate)
        os.close(opened)
        for child in children:
            os.waitpid(child, 0)
        return [json.loads(answer.read_text()) for answer in answers]


def _forked(work: Callable[[int], Any], which: int, answer: Path, gate: int, opened: int) -> int:
    child = os.fork()
    if child == 0:
        os.close(opened)
        os.read(gate, 1)  # returns when the parent lets go of the other end
        try:
            found = work(which)
        except BaseException:
            found = traceback.format_exc()
        answer.write_text(json.dumps(found))
        os._exit(0)
    return child


def make_at_once(address: str, which: int) -> None:
    """Open a workspace that others are making at this very moment, and write to it."""
    with Workspace.open(address, actor=f"P{which}") as ws:
        ws.segments.add({"name": f"Segment {which}"})
        assert ws.trail.verify() == ()


def edit(address: str, which: int, changes: int, seed: int) -> dict[str, Any]:
    """Make changes of all kinds; answer what was said of each, how long each took, and how often one was too late."""
    dice, said, seconds, conflicts, added = random.Random(seed + which), list[str](), list[float](), 0, 0
    with Workspace.open(address, actor=f"P{which}") as ws:
        others = writes(ws, dice)
        while len(said) < changes:
            thinking = partial(share, ws, dice.uniform(0, 0.01))
            write: Write | None = thinking if dice.random() < 1 / 3 else next(others, None)
            if write is None:
                others = writes(ws, dice)
                continue
            before = time.monotonic()
            try:
                added += write() or 0
            except (Conflict, Refused):  # the second where somebody built on what was to be undone
                conflicts += 1
            else:
                seconds.append(time.monotonic() - before)
                said.append(ws.said)
    return {"said": said, "seconds": seconds, "conflicts": conflicts, "added": added}


def crowd(where: str, processes: int, changes: int, seed: int, new: int = 3) -> dict[str, Any]:
    """Let a crowd make new workspaces, and then edit one; answer what was found."""
    with TemporaryDirectory() as scratch:
        warm_up(Path(scratch))

    def place(name: str) -> str:
        return f"{where}_{name}" if is_server(where) else str(Path(where) / name / "bets.db")

    wrong = []
    for number in range(new):
        fresh = place(f"new{number}")
        wrong += [fault for fault in in_parallel(processes, lambda which, at=fresh: make_at_once(at, which)) if fault]  # type: ignore[misc]
    address = place("bets")
    with Workspace.open(address, actor="Ann") as ws:
        ws.segments.add({"name": "Shared", "size": 1})
    began = time.monotonic()
    answers = in_parallel(processes, lambda which: edit(address, which, changes, seed))
    took = time.monotonic() - began
    wrong += [answer for answer in answers if isinstance(answer, str)]
    told = [answer for answer in answers if not isinstance(answer, str)]
    wrong += look(address, told)
    seconds = sorted(chain.from_iterable(answer["seconds"] for answer in told))
    return {
        "processes": processes,
        "changes": len(seconds),
        "conflicts": sum(answer["conflicts"] for answer in told),
        "seconds": round(took, 1),
        "changes a second": round(len(seconds) / took, 1),
        "milliseconds": {name: round(1000 * seconds[int(share * len(seconds))]) for name, share in _SHARES.items()}
        | {"longest": round(1000 * seconds[-1])},
        "wrong": wrong,
        **loaded(),
    }


_SHARES = {"median": 0.5, "p99": 0.99}


def look(address: str, told: list[dict[str, Any]]) -> list[str]:
    """Answer where the workspace is not what everybody was told."""
    with Workspace.open(address) as ws:
        wrong = [*ws.trail.verify()]
        by_actor: dict[str, dict[Any, str]] = {}
        for entry in reversed(ws.trail.entries(SENTENCES)):  # of a change that makes two, the last one speaks
            by_actor.setdefault(entry.actor, {})[entry.at] = entry.sentence
        for which, answer in enumerate(told):
            if list(by_actor.get(f"P{which}", {}).values()) != answer["said"]:
                wrong.append(f"the trail does not tell what P{which} was told")
        size = 1 + sum(answer["added"] for answer in told)
        if ws.segments.get(1).size != size:
            wrong.append(f"the size is {ws.segments.get(1).size}, and not {size}: an update was lost")
        return wrong


def main() -> None:
    """Read the arguments, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--at", help="a folder, or the address of a database; a new one where it is not given")
    parser.add_argument("--processes", type=int)
    parser.add_argument("--changes", type=int, default=CHANGES)
    parser.add_argument("--seed", type=int, default=20260302)
    told = parser.parse_args()
    number = told.processes or PROCESSES[told.engine]
    with place_for(told.engine, told.at, "crowd") as place:
        tell(crowd(place, number, told.changes, told.seed))


if __name__ == "__main__":
    main()
