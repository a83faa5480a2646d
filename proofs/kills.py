"""``kill -9`` of writers at random moments, on either engine: ``python -m proofs.kills --engine postgresql``.

Several writers work on one workspace, and one after the other is killed and replaced; at the end of a round all of
them at once, so that nobody is left who could tidy up. The next round makes a new workspace, which is interrupted too.
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
from proofs.own_server import place_for
from proofs.report import loaded, progress, tell
from proofs.writers import Writer, listen, warm_up
from store.address import is_server

CREW = 4
ROUND = 25
"""Kills on one workspace."""

MOST_BETWEEN = 6
"""Changes that are acknowledged between two kills, at most; the number is drawn, and then a moment after the last."""

LONGEST_WAIT = 0.03
"""Seconds; a write takes about a hundredth."""

_PATIENCE = 10.0

_TOO_LONG = "another program has been writing to it for too long; nothing was written"


def kill_writers(where: str, kills: int, seed: int) -> dict[str, Any]:
    """Kill writers that many times; answer what was found."""
    chance, began = random.Random(seed), time.monotonic()
    totals, hit, wrong = Counter[str](), Counter[str](), list[str]()
    with TemporaryDirectory() as scratch:
        warm_up(Path(scratch))
    for number, left in enumerate(range(kills, 0, -ROUND)):
        address = f"{where}_{number}" if is_server(where) else str(Path(where) / f"bets-{number}.db")
        kept, writers = Kept(address), list[Writer]()
        wrong += _round(kept, writers, min(left, ROUND), hit, chance)
        totals["looks"] += kept.looks
        totals["entries"] += kept.entries
        totals["acknowledged"] += sum(len(writer.kept) for writer in writers)
        totals["conflicts"] += sum(writer.conflicts for writer in writers)
        refused = [said.partition(": ")[2] for writer in writers for said in writer.refusals]
        patient = [said for said in refused if said.startswith(_TOO_LONG)]  # on a machine that is far too busy
        totals["gave up waiting"] += len(patient)
        wrong += [f"refused: {said}" for said in refused if said not in patient]
        progress(f"{sum(hit.values()):,} kills, {totals['acknowledged']:,} changes acknowledged, {len(wrong)} wrong")
    seconds = round(time.monotonic() - began)
    return {"kills": sum(hit.values()), "while": dict(hit), **totals, "seconds": seconds, "wrong": wrong, **loaded()}


def _round(kept: Kept, writers: list[Writer], kills: int, hit: Counter[str], chance: random.Random) -> list[str]:
    """Kill one after the other, with a look in the middle, and then all that are left at once."""

    def one_more() -> None:
        writers.append(Writer(kept.address, f"W{len(writers)}", chance.random()))

    wrong: list[str] = []
    for _ in range(min(CREW, kills)):
        one_more()
    one_by_one = max(kills - CREW, 0)
    for turn in range(one_by_one):
        alive = [writer for writer in writers if writer.alive]
        _wait(alive, chance.randint(0, MOST_BETWEEN), chance)
        hit[chance.choice(alive).kill()] += 1
        if turn == one_by_one // 2:
            wrong += kept.look(writers)
        one_more()
    alive = [writer for writer in writers if writer.alive]
    _wait(alive, CREW * MOST_BETWEEN, chance)
    for writer in alive:
        hit[writer.kill()] += 1
    return wrong + kept.look(writers)


def _wait(alive: list[Writer], changes: int, chance: random.Random) -> None:
    """Let writers make some changes, however slow the machine is, and then go on for a moment."""
    enough, give_up = sum(len(writer.kept) for writer in alive) + changes, time.monotonic() + _PATIENCE
    while sum(len(writer.kept) for writer in alive) < enough and time.monotonic() < give_up:
        listen(alive, 0.005)
    listen(alive, chance.uniform(0, LONGEST_WAIT))


def main() -> None:
    """Read the arguments, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--at", help="a folder, or the address of a database; a new one where it is not given")
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=20260302)
    told = parser.parse_args()
    with place_for(told.engine, told.at, "kills") as place:
        tell(kill_writers(place, told.kills, told.seed))


if __name__ == "__main__":
    main()
