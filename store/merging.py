"""Bringing what somebody did in another workspace of the same team into this one.

The chain of another workspace cannot be spliced into ours: each hash covers all entries before it. So what comes in is
told of by entries of our own, each with the entry of the other trail that it stands for; the last of them holds the
head and the SHA-256 of the other trail, as ``trail export`` writes it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlmodel import Session

from experiments.errors import Refused
from experiments.noun import Noun
from store.chain import Head
from store.change import Change, Desk
from store.copying import newest, shared_entries
from store.database import Database
from store.merging_comparison import Clash, Comparison, Take, compare
from store.merging_sides import BELONGINGS, NOUNS, REFERENCES, Side, Told, Uid
from store.replay import LETTERS
from store.trail import exported_lines
from store.verification import check


class Merged(NamedTuple):
    """What a merge did, or would do: a line for each thing, what clashes, the head of the other workspace."""

    added: tuple[str, ...]
    updated: tuple[str, ...]
    clashes: tuple[Clash, ...]
    left: int
    head: Head


def merge(desk: Desk, other: Database, take: Mapping[str, Take] | None = None, *, dry_run: bool = False) -> Merged:
    """Bring in what is only in another workspace, and what went on there; name what both sides changed.

    Parameters
    ----------
    desk : Desk
        The workspace that things are brought into, and who does it.
    other : Database
        The other one; only read.
    take : mapping, optional
        Whose version to take of what clashes, by its code here.
    dry_run : bool
        Whether nothing is written.

    Raises
    ------
    Refused
        Where the trail of the other does not hold, or one workspace is only an earlier state of the other.
    """
    with other.reading() as there:
        head = newest(there)
        if dry_run:
            with desk.reading() as here:
                return _said(*_compared(here, there, desk, other, take or {})[:3], head)
        with desk.changing() as change:
            comparison, ours, theirs, told = _compared(change.session, there, desk, other, take or {})
            said = _said(comparison, ours, theirs, head)
            if not comparison.empty:
                _Bringing(change, ours, theirs, told, head).write(comparison)
                _close(change, there, comparison, head)
        return said


def _compared(
    here: Session, there: Session, desk: Desk, other: Database, take: Mapping[str, Take]
) -> tuple[Comparison, Side, Side, Told]:
    _refuse_earlier_states(here, there, desk.database, other)
    faults = check(there).faults
    if faults:
        raise Refused(f"the trail of {other.address} does not hold: {faults[0]}; nothing was merged")
    ours, theirs = Side(here), Side(there)
    comparison, told = compare(ours, theirs, take)
    return comparison, ours, theirs, told


def _refuse_earlier_states(here: Session, there: Session, mine: Database, other: Database) -> None:
    """Point to copying where there is nothing to merge: it keeps the entries as they are."""
    shared, had = shared_entries(here, there), newest(here).seq or 0
    if shared == had and (newest(there).seq or 0) > shared:
        what = "is empty" if not had else "is an earlier state of the other"
        raise Refused(
            f"{mine.address} {what}, so there is nothing to merge:"
            f" whatsticks copy {other.address} {mine.address} brings all of it with its own entries"
        )


def _said(comparison: Comparison, ours: Side, theirs: Side, head: Head) -> Merged:
    added = tuple(_called(theirs, name, uid) for name, uid in comparison.add)
    updated = tuple(_called(ours, name, uid) for name, uid in comparison.update)
    return Merged(added, updated, tuple(comparison.clashes), len(comparison.left), head)


def _called(side: Side, name: str, uid: Uid) -> str:
    item = side.item(name, uid)
    title = getattr(item.noun, "title", "") or getattr(item.noun, "name", "")
    number = f"{LETTERS.get(name, '')}{item.number}"
    if name in BELONGINGS:
        test: Any = item.noun
        return f"{name} {number} of E{test.experiment_id}"
    return f"{name} {number} “{title}”"


class _Bringing:
    """Nouns on their way from one workspace into another."""

    def __init__(self, change: Change, ours: Side, theirs: Side, told: Told, head: Head) -> None:
        self._change = change
        self._ours = ours
        self._theirs = theirs
        self._told = told
        self._head = head

    def write(self, comparison: Comparison) -> None:
        """Write everything, each kind after those that it refers to."""
        updates = set(comparison.update)
        for name in NOUNS:
            for kind, uid in (*comparison.update, *comparison.add):
                if kind == name:
                    self._bring(name, uid, update=(kind, uid) in updates)

    def _bring(self, name: str, uid: Uid, *, update: bool) -> None:
        there = _called(self._theirs, name, uid)
        noun = self._rewired(name, self._theirs.item(name, uid).noun)
        if update:
            now = self._ours.item(name, uid).noun
            kept = self._change.update(noun.model_copy(update={"id": now.id, "version": now.version}))
        else:
            kept = self._change.insert(noun, uid)
            self._ours.numbers[name][uid] = kept.id or 0
            self._ours.uids[name][kept.id or 0] = uid
        self._change.brings_in(self._origin(uid))
        number = f"{LETTERS.get(name, '')}{kept.id}"
        test = getattr(kept, "experiment_id", None)
        subject = f"E{test}" if name in BELONGINGS else number
        what = f"Brought {name} {number} up to" if update else f"Brought in {name} {number} from"
        self._change.enter("merge", subject, f"{what} {there} of another workspace.")

    def _rewired(self, name: str, noun: Noun) -> Noun:
        """Return a noun with the numbers that things have here."""
        numbers: dict[str, int] = {}
        for key, other in REFERENCES[name].items():
            number = getattr(noun, key)
            if number is not None:
                numbers[key] = self._ours.numbers[other][self._theirs.uids[other][number]]
        return noun.model_copy(update=numbers)

    def _origin(self, uid: Uid) -> dict[str, Any]:
        origin = self._told.origins[uid]
        found = {"head": str(self._head), "seq": origin.seq, "hash": origin.hash}
        lock = {"lock": {"seq": origin.lock[0], "hash": origin.lock[1]}} if origin.lock else {}
        return {**found, **lock}


def _close(change: Change, there: Session, comparison: Comparison, head: Head) -> None:
    """Enter what was merged as a whole: where it came from, and what was left as it is."""
    digest = hashlib.sha256()
    for line in exported_lines(there):
        digest.update(f"{line}\n".encode("utf-8", "surrogatepass"))
    left = {"left": comparison.left} if comparison.left else {}
    change.brings_in({"head": str(head), "trail_sha256": digest.hexdigest(), **left})
    counts = f"{len(comparison.add)} added, {len(comparison.update)} brought up to date"
    apart = f", {len(comparison.clashes)} in conflict" if comparison.clashes else ""
    ours = f", {len(comparison.left)} left as here" if comparison.left else ""
    change.enter("merge", "", f"Merged another workspace, whose head is {head}: {counts}{apart}{ours}.")
