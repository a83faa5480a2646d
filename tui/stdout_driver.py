"""The terminal by way of stdout, for whoever sends stderr elsewhere."""

from __future__ import annotations

import sys
from typing import Any

from textual.drivers.linux_driver import LinuxDriver


class StdoutDriver(LinuxDriver):
    """Textual's driver for POSIX systems, which writes to stderr, writing to stdout."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._file = sys.__stdout__
