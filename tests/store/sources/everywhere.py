"""The same rows in every place that they can be read from."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import duckdb
import psycopg

from experiments.judge import judge
from experiments.observation import Observation
from experiments.plan import Plan
from store.sources.address import Address
from store.sources.open_address import opened_at

VISITS = """
SELECT i + 1 AS user_id, CASE WHEN hash(i * 2 + 1) % 2 = 0 THEN 'control' ELSE 'treatment' END AS variant,
       hash(i * 3 + 7) % 1000 < 100 AS converted, {money} AS revenue, {before} AS before,
       (hash(i * 17 + 1) % 5)::BIGINT AS clicks, (hash(i * 17 + 1) % 5 + 1 + hash(i * 19 + 5) % 7)::BIGINT AS views,
       (hash(i * 23 + 1) % 3)::BIGINT AS tickets, round(1 + (hash(i * 29 + 1) % 3000) / 100.0, 2)::DOUBLE AS days,
       TIMESTAMP '2026-03-01 00:00:00' + to_seconds((i * 2419200 // {rows})::BIGINT) AS came
FROM range({rows}) numbers(i)
"""
_MONEY = (
    "(CASE WHEN hash(i * {a} + 3) % {of} = 0 THEN round(-40 * ln((hash(i * {b} + 5) % 1000000 + 1) / 1000001.0), 2)"
)
PLAN = {
    "title": "The same everywhere",
    "comparison": "control",
    "control": "control",
    "shares": {"control": 0.5, "treatment": 0.5},
    "columns": {"arm": "variant", "unit": "user_id", "time": "came"},
    "monitoring": "group-sequential",
    "looks": "weekly",
    "metric": [
        {"name": "conversion", "column": "converted", "bar": 0.0, "target": 0.001},
        {"name": "revenue", "kind": "mean", "role": "guardrail", "margin": 0.1},
        {
            **{"name": "revenue, adjusted", "kind": "mean", "column": "revenue", "covariates": ["before"]},
            **{"role": "guardrail", "margin": 0.1},
        },
        {
            **{"name": "click rate", "kind": "ratio", "numerator": "clicks", "denominator": "views"},
            **{"role": "guardrail", "margin": 0.1},
        },
        {
            **{"name": "tickets", "kind": "rate", "exposure": "days", "direction": "decrease"},
            **{"role": "guardrail", "margin": 0.1},
        },
    ],
}


def plan_of(rows: int, **fields: object) -> Plan:
    """The plan that all of them are judged by: five kinds of metric, look by look."""
    return Plan.of({**PLAN, "planned_size": rows, **fields})


def visits(rows: int) -> str:
    """SQL for so many visits."""
    money = _MONEY.format(a=5, b=11, of=20) + " ELSE 0.0 END)::DOUBLE"
    before = _MONEY.format(a=7, b=13, of=10) + " ELSE 0.0 END)::DOUBLE"
    return VISITS.format(rows=rows, money=money, before=before)


def files(folder: Path, sql: str) -> None:
    """Write what a question of DuckDB answers to Parquet, CSV, a DuckDB database and an SQLite database."""
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({sql}) TO '{folder}/visits.parquet'")
        connection.execute(f"COPY (FROM '{folder}/visits.parquet') TO '{folder}/visits.csv' (HEADER)")
        connection.execute(
            f"ATTACH '{folder}/visits.duckdb' AS w; CREATE TABLE w.visits AS FROM '{folder}/visits.parquet'"
        )
        described = connection.execute(f"DESCRIBE FROM '{folder}/visits.parquet'").fetchall()
        read = ", ".join(
            f'"{name}"::VARCHAR'
            if kind in ("TIMESTAMP", "DATE")
            else f'"{name}"::INT'
            if kind == "BOOLEAN"
            else f'"{name}"'
            for name, kind, *_ in described
        )
        cursor = connection.execute(f"SELECT {read} FROM '{folder}/visits.parquet'")
        with sqlite3.connect(folder / "visits.sqlite") as kept:
            kept.execute(f"CREATE TABLE visits ({', '.join(chr(34) + name + chr(34) for name, *_ in described)})")
            while chunk := cursor.fetchmany(50_000):
                kept.executemany(f"INSERT INTO visits VALUES ({', '.join('?' * len(described))})", chunk)


_KINDS = {"BIGINT": "bigint", "INTEGER": "int", "DOUBLE": "double precision", "BOOLEAN": "boolean", "VARCHAR": "text"}


@contextmanager
def on_postgres(address: str, folder: Path) -> Iterator[Address]:
    """Have the rows in a table of a server for a while; every worker of a run has its own."""
    table = f"visits_{uuid4().hex[:12]}"
    with duckdb.connect() as known:
        described = known.execute(f"DESCRIBE FROM '{folder}/visits.parquet'").fetchall()
    columns = ", ".join(f'"{name}" {_KINDS.get(kind, kind)}' for name, kind, *_ in described)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE TABLE {table} ({columns})")
        with (
            connection.cursor().copy(f"COPY {table} FROM STDIN WITH (FORMAT csv, HEADER)") as copied,
            open(folder / "visits.csv", "rb") as file,
        ):
            while block := file.read(1 << 20):
                copied.write(block)
        try:
            yield Address.of(address, table=table)
        finally:
            connection.execute(f"DROP TABLE {table}")


def place(folder: Path, kind: str) -> Address:
    """Where the rows are in files of a kind."""
    if kind in ("parquet", "csv"):
        return Address.of(folder / f"visits.{kind}")
    return Address.of(folder / f"visits.{kind}", table="visits")


def verdict(address: Address, plan: Plan) -> str:
    """The verdict in JSON on all looks that the rows have."""
    with opened_at(address) as rows:
        found = rows.read_looks(plan)
    batches = [
        Observation.of(
            {"experiment_id": 0, "at": "1970-01-01T00:00:00Z", "recorded_by": "judge", "id": number}
            | {"arms": one.arms, "faults": one.faults, "source": one.source}
        )
        for number, one in enumerate(found, start=1)
    ]
    return judge(plan, tuple(batches)).model_dump_json()
