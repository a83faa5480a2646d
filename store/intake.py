"""A file held against what was recorded before: which of its looks are new, which changed, which are there already.

Teams export the same growing table every morning. It is held against the batches that came from files and cover the
same days: what they hold is left alone, and what came since is new, though it may be the rest of a day that was not
over. A file that says otherwise of recorded days is refused: units would be counted twice, or the past would change
without a word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from experiments.errors import Refused
from experiments.observation import ArmData, Faults, Observation, Source, standing
from experiments.plan import Plan
from experiments.pooling import plus
from experiments.remainder import remainder
from experiments.words import count
from store.changed_past import NOBODY, Arms, alike, counted, otherwise, this_source, total

if TYPE_CHECKING:
    from store.sources.reading import Reading


@dataclass(frozen=True)
class Taken:
    """One look of a file that is to be recorded, and the batch in whose place it stands."""

    reading: Reading
    supersedes: int | None = None


@dataclass(frozen=True)
class Intake:
    """What recording a file would add.

    Parameters
    ----------
    taken : tuple of Taken
        The looks to record, in order.
    known : int
        How many batches of the same days are recorded and stay as they are.
    """

    taken: tuple[Taken, ...]
    known: int = 0

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Return the looks to record."""
        return tuple(one.reading for one in self.taken)

    @property
    def replaced(self) -> tuple[int, ...]:
        """Return the batches that are replaced."""
        return tuple(one.supersedes for one in self.taken if one.supersedes is not None)

    @property
    def units(self) -> int:
        """Return the units of all looks to record."""
        return sum(arm.units for one in self.readings for arm in one.arms.values())

    def batches(self, about: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
        """Return what the workspace records; ``about`` holds what is said of every batch."""
        return tuple(_batch(one, about) for one in self.taken)


def _batch(one: Taken, about: Mapping[str, Any]) -> dict[str, Any]:
    read = {"arms": one.reading.arms, "faults": one.reading.faults, "source": one.reading.source}
    return {**about, **read, **({} if one.supersedes is None else {"supersedes": one.supersedes})}


def intake(
    plan: Plan,
    found: Sequence[Reading],
    recorded: Sequence[Observation],
    *,
    replaces: int | None = None,
    other_units: bool = False,
) -> Intake:
    """Hold the looks of a file against the batches of an experiment.

    Parameters
    ----------
    found : sequence of Reading
        The file look by look, the first one first; one reading where it is one look.
    recorded : sequence of Observation
        All batches of the experiment.
    replaces : int, optional
        A batch that the file corrects: what the file says otherwise of its days then stands in place of what is there.
    other_units : bool
        Says that the file's units are not those of batches that cover the same days.

    Raises
    ------
    Refused
        Where nothing in the file is new, or where it says otherwise of days that are recorded, naming what changed.
    """
    in_force = standing(tuple(recorded))
    known = [] if other_units else _of_the_same_days(found, in_force) or _of_the_same_source(found, in_force)
    if replaces is not None and replaces in {batch.id for batch in known}:
        return _corrected(found, known)
    digest = found[-1].source.digest if found[-1].source.saved is None else ""
    same_file = replaces is None and bool(digest) and any(batch.source.digest == digest for batch in known)
    if not known or same_file:  # the very same file is for the workspace to refuse
        first, *rest = found
        return Intake((Taken(first, replaces), *(Taken(one) for one in rest)))
    return _continued(found, known, grows=not plan.columns.cluster)


def _of_the_same_days(found: Sequence[Reading], in_force: Sequence[Observation]) -> list[Observation]:
    """Return the batches from files that cover days of this file, and arms of it, in the order of their days."""
    first, last = found[0].source.first, found[-1].source.last
    if first is None or last is None:
        return []
    arms = {name for one in found for name, arm in one.arms.items() if arm.units}
    covering = []
    for batch in in_force:
        since, until = batch.source.first, batch.source.last
        shared = any(arm.units for name, arm in batch.arms.items() if name in arms)
        if since is not None and until is not None and first <= until and since <= last and shared:
            covering.append((until, since, batch.id or 0, batch))
    return [batch for *_, batch in sorted(covering, key=lambda entry: entry[:3])]


def _of_the_same_source(found: Sequence[Reading], in_force: Sequence[Observation]) -> list[Observation]:
    """Return the batches read from the same saved source, where no days tell what is new from what was there."""
    saved = found[-1].source.saved
    if saved is None or found[-1].source.last is not None:
        return []
    return [batch for batch in in_force if batch.source.saved == saved and batch.source.last is None]


def _corrected(found: Sequence[Reading], known: Sequence[Observation]) -> Intake:
    """Put what differs, look by look, in the place of what is there."""
    if len(found) < len(known):
        raise Refused(
            f"{_span(known)} is recorded in {count(len(known))} batches ({_numbers(known)}), and"
            f" {this_source(found)} has it in {_looks(len(found))}; it takes as many looks to stand in their place"
        )
    pairs = list(zip(found, known, strict=False))
    kept = [batch for one, batch in pairs if _same(one, batch)]
    taken = [Taken(one, batch.id) for one, batch in pairs if batch not in kept]
    return _told(found, [*taken, *(Taken(one) for one in found[len(known) :])], kept)


def _continued(found: Sequence[Reading], known: Sequence[Observation], *, grows: bool) -> Intake:
    """Compare file and batches wherever both have come equally far; what the file has beyond the batches is new.

    ``grows`` says that a look of the file which was recorded in part is the part and what came since.
    """
    whole, part = _sums(found), _sums(known)
    met = _meetings(found, known, whole, part)
    same = any(batch.source.saved is not None and batch.source.saved == found[-1].source.saved for batch in known)
    for there, here in met:
        if not alike(counted(whole[there]), counted(part[here])):
            raise Refused(
                otherwise(whole[there], part[here], known[here], this_source(found), surely=same or len(met) > 1)
            )
    surely = bool(met) or any(_of_one_name(one.source, batch.source) for one in found for batch in known)
    recorded = total(part[-1])
    look = next((at for at, arms in enumerate(whole) if total(arms) >= recorded), None)
    last = known[-1]
    if look is None or not surely:
        far = whole[-1 if look is None else look]
        raise Refused(otherwise(far, part[-1], last, this_source(found), surely=surely))
    taken = [Taken(one) for one in found[look + 1 :]]
    if total(whole[look]) > recorded:
        rest = _rest(whole[look], part[-1]) if grows else None
        if rest is None:
            raise Refused(otherwise(whole[look], part[-1], last, this_source(found), surely=True))
        days = found[look].source.but(first=_later(last.source.last, found[look].source.first), rows=None)
        taken = [Taken(found[look].but(arms=rest, source=days)), *taken]
    return _told(found, taken, known)


def _told(found: Sequence[Reading], taken: Sequence[Taken], kept: Sequence[Observation]) -> Intake:
    """Return what is to be recorded; of what is wrong with the file, what batches that stay have not told yet."""
    if not taken:
        raise Refused(f"nothing in {this_source(found)} is new: {_span(kept)} is recorded already ({_numbers(kept)})")
    last = taken[-1]
    rest = last.reading.but(faults=_less(found[-1].faults, kept))
    return Intake((*taken[:-1], Taken(rest, last.supersedes)), known=len(kept))


def _sums(parts: Sequence[Reading] | Sequence[Observation]) -> list[Arms]:
    """Return what was there after each part, arm by arm."""
    found: list[Arms] = []
    for one in parts:
        before = found[-1] if found else {}
        found.append({**before, **{name: _plus(before.get(name), arm) for name, arm in one.arms.items()}})
    return found


def _plus(before: ArmData | None, arm: ArmData) -> ArmData:
    return arm if before is None else plus(before, arm)


def _meetings(
    found: Sequence[Reading], known: Sequence[Observation], whole: Sequence[Arms], part: Sequence[Arms]
) -> list[tuple[int, int]]:
    """Return the looks and batches after which file and batches hold as many units, or all of the same past days."""
    by_units = {total(arms): at for at, arms in enumerate(whole)}
    met = []
    for at, batch in enumerate(known):
        by_day = _until(found, batch.source.last) if _day_is_over(known, at) else None
        look = by_units.get(total(part[at])) if by_day is None else by_day
        if look is not None:
            met.append((look, at))
    return met


def _until(found: Sequence[Reading], day: date | None) -> int | None:
    """Return the last look that holds nothing after a day, where it holds all up to it."""
    within = [at for at, one in enumerate(found) if day and one.source.last and one.source.last <= day]
    return within[-1] if within and _day_is_over(found, within[-1], day) else None


def _day_is_over(parts: Sequence[Reading] | Sequence[Observation], at: int, day: date | None = None) -> bool:
    """Say whether everything after a part is of later days than its own, or than ``day``, and there is something."""
    until = day or parts[at].source.last
    later = [one.source.first for one in parts[at + 1 :]]
    return bool(later) and until is not None and all(since is not None and since > until for since in later)


def _rest(whole: Arms, part: Arms) -> Arms | None:
    """Return what the whole has beyond the part; None where it cannot hold it."""
    found = {name: remainder(arm, part.get(name, NOBODY)) for name, arm in whole.items()}
    if any(arm is None for arm in found.values()) or any(arm.units for name, arm in part.items() if name not in whole):
        return None
    return {name: arm for name, arm in found.items() if arm is not None}


def _later(one: date | None, other: date | None) -> date | None:
    return max((day for day in (one, other) if day is not None), default=None)


def _same(one: Reading, batch: Observation) -> bool:
    """Say whether a look of a file is what was recorded; faults are told of a whole file, with its last look."""
    days = (one.source.first, one.source.last) == (batch.source.first, batch.source.last)
    return days and alike(counted(one.arms), counted(batch.arms))


def _less(faults: Faults, kept: Sequence[Observation]) -> Faults:
    """Return the faults of a file without those that batches which stay have told of."""
    told = [batch.faults for batch in kept]
    unknown = {
        name: rows - sum(one.unknown_arms.get(name, 0) for one in told) for name, rows in faults.unknown_arms.items()
    }
    return Faults(
        duplicate_units=max(0, faults.duplicate_units - sum(one.duplicate_units for one in told)),
        units_in_two_arms=max(0, faults.units_in_two_arms - sum(one.units_in_two_arms for one in told)),
        incomplete_pairs=max(0, faults.incomplete_pairs - sum(one.incomplete_pairs for one in told)),
        rows_without_arm=max(0, faults.rows_without_arm - sum(one.rows_without_arm for one in told)),
        unknown_arms={name: rows for name, rows in unknown.items() if rows > 0},
        examples=tuple(example for example in faults.examples if all(example not in one.examples for one in told)),
    )


def _of_one_name(one: Source, other: Source) -> bool:
    """Say whether two readings are surely of one source; queries of one database all have the same name."""
    return (one.saved is not None and one.saved == other.saved) or one.name == other.name


def _looks(number: int) -> str:
    return "one look" if number == 1 else f"{count(number)} looks"


def _numbers(known: Sequence[Observation]) -> str:
    return ", ".join(f"batch {batch.id}" for batch in known[:5]) + (" …" if len(known) > 5 else "")


def _span(known: Sequence[Observation]) -> str:
    days = [batch.source.first for batch in known if batch.source.first is not None]
    return days_in_words(min(days), known[-1].source.last) if days else "all of it"


def days_in_words(first: date | None, last: date | None) -> str:
    """Return a span of days, short where it lies in one month: ``2026-03-01 to 03-07``."""
    if first is None or last is None:
        return "days unknown"
    if first == last:
        return f"{first}"
    return f"{first} to {last:%m-%d}" if first.year == last.year else f"{first} to {last}"


def looks_in_words(looks: Sequence[Reading]) -> str:
    """Return how many looks there are, and their days: ``7 looks, 2026-03-01 to 03-07``."""
    days = days_in_words(looks[0].source.first, looks[-1].source.last)
    return f"{_looks(len(looks))}, {days}" if looks[0].source.first else _looks(len(looks))
