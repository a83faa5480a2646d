"""How common words are, as the newest hypotheses show.

PostgreSQL's index of words lists everything that holds a word before it gives any of it, so that common ones are dear
to ask it for, and say little.
"""

from __future__ import annotations

from sqlalchemy import text as sql
from sqlmodel import Session

from store.search_words import for_tsquery

NEWEST = 500
"""Rows that are looked at."""


def shares(session: Session, words: tuple[str, ...]) -> dict[str, float]:
    """Return for each word which share of the newest hypotheses holds it; PostgreSQL only."""
    if not words:
        return {}
    held = ", ".join(
        f"count(*) FILTER (WHERE words @@ to_tsquery('pg_catalog.simple', :word{place}))" for place in range(len(words))
    )
    newest = f"SELECT words FROM hypothesis ORDER BY id DESC LIMIT {NEWEST}"
    values = {f"word{place}": for_tsquery((word,)) for place, word in enumerate(words)}
    counts = session.execute(sql(f"SELECT {held} FROM ({newest}) AS newest"), values).one()
    return {word: count / NEWEST for word, count in zip(words, counts, strict=True)}
