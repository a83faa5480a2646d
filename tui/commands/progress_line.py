"""A line on stderr that says how far something long is: only for a person who watches, gone when it is over."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

_EVERY = 0.2
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
