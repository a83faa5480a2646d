"""Tomorrow morning: a saved source is read again, only what is new is added, and a past that changed is noticed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from experiments.errors import Refused, Unreadable
from experiments.observation import Observation
from experiments.plan import Plan
from experiments.saved_source import SavedSource
from store.again import Origin, remembered
from store.intake import intake
from store.sources.address import Address
from store.sources.files import read_looks
from store.sources.open_address import opened_at
from store.workspace import Workspace
from tests.store.test_intake import a_file, locked, plan_of, rows_of

AT = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)
Fill = Callable[..., None]


def visits(*days: int, units: int = 40) -> list[list[str]]:
    return [row.split(",") for day in days for row in rows_of(day, units)]


@pytest.fixture
def table(postgres: str) -> Iterator[tuple[str, Fill]]:
    """A table of visits on a server, and a way to fill it anew."""
    name = f"visits_{uuid4().hex[:12]}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE TABLE {name} (who text, variant text, day date, hit int, spent float)")

        def fill(*rows: list[str]) -> None:
            connection.execute(f"TRUNCATE {name}")
            with connection.cursor() as cursor:
                cursor.executemany(f"INSERT INTO {name} VALUES (%s, %s, %s, %s, %s)", rows)

        yield name, fill
        connection.execute(f"DROP TABLE {name}")


def read_again(ws: Workspace, number: int, source: SavedSource, **held: Any) -> tuple[Observation, ...]:
    """Read a source and record what is new, as the command and the screen do."""
    plan = ws.experiments.get(number).plan
    assert plan is not None
    origin = Origin.of(source)
    why = held.pop("why", "")
    with origin.opened() as rows:
        looks = origin.looks(rows, plan, AT)
    return ws.observations.take_in(
        number, plan, lambda before: intake(plan, looks, before, **held).batches({"why": why})
    )


def test_a_table_read_again_adds_what_is_new_and_keeps_what_tells_one_reading_from_the_next(
    ws: Workspace, postgres: str, table: tuple[str, Fill]
) -> None:
    name, fill = table
    fill(*visits(1, 2))
    source = ws.sources.add(
        {"name": "visits", "address": postgres, "table": name, "columns": ["page = variant", "user = who"]}
    )
    number = locked(ws, plan_of())
    first = read_again(ws, number, source)
    with pytest.raises(Refused, match="nothing in this source is new: 2026-03-01 to 03-02 is recorded already"):
        read_again(ws, number, source)
    fill(*visits(1, 2, 3))
    assert remembered("E1", ws.observations.of(number)) == source.id
    (third,) = read_again(ws, number, source)
    assert [batch.units for batch in (*first, third)] == [40, 40, 40]
    snapshot, earlier = third.source.snapshot, first[1].source.snapshot
    assert snapshot
    assert earlier
    assert (snapshot.rows, snapshot.read_at, earlier.rows) == (120, AT, 80)
    assert snapshot.state
    assert snapshot.state != earlier.state
    assert snapshot.past not in ("", earlier.past)
    assert "column 'variant' is read as 'page'" in third.source.notes
    assert ws.trail.verify() == ()


def test_a_table_whose_past_changed_is_refused_with_what_differs_and_corrected_on_demand(
    ws: Workspace, postgres: str, table: tuple[str, Fill]
) -> None:
    name, fill = table
    rows = visits(1, 2, 3)
    fill(*rows[:80])
    columns = ["page = variant", "user = who"]
    source = ws.sources.add({"name": "visits", "address": postgres, "table": name, "columns": columns})
    number = locked(ws, plan_of())
    read_again(ws, number, source)
    rows[1][3] = "1" if rows[1][3] == "0" else "0"
    fill(*rows)
    with pytest.raises(Refused) as refused:
        read_again(ws, number, source)
    said = str(refused.value)
    assert said.startswith("yesterday's numbers are different today: the 40 units up to 2026-03-01 (batch 1) are")
    assert "; old: signed up differs; if the source is right, record it in place of that batch (replaces 1)" in said
    assert len(ws.observations.of(number)) == 2
    corrected = read_again(ws, number, source, replaces=1, why="a late correction")
    assert [batch.supersedes for batch in corrected] == [1, None]
    assert ws.trail.verify() == ()


def test_without_a_column_of_times_a_saved_source_still_adds_only_what_is_new(ws: Workspace, tmp_path: Path) -> None:
    plan = plan_of(columns={"arm": "page", "unit": "user"}, monitoring="fixed", looks=None)
    number, path = locked(ws, plan), a_file(tmp_path / "all.csv", rows_of(1))
    source = ws.sources.add({"name": "all visits", "address": str(path)})
    read_again(ws, number, source)
    with pytest.raises(Refused, match="nothing in this file is new: all of it is recorded already"):
        read_again(ws, number, source)
    a_file(path, rows_of(1), rows_of(2, 10))
    (batch,) = read_again(ws, number, source)
    assert batch.units == 10
    a_file(path, rows_of(2, 10))
    with pytest.raises(Refused, match="50 units are recorded up to batch 2, and this file has 10"):
        read_again(ws, number, source)


@pytest.mark.engines
def test_two_people_who_read_at_the_same_moment_add_it_once(ws: Workspace, address: Path | str, tmp_path: Path) -> None:
    path = a_file(tmp_path / "march.csv", rows_of(1), rows_of(2))
    number = locked(ws, plan_of())
    plan = ws.experiments.get(number).plan
    assert plan is not None
    source = ws.sources.add({"name": "march", "address": str(path)})
    origin = Origin.of(source)
    with origin.opened() as rows:
        looks = origin.looks(rows, plan, AT)
    both_have_read, outcomes = threading.Barrier(2), []

    def person(name: str) -> None:
        with Workspace.open(address, actor=name, create=False) as mine:
            both_have_read.wait(30)
            try:
                mine.observations.take_in(number, plan, lambda before: intake(plan, looks, before).batches({}))
                outcomes.append("recorded")
            except Refused as refused:
                outcomes.append(str(refused).partition(":")[0])

    people = [threading.Thread(target=person, args=(name,)) for name in ("Ann", "Bo")]
    for one in people:
        one.start()
    for one in people:
        one.join(60)
    assert sorted(outcomes) == ["nothing in this file is new", "recorded"]
    assert sum(batch.units for batch in ws.observations.of(number)) == 80


def test_a_plan_that_was_amended_while_the_data_were_read_takes_nothing(ws: Workspace, tmp_path: Path) -> None:
    number = locked(ws, plan_of())
    looks = read_looks(a_file(tmp_path / "march.csv", rows_of(1)), plan_of())
    with pytest.raises(Refused, match="was changed while the data were read"):
        ws.observations.take_in(number, plan_of(), lambda before: intake(plan_of(), looks, before).batches({}))


def test_a_column_that_the_plan_names_and_the_source_has_is_not_swapped_for_another(tmp_path: Path) -> None:
    path = a_file(tmp_path / "march.csv", rows_of(1))
    origin = Origin(Address.of(path), {"hit": "spent"})
    with origin.opened() as rows, pytest.raises(Unreadable, match="there is a column 'hit' already, so 'spent' cannot"):
        origin.looks(rows, plan_of(), AT)


@pytest.mark.parametrize("kind", ["csv", "duckdb", "sqlite"])
def test_a_source_with_other_names_reads_the_same_in_every_engine(tmp_path: Path, kind: str) -> None:
    from store.sources.engine import core

    plain = a_file(tmp_path / "plain.csv", rows_of(1), rows_of(2))
    other = tmp_path / "other.csv"
    other.write_text(plain.read_text().replace("user,page,day,hit,spent", "who,variant,since,hit,cost"))
    names = {"page": "variant", "user": "who", "day": "since", "spent": "cost"}
    where, table = other, ""
    if kind != "csv":
        where, table = tmp_path / f"shop.{kind}", "visits"
        if kind == "duckdb":
            with core().connect(str(where)) as connection:
                connection.execute(f"CREATE TABLE visits AS FROM read_csv('{other}')")
        else:
            fill_sqlite(where, other)
    origin = Origin(Address.of(where, table), names)
    with origin.opened() as rows:
        found = origin.looks(rows, plan_of(), AT)
    assert [look.arms for look in found] == [look.arms for look in read_looks(plain, plan_of())]


def fill_sqlite(path: Path, csv: Path) -> None:
    import sqlite3

    header, *rows = [line.split(",") for line in csv.read_text().splitlines()]
    with sqlite3.connect(path) as connection:
        connection.execute(f"CREATE TABLE visits ({', '.join(header)})")
        connection.executemany("INSERT INTO visits VALUES (?, ?, ?, CAST(? AS INT), CAST(? AS REAL))", rows)


@pytest.mark.parametrize("kind", ["csv", "postgresql"])
def test_days_are_counted_in_the_zone_of_the_source(tmp_path: Path, postgres: str, kind: str) -> None:
    """Half past eleven in the evening in London is the next day in Berlin; without a zone it is where the source is."""
    times = ["2026-03-01T23:30:00Z", "2026-03-02T12:00:00Z", "2026-03-02 00:10:00", "2026-03-02T22:59:00Z"]
    rows = [f"u{n},{'old' if n % 2 else 'new'},{time},1,1.5" for n, time in enumerate(times)]
    where, query = str(a_file(tmp_path / "late.csv", rows)), ""
    if kind == "postgresql":
        values = ", ".join("('{}', '{}', '{}', {}, {})".format(*row.split(",")) for row in rows)
        where, query = postgres, f'SELECT * FROM (VALUES {values}) AS late ("user", page, day, hit, spent)'
    plan = plan_of(monitoring="fixed", looks=None)
    days = {}
    for zone in ("", "Europe/Berlin"):
        with opened_at(Address.of(where, "", query, zone)) as source:
            found = source.read(plan).source
            days[zone] = (str(found.first), str(found.last))
    assert days == {"": ("2026-03-01", "2026-03-02"), "Europe/Berlin": ("2026-03-02", "2026-03-02")}


def test_an_observation_without_a_snapshot_is_stored_as_before() -> None:
    fields = {"experiment_id": 1, "at": AT, "recorded_by": "Ann", "arms": {"all": {"units": 1, "statistics": {}}}}
    source = Observation.of(fields).model_dump(mode="json")["source"]
    assert sorted(source) == ["digest", "first", "kind", "last", "name", "rows"]


def test_a_plan_that_leaves_a_column_open_takes_the_sources_word_for_its_role(tmp_path: Path) -> None:
    path = a_file(tmp_path / "march.csv", rows_of(1))
    plan = Plan.of({**plan_of(columns={"arm": "page"}, monitoring="fixed", looks=None).model_dump(by_alias=True)})
    origin = Origin(Address.of(path), {"unit": "user", "time": "day"})
    with origin.opened() as rows:
        (look,) = origin.looks(rows, plan, AT)
    assert str(look.source.last) == "2026-03-01"
