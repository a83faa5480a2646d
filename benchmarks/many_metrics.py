"""What four metrics of ten million rows cost in one run: conversion, revenue, revenue adjusted by CUPED, and a ratio.

    python benchmarks/many_metrics.py [--rows 10000000] [--rounds 5] [--only-ours] [--keep]

Held against the bare DuckDB query of the same sums, tea-tasting on Polars and on DuckDB through Ibis, and gbstats on
DuckDB's sums. Those libraries have an environment of their own, ``.venv-bench``, which ``make bench`` sets up from a
lock; without it only the bare query is there. Everything is a process of its own, they run in turn, and one round is
thrown away. ``whole`` is the process from start to end; ``analysis`` is what it did once everything was imported:
opening the file, reading it and working out the results. The rows lie in files of ten million each, made once in the
temporary folder; those of more than twenty million rows are removed again unless ``--keep`` is given.
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

ROOT = Path(__file__).parents[1]
OTHERS = ROOT / ".venv-bench" / "bin" / "python"
ROWS_IN_FILE = 10_000_000
MOST_ROWS_KEPT = 20_000_000

ROWS = """
COPY (
    SELECT i + 1 AS user_id,
           CASE WHEN hash(i * 2 + 1) % 2 = 0 THEN 'control' ELSE 'treatment' END AS variant,
           CASE WHEN hash(i * 3 + 7) % 1000 < 100 THEN 1 ELSE 0 END::TINYINT AS converted,
           before * 0.5 + CASE WHEN hash(i * 5 + 3) % 20 = 0
               THEN round(-40 * ln((hash(i * 11 + 5) % 1000000 + 1) / 1000001.0), 2) ELSE 0.0 END AS revenue,
           before AS revenue_before,
           (hash(i * 17 + 1) % 4)::INTEGER AS orders,
           (1 + hash(i * 19 + 3) % 9)::INTEGER AS sessions
    FROM (SELECT i, CASE WHEN hash(i * 23 + 9) % 8 = 0
                    THEN round(-30 * ln((hash(i * 29 + 5) % 1000000 + 1) / 1000001.0), 2) ELSE 0.0 END AS before
          FROM range({first}, {end}) AS numbers(i))
) TO '{file}' (FORMAT parquet)
"""

PLAN = """
title = "Four metrics"
comparison = "control"
control = "control"
planned_size = {rows}
[shares]
control = 0.5
treatment = 0.5
[columns]
arm = "variant"
[[metric]]
name = "conversion"
column = "converted"
bar = 0.0
target = 0.001
[[metric]]
name = "revenue"
kind = "mean"
role = "guardrail"
margin = 0.1
[[metric]]
name = "adjusted revenue"
column = "revenue"
kind = "mean"
covariates = ["revenue_before"]
role = "guardrail"
margin = 0.1
[[metric]]
name = "orders per session"
kind = "ratio"
numerator = "orders"
denominator = "sessions"
role = "guardrail"
margin = 0.01
"""

TIMED = """
import time
from time import perf_counter, process_time
{imports}
start, used = perf_counter(), process_time()
{work}
print(perf_counter() - start, process_time() - used)
"""

SUMS = """
found = duckdb.connect().execute('''
    SELECT variant, count(*), count(converted), sum(converted), count(revenue), sum(revenue), sum(revenue * revenue),
           min(revenue), max(revenue), count(revenue_before), sum(revenue_before),
           sum(revenue_before * revenue_before), sum(revenue * revenue_before), count(orders), sum(orders),
           sum(orders * orders), count(sessions), sum(sessions), sum(sessions * sessions), sum(orders * sessions)
    FROM read_parquet('{files}') GROUP BY variant ORDER BY variant''').fetchall()
"""
MOMENTS = """
found = duckdb.connect().execute('''
    SELECT variant, count(*), count(converted), count_if(converted = 1), count(revenue), avg(revenue),
           var_samp(revenue), min(revenue), max(revenue), count(revenue_before), avg(revenue_before),
           var_samp(revenue_before), covar_samp(revenue, revenue_before), count(orders), avg(orders), var_samp(orders),
           count(sessions), avg(sessions), var_samp(sessions), covar_samp(orders, sessions)
    FROM read_parquet('{files}') GROUP BY variant''').fetchall()
"""

OUR_IMPORTS = """
from datetime import datetime, UTC
import numpy, scipy.special, _duckdb
from experiments.judge import judge
from experiments.observation import Observation
from experiments.plan import Plan
import experiments.inference.adjusted, experiments.inference.ratio, experiments.inference.mean
import experiments.inference.proportion, experiments.health, experiments.decide, experiments.sentences
import experiments.beside, experiments.health.balance, experiments.health.few, experiments.looks, experiments.readings
import experiments.monitoring.fixed, store.sources.average, store.sources.reading, store.sources.shapes.shaped
import store.sources.share, store.sources.together
from store.sources.files import read
from experiments.noun import Value
def put_together(model):
    model.model_rebuild()  # what defer_build puts off from the import to the first use
    for narrower in model.__subclasses__():
        put_together(narrower)
put_together(Value)
"""
OURS = """
plan = Plan.of_toml(open('{plan}').read())
found = read('{files}', plan)
at = datetime(2026, 1, 1, tzinfo=UTC)
seen = Observation(experiment_id=1, at=at, recorded_by='Ana', arms=found.arms, faults=found.faults, source=found.source)
judge(plan, [seen], final=True).model_dump_json()
"""

TEA = """
tt.Experiment(
    conversion=tt.Mean('converted'), revenue=tt.Mean('revenue'), adjusted=tt.Mean('revenue', 'revenue_before'),
    ratio=tt.RatioOfMeans('orders', 'sessions'),
).analyze(data, control='control').to_dicts()
"""
COLUMNS = "['variant', 'converted', 'revenue', 'revenue_before', 'orders', 'sessions']"

GBSTATS = """
control, treatment = (dict(zip(names, row)) for row in found)
def mean(one, name, n):
    return s.SampleMeanStatistic(n=n, sum=one[name], sum_squares=one[name + '2'])
def of(one):
    n = one['n']
    revenue, before = mean(one, 'revenue', n), mean(one, 'before', n)
    yield s.ProportionStatistic(n=n, sum=one['converted'])
    yield revenue
    yield s.RegressionAdjustedStatistic(n=n, post_statistic=revenue, pre_statistic=before,
                                        post_pre_sum_of_products=one['product'], theta=0.5)
    yield s.RatioStatistic(n=n, m_statistic=mean(one, 'orders', n), d_statistic=mean(one, 'sessions', n),
                           m_d_sum_of_products=one['together'])
config = FrequentistConfig(difference_type='absolute')
[TwoSidedTTest(one, other, config).compute_result() for one, other in zip(of(control), of(treatment))]
"""
NAMES = (
    "names = 'variant n c1 converted c2 revenue revenue2 least most c3 before before2 product c4 orders orders2 c5"
    " sessions sessions2 together'.split()"
)
GBSTATS_IMPORTS = """
import duckdb
import gbstats.models.statistics as s
from gbstats.frequentist.tests import FrequentistConfig, TwoSidedTTest
"""


@dataclass
class Cost:
    """What one process took: seconds by the clock and of processor, in all and once imported; MiB at the peak."""

    wall: float
    cpu: float
    peak: float
    analysis: float = 0.0
    analysis_cpu: float = 0.0


def run(python: str, code: str, *words: str) -> Cost:
    """Run Python code in a process of its own and wait for its end."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    start = time.perf_counter()
    process = subprocess.Popen([python, "-c", code, *words], stdout=subprocess.PIPE, env=environment)
    said = process.stdout.read().decode() if process.stdout else ""
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if status:
        sys.exit(f"this failed: {code} {' '.join(words)}")
    found = Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
    if not words:
        found.analysis, found.analysis_cpu = map(float, said.split()[-2:])
    return found


def files(folder: Path, rows: int) -> list[Path]:
    """Make the files, or find them. The engine writes rows as it makes them and never holds them all."""
    import duckdb

    folder.mkdir(exist_ok=True)
    made = []
    for at, first in enumerate(range(0, rows, ROWS_IN_FILE)):
        file = folder / f"metrics-{rows}-{at:03}.parquet"
        made.append(file)
        if not file.exists():
            print(f"making {file} ...", flush=True)
            unfinished = file.with_suffix(".part")
            connection = duckdb.connect(config={"memory_limit": "1GB", "preserve_insertion_order": "false"})
            connection.execute(ROWS.format(first=first, end=min(first + ROWS_IN_FILE, rows), file=unfinished))
            unfinished.rename(file)
    return made


def contestants(folder: Path, rows: int, pattern: str, *, only_ours: bool) -> dict[str, tuple[str, ...]]:
    """Return what is run, by name: an interpreter, its code and its arguments."""
    plan = folder / f"metrics-{rows}.toml"
    plan.write_text(PLAN.format(rows=rows))
    names = {"files": pattern, "plan": plan}

    def timed(imports: str, work: str) -> str:
        return TIMED.format(imports=imports, work=work.format(**names))

    ours = ("judge", "--plan", str(plan), "--data", pattern, "--json")
    found: dict[str, tuple[str, ...]] = {
        "bare query, moments": (sys.executable, timed("import duckdb", MOMENTS)),
        "bare query, raw sums": (sys.executable, timed("import duckdb", SUMS)),
        "What Sticks, judge": (sys.executable, "from tui.cli import console; console()", *ours),
        "What Sticks, analysis": (sys.executable, timed(OUR_IMPORTS, OURS)),
    }
    if only_ours or not OTHERS.exists():
        return found
    python = str(OTHERS)
    lazy = f"data = pl.scan_parquet('{{files}}').select({COLUMNS})"
    eager = f"data = pl.read_parquet('{{files}}', columns={COLUMNS})"
    ibis = "data = ibis.duckdb.connect().read_parquet('{files}')"
    return {
        **found,
        "tea-tasting, Polars read": (python, timed("import polars as pl, tea_tasting as tt", eager + TEA)),
        "tea-tasting, Polars scan": (python, timed("import polars as pl, tea_tasting as tt", lazy + TEA)),
        "tea-tasting, DuckDB/Ibis": (python, timed("import ibis, tea_tasting as tt", ibis + TEA)),
        "gbstats, DuckDB sums": (python, timed(GBSTATS_IMPORTS, SUMS + NAMES + GBSTATS)),
    }


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--rows", type=int, default=10_000_000)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--only-ours", action="store_true", help="leave out the other libraries")
    options.add_argument("--keep", action="store_true", help="leave large files where they are")
    asked = options.parse_args()
    folder = Path(tempfile.gettempdir()) / f"whatsticks-bench-{os.getuid()}"
    made = files(folder, asked.rows)
    pattern = str(made[0] if len(made) == 1 else folder / f"metrics-{asked.rows}-*.parquet")
    named = contestants(folder, asked.rows, pattern, only_ours=asked.only_ours)
    costs: dict[str, list[Cost]] = {name: [] for name in named}
    try:
        for turn in range(asked.rounds + 1):
            for name, words in named.items():
                cost = run(*words)
                if turn:
                    costs[name].append(cost)
    finally:
        if asked.rows > MOST_ROWS_KEPT and not asked.keep:
            for file in made:
                file.unlink()
    show(costs)


def show(costs: dict[str, list[Cost]]) -> None:
    """Print medians (and the least) as a table in Markdown, and each ratio to the first as the median over rounds."""
    first = next(iter(costs.values()))
    print(
        f"{len(first)} rounds, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors; seconds, median (least)\n"
    )
    print("| | whole | processor | analysis | processor | peak, MiB | analysis against the bare query | of processor |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for name, found in costs.items():
        cells = [_both([getattr(cost, kind) for cost in found]) for kind in ("wall", "cpu", "analysis", "analysis_cpu")]
        ratios = [
            statistics.median(getattr(one, kind) / getattr(bare, kind) for one, bare in zip(found, first, strict=True))
            for kind in ("analysis", "analysis_cpu")
        ]
        peak = max(cost.peak for cost in found)
        told = [f"{ratio:.2f}" if ratio else "" for ratio in ratios]
        print(f"| {' | '.join([name, *cells, f'{peak:.0f}', *told])} |")
    print("\nEach ratio is to the first line in the same round.")


def _both(values: list[float]) -> str:
    return f"{statistics.median(values):.2f} ({min(values):.2f})" if any(values) else ""


if __name__ == "__main__":
    main()
