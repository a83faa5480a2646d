"""What the shelves of segments, hypotheses and experiments have in common: add, get, list, count, edit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import ColumnElement
from sqlmodel import desc, select

from experiments.customers import Segment
from experiments.errors import InvalidField
from experiments.experiment import Experiment
from experiments.hypothesis import Hypothesis
from experiments.saved_source import SavedSource
from store import sentences
from store.change import Change, Desk, noun_from, read
from store.paging import among, counted, numbers
from store.search_places import holding
from store.tables import ROWS

N = TypeVar("N", Segment, Hypothesis, Experiment, SavedSource)

Conditions = list[ColumnElement[bool]]
"""What rows have to meet: all of it."""


class Shelf(Generic[N]):
    """The nouns of one kind. A subclass names the kind and adds its own filters and verbs."""

    noun: ClassVar[type[Any]]
    free: ClassVar[frozenset[str] | None] = None
    """Fields that people write as they like, where other fields have verbs of their own; None: all but id, version."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._row = ROWS[self.noun]
        kept = {"id", "version"} if self.free is None else set(self.noun.model_fields) - self.free
        self._own = sorted(kept)

    def add(self, fields: Mapping[str, Any]) -> N:
        """Add one.

        Raises
        ------
        InvalidField
            Naming the field that cannot be.
        NotFound
            Where it belongs to something that does not exist.
        """
        refuse_own(fields, self._own)
        new: N = self.noun.of(fields)
        with self._desk.changing() as change:
            self._check(change, new)
            added = change.insert(new)
            change.enter("add", added.code, sentences.added(added))
        return added

    def get(self, number: int) -> N:
        """Return one, or raise NotFound."""
        with self._desk.reading() as session:
            found: N = read(session, self.noun, number)
            return found

    def edit(self, number: int, version: int, changes: Mapping[str, Any]) -> N:
        """Change some fields of the version that was read.

        Raises
        ------
        Conflict
            Where somebody changed it since; nothing is overwritten.
        """
        refuse_own(changes, self._own)
        with self._desk.changing() as change:
            before: N = change.current(self.noun, number, version)
            self._check_edit(before)
            after: N = before.but(**changes)
            changed = [field for field in changes if getattr(before, field) != getattr(after, field)]
            if not changed:
                change.said = sentences.unchanged(before)
                return before
            self._check(change, after)
            after = change.update(after)
            change.enter("edit", after.code, sentences.edited(after, changed))
        return after

    def _page(self, conditions: Conditions, text: str, limit: int, offset: int) -> tuple[N, ...]:
        row = self._row
        with self._desk.reading() as session:
            page = numbers(session, row, limit, offset, conditions + holding(session, row, text))
            columns: list[Any] = [getattr(row, field) for field in self.noun.model_fields]
            query = select(*columns).where(among(row.id, page)).order_by(desc(row.id))
            return tuple(noun_from(self.noun, found) for found in session.execute(query))

    def _count(self, conditions: Conditions, text: str) -> int:
        with self._desk.reading() as session:
            return counted(session, self._row, conditions + holding(session, self._row, text))

    def _check(self, change: Change, noun: N) -> None:
        """Refuse what belongs to something that does not exist."""

    def _check_edit(self, noun: N) -> None:
        """Refuse an edit that the rules do not allow now."""


def refuse_own(fields: Mapping[str, Any], own: Iterable[str]) -> None:
    """Refuse fields that only the program, or a verb of their own, may write."""
    for field in own:
        if field in fields:
            name = field.replace("_", " ")
            raise InvalidField.about(name, "the program keeps it itself; it cannot be written like other fields")
