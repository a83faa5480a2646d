"""Workspaces of earlier versions are brought up to date with all that is in them, or left exactly as they were."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from experiments.errors import Unreachable
from store import migrations
from store.migrations import HEAD, REVISIONS, schema
from store.workspace import Workspace
from tests.store.behind import raw
from tests.store.released import SCHEMA, load_file, load_on_server

pytestmark = pytest.mark.engines

Released = Callable[[str], Path | str]

NEXT = """
from alembic import op
import sqlalchemy as sa

revision, down_revision = "next", "{head}"


def upgrade():
    op.create_table("note", sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False))
    with op.batch_alter_table("segment") as segment:
        segment.add_column(sa.Column("colour", sa.Text(), nullable=False, server_default="red"))
    {then}
"""


@pytest.fixture
def released(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Released:
    """Load the workspace that a released version left, and answer its address."""

    def load(revision: str) -> Path | str:
        if engine == "sqlite":
            return load_file(revision, tmp_path / "bets.db")
        return load_on_server(revision, request.getfixturevalue("postgres"), f"released_{uuid4().hex[:12]}")

    return load


@pytest.fixture
def a_next_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Make the program one with another migration, which ends in some statement."""

    def make(then: str) -> None:
        scripts = tmp_path / "migrations"
        shutil.copytree(Path(migrations.__file__).parent, scripts)
        (scripts / "versions" / "next.py").write_text(NEXT.format(then=then, head=HEAD))
        monkeypatch.setattr(schema, "SCRIPTS", scripts)
        monkeypatch.setattr(schema, "HEAD", "next")
        for module in ("sqlite_opening", "postgres_opening", "database"):
            monkeypatch.setattr(f"store.{module}.HEAD", "next")
        for module in ("sqlite_opening", "postgres_opening"):
            monkeypatch.setattr(f"store.{module}.REVISIONS", (*REVISIONS, "next"))

    return make


def works(ws: Workspace) -> None:
    assert ws.trail.verify() == ()
    assert ws.segments.get(1).expectations == ("顧客の声", "%s \\n")
    assert [test.stage for test in reversed(ws.experiments.list())] == ["draft", "locked", "running", "decided"]
    assert ws.board()[0].units == 400
    entries = ws.trail.count()
    assert ws.experiments.edit(1, ws.experiments.get(1).version, {"title": "Another"}).title == "Another"
    assert ws.segments.add({"name": "Early birds"}).id == 2
    assert ws.trail.count() == entries + 2
    assert ws.trail.verify() == ()


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_workspace_of_every_released_version_keeps_all_that_is_in_it(released: Released, revision: str) -> None:
    address = released(revision)
    with Workspace.open(address, actor="Bo", create=False, upgrade=True) as ws:
        works(ws)
    with raw(address) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]


def test_what_the_next_version_migrates_is_all_there_and_a_file_is_copied_first(
    released: Released, a_next_version: Callable[[str], None], engine: str, tmp_path: Path
) -> None:
    address = released(HEAD)
    before = dump(address)
    a_next_version("pass")
    with Workspace.open(address, actor="Bo", upgrade=True) as ws:
        assert ws.trail.verify() == ()
        assert ws.segments.add({"name": "Early birds"}).id == 2
    with raw(address) as connection:
        assert connection.execute("SELECT id, colour FROM segment ORDER BY id").fetchall() == [(1, "red"), (2, "red")]
    copies = sorted(path.name for path in tmp_path.glob("bets.db.*"))
    if engine == "sqlite":
        assert copies == ["bets.db.before-next.bak"]
        assert dump(tmp_path / copies[0]) == before
    else:
        assert copies == []


def test_a_migration_that_fails_leaves_everything_as_it_was(
    released: Released, a_next_version: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    address = released(HEAD)
    before = dump(address)
    a_next_version("op.execute('INSERT INTO nowhere VALUES (1)')")
    with pytest.raises(Unreachable) as refused:
        Workspace.open(address, actor="Bo", upgrade=True)
    assert "\n" not in str(refused.value)
    assert dump(address) == before
    assert list(tmp_path.glob("*.bak")) == []
    monkeypatch.undo()
    with Workspace.open(address, actor="Bo", create=False) as ws:
        works(ws)


def test_a_file_is_brought_up_to_date_at_once_and_a_teams_server_only_when_asked(
    released: Released, a_next_version: Callable[[str], None], engine: str
) -> None:
    address = released(HEAD)
    a_next_version("pass")
    if engine == "sqlite":
        Workspace.open(address, actor="Bo", create=False).close()
        return
    before = dump(address)
    with pytest.raises(Unreachable, match=r"was made by an earlier version .* whatsticks init brings it up to date"):
        Workspace.open(address, actor="Bo")
    assert dump(address) == before


def test_an_older_program_refuses_what_a_newer_one_made(
    released: Released, a_next_version: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = released(HEAD)
    with Workspace.open(address, actor="Ann") as open_before:
        a_next_version("pass")
        Workspace.open(address, actor="Bo", upgrade=True).close()
        monkeypatch.undo()
        before = dump(address)
        with pytest.raises(Unreachable, match="was brought up to date by a newer version of this program while it was"):
            open_before.segments.add({"name": "Early birds"})
    for upgrade in (False, True):
        with pytest.raises(Unreachable, match="was written by a newer version of this program"):
            Workspace.open(address, actor="Bo", upgrade=upgrade)
    assert dump(address) == before


def dump(address: Path | str) -> list[str]:
    """Return all that a workspace holds, and how its tables are made."""
    if isinstance(address, Path):
        connection = sqlite3.connect(address)
        try:
            return list(connection.iterdump())
        finally:
            connection.close()
    with psycopg.connect(address) as server:
        tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = %s ORDER BY 1"
        columns = "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = %s"
        found = [str(row) for row in sorted(server.execute(columns, [SCHEMA]).fetchall())]
        for (table,) in server.execute(tables, [SCHEMA]).fetchall():
            rows = server.execute(f"SELECT t::text FROM {SCHEMA}.{table} t ORDER BY 1").fetchall()
            found += [f"{table} {row[0]}" for row in rows]
        return found
