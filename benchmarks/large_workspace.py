"""What lists, searches, opening and recording cost in a large workspace, on SQLite and on PostgreSQL.

    python benchmarks/large_workspace.py [--full] [--hypotheses 10000] [--rounds 40] [--engine sqlite]

Each hypothesis has three experiments with ten batches of results each; ``--full`` takes 100,000 of them, which makes
300,000 experiments and 3 million batches. The workspace is made once, in the temporary folder, in bulk but with a trail
that verifies. Every figure stands beside a bare statement of the same engine, taken in turn with it: what the engine
needs for the same rows, or to get one row onto the disk.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from large_rows import BATCHES, TESTS, Words, bets

from experiments.errors import Refused
from experiments.experiment import Stage
from store.workspace import Workspace
from tests.postgres_server import postgres_in

ORDER = ("segment", "hypothesis", "experiment", "observation", "decision", "trail")
AT_ONCE = 500
PAGE = 100

Work = Callable[[], object]


# Making it -----------------------------------------------------------------------------------------------------------


def chunks(count: int) -> Iterator[dict[str, list[dict[str, Any]]]]:
    """Yield the rows of some bets at once."""
    kept: dict[str, list[dict[str, Any]]] = {name: [] for name in ORDER}
    for number, made in enumerate(bets(count), start=1):
        for name, rows in made.items():
            kept[name] += rows
        if number % AT_ONCE == 0 or number == count:
            yield kept
            kept = {name: [] for name in ORDER}


def fill_file(path: Path, count: int) -> None:
    """Make a workspace file. Guards and index are put on when all rows are there."""
    from store.guards import statements

    Workspace.open(path).close()
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -1000000"):
        connection.execute(f"PRAGMA {pragma}")
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    connection.execute("BEGIN")
    for rows in chunks(count):
        for name in ORDER:
            if rows[name]:
                columns = list(rows[name][0])
                insert = f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
                connection.executemany(insert, (tuple(row.values()) for row in rows[name]))
    for statement in statements("sqlite"):
        connection.execute(statement)
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    with Workspace.open(path) as workspace:
        workspace.remake_search()
    tidy = sqlite3.connect(path)
    tidy.execute("ANALYZE")
    tidy.close()


def fill_server(address: str, count: int) -> None:
    """Make a workspace on a server. Links between tables hold by construction, and indexes are made at the end."""
    import psycopg

    Workspace.open(address).close()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SET search_path TO whatsticks")
        connection.execute("SET session_replication_role TO replica")
        indexes = connection.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'whatsticks' AND indexname LIKE 'ix\\_%'"
        ).fetchall()
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
        for rows in chunks(count):
            for name in ORDER:
                if rows[name]:
                    copy(connection, name, rows[name])
        for _, made in indexes:
            connection.execute(made)
        connection.execute("VACUUM ANALYZE")


def copy(connection: Any, name: str, rows: list[dict[str, Any]]) -> None:
    """Write rows in one go."""
    columns = list(rows[0])
    with connection.cursor().copy(f"COPY {name} ({', '.join(columns)}) FROM STDIN") as into:
        for row in rows:
            into.write_row(tuple(row.values()))


# Measuring it --------------------------------------------------------------------------------------------------------


class Bare:
    """The engine without this program: one connection, the same rows, nothing made of them."""

    def __init__(self, address: str | Path) -> None:
        self.file = isinstance(address, Path)
        if self.file:
            self._connection: Any = sqlite3.connect(address, isolation_level=None)
            self._connection.execute("PRAGMA synchronous = FULL")
        else:
            import psycopg

            self._connection = psycopg.connect(str(address), autocommit=True)
            self._connection.execute("SET search_path TO whatsticks")
        self._connection.execute("CREATE TABLE IF NOT EXISTS bench_scratch (number integer)")

    def rows(self, statement: str) -> Work:
        return lambda: self._connection.execute(statement).fetchall()

    def write(self) -> None:
        self._connection.execute("INSERT INTO bench_scratch VALUES (1)")

    def size(self) -> int:
        """Return how many bytes are in use; of a file not those that wait to be used again."""
        if not self.file:
            return int(self._connection.execute("SELECT pg_database_size(current_database())").fetchone()[0])
        pragmas = ("page_count", "freelist_count", "page_size")
        pages, free, each = (self._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas)
        return int((pages - free) * each)

    def settle(self) -> None:
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)" if self.file else "CHECKPOINT")

    def close(self) -> None:
        self._connection.execute("DROP TABLE bench_scratch")
        self._connection.close()


def measured(ws: Workspace, bare: Bare, count: int) -> dict[str, tuple[Work, Work]]:
    """Return what is measured, each with the bare statement it is held against."""
    chance, words = random.Random(1), Words()

    def any_bet() -> int:
        return chance.randint(1, count)

    def any_test() -> int:
        return chance.randint(1, count) * TESTS  # the last of its hypothesis, which still runs

    def open_experiment() -> object:
        number = any_test()
        test = ws.experiments.get(number)
        bet = ws.hypotheses.get(test.hypothesis_id)
        return ws.segments.get(bet.segment_id), ws.observations.of(number), ws.decisions.of(number)

    def open_hypothesis() -> object:
        bet = ws.hypotheses.get(any_bet())
        return ws.segments.get(bet.segment_id), ws.experiments.list(hypothesis_id=bet.id)

    def arm(did: int) -> dict[str, Any]:
        statistic = {"kind": "counts", "successes": did, "trials": 500}
        return {"units": 500, "statistics": {"signed up": statistic}}

    page = bare.rows(f"SELECT * FROM hypothesis ORDER BY id DESC LIMIT {PAGE}")
    one = bare.rows(f"SELECT * FROM experiment WHERE id = {count}")
    few = bare.rows(f"SELECT * FROM hypothesis WHERE id > {count - 20}")
    return {
        "list: board, first page": (lambda: ws.board_page(limit=PAGE), page),
        "list: board, any page": (lambda: ws.board_page(limit=PAGE, offset=any_bet()), page),
        "list: hypotheses, any page": (lambda: ws.hypotheses.list(limit=PAGE, offset=any_bet()), page),
        "list: of a segment": (lambda: ws.hypotheses.list(segment_id=1 + any_bet() // 51), page),
        "list: running experiments": (lambda: ws.experiments.list(stage=Stage.running, limit=PAGE), page),
        "list: batches of an experiment": (lambda: ws.observations.of(any_test()), one),
        "list: trail, any page": (lambda: ws.trail.entries(limit=PAGE, offset=any_bet()), page),
        "search: a rare word": (lambda: ws.search(words.rare()), few),
        "search: a common word": (lambda: ws.search("customers"), few),
        "search: a common and a rare word": (lambda: ws.search(f"customers {words.rare()[:4]}"), few),
        "search: the board, a common word": (lambda: ws.board_page("deliveries", limit=PAGE), page),
        "similar past hypotheses": (lambda: ws.similar(words.sentence(10)), few),
        "last change to undo": (lambda: last_change(ws), one),
        "last change to undo, of a newcomer": (lambda: last_change(ws.by("Zoe")), one),
        "open a hypothesis": (open_hypothesis, one),
        "open an experiment": (open_experiment, one),
        "record a batch": (
            lambda: ws.observations.record(any_test(), {"arms": {"old": arm(20), "new": arm(40)}}),
            bare.write,
        ),
        "write a hypothesis": (
            lambda: ws.hypotheses.add({"segment_id": 1, "title": words.sentence(6), "need": words.sentence(5)}),
            bare.write,
        ),
    }


def last_change(ws: Workspace) -> None:
    """Ask for the last change of whoever works, which may be none, or none that can be undone."""
    with suppress(Refused):
        ws.undoable()


def measure(address: str | Path, count: int, rounds: int) -> bool:
    """Print what everything costs, and say whether it kept to 50 ms."""
    Workspace.open(address, upgrade=True).close()
    bare = Bare(address)
    whole = bare.size()
    kept = True
    with Workspace.open(address, actor="Ann") as ws:
        entries = ws.trail.count()
        gc.freeze()  # as the application does
        print(f"{count:,} hypotheses, {count * TESTS:,} experiments, {count * TESTS * BATCHES:,} batches,"
              f" {entries:,} entries; {whole / 2**20:,.0f} MiB, {whole / entries:,.0f} bytes an entry")  # fmt: skip
        print(f"{'milliseconds':36}{'least':>9}{'p50':>9}{'p95':>9}{'p95 cpu':>9}{'bare p50':>10}{'bare p95':>10}")
        for name, (work, base) in measured(ws, bare, count).items():
            taken, bases, busy = in_turn(work, base, rounds)
            p50, p95, b50, b95 = (*quantiles(taken), *quantiles(bases))
            kept &= p95 < 50
            print(
                f"{name:36}{min(taken):9.2f}{p50:9.2f}{p95:9.2f}{quantiles(busy)[1]:9.2f}{b50:10.2f}{b95:10.2f}",
                flush=True,
            )
        grown(ws, bare)
    bare.close()
    return kept


def grown(ws: Workspace, bare: Bare, times: int = 300) -> None:
    """Print what one more batch adds."""
    bare.settle()
    before = bare.size()
    arm = {"units": 5, "statistics": {"signed up": {"kind": "counts", "successes": 1, "trials": 5}}}
    for number in range(times):
        ws.observations.record(TESTS * (1 + number % 40), {"arms": {"old": arm, "new": arm}})
    bare.settle()
    print(f"one more batch, with its entry in the trail, adds {(bare.size() - before) / times:,.0f} bytes")


def in_turn(work: Work, base: Work, rounds: int) -> tuple[list[float], list[float], list[float]]:
    """Time both in turn, so that a ratio holds whatever the machine is doing; two rounds are thrown away."""
    taken: tuple[list[float], list[float]] = [], []
    busy: list[float] = []
    for _ in range(rounds + 2):
        for kept, call in zip(taken, (work, base), strict=True):
            start, used = time.perf_counter(), time.thread_time()
            call()
            kept.append((time.perf_counter() - start) * 1000)
            if kept is taken[0]:
                busy.append((time.thread_time() - used) * 1000)
    return taken[0][2:], taken[1][2:], busy[2:]


def quantiles(taken: list[float]) -> tuple[float, float]:
    cuts = statistics.quantiles(taken, n=20, method="inclusive")
    return statistics.median(taken), cuts[-1]


@contextmanager
def place(engine: str, folder: Path, count: int) -> Iterator[str | Path]:
    """Answer where the large workspace is; one that is not there yet is made."""
    folder.mkdir(exist_ok=True, mode=0o755)
    done = folder / f"{count}.{engine}.done"
    begun = time.perf_counter()
    if engine == "sqlite":
        path = folder / f"{count}.db"
        if not done.exists():
            path.unlink(missing_ok=True)
            fill_file(path, count)
            done.touch()
            print(f"made in {time.perf_counter() - begun:.0f} s")
        yield path
        return
    data = folder / f"{count}.postgres"
    with postgres_in(data, keep=True) as address:
        if not done.exists():
            fill_server(address, count)
            done.touch()
            print(f"made in {time.perf_counter() - begun:.0f} s")
        as_delivered(address)
        yield address


def as_delivered(address: str) -> None:
    """Let the server wait for its disk, as everywhere but in tests."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM RESET {setting}")
        connection.execute("SELECT pg_reload_conf()")


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--full", action="store_true", help="100,000 hypotheses")
    options.add_argument("--hypotheses", type=int, default=10_000)
    options.add_argument("--rounds", type=int, default=40)
    options.add_argument("--engine", choices=["sqlite", "postgresql"], action="append")
    asked = options.parse_args()
    count = 100_000 if asked.full else asked.hypotheses
    folder = Path(tempfile.gettempdir()) / f"whatsticks-bench-{os.getuid()}-large"
    kept = True
    for engine in asked.engine or ("sqlite", "postgresql"):
        print(f"\n{engine}")
        with place(engine, folder, count) as address:
            kept &= measure(address, count, asked.rounds)
    print("\nall of it stayed below 50 ms" if kept else "\nnot all of it stayed below 50 ms")


if __name__ == "__main__":
    main()
