"""What judging ten million rows costs, against the engine's own query for the same sums and against bare imports.

    python benchmarks/judge_rows.py [--rows 10000000] [--rounds 7]

Everything is a whole process, from its start to its end: the bare DuckDB query, the bare imports of the libraries that
judging this plan needs, and ``whatsticks judge``, without and with the check that no unit stands in two rows. They run
in turn, so that a ratio holds whatever the machine is doing; one round is thrown away. The query and the imports
overlap in ``judge``, so it is held against the longer of the two. The files are made once, in the temporary folder.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROWS = """
COPY (
    SELECT {unit} AS user_id,
           CASE WHEN hash(i * 2 + 1) % 2 = 0 THEN 'control' ELSE 'treatment' END AS variant,
           hash(i * 3 + 7) % 1000 < 100 AS converted,
           CASE WHEN hash(i * 5 + 3) % 20 = 0
                THEN round(-40 * ln((hash(i * 11 + 5) % 1000000 + 1) / 1000001.0), 2) ELSE 0.0 END AS revenue
    FROM range({rows}) AS numbers(i)
) TO '{file}' (FORMAT parquet)
"""
UNITS = {"whole numbers": "i + 1", "text": "'user-' || lpad(to_hex(hash(i * 13)), 16, '0')"}

PLAN = """
title = "Ten million rows"
comparison = "control"
control = "control"
planned_size = {rows}
[shares]
control = 0.5
treatment = 0.5
[columns]
arm = "variant"
{unit}
[[metric]]
name = "conversion"
column = "converted"
bar = 0.0
target = 0.001
[[metric]]
name = "revenue"
role = "guardrail"
kind = "mean"
margin = 0.1
"""

QUERY = """
import duckdb
print(duckdb.connect().execute('''
    SELECT variant, count(*), count(converted), count_if(converted), count(revenue), avg(revenue), var_samp(revenue),
           min(revenue), max(revenue)
    FROM read_parquet('{file}') GROUP BY variant''').fetchall())
"""
IMPORTS = """
import click, duckdb, numpy, scipy.special
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
"""
JUDGE = "from tui.cli import console; console()"


@dataclass
class Cost:
    """What one process took: seconds by the clock, seconds of processor, MiB at the peak."""

    wall: float
    cpu: float
    peak: float


def run(code: str, *words: str) -> Cost:
    """Run Python code in a process of its own and wait for its end."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", code, *words], stdout=subprocess.DEVNULL, env=environment)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if status:
        sys.exit(f"this failed: {code} {' '.join(words)}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def files(folder: Path, rows: int) -> dict[str, Path]:
    """Make a file for each kind of unit, or find it."""
    import duckdb

    folder.mkdir(exist_ok=True)
    made = {kind: folder / f"{rows}-{kind.replace(' ', '-')}.parquet" for kind in UNITS}
    for kind, file in made.items():
        if not file.exists():
            print(f"making {file} ...")
            unfinished = file.with_suffix(".part")
            duckdb.connect().execute(ROWS.format(unit=UNITS[kind], rows=rows, file=unfinished))
            unfinished.rename(file)
    return made


def contestants(folder: Path, rows: int) -> dict[str, tuple[str, ...]]:
    """Return what is run, by name."""
    made = files(folder, rows)
    plans = {name: folder / f"{rows}-{name}.toml" for name in ("rows", "units")}
    plans["rows"].write_text(PLAN.format(rows=rows, unit=""))
    plans["units"].write_text(PLAN.format(rows=rows, unit='unit = "user_id"'))

    def judging(plan: str, kind: str) -> tuple[str, ...]:
        return JUDGE, "judge", "--plan", str(plans[plan]), "--data", str(made[kind]), "--json"

    return {
        "bare query": (QUERY.format(file=made["whole numbers"]),),
        "bare imports": (IMPORTS,),
        "judge": judging("rows", "whole numbers"),
        "judge, units checked": judging("units", "whole numbers"),
        "judge, units of text checked": judging("units", "text"),
    }


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--rows", type=int, default=10_000_000)
    options.add_argument("--rounds", type=int, default=7)
    asked = options.parse_args()
    named = contestants(Path(tempfile.gettempdir()) / f"whatsticks-bench-{os.getuid()}", asked.rows)
    costs: dict[str, list[Cost]] = {name: [] for name in named}
    for turn in range(asked.rounds + 1):
        for name, words in named.items():
            cost = run(*words)
            if turn:
                costs[name].append(cost)
    show(costs)


def show(costs: dict[str, list[Cost]]) -> None:
    """Print medians, and each ratio as the median over rounds."""
    floor = [
        max(query.wall, imports.wall) for query, imports in zip(costs["bare query"], costs["bare imports"], strict=True)
    ]
    print(f"{'':30}{'wall s':>8}{'(least)':>9}{'cpu s':>8}{'peak MiB':>10}{'ratio':>8}")
    for name, found in costs.items():
        walls = [cost.wall for cost in found]
        ratio = statistics.median(wall / least for wall, least in zip(walls, floor, strict=True))
        cpu, peak = (statistics.median(getattr(cost, kind) for cost in found) for kind in ("cpu", "peak"))
        print(f"{name:30}{statistics.median(walls):8.2f}{min(walls):9.2f}{cpu:8.2f}{peak:10.0f}{ratio:8.2f}")
    print("ratio: against the longer of the bare query and the bare imports, in the same round")


if __name__ == "__main__":
    main()
