"""The schema that migrations make is the one that tables describe, and the one that a new file gets at once."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from experiments.errors import Unreachable
from store import migrations
from store.database import WRITES
from store.migrations import HEAD, REVISIONS, schema
from store.opening import open_database
from store.sqlite import engine_for
from store.tables import Row
from store.workspace import Workspace


@pytest.fixture
def migrated(tmp_path: Path) -> Path:
    """A file that went through every migration, one after the other."""
    path = tmp_path / "migrated.db"
    path.touch()
    engine = engine_for(path, "mode=rw")
    for revision in REVISIONS:
        with writing(engine) as connection:
            schema.upgrade(connection, revision)
    engine.dispose()
    return path


def writing(engine: Engine) -> Any:
    return engine.execution_options(**{WRITES: True}).begin()


def shape(path: Path) -> dict[str, Any]:
    """Everything that SQLite knows of a schema, in its own words."""
    connection = sqlite3.connect(path)
    found: dict[str, Any] = {}
    for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall():
        found[f"{kind} {name}"] = " ".join((sql or "").split()) if kind != "table" else ""
        if kind == "table":
            for pragma in ("table_xinfo", "foreign_key_list", "index_list"):
                rows = connection.execute(f"PRAGMA {pragma}({name})").fetchall()
                found[f"{name} {pragma}"] = sorted(str(row[1:]) for row in rows)  # the first is only a count
    connection.close()
    return found


def test_migrations_lead_to_the_tables_of_the_program(migrated: Path) -> None:
    engine = engine_for(migrated, "mode=rw")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Row.metadata) == []
    engine.dispose()


def test_a_new_file_is_what_migrations_would_have_made_of_it(migrated: Path, address: Path) -> None:
    Workspace.open(address).close()
    assert shape(address) == shape(migrated)


def test_the_program_knows_every_revision_in_order() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    walked = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(walked)) == REVISIONS


def test_a_migrated_file_is_at_the_newest_revision_and_works(migrated: Path) -> None:
    with Workspace.open(migrated, create=False) as ws:
        ws.segments.add({"name": "Night owls"})
        assert ws.trail.verify() == ()


def test_a_file_behind_the_program_is_brought_up_to_date(address: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it will be when there is a second revision: the file says an older one, so Alembic is asked to go on."""
    Workspace.open(address).close()
    connection = sqlite3.connect(address)
    connection.execute("UPDATE alembic_version SET version_num = '0000'")
    connection.commit()
    connection.close()
    monkeypatch.setattr("store.sqlite_opening.REVISIONS", ("0000", *REVISIONS))
    asked: list[str] = []
    monkeypatch.setattr(schema, "upgrade", lambda connection: asked.append(schema.revision(connection)))
    open_database(address, create=False).close()
    assert asked == ["0000"]


def test_a_failed_migration_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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
