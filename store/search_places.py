"""Where the words of a search stand: the statements that find the newest rows of each kind that hold them all.

What they cost should not grow with the workspace, and two things would make it: a word that is everywhere, as an index
lists all rows that hold it, and the beginning of such a word, as what holds any word with it is gathered first. So what
is dear is asked for last. First the words before the one that is still being typed are taken as they stand, and
of a common word only the newest rows are looked at. Where that finds as many as are ranked, nothing more is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy import text as sql
from sqlmodel import Session

from store.common_words import Sample, samples
from store.search_index import INDEXED, is_there
from store.search_words import LONGEST, for_fts5, for_tsquery, is_spaced, words_of

MOST = 100
"""How many of each kind are ranked."""

_READ = 5_000
"""On PostgreSQL, how many of the newest rows are read as they are, without asking the index which hold the words."""

_LOOKS = 2
"""How many cheap looks there are at most, the second one among more of the newest rows, before all is asked for."""

_ROOM = 2.0
"""How many times more rows are looked at than should do, by what a sample or the first look showed.

A sample with eight rows that hold the words may stand for half as many. A wider look costs the index nothing more,
and a second one asks it for all of it again.
"""

_ENOUGH_TO_TELL = MOST // 10
"""How many a first look has to find for it to say among how many rows enough will be."""

_ALL = 0
"""In place of a number of newest rows: no row is too old."""

_COMMON = 0.1
"""The share of rows from which on a word that they hold is common."""

_NOT_MANY = ("segment",)
"""Kinds of which there are so few that all are looked at."""

_INDEX = "whatsticks_search_index"
"""Where a session notes whether the index is there."""


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
        question = for_fts5(words_of(text))
    else:
        held = f"{table}.words @@ to_tsquery('pg_catalog.simple', :sought)"
        question = for_tsquery(words_of(text))
    condition = sql(held).bindparams(sought=question)
    return [condition]


def places(session: Session, text: str, wanted: Mapping[str, str], segments: int) -> list[tuple[Any, ...]]:
    """Return the newest places of each kind that hold all the words of a text.

    Parameters
    ----------
    wanted : mapping of str to str
        For each kind a statement over ``({found})``, which has the columns kind, number and score.
    segments : int
        How many segments at most; of other kinds it is :data:`MOST`.
    """
    if not text.strip():
        return []
    looking = _Looking(session, text, segments)
    near = looking.first_look([kind for kind in wanted if kind not in _NOT_MANY])
    rows: list[tuple[Any, ...]] = []
    left = dict(wanted)
    for look in range(_LOOKS + 1):
        looked = looking.asked(left, near)
        found = Counter(row[0] for row in looked)
        short = {kind for kind in near if found[kind] < MOST}
        rows += [row for row in looked if row[0] not in short]
        left = {kind: wanted[kind] for kind in short}
        if not left:
            break
        near = looking.wider_look(near, found) if look + 1 < _LOOKS else {}
    return rows


class _Looking:
    """One search by one session: how its words are asked for, of which rows."""

    def __init__(self, session: Session, text: str, segments: int) -> None:
        self._session = session
        self._words = words_of(text)
        self._indexed = _by_index(session, text)
        self._server = _engine(session) == "postgresql"
        self._samples: dict[str, Sample] = {}
        self._values: dict[str, Any] = {"most": MOST, "few": segments}
        whole = self._words[:-1] or self._words
        if not self._indexed:
            self._values["sought"] = _anywhere(text)
        elif self._server:
            self._values |= {"sought": for_tsquery(self._words), "cheap": for_tsquery(self._words, whole=whole)}
        else:
            self._values |= {"sought": for_fts5(self._words), "cheap": for_fts5(self._words, whole=whole)}

    def first_look(self, kinds: Sequence[str]) -> dict[str, int]:
        """Return the kinds that are worth a cheap look first, and among how many of their newest rows."""
        if not self._indexed:
            return {}
        if not self._server:
            return dict.fromkeys(kinds, _ALL)
        self._samples = samples(self._session, kinds, self._words)
        windows = {kind: self._window(sample) for kind, sample in self._samples.items()}
        return {kind: window for kind, window in windows.items() if window is not None}

    def wider_look(self, near: Mapping[str, int], found: Counter[str]) -> dict[str, int]:
        """Return the kinds of which a first look found some, and among how many rows enough are likely to be."""
        some = [kind for kind in near if near[kind] != _ALL and _ENOUGH_TO_TELL <= found[kind] < MOST]
        return {kind: 1 + int(_ROOM * near[kind] * MOST / found[kind]) for kind in some}

    def asked(self, wanted: Mapping[str, str], near: Mapping[str, int]) -> list[tuple[Any, ...]]:
        """Return what places say: by a cheap look of some kinds, of the others by all that begins with the words."""
        queries = []
        values = dict(self._values)
        for kind, query in wanted.items():
            found = self._near(kind, near[kind]) if kind in near else self._everywhere(kind)
            values |= {f"newest_{kind}": near.get(kind), f"rare_{kind}": for_tsquery(self._rare(kind))}
            queries.append(f"SELECT * FROM ({query.format(found=found)}) AS of_{kind}")
        return [tuple(row) for row in self._session.execute(sql(" UNION ALL ".join(queries)), values).all()]

    def _window(self, sample: Sample) -> int | None:
        """Return among how many of the newest rows a sample lets expect enough; None where no look would be cheaper."""
        common = sum(share >= _COMMON for share in sample.shares.values())
        if sample.likely and (sample.together or common):
            return 1 + int(_ROOM * MOST / sample.likely)
        return _ALL if common else None

    def _near(self, kind: str, newest: int) -> str:
        """Return the statement of a cheap look among so many of the newest rows of a kind."""
        if not self._server:
            # A single word is not ranked: how well it fits would be worked out from all rows that hold it.
            score = "0.0" if len(self._words) == 1 else f"-bm25({kind}_search)"
            return _by_fts5(kind, score, ":cheap", ":most")
        conditions = [f"id > (SELECT max(id) FROM {kind}) - :newest_{kind}"] if newest != _ALL else []
        if newest == _ALL or newest > _READ:
            conditions.append("words @@ to_tsquery('pg_catalog.simple', :cheap)")
        return _by_tsquery(kind, " AND ".join(conditions), ":most")

    def _everywhere(self, kind: str) -> str:
        """Return the statement for the newest rows of a kind with any words that begin as those that are sought."""
        most = ":few" if kind in _NOT_MANY else ":most"
        if not self._indexed:
            place = f"SELECT '{kind}' AS kind, id AS number, CAST(0 AS double precision) AS score FROM {kind}"
            return f"{place} WHERE folded LIKE :sought ESCAPE '\\' ORDER BY id DESC LIMIT {most}"
        if not self._server:
            return _by_fts5(kind, f"-bm25({kind}_search)", ":sought", most)
        return _by_tsquery(kind, f"words @@ to_tsquery('pg_catalog.simple', :rare_{kind})", most)

    def _rare(self, kind: str) -> tuple[str, ...]:
        """Return the words that PostgreSQL's index is asked for: all, or the rare ones where there are such."""
        sample = self._samples.get(kind)
        if sample is None:
            return self._words
        return tuple(word for word in self._words if sample.shares[word] < _COMMON) or self._words


def _by_fts5(kind: str, score: str, question: str, most: str) -> str:
    index = f"{kind}_search"
    place = f"SELECT '{kind}' AS kind, rowid AS number, {score} AS score FROM {index}"
    return f"{place} WHERE {index} MATCH {question} ORDER BY rowid DESC LIMIT {most}"


def _by_tsquery(kind: str, condition: str, most: str) -> str:
    """Return the statement for the newest rows that meet a condition and hold all the words.

    The condition decides how rows are found, and not the planner, which takes a word's beginning for more common than
    most are: OFFSET 0 keeps it from choosing.
    """
    question = "(SELECT to_tsquery('pg_catalog.simple', :sought) AS question OFFSET 0) AS asked"
    rows = f"(SELECT id, words FROM {kind} WHERE {condition} OFFSET 0) AS holding"
    place = f"SELECT '{kind}' AS kind, id AS number, ts_rank(words, question, 1) AS score FROM {rows}, {question}"
    return f"{place} WHERE words @@ question ORDER BY id DESC LIMIT {most}"


def _anywhere(text: str) -> str:
    """Return the pattern of a text that may stand anywhere, wildcards taken as they are."""
    plain = text.strip().casefold()[:LONGEST].encode("utf-8", "replace").decode().replace("\0", "\ufffd")
    return "%" + "".join(f"\\{sign}" if sign in "\\%_" else sign for sign in plain) + "%"


def _by_index(session: Session, text: str) -> bool:
    if _INDEX not in session.info:  # one question for all that this session asks
        session.info[_INDEX] = is_there(session.connection())
    return is_spaced(text) and session.info[_INDEX]


def _engine(session: Session) -> str:
    return session.connection().dialect.name
