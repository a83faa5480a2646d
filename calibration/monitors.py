"""Work out the tables on monitors."""

from __future__ import annotations

import sys
import time
import zlib
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

import numpy as np

from calibration.monitor_figures import Figures, Known, name_of
from calibration.monitor_tables import all_monitors

KEPT = "calibration-monitors.json"
_SEED = 20_260_302


def measured(table: int, cell: int, replicates: int) -> tuple[dict[str, Figures], float]:
    """Return what one cell gives and the seconds it took; the same on every machine and in any order."""
    before = time.process_time()
    found = all_monitors()[table].cells[cell]
    seed = [_SEED, zlib.crc32(name_of(all_monitors()[table], found).encode())]
    return found.measure(np.random.default_rng(seed), replicates), time.process_time() - before


def work_out(pool: ProcessPoolExecutor, kept: Path, replicates: int, only: str, *, missing: bool) -> None:
    """Work out all cells of the tables whose title holds ``only``, or those of which nothing is known yet."""
    known = Known.read(kept)
    work = [
        (at, number)
        for at, table in enumerate(all_monitors())
        for number, cell in enumerate(table.cells)
        if only.lower() in table.title.lower() and not (missing and known.of(table, cell))
    ]
    running = {pool.submit(measured, *place, replicates): place for place in work}
    for done, future in enumerate(as_completed(running), 1):
        at, number = running[future]
        table = all_monitors()[at]
        found, seconds = future.result()
        known.keep(table, table.cells[number], found)
        mark = "  OUTSIDE" if any(one.outside for one in found.values()) else ""
        sys.stderr.write(f"{done}/{len(work)} {seconds:6.1f} s  {name_of(table, table.cells[number])}{mark}\n")
