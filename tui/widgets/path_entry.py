"""A line for a file or a saved source, completed from what is there: → takes the completion."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable

from textual.suggester import Suggester

from tui.text import clean
from tui.widgets.entries import LineEntry

_MOST = 5000


class PathEntry(LineEntry):
    """Completes folders and files as they are typed, and before them the names it is offered."""

    def __init__(self, text: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(text, placeholder=placeholder, id=id)
        self.suggester = Paths()

    def offer(self, names: Iterable[str]) -> None:
        """Complete these names too."""
        self.suggester = Paths(tuple(names))


class Paths(Suggester):
    """The first name that begins with what was typed: one that is offered, or one in the folder."""

    def __init__(self, names: tuple[str, ...] = ()) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self.names = names

    async def get_suggestion(self, value: str) -> str | None:
        """Look in the folder, off the event loop."""
        if value.casefold() in map(str.casefold, self.names):
            return None
        named = (name for name in self.names if value and name.casefold().startswith(value.casefold()))
        if (name := next(named, None)) is not None and clean(name) == name:
            return value + name[len(value) :]
        return await asyncio.to_thread(completion, value)


def completion(typed: str) -> str | None:
    """Return the path that the typed beginning stands for; names that a terminal would obey are not offered."""
    folder, _, start = typed.rpartition("/")
    try:
        with os.scandir(os.path.expanduser(f"{folder}/" if "/" in typed else ".")) as entries:
            found = sorted(
                (entry.name, entry.is_dir())
                for _, entry in zip(range(_MOST), entries, strict=False)
                if entry.name.startswith(start) and clean(entry.name) == entry.name and (start or entry.name[0] != ".")
            )
    except (OSError, ValueError):
        return None
    if not found or not typed:
        return None
    name, is_folder = found[0]
    return typed + name[len(start) :] + ("/" if is_folder else "")
