"""What is left of a workspace after its writers, or its server, were killed; held against what they were told."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from pathlib import Path

from experiments.experiment import Stage
from proofs.writers import Writer
from store.chain import Head
from store.workspace import Workspace

_MEANWHILE = 200
"""Entries that living writers may add between two questions, at most."""


class Kept:
    """What a workspace is seen to hold, look after look."""

    def __init__(self, address: Path | str) -> None:
        self.address = address
        self.entries = 0
        self.looks = 0
        self._by_actor: dict[str, dict[datetime, str]] = defaultdict(dict)
        self._heads: list[Head] = []

    def look(self, writers: list[Writer]) -> list[str]:
        """Open what is left; answer what is wrong with it.

        Each acknowledged change has to be in the trail, in the order in which its writer made them. What else stands
        there of a dead writer can only be the one change it was at when it was killed, or one that it was told nobody
        knows about: so that whatever was refused is not there. Every row has to follow from the trail.
        """
        told = {writer.actor: tuple(writer.kept) for writer in writers}
        self.looks += 1
        with Workspace.open(self.address, actor="Ann") as ws:
            checked = ws.trail.check(self._heads)
            self._read(ws)
            still = any(writer.alive for writer in writers)
            wrong = [*checked.faults, *([] if still else self._half(ws))]
        self._heads = [*self._heads[-20:], checked.head]
        for writer in writers:
            wrong += self._told_wrong(writer, told[writer.actor])
        return wrong

    def _read(self, ws: Workspace) -> None:
        """Take in what is new. A change may make two entries, at one moment; what it says is what the last one says."""
        new = ws.trail.count() - self.entries + _MEANWHILE
        for entry in reversed(ws.trail.entries(new)):
            if entry.seq > self.entries:
                self._by_actor[entry.actor][entry.at] = entry.sentence
                self.entries = entry.seq

    def _half(self, ws: Workspace) -> list[str]:
        tests = ws.experiments.list(limit=ws.experiments.count())
        return [
            f"{test.code} is {test.stage}, which its results contradict"
            for test in tests
            if bool(ws.observations.of(test.id or 0)) is not (test.stage is Stage.running)
        ]

    def _told_wrong(self, writer: Writer, kept: tuple[str, ...]) -> list[str]:
        there = list(self._by_actor[writer.actor].values())
        rest = iter(there)
        lost = [f"lost, of {writer.actor}: {sentence}" for sentence in kept if sentence not in rest]
        unknown = writer.doubts + (writer.doing == "writing")
        if not writer.alive and len(there) - len(kept) > unknown:
            lost.append(f"{writer.actor} made {len(there)} changes, of which {len(kept)} were acknowledged")
        return [*lost, *writer.crashes]
