"""Work out every table and write docs/calibration.md, cell by cell."""

from __future__ import annotations

import argparse
import sys
import time
import zlib
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from calibration import monitors
from calibration.cells import Table
from calibration.chances import Chances
from calibration.monitor_figures import Known
from calibration.monitor_page import section
from calibration.report import page
from calibration.results import Results, name_of
from calibration.tables import all_tables

_SEED = 20_260_301
_TOP = Path(__file__).resolve().parent.parent
_PAGE, _KEPT = _TOP / "docs" / "calibration.md", _TOP / "build" / "calibration.json"
_WRITE_EVERY, _FEW = 5.0, 400


@cache
def _tables() -> tuple[Table, ...]:
    return tuple(all_tables())


def measured(table: int, cell: int, replicates: int) -> tuple[Chances, float]:
    """Return what one cell gives and the seconds it took; the same on every machine and in any order."""
    before = time.process_time()
    found = _tables()[table].cells[cell]
    seed = [_SEED, zlib.crc32(name_of(_tables()[table], found).encode())]
    return found.measure(np.random.default_rng(seed), replicates), time.process_time() - before


def main() -> None:
    """Read the options, work, write."""
    options = argparse.ArgumentParser(prog="python -m calibration", description=__doc__)
    options.add_argument("--replicates", type=int, default=20_000, help="samples per drawn cell (default: 20,000)")
    options.add_argument("--only", default="", help="only tables whose title holds this; others are kept as they were")
    options.add_argument("--missing", action="store_true", help="only cells of which nothing is known yet")
    options.add_argument("--warned", action="store_true", help="only how often the product warns; keep the chances")
    options.add_argument("--processes", type=int, default=2)
    options.add_argument("--page", type=Path, default=_PAGE)
    options.add_argument("--kept", type=Path, default=_KEPT, help="where results are kept between runs")
    asked = options.parse_args()
    results = Results.read(asked.kept)
    work = [
        (at, number)
        for at, table in enumerate(_tables())
        for number, cell in enumerate(table.cells)
        if asked.only.lower() in table.title.lower() and not (asked.missing and results.of(table, cell))
    ]
    last = time.monotonic()
    with ProcessPoolExecutor(asked.processes) as pool:
        replicates = _FEW if asked.warned else asked.replicates
        running = {pool.submit(measured, *place, replicates): place for place in work}
        for done, future in enumerate(as_completed(running), 1):
            at, number = running[future]
            table = _tables()[at]
            found, seconds = future.result()
            known = results.of(table, table.cells[number])
            if asked.warned and known:
                found = replace(known, warned=found.warned)
            results.keep(table, table.cells[number], found)
            mark = "  OUTSIDE" if found.outside else ""
            name = name_of(table, table.cells[number])
            sys.stderr.write(f"{done}/{len(work)} {seconds:6.1f} s  {name}{mark}\n")
            if time.monotonic() - last > _WRITE_EVERY:
                _write(asked, results)
                last = time.monotonic()
        if not asked.warned:
            monitors.work_out(pool, _kept_of_monitors(asked), asked.replicates, asked.only, missing=asked.missing)
    _write(asked, results)


def _kept_of_monitors(asked: argparse.Namespace) -> Path:
    return Path(asked.kept).with_name(monitors.KEPT)


def _write(asked: argparse.Namespace, results: Results) -> None:
    looking = section(Known.read(_kept_of_monitors(asked)))
    asked.page.write_text(page(_tables(), results, asked.replicates) + "\n" + looking, encoding="utf-8")


if __name__ == "__main__":
    main()
