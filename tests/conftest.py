"""What every test stands on: a home of its own, repeatable examples, and a browser where there is one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

# No deadline: a shared machine is slow at times, and speed has its own tests. The same examples on every run.
settings.register_profile("whatsticks", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("whatsticks")


@pytest.fixture(autouse=True)
def a_home_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or writes what belongs to the person who runs it."""
    home = tmp_path_factory.mktemp("home")
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
