"""What merging would do: what comes in, what goes on, and where two people have to talk.

An experiment is one thing together with its results and its decision: where its two sides cannot both be right, none of
it comes in, so that no verdict ever rests on results that its team did not see.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from experiments.errors import NotFound, Refused
from experiments.experiment import Experiment, Stage
from experiments.observation import Observation
from store.merging_sides import BELONGINGS, NOUNS, REFERENCES, Digest, Item, Side, Told, Uid
from store.replay import LETTERS

Take = Literal["ours", "theirs"]

EXPERIMENT = "experiment"
_TAKES_RESULTS = (Stage.locked, Stage.running)


class Clash(NamedTuple):
    """Something that both sides changed: its code here, there, what it is called, and why it cannot come in."""

    kind: str
    uid: Uid
    code: str
    there: str
    title: str
    why: str
    held: int = 0

    def __str__(self) -> str:
        held = f"; {self.held} of its results or decisions there stay out" if self.held else ""
        return f"{self.kind} {self.code or '(not here)'} “{self.title}” ({self.there} there): {self.why}{held}"


@dataclass
class Comparison:
    """What is to be added and updated, in an order in which each can be written, what clashes, and what is left."""

    add: list[tuple[str, Uid]] = field(default_factory=list)
    update: list[tuple[str, Uid]] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    left: dict[Uid, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Say whether there is nothing to write."""
        return not (self.add or self.update or self.left)


def compare(ours: Side, theirs: Side, take: Mapping[str, Take]) -> tuple[Comparison, Told]:
    """Compare two sides; also return what the other trail tells of what comes in.

    Parameters
    ----------
    take : mapping
        Whose version to take of what clashes, by its code here.

    Raises
    ------
    NotFound
        Where a code clashes with nothing.
    Refused
        Where the version of the other side cannot be taken.
    """
    comparing = _Comparing(ours, theirs, take)
    comparing.run()
    if unknown := sorted(take.keys() - comparing.taken):
        raise NotFound("conflict", unknown[0], "whatsticks merge --dry-run lists them")
    return comparing.found, comparing.other


class _Comparing:
    def __init__(self, ours: Side, theirs: Side, take: Mapping[str, Take]) -> None:
        self.found = Comparison()
        self.taken: set[str] = set()
        self._ours, self._theirs, self._take = ours, theirs, take
        self._only_there: dict[str, list[Uid]] = {}
        self._differ: dict[str, list[Uid]] = {}
        self._digests: dict[Uid, Digest] = {}
        for name in NOUNS:
            self._look_at(name)
        wanted = {*self._digests}
        self.mine, self.other = ours.told(wanted), theirs.told(wanted)
        self._out: set[Uid] = set()
        self._there: dict[Uid, list[tuple[str, Uid]]] = {}
        self._here: dict[Uid, list[tuple[str, Uid]]] = {}
        self._group_belongings()

    def run(self) -> None:
        """Go through all kinds, each after those that it refers to."""
        for name in NOUNS:
            if name == EXPERIMENT:
                self._shared_experiments()
            elif name not in BELONGINGS:
                for uid in self._differ[name]:
                    self._changed(name, uid)
            for uid in self._only_there[name]:
                self._new(name, uid)

    def _look_at(self, name: str) -> None:
        here = {uid: item.digest for uid, item in self._ours.items(name)}
        there = {uid: item.digest for uid, item in self._theirs.items(name)}
        self._only_there[name] = [uid for uid in there if uid not in here]
        self._differ[name] = [uid for uid, digest in there.items() if here.get(uid, digest) != digest]
        self._digests.update({uid: there[uid] for uid in (*self._only_there[name], *self._differ[name])})

    def _group_belongings(self) -> None:
        for name in BELONGINGS:
            for uid in self._only_there[name]:
                if uid not in self.mine.left:
                    self._there.setdefault(_test_of(self._theirs, name, uid), []).append((name, uid))
            for uid in self._ours.numbers[name].keys() - self._theirs.numbers[name].keys():
                self._here.setdefault(_test_of(self._ours, name, uid), []).append((name, uid))

    def _new(self, name: str, uid: Uid) -> None:
        """Decide about a noun that is only there."""
        if uid in self.mine.left or uid in self._out:
            return
        item = self._theirs.item(name, uid)
        parents = [self._theirs.uids[other].get(getattr(item.noun, key)) for key, other in REFERENCES[name].items()]
        if uid in self.mine.removed:
            self._out.add(uid)
            if self._digests[uid] not in self.mine.contents.get(uid, set()):
                self._clash(name, uid, item, "it was taken away here, and changed there since")
        elif any(parent in self._out for parent in parents):
            self._out.add(uid)
            if name not in BELONGINGS:
                self._clash(name, uid, item, "it belongs to what is not here")
        else:
            self.found.add.append((name, uid))

    def _changed(self, name: str, uid: Uid) -> None:
        """Decide about a noun that both have, with another content."""
        relation = self._relation(name, uid)
        if relation == "further":
            self.found.update.append((name, uid))
        elif relation == "both":
            self._clash(name, uid, self._theirs.item(name, uid), "it was changed on both sides")

    def _relation(self, name: str, uid: Uid) -> str:
        """Say who went on from whom: they are ``further``, we are ``ahead``, or ``both`` changed it."""
        if self._digests[uid] in self.mine.contents.get(uid, set()):
            return "ahead"
        here = self._ours.item(name, uid).digest
        return "further" if here in self.other.contents.get(uid, set()) else "both"

    def _shared_experiments(self) -> None:
        differ = set(self._differ[EXPERIMENT])
        shared = (uid for uid in self._there if uid in self._ours.numbers[EXPERIMENT])
        for uid in dict.fromkeys((*self._differ[EXPERIMENT], *shared)):
            relation = self._relation(EXPERIMENT, uid) if uid in differ else "same"
            why = self._why_apart(uid, relation)
            if why:
                self._clash(EXPERIMENT, uid, self._theirs.item(EXPERIMENT, uid), why)
            elif relation == "further":
                self.found.update.append((EXPERIMENT, uid))

    def _why_apart(self, uid: Uid, relation: str) -> str:
        """Say why the two sides of an experiment cannot both be right; empty where they can."""
        there, here = self._there.get(uid, []), self._here.get(uid, [])
        if relation == "both":
            return "it was changed on both sides"
        if relation == "further":
            return "it went on there, and has results here that are not there" if here else ""
        if not there:
            return ""
        if relation == "ahead":
            return "it went on here, and has results there that are not here"
        test: Any = self._ours.item(EXPERIMENT, uid).noun
        if test.stage not in _TAKES_RESULTS:
            return f"it is {test.stage} here, and has results there that are not here"
        if any(name != "observation" for name, _ in (*there, *here)):
            return "decisions about it were proposed on one side, and not on the other"
        return self._why_twice(there, here)

    def _why_twice(self, there: list[tuple[str, Uid]], here: list[tuple[str, Uid]]) -> str:
        """Say whether results that only one side has tell the same twice, or replace the same batch."""
        batches = {uid: self._theirs.item(name, uid).noun for name, uid in there}
        mine = {uid: self._ours.item(name, uid).noun for name, uid in here}
        files = {batch.source.digest for batch in mine.values() if isinstance(batch, Observation)} - {""}
        if any(isinstance(batch, Observation) and batch.source.digest in files for batch in batches.values()):
            return "the same file was recorded on both sides"
        replaced, again = _replaced(self._ours, mine), _replaced(self._theirs, batches)
        return "the same batch was replaced on both sides" if replaced & again else ""

    def _clash(self, name: str, uid: Uid, there: Item, why: str) -> None:
        """Note a clash, or what was said to take of it."""
        number = self._ours.numbers[name].get(uid)
        code = "" if number is None else f"{LETTERS[name]}{number}"
        belongings = self._there.get(uid, []) if name == EXPERIMENT else []
        said = self._take.get(code) if code else None
        if said == "theirs":
            self._refuse_taking(name, uid, code)
            self.taken.add(code)
            self.found.update.append((name, uid))
            return
        self._out |= {uid, *(each for _, each in belongings)}
        if said == "ours":
            self.taken.add(code)
            self.found.left[uid] = there.digest.hex()
            self.found.left.update({each: self._digests[each].hex() for _, each in belongings})
            return
        title = str(getattr(there.noun, "title", "") or getattr(there.noun, "name", ""))
        numbered = f"{LETTERS[name]}{there.number}"
        self.found.clashes.append(Clash(name, uid, code, numbered, title, why, len(belongings)))

    def _refuse_taking(self, name: str, uid: Uid, code: str) -> None:
        test = self._ours.item(name, uid).noun
        if isinstance(test, Experiment) and (test.stage is not Stage.draft or self._here.get(uid)):
            raise Refused(
                f"{code} is {test.stage} here: a plan that was locked and what was recorded are never replaced;"
                " take ours, and let whoever did the other work copy it to a new experiment"
            )


def _test_of(side: Side, name: str, uid: Uid) -> Uid:
    noun: Any = side.item(name, uid).noun
    return side.uids[EXPERIMENT][noun.experiment_id]


def _replaced(side: Side, batches: Mapping[Uid, Any]) -> set[Uid]:
    """Return which batches are replaced by these."""
    numbers = (getattr(batch, "supersedes", None) for batch in batches.values())
    return {side.uids["observation"][number] for number in numbers if number is not None}
