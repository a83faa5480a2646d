"""Reading rows in a thread beside one that waits: so ``^C`` stops the engine's query, and a line says how far it is.

An engine that works with threads of its own may not notice that somebody pressed ``^C``; one at the other end of a
wire would go on without anybody to answer to.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Protocol, TypeVar

import click

from tui.commands.beside import Beside

if TYPE_CHECKING:
    from store.sources.progress import Progress

Found = TypeVar("Found")

_EVERY = 0.2
_LATE = 1.0
_PATIENCE = 10.0
_AWAY = "\r\x1b[K"


class Stoppable(Protocol):
    """What can be watched and stopped from another thread: open rows, or a look at them."""

    @property
    def short_name(self) -> str:
        """Return what it is called."""

    def progress(self) -> Progress | None:
        """Return how far it is, where that is known."""

    def cancel(self) -> None:
        """Stop it."""


def stoppable(rows: Stoppable, work: Callable[[], Found]) -> Found:
    """Return what is worked out over rows.

    A person who watches is told how far it is, once it takes longer than a moment.

    Raises
    ------
    KeyboardInterrupt
        Once the engine has stopped, after ``^C``.
    """
    working, began, dirty = Beside(work), time.monotonic(), False
    working.start()
    watched = sys.stderr.isatty()
    try:
        while not working.wait(_EVERY):
            if watched and time.monotonic() - began >= _LATE:
                dirty = True
                click.echo(_AWAY + _how_far(rows, time.monotonic() - began), err=True, nl=False)
    except KeyboardInterrupt:
        _stop(rows, working)
        raise
    finally:
        if dirty:
            click.echo(_AWAY, err=True, nl=False)
    return working.result()


def _stop(rows: Stoppable, working: Beside[Found]) -> None:
    """Ask the engine until it has stopped: between two questions there is nothing to stop."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        with suppress(Exception):
            rows.cancel()
        if working.wait(_EVERY):
            return


def _how_far(rows: Stoppable, seconds: float) -> str:
    from experiments.text import clean

    progress = None
    with suppress(Exception):  # an engine that is being closed
        progress = rows.progress()
    far = (progress.told() if progress is not None else "") or "the engine is at work"
    told = f": {far}, {seconds:.0f} s; ^C stops it"
    name, room = clean(rows.short_name), get_terminal_size().columns - len(told) - len("reading ") - 1
    return f"reading {name if len(name) <= room else '…' + name[-max(1, room - 1) :]}{told}"
