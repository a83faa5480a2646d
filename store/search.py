"""Full-text search over segments, hypotheses, experiments and decisions: ranked, a page at a time.

What a search costs does not grow with the workspace: of each noun the newest :data:`MOST` that hold all the words are
ranked. A search that meets more says so; one more word narrows it down.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement
from sqlalchemy import text as sql
from sqlmodel import Session, col, select

from experiments.customers import Segment
from experiments.decision import Decision
from experiments.experiment import Experiment
from experiments.hypothesis import Hypothesis
from experiments.noun import Noun, Value
from store.change import code
from store.common_words import shares
from store.excerpt import Excerpt, excerpt
from store.search_index import INDEXED, is_there
from store.search_words import LONGEST, for_fts5, for_tsquery, is_spaced, words_of
from store.tables import ROWS

MOST = 200
"""How many of each noun are ranked."""

_NEWEST = 2_500
"""Rows of a table in which a common word is looked for first: the index tells of too many that hold it."""

_LOOKS = 3
"""How often PostgreSQL looks among the newest rows, each time among more, before it looks among all."""

_COMMON = 0.1
"""The share of hypotheses from which on a word that they hold is common."""

_MOST_SEGMENTS = 20

_INDEX = "whatsticks_search_index"
"""Where a session notes whether the index is there."""

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
    looked = _rows(session, text, dict.fromkeys(NOUNS, "SELECT * FROM ({found}) AS found"), MOST)
    places = [Place(*row) for row in sorted(looked, key=_best_first)]
    return Found(
        hits=_hits(session, places[offset : offset + limit], words_sought(text)),
        total=len(places),
        more=_cut_short(places, MOST),
    )


class Ranked(NamedTuple):
    """Hypotheses by their numbers, the best first, each with the place that speaks for it most."""

    places: dict[int, Place]
    more: bool


def ranked(session: Session, text: str) -> Ranked:
    """Return the hypotheses that hold a text themselves, or whose segment, experiments or decisions hold it."""
    best: dict[int, tuple[float, int, str, int]] = {}
    rows = _rows(session, text, _OF_HYPOTHESIS, _MOST_SEGMENTS)
    for kind, number, score, hypothesis in rows:
        weighed = score * _WEIGHT[kind]
        if hypothesis not in best or weighed > best[hypothesis][0]:
            best[hypothesis] = (weighed, hypothesis, kind, number)
    ordered = sorted(best.values(), reverse=True)
    places = {hypothesis: Place(kind, number, score) for score, hypothesis, kind, number in ordered}
    return Ranked(places, _cut_short(rows, _MOST_SEGMENTS))


def excerpts(session: Session, places: Mapping[int, Place], text: str) -> dict[int, tuple[str, Excerpt]]:
    """Return for each hypothesis the code of what was found and the part of it that holds the text."""
    hits = _hits(session, tuple(places.values()), words_sought(text))
    return {number: (hit.code, hit.excerpt) for number, hit in zip(places, hits, strict=True)}


def words_sought(text: str) -> tuple[str, ...]:
    """Return what is marked in what was found: words, or the text as it stands where it has none to go by."""
    return words_of(text) if is_spaced(text) else (text.strip(),)


def holding(session: Session, row_type: Any, text: str) -> list[ColumnElement[bool]]:
    """Return the condition that a row holds all the words of a text; none where there is no text."""
    if not text.strip():
        return []
    table = row_type.__tablename__
    if table not in INDEXED or not _by_index(session, text):
        condition: Any = sql(f"{table}.folded LIKE :sought ESCAPE '\\'").bindparams(sought=_anywhere(text))
        return [condition]
    if _engine(session) == "sqlite":
        held = f"{table}.id IN (SELECT rowid FROM {table}_search WHERE {table}_search MATCH :sought)"
    else:
        held = f"{table}.words @@ to_tsquery('pg_catalog.simple', :sought)"
    condition = sql(held).bindparams(sought=sought(session, text))
    return [condition]


def sought(session: Session, text: str) -> str:
    """Return the parameter ``sought`` of every statement that searches for a text."""
    if not _by_index(session, text):
        return _anywhere(text)
    words = words_of(text)
    return for_fts5(words) if _engine(session) == "sqlite" else for_tsquery(words)


def _anywhere(text: str) -> str:
    """Return the pattern of a text that may stand anywhere, wildcards taken as they are."""
    plain = text.strip().casefold()[:LONGEST].encode("utf-8", "replace").decode().replace("\0", "\ufffd")
    return "%" + "".join(f"\\{sign}" if sign in "\\%_" else sign for sign in plain) + "%"


def places_of(session: Session, kind: str, text: str, *, newest: int = 0) -> str:
    """Return the statement for the newest places of one kind that hold the words, among so many of the newest rows.

    On PostgreSQL the first of these are read as they are, and more are found by the index of words. That is not left to
    the planner, which takes a word's beginning for more common than most are: OFFSET 0 keeps it from choosing.
    """
    order = "DESC LIMIT :most"
    if not _by_index(session, text):
        held = "folded LIKE :sought ESCAPE '\\'"
        place = f"SELECT '{kind}' AS kind, id AS number, CAST(0 AS double precision) AS score"
        return f"{place} FROM {kind} WHERE {held} ORDER BY id {order}"
    if _engine(session) == "sqlite":
        index = f"{kind}_search"
        if newest:  # all alike: how well they fit would be worked out from all rows that hold the word
            return (
                f"SELECT '{kind}' AS kind, rowid AS number, 0.0 AS score FROM {index} WHERE {index} MATCH :sought"
                f" AND rowid > (SELECT max(id) FROM {kind}) - {newest} ORDER BY rowid {order}"
            )
        return (
            f"SELECT '{kind}' AS kind, rowid AS number, -bm25({index}) AS score FROM {index}"
            f" WHERE {index} MATCH :sought ORDER BY rowid {order}"
        )
    place = f"SELECT '{kind}' AS kind, id AS number, ts_rank(words, question, 1) AS score"
    question = "(SELECT to_tsquery('pg_catalog.simple', :sought) AS question OFFSET 0) AS asked"
    rows = f"SELECT id, words FROM {kind} WHERE id > (SELECT max(id) FROM {kind}) - {newest}" if newest else ""
    if newest != _NEWEST:
        rows = f"{rows} AND" if rows else f"SELECT id, words FROM {kind} WHERE"
        rows += " words @@ to_tsquery('pg_catalog.simple', :narrow)"
    return f"{place} FROM ({rows} OFFSET 0) AS holding, {question} WHERE words @@ question ORDER BY id {order}"


def _rows(session: Session, text: str, wanted: Mapping[str, str], segments: int) -> list[Any]:
    """Return what places of each kind say, as the statement that is wanted of the kind puts it."""
    if not text.strip():
        return []
    rows: list[Any] = []
    left = dict(wanted)
    server = _engine(session) == "postgresql"
    if _by_index(session, text) and (server or len(words_of(text)) == 1):
        near = {kind: _NEWEST for kind in wanted if kind != "segment"}
        for _ in range(_LOOKS if server else 1):
            looked = _asked(session, text, {kind: left[kind] for kind in near}, segments, near)
            found = Counter(row[0] for row in looked)
            rows += [row for row in looked if found[row[0]] >= MOST]
            left = {kind: query for kind, query in left.items() if found[kind] < MOST}
            near = _farther(near, found)
            if not near:
                break
    return rows + _asked(session, text, left, segments, {})


def _farther(near: dict[str, int], found: Counter[str]) -> dict[str, int]:
    """Return in how many of the newest rows enough is likely to be found, as some was in those looked at before.

    After the first look any will do to go by; after that only what nearly sufficed, as else it is asked of all rows.
    """
    least = {kind: 1 if newest == _NEWEST else MOST // 2 for kind, newest in near.items()}
    some = [kind for kind in near if least[kind] <= found[kind] < MOST]
    return {kind: 1 + int(1.5 * near[kind] * MOST / found[kind]) for kind in some}


def _asked(
    session: Session, text: str, wanted: Mapping[str, str], segments: int, newest: Mapping[str, int]
) -> list[Any]:
    asked = []
    for kind, query in wanted.items():
        most = ":few" if kind == "segment" else ":most"
        found = places_of(session, kind, text, newest=newest.get(kind, 0)).replace(":most", most)
        asked.append(f"SELECT * FROM ({query.format(found=found)}) AS of_{kind}")
    if not asked:
        return []
    values = {"sought": sought(session, text), "most": MOST, "few": segments}
    if _engine(session) == "postgresql" and _by_index(session, text) and _NEWEST not in newest.values():
        values["narrow"] = for_tsquery(_telling(session, words_of(text)))
    return [tuple(row) for row in session.execute(sql(" UNION ALL ".join(asked)), values).all()]


def _telling(session: Session, words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words that PostgreSQL's index is asked for: all, or but for the common ones where others are rare."""
    if len(words) < 2:
        return words
    common = shares(session, words)
    return tuple(word for word in words if common[word] < _COMMON) or words


def _hits(session: Session, places: Iterable[Place], words: tuple[str, ...]) -> tuple[Hit, ...]:
    places = tuple(places)
    rows = {kind: _read(session, kind, [place.number for place in places if place.kind == kind]) for kind in NOUNS}
    titles = _titles(session, [row["experiment_id"] for row in rows["decision"].values()])
    there = ((place.kind, rows[place.kind].get(place.number)) for place in places)
    return tuple(_hit(kind, row, titles, words) for kind, row in there if row is not None)


def _hit(kind: str, row: Mapping[str, Any], titles: Mapping[int, str], words: tuple[str, ...]) -> Hit:
    part = excerpt([(field, _text(row[field])) for field in _FIELDS[kind]], words)
    if kind == "decision":
        number = row["experiment_id"]
        return Hit(kind=kind, code=code(Experiment, number), title=titles.get(number, ""), excerpt=part)
    title = row["name" if kind == "segment" else "title"]
    return Hit(kind=kind, code=code(NOUNS[kind], row["id"]), title=title, excerpt=part)


def _read(session: Session, kind: str, numbers: list[int]) -> dict[int, Mapping[str, Any]]:
    """Return by their numbers what a search shows of some nouns of a kind: not the plans and verdicts they hold."""
    if not numbers:
        return {}
    row_type = ROWS[NOUNS[kind]]
    shown = ("id", *_FIELDS[kind], *(("experiment_id",) if kind == "decision" else ()))
    query = select(*(getattr(row_type, field) for field in shown)).where(col(row_type.id).in_(numbers))
    return {row["id"]: dict(row) for row in session.execute(query).mappings().all()}


def _titles(session: Session, numbers: list[int]) -> dict[int, str]:
    if not numbers:
        return {}
    row_type = ROWS[Experiment]
    return dict(session.execute(select(row_type.id, row_type.title).where(col(row_type.id).in_(numbers))).all())


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


def _by_index(session: Session, text: str) -> bool:
    if _INDEX not in session.info:  # one question for all that this session asks
        session.info[_INDEX] = is_there(session.connection())
    return is_spaced(text) and session.info[_INDEX]


def _engine(session: Session) -> str:
    return session.connection().dialect.name
