"""Writers in processes of their own, that tell over a pipe what they were told and may be killed at any moment.

The library is imported once, in the parent, which has no workspace open whenever it forks.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from experiments.errors import Conflict, Refused, Unreachable
from experiments.plan import Plan
from store.workspace import Workspace

PLAN = Plan.of({"planned_size": 1000, "metric": [{"name": "signed up", "bar": 0.05, "target": 0.08}]})
BATCH = {"arms": {"all": {"units": 9, "statistics": {"signed up": {"kind": "counts", "successes": 1, "trials": 9}}}}}

DOUBT = "may be saved or not"
"""How a writer is told that nobody knows yet whether its change was kept."""

Write = Callable[[], int | None]
"""One change; what it returns is what it adds to the size of S1, if it does."""

Tell = Callable[..., None]


def writes(ws: Workspace, chance: random.Random) -> Iterator[Write]:
    """Yield the writes of one bet, each following on those before, short and long; and an edit of what all share."""
    text = "x" * chance.choice([10, 10, 500, 5_000, 20_000])
    made: dict[str, Any] = {}

    def keep(name: str, noun: Any) -> None:
        made[name] = noun

    def record() -> None:
        ws.observations.record(made["test"].id, BATCH)

    yield lambda: keep("segment", ws.segments.add({"name": "Night owls", "description": text, "size": 1}))
    yield lambda: keep("bet", ws.hypotheses.add({"segment_id": made["segment"].id, "title": "They buy"}))
    yield lambda: keep("test", ws.experiments.add({"hypothesis_id": made["bet"].id, "title": "Ad", "we_will": text}))
    yield lambda: share(ws)
    yield lambda: keep("test", ws.experiments.plan(made["test"].id, made["test"].version, PLAN))
    yield lambda: keep("test", ws.experiments.lock(made["test"].id, made["test"].version))
    yield record
    yield record
    yield lambda: keep("segment", ws.segments.edit(made["segment"].id, made["segment"].version, {"size": 5}))
    yield lambda: take_back(ws)


def share(ws: Workspace, thinking: float = 0.0) -> int:
    """Add one to the size of S1, which everybody does, after some seconds of looking at it."""
    shared = ws.segments.get(1)
    time.sleep(thinking)
    ws.segments.edit(1, shared.version, {"size": (shared.size or 0) + 1})
    return 1


def take_back(ws: Workspace) -> int:
    """Undo one's last change, which may have been to S1."""
    return -1 if ws.undo(ws.undoable().seq).subject == "S1" else 0


def write_without_end(address: Path | str, actor: str, chance: random.Random, tell: Tell) -> None:
    """Open the workspace and write to it, telling of each write before it begins and after it was answered."""
    ws = opened(address, actor, tell)
    while True:
        for write in writes(ws, chance):
            tell("begin")
            try:
                write()
            except (Conflict, Refused):
                tell("conflict")
            except Unreachable as error:
                tell("doubt" if DOUBT in str(error) else "refused", str(error))
                time.sleep(0.02)
                break  # what it was about may not be there: the next bet
            else:
                tell("kept", ws.said)


def opened(address: Path | str, actor: str, tell: Tell) -> Workspace:
    """Open the workspace, again and again while its server is away."""
    while True:
        try:
            ws = Workspace.open(address, actor=actor)
        except Unreachable as error:
            tell("shut", str(error))
            time.sleep(0.02)
        else:
            tell("open")
            return ws


class Writer:
    """A writer at work, as its parent sees it.

    ``kept`` are the sentences of the changes that were acknowledged, ``doing`` is what it is at: ``opening``,
    ``writing`` or ``between``.
    """

    def __init__(self, address: Path | str, actor: str, seed: float) -> None:
        self.actor = actor
        self.alive = True
        self.kept: list[str] = []
        self.refusals: list[str] = []
        self.conflicts = self.doubts = 0
        self.crashes: list[str] = []
        self.doing = "opening"
        self._rest = b""
        self.pipe, telling = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            _live(address, actor, seed, telling)
        os.close(telling)

    def hear(self) -> bool:
        """Take in what it told; answer whether there may be more."""
        said = os.read(self.pipe, 1 << 16)
        *lines, self._rest = (self._rest + said).split(b"\n")
        for line in lines:
            self._note(*json.loads(line))
        return bool(said)

    def kill(self) -> str:
        """``kill -9`` it; answer what it was at."""
        os.kill(self.pid, signal.SIGKILL)
        _, status = os.waitpid(self.pid, 0)
        self.alive = False
        while self.hear():
            pass
        os.close(self.pipe)
        if not os.WIFSIGNALED(status):
            self.crashes.append(f"{self.actor} ended by itself")
        return self.doing

    def _note(self, what: str, said: str = "") -> None:
        self.doing = {"shut": "opening", "begin": "writing"}.get(what, "between")
        match what:
            case "kept":
                self.kept.append(said)
            case "refused":
                self.refusals.append(said)
            case "doubt":
                self.doubts += 1
            case "conflict":
                self.conflicts += 1
            case "crash":
                self.crashes.append(said)


def _live(address: Path | str, actor: str, seed: float, telling: int) -> None:
    """Be the child: write until killed."""
    parent = os.getppid()

    def tell(*what: str) -> None:
        if os.getppid() != parent:  # nobody is left who would end it
            os._exit(1)
        os.write(telling, json.dumps(what).encode() + b"\n")

    try:
        write_without_end(address, actor, random.Random(seed), tell)
    except BaseException:
        tell("crash", traceback.format_exc())
    os._exit(1)


def listen(writers: list[Writer], seconds: float) -> None:
    """Hear what writers tell for some time."""
    end = time.monotonic() + seconds
    pipes = {writer.pipe: writer for writer in writers if writer.alive}
    while pipes and (left := end - time.monotonic()) > 0:
        ready, _, _ = select.select(list(pipes), [], [], left)
        for pipe in ready:
            if not pipes[pipe].hear():
                del pipes[pipe]


def warm_up(folder: Path) -> None:
    """Do every write once, so that a forked writer has all that is imported and compiled, and close everything."""
    with Workspace.open(folder / "warm.db", actor="Ann") as ws:
        ws.segments.add({"name": "Shared"})
        for write in writes(ws, random.Random(0)):
            write()
