"""How far reading a source is: a bar, rows and bytes, and the key that stops it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from tui.text import joined

if TYPE_CHECKING:
    from store.sources.progress import Progress

_WIDTH = 30
_MEGA, _KILO = 1_000_000, 1_000


def progress_words(name: str, progress: Progress | None, rows: int, seconds: float) -> Content:
    """Return two lines about a reading that is going on.

    Parameters
    ----------
    rows : int
        How many rows there are in all, 0 where that is not known yet.
    seconds : float
        For how long it has been going on.
    """
    first = joined("Reading ", (name, "bold"), f" …  {seconds:.0f} s   ", ("esc", "bold $accent"), " cancels it")
    share = _share(progress)
    if progress is None or share is None:
        return Content("\n").join(
            [first, joined(("the database is at work" if not rows else _rows(None, rows), "$quiet"))]
        )
    done = round(share * _WIDTH)
    bar = joined(("━" * done, "$accent"), ("━" * (_WIDTH - done), "$border"))
    told = [f"{share:4.0%}", *([_bytes(progress)] if progress.total else []), *([_rows(share, rows)] if rows else [])]
    return Content("\n").join([first, joined(bar, "  ", " · ".join(told))])


def _share(progress: Progress | None) -> float | None:
    if progress is None:
        return None
    if progress.share is not None:
        return min(1.0, progress.share)
    return min(1.0, progress.done / progress.total) if progress.total else None


def _bytes(progress: Progress) -> str:
    unit, name = (_MEGA, "MB") if progress.total >= _MEGA else (_KILO, "kB")
    return f"{progress.done / unit:,.1f} of {progress.total / unit:,.1f} {name}"


def _rows(share: float | None, rows: int) -> str:
    return f"{rows:,} rows" if share is None else f"{round(share * rows):,} of {rows:,} rows"
