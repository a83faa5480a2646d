"""``kill -9`` of a PostgreSQL server with all its processes, while people write: ``python -m proofs.server_kills``.

Writers go on by themselves when the server is back. Now and then they are killed with it, as when one machine that
runs everything goes down; the first to come back finds nobody who could tidy up.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from proofs.looking_after import Kept
from proofs.own_server import OwnServer, own_server
from proofs.report import loaded, progress, tell
from proofs.writers import Writer, listen, warm_up

CREW = 5
LOOK_EVERY, ALL_EVERY = 5, 8
"""Kills of the server between two looks, and between two kills of writers and server together."""

MOST_BETWEEN = 30
"""Changes that are acknowledged between two kills, at most."""

_PATIENCE = 60.0


def kill_server(server: OwnServer, kills: int, seed: int) -> dict[str, Any]:
    """Kill a server that many times; answer what was found."""
    chance, began = random.Random(seed), time.monotonic()
    with TemporaryDirectory() as scratch:
        warm_up(Path(scratch))
    kept, writers, processes, away, wrong = Kept(f"{server.address}&schema=kills"), list[Writer](), 0, 0.0, list[str]()
    for turn in range(1, kills + 1):
        alive = [writer for writer in writers if writer.alive]
        while len(alive) < CREW:
            alive.append(Writer(kept.address, f"W{len(writers)}", chance.random()))
            writers.append(alive[-1])
        _work(alive, 1 + chance.randint(0, MOST_BETWEEN))
        listen(alive, chance.uniform(0, 0.03))
        gone = time.monotonic()
        processes += server.kill()
        if turn % ALL_EVERY == 0:
            for writer in alive:
                writer.kill()
        listen(alive, chance.uniform(0, 1))
        server.start()
        away = max(away, time.monotonic() - gone)
        if turn % LOOK_EVERY == 0:
            wrong += kept.look(writers)
            progress(f"{turn} kills, {sum(len(writer.kept) for writer in writers):,} acknowledged, {len(wrong)} wrong")
    _work([writer for writer in writers if writer.alive], 10)
    for writer in writers:
        if writer.alive:
            writer.kill()
    wrong += kept.look(writers)
    told = Counter(said.partition(": ")[2] for writer in writers for said in writer.refusals)
    return {
        "kills of the server": kills,
        "processes killed": processes,
        "longest away, seconds": round(away, 1),
        "looks": kept.looks,
        "entries": kept.entries,
        "acknowledged": sum(len(writer.kept) for writer in writers),
        "left in doubt": sum(writer.doubts for writer in writers),
        "refused": told,
        "seconds": round(time.monotonic() - began),
        "wrong": wrong,
        **loaded(),
    }


def _work(writers: list[Writer], changes: int) -> None:
    """Wait until some changes were made: that they go through again is a part of what is proved."""
    before, give_up = sum(len(writer.kept) for writer in writers), time.monotonic() + _PATIENCE
    while sum(len(writer.kept) for writer in writers) < before + changes:
        assert time.monotonic() < give_up, "the writers do not go on"
        listen(writers, 0.005)


def main() -> None:
    """Read the arguments, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=20260302)
    told = parser.parse_args()
    with own_server() as server:
        tell(kill_server(server, told.kills, told.seed))


if __name__ == "__main__":
    main()
