"""The schema that migrations make is the one that tables describe, and the one that a new file gets at once."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from experiments.errors import Unreachable
from store import migrations, postgres
from store.database import WRITES
from store.migrations import HEAD, REVISIONS, schema
from store.sqlite import engine_for
from store.tables import Row
from store.workspace import Workspace
from tests.store.behind import raw


@pytest.fixture
def migrated(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Path | str:
    """A workspace that went through every migration, one after the other."""
    if engine == "sqlite":
        place: Path | str = tmp_path / "migrated.db"
        Path(place).touch()
    else:
        name = f"migrated_{uuid4().hex[:12]}"
        place = f"{request.getfixturevalue('postgres')}&schema={name}"
        with raw(place) as connection:
            connection.execute(f"CREATE SCHEMA {name}")
    using = at(place)
    for revision in REVISIONS:
        with writing(using) as connection:
            schema.upgrade(connection, revision)
    using.dispose()
    return place


def at(place: Path | str) -> Engine:
    return engine_for(place, "mode=rw") if isinstance(place, Path) else postgres.engine_for(postgres.server_at(place))


def writing(engine: Engine) -> Any:
    return engine.execution_options(**{WRITES: True}).begin()


def shape(place: Path | str) -> dict[str, Any]:
    """Everything that the engine knows of a schema, in its own words."""
    with raw(place) as connection:
        return shape_of_file(connection) if isinstance(place, Path) else shape_on_server(connection)


def shape_of_file(connection: sqlite3.Connection) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall():
        found[f"{kind} {name}"] = " ".join((sql or "").split()) if kind != "table" else ""
        if kind == "table":
            for pragma in ("table_xinfo", "foreign_key_list", "index_list"):
                rows = connection.execute(f"PRAGMA {pragma}({name})").fetchall()
                found[f"{name} {pragma}"] = sorted(str(row[1:]) for row in rows)  # the first is only a count
    return found


def shape_on_server(connection: Any) -> dict[str, Any]:
    here = "current_schema()::regnamespace"
    asked = {
        "columns": "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default"
        " FROM information_schema.columns WHERE table_schema = current_schema()",
        "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema()",
        "rules": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        f" WHERE connamespace = {here}",
        "guards": "SELECT pg_get_triggerdef(t.oid), tgenabled FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid"
        f" WHERE relnamespace = {here} AND NOT tgisinternal",
        "functions": f"SELECT proname, prosrc, proconfig FROM pg_proc WHERE pronamespace = {here}",
        "sequences": f"SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace = {here}",
    }
    (name,) = connection.execute("SELECT current_schema()").fetchone()
    found = {what: connection.execute(query).fetchall() for what, query in asked.items()}
    return {what: sorted(str(row).replace(name, "here") for row in rows) for what, rows in found.items()}


def not_for_searching(_thing: Any, name: str, kind: str, *_rest: Any) -> bool:
    """Leave out what the engine keeps for searches, which the program never reads as rows."""
    searched = kind == "table" and "_search" in name
    return not searched and not (kind in ("column", "index") and name.rpartition("_")[2] == "words")


@pytest.mark.engines
def test_migrations_lead_to_the_tables_of_the_program(migrated: Path | str) -> None:
    using = at(migrated)
    with using.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": not_for_searching}
        )
        assert compare_metadata(context, Row.metadata) == []
    using.dispose()


@pytest.mark.engines
def test_a_new_workspace_is_what_migrations_would_have_made_of_it(migrated: Path | str, address: Path | str) -> None:
    Workspace.open(address).close()
    made = shape(address)
    assert made == shape(migrated)
    assert made


def test_the_program_knows_every_revision_in_order() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    walked = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(walked)) == REVISIONS


@pytest.mark.engines
def test_a_migrated_workspace_is_at_the_newest_revision_and_works(migrated: Path | str) -> None:
    with Workspace.open(migrated, create=False) as ws:
        ws.segments.add({"name": "Night owls"})
        assert ws.trail.verify() == ()


def test_a_file_that_could_not_be_made_can_be_made_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bets.db"

    def breaks_half_way(connection: Any) -> None:
        Row.metadata.tables["segment"].create(connection)
        raise sqlite3.OperationalError("disk gone")

    monkeypatch.setattr(schema, "create", breaks_half_way)
    with pytest.raises(Unreachable, match="disk gone"):
        Workspace.open(path)
    monkeypatch.undo()
    with Workspace.open(path) as ws:
        assert ws.segments.count() == 0
    assert REVISIONS[-1] == HEAD
