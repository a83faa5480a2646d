"""What every test stands on: a home of its own, repeatable examples, and a browser where there is one."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings

from tests.postgres_server import database_of, postgres_in

# No deadline: a shared machine is slow at times, and speed has its own tests. The same examples on every run, and few:
# `make laws` tries ten times as many, which are others each time.
settings.register_profile("whatsticks", deadline=None, derandomize=True, print_blob=True, max_examples=40)
settings.register_profile("thorough", deadline=None, print_blob=True, max_examples=400)
settings.load_profile("whatsticks")


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that all homes are in."""
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(autouse=True)
def a_home_of_its_own(homes: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or writes what belongs to the person who runs it."""
    home = Path(tempfile.mkdtemp(dir=homes))  # a numbered folder each would be looked for among thousands
    monkeypatch.setenv("HOME", str(home))
    for kind in ("CACHE", "CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(home / kind.lower()))
    return home


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser that a test marked ``browser`` looks with."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    pytest.skip("there is no Chromium on PATH")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of this worker's own database, on a PostgreSQL server that all workers of this run share."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid4().hex
    # Not below pytest's own folder: the server has a user of its own, and that folder is closed to all but ours.
    with postgres_in(Path(tempfile.gettempdir()) / f"whatsticks-{run[:12]}") as address:
        # A database each, so that none meets a table that another is just making.
        yield database_of(os.environ.get("PYTEST_XDIST_WORKER", "alone"), address)
