"""How far reading a source is: a bar, rows and bytes, and the key that stops it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from tui.text import joined

if TYPE_CHECKING:
    from store.sources.progress import Progress

_WIDTH = 30


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
    share = progress.part if progress is not None else None
    if progress is None or share is None:
        return Content("\n").join(
            [first, joined(("the database is at work" if not rows else f"{rows:,} rows", "$quiet"))]
        )
    done = round(share * _WIDTH)
    bar = joined(("━" * done, "$accent"), ("━" * (_WIDTH - done), "$border"))
    return Content("\n").join([first, joined(bar, "  ", progress.told(rows))])
