"""Full-text search over segments, hypotheses, experiments and decisions: ranked, a page at a time.

What a search costs does not grow with the workspace: of each noun the newest that hold all the words are ranked,
:data:`~store.search_places.MOST` of them. A search that meets more says so; one more word narrows it down.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session

from experiments.customers import Segment
from experiments.decision import Decision
from experiments.experiment import Experiment
from experiments.hypothesis import Hypothesis
from experiments.noun import Noun, Value
from store.change import code
from store.excerpt import Excerpt, excerpt
from store.paging import among
from store.search_places import MOST, places
from store.search_words import Sought, is_spaced, words_of
from store.tables import ROWS

_MOST_SEGMENTS = 20

NOUNS: dict[str, type[Noun]] = {
    "hypothesis": Hypothesis, "decision": Decision, "experiment": Experiment, "segment": Segment,
}  # fmt: skip
"""What is searched, the likeliest to be looked for first."""

_FIELDS: dict[str, tuple[str, ...]] = {
    "hypothesis": ("title", "need", "behaviour", "offer", "competing", "owner"),
    "decision": ("learning", "why", "next_step", "customers_told"),
    "experiment": ("title", "we_will", "kind", "owner"),
    "segment": ("name", "description", "expectations", "where_to_find"),
}

_WEIGHT = {"hypothesis": 1.0, "decision": 0.9, "experiment": 0.8, "segment": 0.3}
"""How much a place says of a hypothesis: its own words more than those of a segment that many share."""

_PLACE = "SELECT found.kind, found.number, found.score"

_OF_HYPOTHESIS = {
    "hypothesis": f"{_PLACE}, found.number AS hypothesis FROM ({{found}}) AS found",
    "experiment": (
        f"{_PLACE}, experiment.hypothesis_id FROM ({{found}}) AS found JOIN experiment ON experiment.id = found.number"
    ),
    "decision": (
        f"{_PLACE}, experiment.hypothesis_id FROM ({{found}}) AS found JOIN decision ON decision.id = found.number"
        " JOIN experiment ON experiment.id = decision.experiment_id"
    ),
    "segment": (
        f"{_PLACE}, hypothesis.id FROM ({{found}}) AS found JOIN hypothesis ON hypothesis.segment_id = found.number"
        " ORDER BY hypothesis.id DESC LIMIT :most"
    ),
}


class Place(NamedTuple):
    """Where something was found: the kind of noun, its number, and how well it fits."""

    kind: str
    number: int
    score: float


class Hit(Value):
    """One thing that was found.

    ``code`` opens it: a decision is found under its experiment. ``title`` says what it is called.
    """

    kind: str
    code: str
    title: str
    excerpt: Excerpt


class Found(Value):
    """A page of what was found; ``total`` counts all that were ranked, and ``more`` says that others hold it too."""

    hits: tuple[Hit, ...]
    total: int
    more: bool


def search(session: Session, text: str, limit: int = 20, offset: int = 0) -> Found:
    """Return what holds all the words of a text, the best first, the newer of two equals first.

    Parameters
    ----------
    text : str
        Words as people type them; nothing in it is syntax.
    """
    if not text.strip():
        return Found(hits=(), total=0, more=False)
    looked = places(session, text, dict.fromkeys(NOUNS, "SELECT * FROM ({found}) AS found"), MOST)
    best = [Place(*row) for row in sorted(looked, key=_best_first)]
    return Found(
        hits=_hits(session, best[offset : offset + limit], sought_in(text)),
        total=len(best),
        more=_cut_short(best, MOST),
    )


class Ranked(NamedTuple):
    """Hypotheses by their numbers, the best first, each with the place that speaks for it most."""

    places: dict[int, Place]
    more: bool


def ranked(session: Session, text: str) -> Ranked:
    """Return the hypotheses that hold a text themselves, or whose segment, experiments or decisions hold it."""
    best: dict[int, tuple[bool, float, int, str, int]] = {}
    rows = places(session, text, _OF_HYPOTHESIS, _MOST_SEGMENTS)
    for kind, number, score, hypothesis in rows:
        # What only a segment says of all of its hypotheses comes after what they say themselves.
        place = (kind != "segment", score * _WEIGHT[kind], hypothesis, kind, number)
        if hypothesis not in best or place > best[hypothesis]:
            best[hypothesis] = place
    ordered = sorted(best.values(), reverse=True)
    of_hypothesis = {hypothesis: Place(kind, number, score) for _, score, hypothesis, kind, number in ordered}
    return Ranked(of_hypothesis, _cut_short(rows, _MOST_SEGMENTS))


def excerpts(
    session: Session, found: Mapping[int, Place], text: str, known: Mapping[int, Hypothesis]
) -> dict[int, tuple[str, Excerpt]]:
    """Return for each hypothesis the code of what was found and the part of it that holds the text.

    ``known`` are the hypotheses by their numbers, which need not be read again.
    """
    hits = _hits(session, tuple(found.values()), sought_in(text), known)
    return {number: (hit.code, hit.excerpt) for number, hit in zip(found, hits, strict=True)}


def sought_in(text: str) -> Sought:
    """Return what is marked in what was found: words, or the text as it stands where it has none to go by."""
    return Sought(words_of(text) if is_spaced(text) else (text.strip(),))


def _hits(
    session: Session, places: Sequence[Place], marked: Sought, known: Mapping[int, Hypothesis] | None = None
) -> tuple[Hit, ...]:
    rows: dict[str, dict[int, Mapping[str, Any]]] = {}
    for kind in {place.kind for place in places}:
        numbers = [place.number for place in places if place.kind == kind]
        if kind == "hypothesis" and known is not None:
            rows[kind] = {number: dict(known[number]) for number in numbers if number in known}
        else:
            found = session.connection().execute(_shown(kind), {"numbers": numbers}).mappings()
            rows[kind] = {row["id"]: dict(row) for row in found}
    there = ((place.kind, rows[place.kind].get(place.number)) for place in places)
    return tuple(_hit(kind, row, marked) for kind, row in there if row is not None)


def _hit(kind: str, row: Mapping[str, Any], marked: Sought) -> Hit:
    part = excerpt(((field, _text(row[field])) for field in _FIELDS[kind]), marked)
    opens = code(Experiment, row["experiment_id"]) if kind == "decision" else code(NOUNS[kind], row["id"])
    return Hit(kind=kind, code=opens, title=row["name" if kind == "segment" else "title"] or "", excerpt=part)


@cache
def _shown(kind: str) -> Any:
    """Return the query for what a search shows of some nouns of a kind: not the plans and verdicts they hold."""
    noun = ROWS[NOUNS[kind]].__table__
    columns = [noun.c[field] for field in ("id", *_FIELDS[kind])]
    if kind != "decision":
        return select(*columns).where(among(noun.c.id))
    test = ROWS[Experiment].__table__
    called = select(*columns, noun.c.experiment_id, test.c.title)
    return called.select_from(noun.outerjoin(test, test.c.id == noun.c.experiment_id)).where(among(noun.c.id))


def _text(value: Any) -> str:
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def _best_first(row: Any) -> tuple[float, int]:
    kind, number, score = row
    return (-score * _WEIGHT[kind], -number)


def _cut_short(rows: Iterable[Any], segments: int) -> bool:
    """Say whether of some kind as many were found as are ranked; a segment stands in a row of each hypothesis of it."""
    found = {(row[0], row[1]) for row in rows}
    counts = Counter(kind for kind, _ in found)
    return any(count >= (segments if kind == "segment" else MOST) for kind, count in counts.items())
