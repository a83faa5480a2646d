"""PostgreSQL as it is met: servers that go away and come back, connections that break, addresses with secrets in them."""

from __future__ import annotations

import os
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

from experiments.errors import Unreachable
from store.address import shown
from store.workspace import Workspace
from tests.postgres_server import postgres_in

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
    with pytest.raises(Unreachable, match="the server does not answer; nothing was written"):
        with ws._desk.changing() as change:
            from experiments.customers import Segment

            change.insert(Segment(name="Early birds"))
            (backend,) = change.session.connection().exec_driver_sql("SELECT pg_backend_pid()").one()
            with psycopg.connect(address.partition("&schema")[0]) as other:
                other.execute("SELECT pg_terminate_backend(%s)", [backend])
            change.enter("add", "S2", "Added.")
    assert ws.segments.count() == 1
    assert ws.segments.add({"name": "Early birds"}).id == 2
    assert ws.trail.verify() == ()
