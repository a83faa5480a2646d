"""A line on stderr that says how far something long is: only for a person who watches, gone when it is over."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from shutil import get_terminal_size
from threading import Event, Thread
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from store.sources.open_rows import OpenRows

_EVERY = 0.2
_LATE = 1.0
_AWAY = "\r\x1b[K"


@contextmanager
def progress_line() -> Iterator[Callable[[str, int, int], None]]:
    """Give what is told of a table how many of its rows are done, of how many."""
    watched, last, dirty = sys.stderr.isatty(), time.monotonic(), False

    def tell(table: str, done: int, of: int) -> None:
        nonlocal last, dirty
        now = time.monotonic()
        if watched and now - last >= _EVERY:
            last, dirty = now, True
            click.echo(f"{_AWAY}{table}: {done:,} of {of:,} rows", err=True, nl=False)

    try:
        yield tell
    finally:
        if dirty:
            click.echo(_AWAY, err=True, nl=False)


@contextmanager
def watched(rows: OpenRows) -> Iterator[None]:
    """Say how far reading these rows is, once it takes longer than a moment, to a person who watches."""
    if not sys.stderr.isatty():
        yield
        return
    over = Event()
    teller = Thread(target=_tell, args=(rows, over), name="progress", daemon=True)
    teller.start()
    try:
        yield
    finally:
        over.set()
        teller.join()


def _tell(rows: OpenRows, over: Event) -> None:
    from experiments.text import clean

    began = time.monotonic()
    if over.wait(_LATE):
        return
    while True:
        progress = None
        with suppress(Exception):  # an engine that is being closed
            progress = rows.progress()
        far = (progress.told() if progress is not None else "") or "the engine is at work"
        seconds = time.monotonic() - began
        line = f"reading {clean(rows.short_name)}: {far}, {seconds:.0f} s; ^C stops it"
        click.echo(_AWAY + line[: get_terminal_size().columns - 1], err=True, nl=False)
        if over.wait(_EVERY):
            break
    click.echo(_AWAY, err=True, nl=False)
