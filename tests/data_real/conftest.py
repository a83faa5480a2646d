"""Published data sets, read from ``../shared/data`` beside the checkout; tests of what is not there are skipped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / ".." / "shared" / "data"


@pytest.fixture
def data_set() -> Callable[[str], Path]:
    """Return the path of a file of the shared data, such as ``cookie_cats/cookie_cats.csv``."""

    def path(name: str) -> Path:
        found = SHARED / name
        if not found.exists():
            pytest.skip(f"there is no ../shared/data/{name} beside the checkout")
        return found

    return path
