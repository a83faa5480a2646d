"""Undoing the last change of one's own, while nobody built on it: a new entry that puts back what was there before.

What can be undone is what people type: adding and editing, planning a draft, noting a cost. A lock cannot: it is the
promise that the rest stands on, and a plan that could be unlocked could be bent between two locks without a mark on the
verdict; an amendment says openly that nothing had been seen. Stages only move forward, observations are superseded
and decisions are made once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel
from sqlalchemy import String, cast, literal
from sqlmodel import Session, col, desc, or_, select

from experiments.customers import Segment
from experiments.errors import Conflict, NotFound, Refused
from experiments.experiment import Experiment
from experiments.hypothesis import Hypothesis
from experiments.noun import Moment, Noun, Value
from experiments.plan import Plan, changes
from store.change import LETTERS, Change, Desk, read
from store.replay import UNDONE
from store.tables import ExperimentRow, HypothesisRow, TrailRow, kind_of
from store.trail import Entry, entry_of

UNDOABLE = ("add", "edit", "plan", "copy", "spend")

_INSTEAD = {
    "lock": "a lock is a promise; amend the plan, which says openly what had been seen",
    "amend": "amend it again",
    "merge": "it came from another workspace; edit what came in",
    "record": "record a batch in its place and say why",
    "decide": "a decision is made once; a new experiment can lead to another",
    "remove": "add it again under the same name",
    "propose": "withdraw it, and say why",
    "abandon": "stages only move forward; copy it to a new draft",
}
_NOUNS: dict[str, type[Noun]] = {kind_of(noun): noun for noun in LETTERS}
_PARENTS: dict[type[Noun], tuple[str, type[Noun]]] = {
    Hypothesis: ("segment_id", Segment),
    Experiment: ("hypothesis_id", Hypothesis),
}
_SHOWN = 60


class LastChange(Value):
    """A change that can be undone.

    ``sentence`` is what the trail says of it, ``effect`` what undoing it does, a line each. ``removes`` is the code of
    what it takes away again, empty where it puts an earlier state back.
    """

    seq: int
    at: Moment
    subject: str
    sentence: str
    effect: tuple[str, ...]
    removes: str = ""


class _Undoing:
    """One entry that is to be undone: what it made, as it is now, and what was there before."""

    def __init__(self, session: Session, entry: Entry) -> None:
        self.entry = entry
        (self.name,) = (name for name in entry.payload if name in _NOUNS)
        self.noun = _NOUNS[self.name]
        told = entry.payload[self.name]
        self.now: Any = read(session, self.noun, told["id"])
        self.before: Any = self._before(session, told["uid"])

    def _before(self, session: Session, uid: str) -> Noun | None:
        """Return what an earlier entry told of it last; None where this entry made it."""
        query = select(TrailRow).where(TrailRow.subject == self.entry.subject, TrailRow.seq < self.entry.seq)
        for row in session.exec(query.order_by(desc(TrailRow.seq)).execution_options(yield_per=20)):
            fields = entry_of(row).payload.get(self.name, {})
            if fields.get("uid") == uid:
                known = {field: value for field, value in fields.items() if field in self.noun.model_fields}
                return self.noun.of({**known, "version": self.now.version})
        return None

    @property
    def told(self) -> LastChange:
        """Return it in words."""
        entry, gone = self.entry, self.before is None
        effect = (f"{self.now.code} is taken away again.",) if gone else tuple(_differences(self.now, self.before))
        removes = self.now.code if gone else ""
        return LastChange(
            seq=entry.seq,
            at=entry.at,
            subject=entry.subject,
            sentence=entry.sentence,
            effect=effect,
            removes=removes,
        )


class Undo:
    """The undoing of one person's changes."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def last(self) -> LastChange:
        """Return the last change that can be undone, or raise Refused saying why it cannot."""
        with self._desk.reading() as session:
            return _found(session, self._desk.actor).told

    def take_back(self, seq: int) -> LastChange:
        """Undo that change; see :meth:`store.workspace.Workspace.undo`."""
        with self._desk.changing() as change:
            undoing = _found(change.session, self._desk.actor)
            if undoing.entry.seq != seq:
                last = f"your last change is entry {undoing.entry.seq} now: {undoing.entry.sentence}"
                raise Conflict(f"entry {seq} was not undone; {last}")
            told = undoing.told
            _put_back(change, undoing)
            change.takes_back(seq)
            change.enter("undo", undoing.entry.subject, f"Undid entry {seq}: {undoing.entry.sentence}")
        return told


def _put_back(change: Change, undoing: _Undoing) -> None:
    if undoing.before is None:
        change.remove(undoing.now)
        return
    field, parent = _PARENTS.get(undoing.noun, ("", undoing.noun))
    if field:
        try:
            read(change.session, parent, getattr(undoing.before, field))
        except NotFound:
            gone = f"what {undoing.entry.subject} belonged to before is not there any more"
            raise Refused(f"entry {undoing.entry.seq} cannot be undone: {gone}; edit it instead") from None
    change.update(undoing.before)


def _found(session: Session, actor: str) -> _Undoing:
    """Return the newest change of a person that is not undone yet.

    Raises
    ------
    Refused
        Where there is none, or it is not one that can be undone, or somebody built on it.
    """
    entry = _newest(session, actor)
    if entry is None:
        raise Refused(f"there is nothing to undo: {actor} has changed nothing here, or undid all of it")
    what = f"your last change (entry {entry.seq}: {entry.sentence}) cannot be undone"
    if entry.action not in UNDOABLE:
        instead = _INSTEAD.get(entry.action, "stages only move forward")
        raise Refused(f"{what}: {instead}")
    later = _built_on(session, entry)
    if later is not None:
        who = f"{later.actor} went on from it (entry {later.seq}: {later.sentence})"
        raise Refused(f"{what}: {who}; edit what is there now instead")
    return _Undoing(session, entry)


def _newest(session: Session, actor: str) -> Entry | None:
    query = select(TrailRow).where(TrailRow.actor == actor).order_by(desc(TrailRow.seq))
    undone: set[int] = set()
    for row in session.exec(query.execution_options(yield_per=20)):
        if row.action == "undo":
            undone.add(_taken_back(row))
        elif row.seq not in undone:
            return entry_of(row)
    return None


def _built_on(session: Session, entry: Entry) -> TrailRow | None:
    """Return the first later entry about the same thing, or about what belongs to it, that was not undone itself."""
    about: list[Any] = [TrailRow.subject == entry.subject]
    number = next(fields["id"] for name, fields in entry.payload.items() if name in _NOUNS)
    if "segment" in entry.payload:
        children = select(_codes("H", HypothesisRow)).where(HypothesisRow.segment_id == number)
        about.append(col(TrailRow.subject).in_(children))
    elif "hypothesis" in entry.payload:
        children = select(_codes("E", ExperimentRow)).where(ExperimentRow.hypothesis_id == number)
        about.append(col(TrailRow.subject).in_(children))
    query = select(TrailRow).where(TrailRow.seq > entry.seq, or_(*about)).order_by(col(TrailRow.seq))
    later = list(session.exec(query))
    undone = {_taken_back(row) for row in later if row.action == "undo"}
    return next((row for row in later if row.action != "undo" and row.seq not in undone), None)


def _codes(letter: str, row_type: Any) -> Any:
    return literal(letter).concat(cast(row_type.id, String))


def _taken_back(row: TrailRow) -> int:
    return int(json.loads(row.payload)[UNDONE]["seq"])


def _differences(now: Noun, before: Noun) -> Iterator[str]:
    """Yield one line for each field that is put back."""
    for field in type(now).model_fields:
        old, new = getattr(before, field), getattr(now, field)
        if old == new or field in ("id", "version"):
            continue
        if isinstance(old, Plan) and isinstance(new, Plan):
            yield from (f"plan, {line}" for line in changes(new, old))
        else:
            yield f"{field.replace('_', ' ')}: {_shown(new)} → {_shown(old)}"


def _shown(value: Any) -> str:
    if isinstance(value, Plan):
        text = f"one that measures {', '.join(metric.name for metric in value.metrics)}"
    elif isinstance(value, BaseModel):
        text = ", ".join(f"{name.replace('_', ' ')} {part}" for name, part in value if part is not None)
    else:
        text = "; ".join(map(str, value)) if isinstance(value, tuple) else str("" if value is None else value)
    text = " ".join(text.split()) or "(empty)"
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
