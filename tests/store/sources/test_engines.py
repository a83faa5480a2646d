"""Rows are measured where they are, and the verdict is the same from every engine, to the last byte."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import duckdb
import pytest

from experiments.errors import Unreadable
from experiments.plan import Plan
from store.sources.address import Address
from store.sources.engines.remote import Remote
from store.sources.open_address import opened_at
from tests.store.sources.everywhere import files, on_postgres, place, plan_of, verdict, visits

pytestmark = pytest.mark.xdist_group("engines")

ROWS = 20_000
ENGINES = ["csv", "duckdb", "sqlite", "postgresql"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("visits")
    files(made, visits(ROWS))
    return made


@pytest.fixture(scope="module")
def server(postgres: str, folder: Path) -> Iterator[Address]:
    with on_postgres(postgres, folder) as table:
        yield table


@pytest.fixture(scope="module")
def expected(folder: Path) -> dict[str, str]:
    return {
        "look by look": verdict(place(folder, "parquet"), plan_of(ROWS)),
        "once": verdict(place(folder, "parquet"), plan_of(ROWS, monitoring="fixed", looks=None)),
        "by size": verdict(place(folder, "parquet"), plan_of(ROWS, looks=4)),
    }


@pytest.mark.parametrize("kind", ENGINES)
def test_the_verdict_is_the_same_to_the_last_byte(
    kind: str, folder: Path, server: Address, expected: dict[str, str]
) -> None:
    where = server if kind == "postgresql" else place(folder, kind)
    assert verdict(where, plan_of(ROWS)) == expected["look by look"]
    assert verdict(where, plan_of(ROWS, monitoring="fixed", looks=None)) == expected["once"]
    assert verdict(where, plan_of(ROWS, looks=4)) == expected["by size"]


@pytest.mark.slow
def test_two_million_rows_give_the_same_verdict_everywhere(tmp_path: Path, postgres: str) -> None:
    rows = 2_000_000
    files(tmp_path, visits(rows))
    wanted = verdict(place(tmp_path, "parquet"), plan_of(rows))
    for kind in ("csv", "duckdb", "sqlite"):
        assert verdict(place(tmp_path, kind), plan_of(rows)) == wanted, kind
    with on_postgres(postgres, tmp_path) as table:
        assert verdict(table, plan_of(rows)) == wanted


@pytest.mark.spark
def test_spark_gives_the_same_verdict(tmp_path: Path) -> None:
    rows = 2_000_000
    files(tmp_path, visits(rows))
    spark = Address.of("pyspark://local[2]", query=f"SELECT * FROM parquet.`{tmp_path}/visits.parquet`")
    assert verdict(spark, plan_of(rows)) == verdict(place(tmp_path, "parquet"), plan_of(rows))


def test_rows_do_not_leave_the_server(server: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    from store.sources.engines.postgres import Postgres

    brought: list[int] = []
    asked = Postgres.asked

    def counted(self: Postgres, sql: str) -> list[tuple[object, ...]]:
        found = asked(self, sql)
        brought.append(len(found))
        return found

    monkeypatch.setattr(Postgres, "asked", counted)
    with opened_at(server) as rows:
        assert isinstance(rows.engine, Remote)
        rows.read_looks(plan_of(ROWS, looks=4))
    assert len(brought) < 40
    assert sum(brought) < 200


# Every other form of data, out of typed columns and out of text, with values missing and faults among the units.

ODD = """
SELECT (i // 2)::BIGINT AS person, CASE WHEN i % 2 = 0 THEN 'before' ELSE 'after' END AS side,
       CASE hash(i // 25) % 2 WHEN 0 THEN 'a' ELSE 'b' END AS arm, (i // 25)::BIGINT AS shop,
       CASE WHEN i % 97 = 0 THEN NULL ELSE hash(i * 3) % 3 = 0 END AS did,
       CASE WHEN i % 89 = 0 THEN NULL ELSE round((hash(i * 5) % 10000) / 7.0, 3) END AS amount,
       CASE WHEN i % 89 = 0 THEN '' ELSE round((hash(i * 5) % 10000) / 7.0, 3)::VARCHAR END AS said_amount,
       CASE hash(i * 7) % 4 WHEN 0 THEN 'Yes' WHEN 1 THEN ' no ' WHEN 2 THEN '1' ELSE NULL END AS said_yes,
       (1 + hash(i * 11) % 5)::BIGINT AS answer, (1 + hash(i * 13) % 40)::BIGINT AS lived,
       hash(i * 17) % 2 = 0 AS left_us,
       (1 + hash(i * 19) % 9)::BIGINT AS p1, (10 + hash(i * 23) % 9)::BIGINT AS p2,
       (20 + hash(i * 29) % 9)::BIGINT AS p3, (30 + hash(i * 31) % 9)::BIGINT AS p4,
       (i + 1 - (i % 400 = 399)::INT)::VARCHAR AS unit
FROM range(3000) numbers(i)
"""
DID = {"name": "did", "bar": 0.0, "target": 0.05}
MEAN = {"kind": "mean", "bar": 0.0, "target": 1.0}
LEVELS = {"name": "answer", "kind": "ordinal", "levels": ["1", "2", "3", "4", "5"], "bar": 0.0, "target": 0.05}
BY_ARM = {"comparison": "control", "control": "a", "columns": {"arm": "arm"}}
PAIRS = {"comparison": "paired", "control": "before", "columns": {"arm": "side", "pair": "person"}}
FORMS = {
    "units twice": ({**BY_ARM, "columns": {"arm": "arm", "unit": "unit"}}, DID),
    "units in two arms": ({**BY_ARM, "columns": {"arm": "side", "unit": "person"}, "control": "before"}, DID),
    "numbers in text": (BY_ARM, {**MEAN, "name": "said_amount"}),
    "yes in text": (BY_ARM, {**DID, "name": "said_yes"}),
    "yes as a number": (BY_ARM, {**MEAN, "name": "did"}),
    "levels": (BY_ARM, LEVELS),
    "time to event": (
        BY_ARM,
        {
            "name": "stay",
            "kind": "time_to_event",
            "time": "lived",
            "event": "left_us",
            "horizon": 20,
            "bar": 0.0,
            "target": 0.05,
        },
    ),
    "clusters": ({**BY_ARM, "columns": {"arm": "arm", "cluster": "shop"}}, DID, {**MEAN, "name": "amount"}),
    "pairs": (PAIRS, DID, {**MEAN, "name": "amount"}, LEVELS),
    "prices": (
        {"comparison": "benchmark"},
        {"name": "price", "kind": "price", "prices": ["p1", "p2", "p3", "p4"], "bar": 10, "target": 15},
    ),
}


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory, postgres: str) -> Iterator[tuple[Path, Address]]:
    made = tmp_path_factory.mktemp("odd")
    files(made, ODD)
    with on_postgres(postgres, made) as table:
        yield made, table


@pytest.mark.parametrize("form", list(FORMS))
def test_every_form_of_data_reads_the_same(form: str, odd: tuple[Path, Address]) -> None:
    folder, server = odd
    described, *metrics = FORMS[form]
    plan = Plan.of({**described, "metric": metrics})

    def read(address: Address) -> object:
        with opened_at(address) as rows:
            found = rows.read(plan)
        return found.arms, found.faults, found.source.rows

    wanted = read(place(folder, "parquet"))
    assert read(place(folder, "duckdb")) == wanted
    assert read(place(folder, "sqlite")) == wanted
    assert read(server) == wanted


def test_a_query_is_read_as_a_table_is(folder: Path, server: Address) -> None:
    asked = "select variant, converted as bought from {} where user_id <= 5000;"
    plan = Plan.of(
        {"comparison": "control", "control": "control", "columns": {"arm": "variant"}}
        | {"metric": [{**DID, "name": "bought"}]}
    )
    found = []
    for known in (place(folder, "duckdb"), place(folder, "sqlite"), server):
        with opened_at(Address.of(known.where, query=asked.format(known.table))) as rows:
            found.append(rows.read(plan).arms)
            assert rows.preview().rows == 5000
    assert found[0] == found[1] == found[2]
    assert sum(arm.units for arm in found[0].values()) == 5000


@pytest.mark.parametrize("kind", ["duckdb", "sqlite", "postgresql"])
def test_a_value_that_cannot_be_is_named(kind: str, odd: tuple[Path, Address]) -> None:
    folder, server = odd
    where = server if kind == "postgresql" else place(folder, kind)
    plan = Plan.of({**BY_ARM, "metric": [{**MEAN, "name": "said_yes"}]})
    with opened_at(where) as rows, pytest.raises(Unreadable) as refused:
        rows.read(plan)
    value = {"duckdb": "'Yes'", "sqlite": "'Yes'", "postgresql": "' no '"}[kind]  # the first; a server knows no first
    assert f"column 'said_yes' (metric 'said_yes'): {value} is not possible" in str(refused.value)
    assert str(refused.value).startswith(f"{where.shown}: ")


def test_times_are_days_in_utc_wherever_they_come_from(postgres: str, csv, one_group) -> None:
    import psycopg

    plan = one_group(columns={"time": "came"})
    text = csv("came,converted\n2026-03-31T23:30:00-02:00,1\n2026-03-31 23:30:00,0\n")
    with opened_at(Address.of(text)) as rows:
        days = {(one.source.first, one.source.last) for one in rows.read_looks(plan)}
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("SET TimeZone = 'Asia/Tokyo'")
        connection.execute(
            "DROP TABLE IF EXISTS zoned; CREATE TABLE zoned AS SELECT t::timestamptz AS came, t AS said, n AS converted"
            " FROM (VALUES ('2026-03-31T23:30:00-02:00', 1), ('2026-03-31 23:30:00+00', 0)) AS v (t, n)"
        )
    for column in ("came", "said"):
        with opened_at(Address.of(postgres, table="zoned")) as rows:
            (one,) = rows.read_looks(one_group(columns={"time": column}))
            days.add((one.source.first, one.source.last))
    assert [(str(first), str(last)) for first, last in days] == [("2026-03-31", "2026-04-01")]


def test_a_query_can_be_stopped(postgres: str, tmp_path: Path) -> None:
    endless = "select 1 as converted from generate_series(1, 4000000000) as n where n < 0"
    _stopped(Address.of(postgres, query=endless))
    duckdb.connect(tmp_path / "empty.duckdb").close()
    _stopped(Address.of(tmp_path / "empty.duckdb", query=endless.replace("generate_series", "range")))


def _stopped(address: Address) -> None:
    """Read until it is stopped from another thread: again and again, since nothing can be stopped before it began."""
    ended = Event()

    def stop() -> None:
        while not ended.wait(0.2):
            rows.cancel()

    with opened_at(address) as rows:
        impatient = Thread(target=stop)
        impatient.start()
        try:
            with pytest.raises(KeyboardInterrupt):
                rows.read(Plan.of({"metric": [{"name": "converted", "bar": 0.1, "target": 0.2}]}))
        finally:
            ended.set()
            impatient.join()


def test_nothing_can_be_written(server: Address, folder: Path) -> None:
    for known in (server, place(folder, "sqlite"), place(folder, "duckdb")):
        for query in ("delete from {}", "select 1 as a) as asked; drop table {}; select (1"):
            with pytest.raises(Unreadable), opened_at(Address.of(known.where, query=query.format(known.table))):
                pass
        with opened_at(known) as rows:
            assert rows.preview().rows == ROWS


def test_a_file_is_judged_without_what_reads_databases(folder: Path) -> None:
    code = (
        "import sys; from store.sources.address import Address; from store.sources.open_address import opened_at;"
        " from tests.store.sources.everywhere import plan_of\n"
        f"loaded = set(sys.modules)\nwith opened_at(Address.of({str(folder / 'visits.parquet')!r})) as rows:\n"
        "    rows.read(plan_of(1))\nprint(*sorted(set(sys.modules) - loaded))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    modules = {name.partition(".")[0] for name in done.stdout.split()}
    assert "store" in modules
    assert not modules & {"sqlglot", "psycopg", "ibis", "keyring", "pandas", "pyarrow"}
