"""Past hypotheses that are about the same as a new one, with what was learned from them.

The rarest words of the new text decide: a word that a tenth of all hypotheses hold says little, and asking for it
would cost more the larger the workspace is. How often a word occurs is counted up to a bound.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import text as sql
from sqlmodel import Session, col, desc, func, select

from experiments.noun import Value
from store.bets import Bet, bets
from store.common_words import shares
from store.search_index import is_there
from store.search_words import for_fts5, for_tsquery, words_of
from store.tables import DecisionRow, ExperimentRow, HypothesisRow

_COMMON = 2_000
"""A word that so many hypotheses hold is common."""

_ENOUGH = 4_000
"""Hypotheses that are ranked at most, for all words together."""

_SHORTEST_WORD = 3


class Similar(Value):
    """A past hypothesis; ``learned`` is what its newest decision taught, empty where none was made."""

    number: int
    code: str
    title: str
    status: str
    belief: float
    learned: str


def similar(session: Session, text: str, limit: int = 5, but: int | None = None) -> tuple[Similar, ...]:
    """Return the hypotheses that share most with a text, the likest first.

    Parameters
    ----------
    text : str
        What was typed so far, of any of its fields.
    limit : int
        How many at most.
    but : int, optional
        The number of the hypothesis that is being written itself.
    """
    words = _telling(session, words_of(text))
    if not words:
        return ()
    sqlite = _on_sqlite(session)
    values = {"words": for_fts5(words, any_of=True) if sqlite else for_tsquery(words, any_of=True), "limit": limit + 1}
    found = session.execute(sql(_LIKE_ON_SQLITE if sqlite else _LIKE_ON_POSTGRESQL), values).scalars()
    numbers = [number for number in found if number != but][:limit]
    stand = {bet.hypothesis.id: bet for bet in bets(session, numbers)} if numbers else {}
    return tuple(_similar(session, stand[number]) for number in numbers if number in stand)


_LIKE_ON_SQLITE = """
    SELECT rowid FROM hypothesis_search WHERE hypothesis_search MATCH :words ORDER BY rank, rowid DESC LIMIT :limit
"""

_LIKE_ON_POSTGRESQL = """
    SELECT id FROM (SELECT id, words, question FROM hypothesis, to_tsquery('pg_catalog.simple', :words) AS question
                    WHERE words @@ question OFFSET 0) AS holding
    ORDER BY ts_rank(words, question, 1) DESC, id DESC LIMIT :limit
"""

_HOLD_ON_SQLITE = "SELECT 1 FROM hypothesis_search WHERE hypothesis_search MATCH :words LIMIT :bound"

_HOLD_ON_POSTGRESQL = """
    SELECT 1 FROM (SELECT 1 FROM hypothesis WHERE words @@ to_tsquery('pg_catalog.simple', :words) OFFSET 0) AS holding
    LIMIT :bound
"""


def _telling(session: Session, words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words that tell hypotheses apart: those few hold, as many as are cheap to rank."""
    if not is_there(session.connection()):
        return ()
    words = tuple(word for word in words if len(word) >= _SHORTEST_WORD)
    counts = dict.fromkeys(_everywhere(session, words), _COMMON)
    counts |= {word: _held(session, word) for word in words if word not in counts}
    kept: list[str] = []
    room = _ENOUGH
    for word, count in sorted(counts.items(), key=lambda entry: entry[1]):
        room -= count
        if count and (room >= 0 or not kept) and (count < _COMMON or not kept):
            kept.append(word)
    return tuple(kept)


def _everywhere(session: Session, words: tuple[str, ...]) -> list[str]:
    """Return the words that so many of the newest hypotheses hold that counting them would cost much (PostgreSQL)."""
    if _on_sqlite(session):
        return []
    highest = session.exec(select(func.max(HypothesisRow.id))).one() or 0
    return [word for word, share in shares(session, words).items() if share * highest > 2 * _COMMON]


def _held(session: Session, word: str) -> int:
    """Return how many hypotheses hold a word, counted up to where it is common."""
    sqlite = _on_sqlite(session)
    question = for_fts5((word,)) if sqlite else for_tsquery((word,))
    bounded = f"SELECT count(*) FROM ({_HOLD_ON_SQLITE if sqlite else _HOLD_ON_POSTGRESQL}) AS held"
    return int(session.execute(sql(bounded), {"words": question, "bound": _COMMON}).scalar_one())


def _similar(session: Session, bet: Bet) -> Similar:
    hypothesis: Any = bet.hypothesis
    taught = (
        select(DecisionRow.learning)
        .join(ExperimentRow, col(ExperimentRow.id) == col(DecisionRow.experiment_id))
        .where(ExperimentRow.hypothesis_id == hypothesis.id)
        .order_by(desc(DecisionRow.id))
        .limit(1)
    )
    return Similar(
        number=hypothesis.id,
        code=hypothesis.code,
        title=hypothesis.title,
        status=bet.status,
        belief=bet.belief,
        learned=session.exec(taught).first() or "",
    )


def _on_sqlite(session: Session) -> bool:
    return session.connection().dialect.name == "sqlite"
