"""The shelf of saved sources: added, edited, removed, and found by the name that people gave them."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any

from sqlmodel import select

from experiments.errors import InvalidField, NotFound, Unreadable
from experiments.saved_source import SavedSource
from store import sentences
from store.change import Change
from store.shelf import Shelf

_PASSWORD = re.compile(r"\bpass(word|wd)\s*=\s*[^\s$]", re.IGNORECASE)


class SavedSources(Shelf[SavedSource]):
    """The saved sources of a workspace."""

    noun = SavedSource

    def add(self, fields: Mapping[str, Any]) -> SavedSource:
        """Add one; a path is kept whole, so that it means the same from every folder."""
        return super().add(_placed(fields))

    def edit(self, number: int, version: int, changes: Mapping[str, Any]) -> SavedSource:
        """Change some fields of the version that was read."""
        return super().edit(number, version, _placed(changes))

    def remove(self, number: int, version: int) -> SavedSource:
        """Forget a source. What was recorded from it stays, and the trail still says what it was."""
        with self._desk.changing() as change:
            gone = change.current(SavedSource, number, version)
            change.remove(gone)
            change.enter("remove", gone.code, sentences.removed(gone))
        return gone

    def list(self, text: str = "", limit: int = 200, offset: int = 0) -> tuple[SavedSource, ...]:
        """Return sources that hold a text, the newest first."""
        return self._page([], text, limit, offset)

    def count(self, text: str = "") -> int:
        """Return how many sources hold a text."""
        return self._count([], text)

    def named(self, name: str) -> SavedSource:
        """Return the source of this name, in any case, or with this code.

        Raises
        ------
        NotFound
            Naming those there are.
        """
        wanted = name.strip()
        if wanted[:1] in "dD" and wanted[1:].isdecimal() and len(wanted) < 12:
            return self.get(int(wanted[1:]))
        found = self.list(limit=10_000)
        for source in found:
            if source.name.casefold() == wanted.casefold():
                return source
        known = ", ".join(source.name for source in found[:5])
        hint = f"there are {known}" if known else "save one: whatsticks source add --name … --address …"
        raise NotFound("source", wanted, hint)

    def _check(self, change: Change, noun: SavedSource) -> None:
        """Refuse a second source of the same name, an address with a secret in it, and a zone that nobody knows."""
        for row in change.session.exec(select(self._row)):
            if row.id != noun.id and row.name.casefold() == noun.name.casefold():
                taken = f"D{row.id} is called {row.name!r} already"
                raise InvalidField.about("Name", f"{taken}; edit it, or choose another name")
        _check_address(noun)
        _check_zone(noun.time_zone)


def _placed(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields with the whole path of a file in place of one that is meant from a certain folder."""
    address = fields.get("address")
    if not isinstance(address, str) or "://" in address or not address.strip():
        return dict(fields)
    return {**fields, "address": os.path.abspath(os.path.expanduser(address.strip()))}


def _check_address(source: SavedSource) -> None:
    from store.sources.address import Address

    try:
        Address.of(source.address, source.table, source.query)
    except Unreadable as error:
        raise InvalidField.about("Address", str(error)) from None
    if _PASSWORD.search(source.query):
        raise InvalidField.about("Query", "a password is written out in it; connect as somebody who may read the rows")


def _check_zone(name: str) -> None:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        if name:
            ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InvalidField("Time zone", name, "write its name, such as Europe/Berlin; empty means UTC") from None
