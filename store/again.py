"""Reading a source under a plan, today and again tomorrow, each look with what tells it from the next reading."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from experiments.errors import Refused, Unreadable
from experiments.observation import Observation, Snapshot, standing
from experiments.plan import Plan
from experiments.saved_source import SavedSource
from store.canonical import canonical
from store.sources.address import Address
from store.sources.renamed import ROLES, named_by_role
from store.sources.shapes.said import apart, as_said, note_of

if TYPE_CHECKING:
    from store.sources.open_rows import OpenRows
    from store.sources.preview import Preview
    from store.sources.reading import Reading


@dataclass(frozen=True)
class Origin:
    """What is read: an address, the names its columns have there, and the saved source it is, if it is one."""

    address: Address
    names: Mapping[str, str] = field(default_factory=dict)
    saved: int | None = None
    title: str = ""

    @classmethod
    def of(cls, source: SavedSource) -> Origin:
        """Return what a saved source says of itself."""
        address = Address.of(source.address, source.table, source.query, source.time_zone)
        return cls(address, source.renamed, source.id, source.name)

    def renames(self, there: Iterable[str]) -> dict[str, str]:
        """Return the names that are to be given to columns, without those of roles, given the columns there are.

        Raises
        ------
        Unreadable
            Where a role's column is not there.
        """
        columns, (names, _) = list(there), apart(self.names)
        for role, name in names.items():
            if role in ROLES and name not in columns:
                raise Unreadable(f"{self.address.shown}: there is no column {name!r}, which is said to be the {role}")
        return {ours: theirs for ours, theirs in names.items() if ours not in ROLES}

    @contextmanager
    def opened(self) -> Iterator[OpenRows]:
        """Open it, to be measured; what is slow after that can be cancelled."""
        from store.sources.open_address import opened_at

        with opened_at(self.address) as rows:
            yield rows

    def looks(self, rows: OpenRows, plan: Plan, at: datetime) -> tuple[Reading, ...]:
        """Read open rows look by look; ``at`` is the time of day, for the record."""
        seen, asked = self._seen(rows, plan)
        state = rows.state()
        return tuple(stamped(seen.read_looks(asked), state, at, self.saved))

    def preview(self, rows: OpenRows, plan: Plan | None = None) -> Preview:
        """Look at open rows before anything is stored; with a plan, read them as it asks too."""
        if plan is None:
            return rows.preview()
        seen, asked = self._seen(rows, plan)
        return seen.preview(asked)

    def _seen(self, rows: OpenRows, plan: Plan) -> tuple[OpenRows, Plan]:
        """Return the rows and the plan as they fit each other."""
        names, said = apart(self.names)
        asked, names = named_by_role(plan, names)
        shaped = as_said(asked, said)
        names = {ours: theirs for ours, theirs in names.items() if _named_in(shaped, ours)}
        with rows.explained():
            seen = rows.renamed(names) if names else rows
            return (seen if shaped is asked else seen.noting(note_of(said))), shaped


def stamped(looks: Sequence[Reading], state: str, at: datetime, saved: int | None = None) -> Iterator[Reading]:
    """Yield looks with the saved source they are of, and what tells this reading of them from another.

    A file that is not saved is told from others by the digest of its bytes alone.
    """
    past = hashlib.sha256()
    rows = sum(look.source.rows or 0 for look in looks)
    for number, look in enumerate(looks):
        if look.source.kind == "file" and saved is None:
            yield look
            continue
        told = canonical({name: arm.model_dump(mode="json") for name, arm in look.arms.items()}).encode()
        snapshot = Snapshot(
            read_at=at,
            rows=rows,
            state=state,
            look=hashlib.sha256(told).hexdigest(),
            past=past.hexdigest() if number else "",
        )
        past.update(told)
        yield look.but(source=look.source.but(saved=saved, snapshot=snapshot))


def remembered(test: str, batches: Sequence[Observation]) -> int:
    """Return the number of the saved source that an experiment was read from last.

    Raises
    ------
    Refused
        Where no batch came from one.
    """
    for batch in reversed(standing(tuple(batches))):
        if batch.source.saved is not None:
            return batch.source.saved
    raise Refused(
        f"{test} was not read from a saved source yet; save where its data are (whatsticks source add), then record it"
        f" with: whatsticks record {test} --from NAME"
    )


def _named_in(plan: Plan, name: str) -> bool:
    """Say whether a plan speaks of a column: what a source renames for other tests is left alone."""
    texts = canonical(plan.model_dump(mode="json", by_alias=True))
    return canonical(name) in texts
