"""PostgreSQL as it is met: servers that go away and come back, connections that break, addresses with secrets."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import psycopg
import pytest

from experiments.customers import Segment
from experiments.errors import Refused, Unreachable
from store.address import shown
from store.workspace import Workspace
from tests.postgres_server import postgres_in
from tests.store.behind import raw

pytestmark = pytest.mark.xdist_group("postgres")  # its people and databases are known on the whole server

GONE = "the server does not answer; nothing was written|nothing answers there|the server is just starting"


@pytest.fixture
def engine() -> str:
    return "postgresql"


def waited_for(question: Callable[[], Any], seconds: float = 10) -> Any:
    """Ask until the answer is yes."""
    give_up = time.monotonic() + seconds
    while not (answer := question()) and time.monotonic() < give_up:
        time.sleep(0.05)
    return answer


class TestAServerThatIsStartedAnew:
    @pytest.fixture
    def folder(self) -> Iterator[Path]:
        folder = Path(mkdtemp(prefix="whatsticks-"))
        yield folder / "data"
        shutil.rmtree(folder, ignore_errors=True)

    def test_one_clear_line_while_it_is_away_and_then_all_goes_on(self, folder: Path) -> None:
        with postgres_in(folder, keep=True) as address:
            ws = Workspace.open(address, actor="Ann")
            other = Workspace.open(address, actor="Bo")
            ws.segments.add({"name": "Night owls"})
            seen = other.revision()
        for _ in range(2):
            for ask in (ws.segments.list, ws.revision, other.revision, lambda: ws.segments.add({"name": "Lost"})):
                with pytest.raises(Unreachable, match=GONE) as refused:
                    ask()
                assert "\n" not in str(refused.value)
        with postgres_in(folder):
            assert other.revision() > seen
            assert ws.segments.add({"name": "Early birds"}).id == 2
            heard = other.revision()
            ws.segments.edit(1, 1, {"size": 4})
            assert other.revision() > heard
            assert [segment.name for segment in other.segments.list()] == ["Early birds", "Night owls"]
            assert other.trail.verify() == ()
            ws.close()
            other.close()


class Broken:
    """A wire to the server that breaks when a word goes over it: before the server reads it, or before it answers."""

    def __init__(self, folder: Path, server: str, word: bytes, *, delivered: bool) -> None:
        self.word, self.delivered, self.broke = word, delivered, 0
        self._server = server
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / ".s.PGSQL.5432"))
        self._listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._server)
            for source, target in ((client, server), (server, client)):
                threading.Thread(target=self._carry, args=(source, target, source is client), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, watched: bool) -> None:
        while data := _received(source):
            if watched and self.word in data and not self.broke:
                self.broke += 1
                if self.delivered:
                    source.shutdown(socket.SHUT_RDWR)  # from here on no answer gets through
                    target.sendall(data)
                    time.sleep(0.3)  # the server has kept it by now
                break
            try:
                target.sendall(data)
            except OSError:
                break
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def close(self) -> None:
        self._listener.close()


def _received(source: socket.socket) -> bytes:
    try:
        return source.recv(65536)
    except OSError:
        return b""


@pytest.mark.parametrize("delivered", [True, False], ids=["the answer is lost", "the order is lost"])
def test_a_connection_that_breaks_while_a_change_is_kept_leaves_no_doubt(
    tmp_path: Path, address: str, delivered: bool
) -> None:
    with Workspace.open(address, actor="Ann") as straight:
        straight.segments.add({"name": "Night owls"})
        socket_folder = psycopg.conninfo.conninfo_to_dict(address.partition("&schema")[0])["host"]
        folder = Path(mkdtemp(prefix="wire-"))
        wire = Broken(folder, f"{socket_folder}/.s.PGSQL.5432", b"COMMIT\0", delivered=delivered)
        try:
            with Workspace.open(address.replace(str(socket_folder), str(folder)), actor="Bo") as ws:
                wire.broke = 0
                if delivered:
                    assert ws.segments.add({"name": "Early birds"}).id == 2
                else:
                    with pytest.raises(Unreachable, match="nothing was written"):
                        ws.segments.add({"name": "Early birds"})
                assert wire.broke == 1
                assert straight.segments.count() == (2 if delivered else 1)
                assert ws.segments.add({"name": "Parents"}).id == (3 if delivered else 2)
                assert straight.trail.verify() == ()
        finally:
            wire.close()
            shutil.rmtree(folder)


def test_a_connection_ended_in_the_middle_of_a_change_leaves_nothing(ws: Workspace, address: str) -> None:
    ws.segments.add({"name": "Night owls"})

    def broken() -> None:
        with ws._desk.changing() as change:
            change.insert(Segment(name="Early birds"))
            (backend,) = change.session.connection().exec_driver_sql("SELECT pg_backend_pid()").one()
            with psycopg.connect(address.partition("&schema")[0]) as other:
                other.execute("SELECT pg_terminate_backend(%s)", [backend])
            change.enter("add", "S2", "Added.")

    with pytest.raises(Unreachable, match="the server does not answer; nothing was written"):
        broken()
    assert ws.segments.count() == 1
    assert ws.segments.add({"name": "Early birds"}).id == 2
    assert ws.trail.verify() == ()


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("postgresql://ann:geheim@h:5432/bets?schema=team", "postgresql://ann:***@h:5432/bets?schema=team"),
        ("postgresql+psycopg://ann@h/bets", "postgresql://ann@h/bets"),
        ("postgres:///bets?password=geheim&host=/run/pg&sslpassword=geheim", "postgresql:///bets?host=/run/pg"),
        ("postgresql://ann:geh@eim@h/bets", "postgresql://ann:***@h/bets"),
        ("postgresql://ann:geh/eim@h/bets", "postgresql://ann:***@h/bets"),
        ("postgresql://ann:geh?eim@h/bets", "postgresql://ann:***@h/bets"),
        ("postgresql://ann:12?34@h", "postgresql://ann:***@h"),
        ("postgresql://ann:geh#eim:x@[::1]:5/bets?foo=geheim", "postgresql://ann:***@[::1]:5/bets"),
    ],
)
def test_a_password_in_an_address_is_never_shown(address: str, told: str) -> None:
    assert shown(address) == told


def test_every_refusal_of_a_server_is_one_line_without_the_password(guarded_server: str) -> None:
    at = guarded_server
    refused = {
        f"postgresql://locked:geheim@/postgres?host={at}": r"does not accept this person with this password; set",
        f"postgresql://locked@/postgres?host={at}": r"asks for a password; set PGPASSWORD or write it to ~/.pgpass",
        f"postgresql://nobody:geheim@/postgres?host={at}": r"the server does not know this person",
        f"postgresql://postgres:geheim@/nowhere?host={at}": r"there is no such database on the server; createdb makes",
        f"postgresql://few:geheim@/postgres?host={at}": r"you do not have the right to do this",
        f"postgresql://postgres:geheim@/postgres?host={at}&schema=taken": r"schema taken holds tables of another",
        f"postgresql://postgres:geheim@/latin?host={at}": r"the database keeps text as LATIN1; make one WITH ENCODING",
        f"postgresql://postgres:geheim@/postgres?host={at}&schema=pg_x": r"cannot live in a schema of this name",
        f"postgresql://postgres:geheim@/postgres?host={at}&colour=red": r"cannot be understood; write postgresql://person",
        "postgresql://ann:geheim@127.0.0.1:1/bets": r"nothing answers there; is the server running",
        "postgresql://ann:geh@eim@127.0.0.1/bets": r"no server of this name is known",
    }
    for address, told in refused.items():
        with pytest.raises(Unreachable, match=told) as refusal:
            Workspace.open(address, actor="Ann")
        assert "\n" not in str(refusal.value)
        assert "geh" not in str(refusal.value)


@pytest.fixture(scope="module")
def guarded_server(postgres: str) -> Iterator[str]:
    """The folder of the server's socket; on it somebody with a password, somebody without rights, and odd databases."""
    folder = str(psycopg.conninfo.conninfo_to_dict(postgres)["host"])
    with psycopg.connect(host=folder, user="postgres", dbname="postgres", autocommit=True) as connection:
        data = connection.execute("SELECT current_setting('hba_file')").fetchone()
        assert data is not None
        rules = Path(data[0])
        before = rules.read_text()
        rules.write_text("local all locked scram-sha-256\n" + before)
        for statement in (
            "CREATE ROLE locked LOGIN PASSWORD 'right'",
            "CREATE ROLE few LOGIN",
            "CREATE SCHEMA taken CREATE TABLE bookmarks (url text)",
            "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0",
            "SELECT pg_reload_conf()",
        ):
            connection.execute(statement)
        yield folder
        rules.write_text(before)
        for statement in (
            "SELECT pg_reload_conf()",
            "DROP SCHEMA taken CASCADE",
            "DROP DATABASE latin",
            "DROP ROLE locked",
            "DROP ROLE few",
        ):
            connection.execute(statement)


def test_the_right_password_comes_from_the_environment(guarded_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "right")
    with pytest.raises(Unreachable, match="you do not have the right to do this"):
        Workspace.open(f"postgresql://locked@/postgres?host={guarded_server}", actor="Ann")


def test_who_may_only_read_is_told_so(ws: Workspace, address: str, guarded_server: str) -> None:
    ws.segments.add({"name": "Night owls"})
    schema = address.partition("schema=")[2]
    database = psycopg.conninfo.conninfo_to_dict(address.partition("&schema")[0])["dbname"]
    with psycopg.connect(f"postgresql://postgres@/{database}?host={guarded_server}") as connection:
        connection.execute(
            f"GRANT USAGE ON SCHEMA {schema} TO few; GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO few"
        )
        connection.commit()
        with Workspace.open(
            f"postgresql://few@/{database}?host={guarded_server}&schema={schema}", actor="Guest"
        ) as guest:
            assert guest.segments.get(1).name == "Night owls"
            assert guest.trail.verify() == ()
            assert guest.revision()
            with pytest.raises(Refused, match="is open for reading only: you may only read it"):
                guest.segments.add({"name": "Early birds"})
        connection.execute("DROP OWNED BY few")


def test_a_newer_workspace_is_refused_untouched(ws: Workspace, address: str) -> None:
    with raw(address) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(Unreachable, match=r"was written by a newer version of this program; .*nothing was changed"):
            Workspace.open(address, actor="Bo")
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]


def test_a_workspace_that_is_not_there_is_not_made_unasked(address: str) -> None:
    with pytest.raises(Unreachable, match=r"there is no workspace at .*; whatsticks init makes one"):
        Workspace.open(address, create=False)
    with raw(address) as connection:
        made = "SELECT count(*) FROM pg_namespace WHERE nspname = %s"
        assert connection.execute(made, [address.partition("schema=")[2]]).fetchone() == (0,)


def test_a_change_is_told_within_a_second_and_asks_no_table(ws: Workspace, address: str) -> None:
    with Workspace.open(address, actor="Bo") as other, raw(address) as connection:
        seen = other.revision()
        assert other.revision() == seen
        ws.segments.add({"name": "Night owls"})
        assert other.revision() > seen
        reads = "SELECT coalesce(sum(seq_scan + idx_scan), 0) FROM pg_stat_user_tables"
        here = f"{reads} WHERE schemaname = current_schema()"
        before = connection.execute(here).fetchone()
        for _ in range(50):
            other.revision()
        connection.execute("SELECT pg_stat_force_next_flush()")
        assert connection.execute(here).fetchone() == before
