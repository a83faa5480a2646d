"""The chain of the trail: what is hashed, how one link follows another, and what a walk along it finds.

Nothing here knows a database: the trail of a workspace and an exported one are walked in the same way.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from experiments.errors import InvalidField

BEFORE_THE_FIRST = "0" * 64
"""What the first entry follows."""

_HEAD = re.compile(r"([0-9a-f]{16,64})(?:@([0-9]{1,15}))?", re.IGNORECASE)
_MOST_NOTES = 5


class Link(NamedTuple):
    """One entry as a link: ``text`` is what was hashed after ``previous``."""

    seq: int
    at: str
    text: str
    previous: str
    hash: str


class Head(NamedTuple):
    """The hash of an entry that somebody noted elsewhere, and the entry's number where that was noted too."""

    hash: str
    seq: int | None = None

    def __str__(self) -> str:
        return self.hash if self.seq is None else f"{self.hash}@{self.seq}"

    @classmethod
    def of(cls, text: str) -> Head:
        """Read ``HASH`` or ``HASH@NUMBER``; of the hash 16 digits will do.

        Raises
        ------
        InvalidField
            Where it is neither.
        """
        match = _HEAD.fullmatch(text.strip())
        if match is None:
            hint = "write it as trail head printed it: 16 to 64 hexadecimal digits, and @ with the entry's number"
            raise InvalidField("head", text, hint)
        return cls(match[1].lower(), None if match[2] is None else int(match[2]))


@dataclass(frozen=True)
class Checked:
    """What checking a trail found.

    Parameters
    ----------
    entries : int
        How many entries there are.
    head : Head
        The newest entry.
    faults : tuple of str
        One line for each thing that is not as it was written.
    notes : tuple of str
        What is worth knowing and breaks nothing, such as a clock that was set back.
    """

    entries: int
    head: Head
    faults: tuple[str, ...]
    notes: tuple[str, ...]


def link_hash(previous: str, text: str) -> str:
    """Return the hash of an entry: the SHA-256 of the hash before it followed by the entry's own text."""
    return hashlib.sha256(f"{previous}{text}".encode("utf-8", "surrogatepass")).hexdigest()


class Walk:
    """A walk along a chain from its first link.

    Parameters
    ----------
    heads : iterable of Head
        Heads that were noted earlier, each of which has to be met.
    """

    def __init__(self, heads: Iterable[Head] = ()) -> None:
        self.entries = 0
        self.head = Head(BEFORE_THE_FIRST, 0)
        self._expected = 1
        self._at = ""
        self._jumps: list[str] = []
        self._more_jumps = 0
        self._met: dict[int, str] = {}
        self._wanted = [head for head in heads if head.seq != 0 and head.hash != BEFORE_THE_FIRST]

    def step(self, link: Link) -> Iterator[str]:
        """Go on to the next link; yield what is wrong with it."""
        if link.seq < self._expected:
            yield f"entry {link.seq} of the trail stands where entry {self._expected} belongs"
        elif link.seq > self._expected:
            one = link.seq == self._expected + 1
            gone = f"entry {self._expected} is" if one else f"entries {self._expected} to {link.seq - 1} are"
            yield f"{gone} missing from the trail"
        elif link.previous != self.head.hash:
            yield f"entry {link.seq} of the trail does not follow the entry before it"
        if link_hash(link.previous, link.text) != link.hash:
            yield f"entry {link.seq} of the trail was changed after it was written"
        self._look_at_the_clock(link)
        self._look_for_heads(link)
        self.entries += 1
        self.head = Head(link.hash, link.seq)
        self._expected = link.seq + 1

    def missed(self) -> Iterator[str]:
        """Yield one line for each head that was not met."""
        for head in self._wanted:
            if head.seq is None:
                yield f"the head {head} is not in this trail: it was rewritten since, or is of another workspace"
            elif head.seq > (self.head.seq or 0):
                yield f"the head {head} is not in this trail: it ends with entry {self.head.seq} and was longer once"
            else:
                now = self._met.get(head.seq, "none")
                yield f"the head {head} is not in this trail: entry {head.seq} has the hash {now} now"

    def notes(self) -> tuple[str, ...]:
        """Return what is worth knowing of the times."""
        more = self._more_jumps
        return (*self._jumps, *([f"{more} more entries are dated before the one they follow"] if more else []))

    def _look_at_the_clock(self, link: Link) -> None:
        if link.at < self._at and len(self._jumps) == _MOST_NOTES:
            self._more_jumps += 1
        elif link.at < self._at:
            back = _between(link.at, self._at)
            self._jumps.append(
                f"entry {link.seq} is dated {link.at}, {back}before the entry it follows: a clock was set back, or"
                " the clocks of two computers differ; the order is that of the chain"
            )
        self._at = link.at

    def _look_for_heads(self, link: Link) -> None:
        if not self._wanted:
            return
        if any(head.seq == link.seq for head in self._wanted):
            self._met[link.seq] = link.hash
        self._wanted = [
            head for head in self._wanted if not (link.hash.startswith(head.hash) and head.seq in (None, link.seq))
        ]


def _between(earlier: str, later: str) -> str:
    try:
        gap = datetime.fromisoformat(later) - datetime.fromisoformat(earlier)
    except (ValueError, TypeError):
        return ""
    return f"{gap} "
