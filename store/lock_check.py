"""Checking a plan's lock with nothing but an exported page and an exported trail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from experiments.errors import WhatSticksError
from experiments.plan import Plan
from experiments.summary.stamp import Stamp
from store.chain import Head
from store.trail_file import Exported, TrailFile


@dataclass
class LockCheck:
    """What was found about one plan.

    ``faults`` is empty where page and trail agree, the chain holds, and the plan was locked before any result and never
    changed but by amendments.
    """

    stamp: Stamp
    lock: Exported | None = None
    first_result: Exported | None = None
    amendments: tuple[Exported, ...] = ()
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def unchanged(self) -> bool:
        """Say whether the plan is still the one that was locked."""
        return not self.faults and not self.amendments

    @property
    def sentence(self) -> str:
        """Return all of it in one line."""
        stamp = self.stamp
        if self.lock is None:
            return f"{stamp.code}: entry {stamp.lock_seq} of this trail does not lock its plan"
        first = self.first_result
        if first is None:
            results = "with no result recorded so far"
        else:
            order = "before" if first.link.seq > stamp.lock_seq else "AFTER"
            results = f"{order} the first result (entry {first.link.seq}, {_when(first)})"
        by = f"by {self.lock.actor} (entry {stamp.lock_seq})"
        return f"{stamp.code}: plan {stamp.plan_hash[:8]} locked {_when(self.lock)} {by}, {results}; {self._since}."

    @property
    def _since(self) -> str:
        if self.faults:
            return f"page and trail do NOT agree: {self.faults[0]}"
        if not self.amendments:
            return "unchanged since"
        times = "once" if len(self.amendments) == 1 else f"{len(self.amendments)} times"
        how = "; ".join(
            f"entry {change.link.seq}, with {change.payload['experiment']['amendments'][-1]['seen']}"
            for change in self.amendments
        )
        return f"CHANGED {times} since, by amendment ({how})"


def check_lock(stamp: Stamp, lines: Iterator[str], name: str) -> LockCheck:
    """Hold what a page says of its plan against an exported trail.

    Parameters
    ----------
    stamp : Stamp
        What the page says.
    lines : iterator of str
        The exported trail, called ``name`` in errors.
    """
    found = LockCheck(stamp)
    trail = TrailFile(lines, name, [Head(stamp.head, stamp.length)])
    about = [entry for entry in trail.entries() if entry.subject == stamp.code]
    checked = trail.checked()
    found.notes = checked.notes
    try:
        found.faults = (*checked.faults, *_told(found, about))
    except (KeyError, TypeError, IndexError, WhatSticksError):
        found.faults = (*checked.faults, f"what the trail tells of {stamp.code} cannot be read by this program")
    return found


def _told(found: LockCheck, about: list[Exported]) -> Iterator[str]:
    """Follow the experiment through its entries; yield where they do not agree with the page."""
    stamp = found.stamp
    lock = next((entry for entry in about if entry.link.seq == stamp.lock_seq and entry.action == "lock"), None)
    if lock is None:
        yield f"entry {stamp.lock_seq} of the trail does not lock {stamp.code}"
        return
    found.lock = lock
    if lock.link.hash != stamp.lock_hash:
        yield f"the page says that entry {stamp.lock_seq} has the hash {stamp.lock_hash}; it has {lock.link.hash}"
    test = lock.payload["experiment"]
    in_trail = Plan.of(test["plan"]).hash
    if not in_trail == test["plan_hash"] == stamp.plan_hash:
        yield f"the plan in the trail has the hash {in_trail}, the page says {stamp.plan_hash}"
    found.first_result = next((entry for entry in about if "observation" in entry.payload), None)
    if found.first_result is not None and found.first_result.link.seq < stamp.lock_seq:
        yield f"entry {found.first_result.link.seq} recorded results before the plan was locked"
    amendments, plan = [], test["plan"]
    for entry in about:
        now = entry.payload.get("experiment", {}).get("plan", plan)
        if entry.link.seq <= stamp.lock_seq or now == plan:
            continue
        if entry.action == "amend":
            amendments.append(entry)
        else:
            yield f"entry {entry.link.seq} changed the plan without an amendment"
        plan = now
    found.amendments = tuple(amendments)


def _when(entry: Exported) -> str:
    return f"on {datetime.fromisoformat(entry.link.at):%Y-%m-%d at %H:%M:%S} UTC"
