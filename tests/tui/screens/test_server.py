"""A team's terminals on one PostgreSQL: what one does the others see, also after the server was away."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import mkdtemp

import pytest

from store.workspace import Workspace
from tests.postgres_server import postgres_in
from tests.tui.screens.bets import a_bet


class Server:
    """A server that a test starts and stops."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.running: AbstractContextManager[str] | None = None

    def start(self) -> str:
        self.running = postgres_in(self.folder, keep=True)
        return self.running.__enter__()

    def stop(self) -> None:
        if self.running is not None:
            self.running.__exit__(None, None, None)
            self.running = None


@pytest.fixture
def server() -> Iterator[Server]:
    folder = Path(mkdtemp(prefix="whatsticks-"))
    server = Server(folder / "data")
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def address(server: Server) -> str:
    return server.start().replace("postgres:@", "postgres:geheim@")


async def test_what_others_do_is_seen_within_a_second_also_after_the_server_was_away(
    sit_down, server: Server, address: str
) -> None:
    with Workspace.open(address, actor="Bo") as bo:
        a_bet(bo)
        async with sit_down() as person:
            await person.sees("1 hypothesis")
            await person.until(lambda: person.app._revision is not None)
            bo.hypotheses.add({"segment_id": 1, "title": "They pay for speed"})
            begun = time.monotonic()
            await person.sees("They pay for speed")
            assert time.monotonic() - begun < 3, "a second, on a machine that has nothing else to do"
            assert "geheim" not in person.text
            server.stop()
            await person.until(lambda: any("What you type stays" in told.message for told in person.app._notifications))
            server.start()
            bo.hypotheses.add({"segment_id": 1, "title": "They come back"})
            await person.sees("They come back")
            assert not person.app._exit
