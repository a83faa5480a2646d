"""Tables of one database in every place that they can be read from, and what is judged of them."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import psycopg

from experiments.judge import judge
from experiments.observation import Observation
from experiments.plan import Plan
from store.sources.address import Address
from store.sources.open_address import opened_at

Table = Sequence[Mapping[str, Any]]
PLACES = ("csv", "parquet", "duckdb", "sqlite", "postgresql")
_POSTGRES = {"BIGINT": "bigint", "DOUBLE": "double precision", "VARCHAR": "text", "TIMESTAMP": "timestamp"}


def written(folder: Path, postgres: str, tables: Mapping[str, Table]) -> None:
    """Write tables as CSV and Parquet files, and into databases of DuckDB, SQLite and PostgreSQL."""
    with duckdb.connect(str(folder / "all.duckdb")) as duck, sqlite3.connect(folder / "all.sqlite") as lite:
        for name, rows in tables.items():
            _as_csv(folder / f"{name}.csv", rows)
            duck.execute(f"CREATE TABLE {name} AS FROM read_csv('{folder}/{name}.csv', header = true)")
            duck.execute(f"COPY {name} TO '{folder}/{name}.parquet'")
            lite.execute(f"CREATE TABLE {name} ({', '.join(rows[0])})")
            marks = ", ".join("?" * len(rows[0]))
            lite.executemany(f"INSERT INTO {name} VALUES ({marks})", [list(row.values()) for row in rows])
            kinds = {column: kind for column, kind, *_ in duck.execute(f"DESCRIBE {name}").fetchall()}
            _into_postgres(postgres, folder / f"{name}.csv", name, kinds)


def _as_csv(path: Path, rows: Table) -> None:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _into_postgres(postgres: str, path: Path, name: str, kinds: Mapping[str, str]) -> None:
    columns = ", ".join(f"{column} {_POSTGRES.get(kind, kind)}" for column, kind in kinds.items())
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"DROP TABLE IF EXISTS {name}; CREATE TABLE {name} ({columns})")
        with connection.cursor().copy(f"COPY {name} FROM STDIN WITH (FORMAT csv, HEADER)") as copied:
            copied.write(path.read_bytes())


def place(folder: Path, kind: str, name: str, postgres: str = "") -> Address:
    """Where a table is."""
    if kind in ("csv", "parquet"):
        return Address.of(folder / f"{name}.{kind}")
    return Address.of(postgres if kind == "postgresql" else folder / f"all.{kind}", table=name)


def called(kind: str, name: str) -> str:
    """What a plan calls a table that is to be joined."""
    return f"{name}.{kind}" if kind in ("csv", "parquet") else name


def judged(address: Address, plan: Plan) -> dict[str, Any]:
    """What the judge says, in JSON: verdict and every number, by look; health is told apart."""
    with opened_at(address) as rows:
        found = rows.read_looks(plan)
    fields = {"experiment_id": 0, "at": "1970-01-01T00:00:00Z", "recorded_by": "judge"}
    batches = [
        Observation.of(fields | {"id": at, "arms": one.arms, "faults": one.faults, "source": one.source})
        for at, one in enumerate(found, start=1)
    ]
    told: dict[str, Any] = json.loads(judge(plan, tuple(batches), final=True).model_dump_json())
    notes = [note for one in found for note in one.source.notes]
    return {"told": {name: told[name] for name in ("verdict", "metrics", "looks", "best_arm")}, "notes": notes} | {
        "health": {check["check"]: check["message"] for check in told["health"]}
    }
