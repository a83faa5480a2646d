"""Looking into a source in a thread of its own: it can be watched while it reads, and it can be cancelled."""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Generic, TypeVar

from experiments.errors import Refused, Unreadable
from experiments.words import count
from tui.messages import FileRead

if TYPE_CHECKING:
    from experiments.observation import Observation
    from experiments.plan import Plan
    from experiments.saved_source import SavedSource
    from store.again import Origin
    from store.sources.open_rows import OpenRows
    from store.sources.preview import Preview
    from store.sources.progress import Progress

CANCELLED = "cancelled: nothing was recorded, and what you typed is still here"
_PAUSE = 0.1
_FEW = 8

Found = TypeVar("Found")


class Cancellable(ABC, Generic[Found]):
    """Something that is worked out over the rows of a source. A subclass says what."""

    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self.began = time.monotonic()
        self.cancelled = False
        self._rows: OpenRows | None = None
        self._over = threading.Event()

    @abstractmethod
    def work(self, rows: OpenRows) -> Found:
        """Return what is asked of open rows."""

    def run(self) -> Found:
        """Open the source and work; to be called in a thread.

        Raises
        ------
        Refused
            Where it was cancelled.
        Unreadable
            Where it cannot be read.
        """
        try:
            with self.origin.opened() as rows:
                self._rows = rows
                self.go_on()
                return self.work(rows)
        except KeyboardInterrupt:  # as engines say that they were stopped
            raise Refused(CANCELLED) from None
        except Exception:
            self.go_on()  # whatever an engine says when it is stopped
            raise
        finally:
            self._rows = None
            self._over.set()

    def go_on(self) -> None:
        """Raise Refused where it was cancelled."""
        if self.cancelled:
            raise Refused(CANCELLED) from None

    def progress(self) -> Progress | None:
        """Return how far reading is; None before there is anything to read, or where the engine does not tell."""
        rows = self._rows
        if rows is not None:
            with suppress(Exception):  # an engine that is being closed
                return rows.progress()
        return None

    def cancel(self) -> None:
        """Stop it, whatever it is doing; returns at once. The engine is asked until it has stopped."""
        if not self.cancelled:
            self.cancelled = True
            threading.Thread(target=self._stop, name="cancelling", daemon=True).start()

    def _stop(self) -> None:
        while not self._over.is_set():
            if rows := self._rows:
                with suppress(Exception):  # between two questions there is nothing to stop
                    rows.cancel()
            self._over.wait(_PAUSE)


class SourceLook(Cancellable[FileRead]):
    """What a source holds under a plan, and what of it is new.

    Parameters
    ----------
    where : str
        What was typed to name it.
    batches : sequence of Observation
        What is recorded, to be held against.
    replaces : int, optional
        The batch that is to be corrected.
    """

    def __init__(
        self, where: str, origin: Origin, plan: Plan, batches: Sequence[Observation], replaces: int | None
    ) -> None:
        super().__init__(origin)
        self.where = where
        self.rows_in_all = 0
        self._plan, self._batches, self._replaces = plan, tuple(batches), replaces

    def work(self, rows: OpenRows) -> FileRead:
        """Look at the first rows, read it look by look, and hold that against what is recorded."""
        from store.intake import intake

        found = self.origin.preview(rows, self._plan)
        self.rows_in_all = found.rows
        self.go_on()
        if found.reading is None:
            return FileRead(self.where, self.origin, found)
        try:
            looks = self.origin.looks(rows, self._plan, datetime.now(UTC))
        except Unreadable as error:
            self.go_on()
            return FileRead(self.where, self.origin, found, refusal=str(error))
        try:
            new = intake(self._plan, looks, self._batches, replaces=self._replaces)
        except Refused as error:
            return FileRead(self.where, self.origin, found, looks, refusal=str(error))
        return FileRead(self.where, self.origin, found, looks, new)


class SourceCheck(Cancellable[str]):
    """What a saved source holds, in one line."""

    def __init__(self, source: SavedSource) -> None:
        from store.again import Origin

        super().__init__(Origin.of(source))
        self.source = source
        self.seen: Preview | None = None

    @property
    def short_name(self) -> str:
        """Return the name of the source."""
        return self.source.name

    def work(self, rows: OpenRows) -> str:
        """Look at it without a plan; what its columns are said to be called has to be there."""
        seen = self.seen = rows.preview()
        rows.renamed(self.origin.renames(column.name for column in seen.columns))
        names = [column.name for column in seen.columns]
        few = ", ".join(names[:_FEW]) + (" …" if len(names) > _FEW else "")
        arms = "; ".join(f"{arm} {count(number)}" for arm, number in list(seen.arms.items())[:_FEW])
        said = f"{self.source.name}: {count(seen.rows)} rows, {count(len(names))} columns ({few})"
        return f"{said}; arms in {seen.arm}: {arms}" if arms else said
