"""How common words are, as the newest rows show.

PostgreSQL's index of words lists everything that holds a word before it gives any of it, so that common ones are dear
to ask it for, and say little.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import prod
from typing import NamedTuple

from sqlalchemy import text as sql
from sqlmodel import Session

from store.search_words import for_tsquery

NEWEST = 500
"""Rows of a table that are looked at."""


class Sample(NamedTuple):
    """Which share of a table's newest rows holds each of some words, and which holds them all ``together``."""

    shares: dict[str, float]
    together: float

    @property
    def likely(self) -> float:
        """Return the share that holds them all, which words that have nothing to do with each other do by chance."""
        return max(self.together, prod(self.shares.values()))


def samples(session: Session, tables: Iterable[str], words: tuple[str, ...]) -> dict[str, Sample]:
    """Return for each table what its newest rows show; PostgreSQL only."""
    asked = {f"word{place}": for_tsquery((word,)) for place, word in enumerate(words)}
    if len(words) > 1:
        asked["all"] = for_tsquery(words)
    counts = ", ".join(f"count(*) FILTER (WHERE words @@ to_tsquery('pg_catalog.simple', :{name}))" for name in asked)
    newest = [
        f"SELECT '{table}', {counts} FROM (SELECT words FROM {table} ORDER BY id DESC LIMIT {NEWEST}) AS of_{table}"
        for table in tables
    ]
    rows = session.execute(sql(" UNION ALL ".join(newest)), asked).all() if words and newest else []
    return {
        table: Sample({word: count / NEWEST for word, count in zip(words, held, strict=False)}, held[-1] / NEWEST)
        for table, *held in rows
    }


def shares(session: Session, words: tuple[str, ...]) -> dict[str, float]:
    """Return for each word which share of the newest hypotheses holds it; PostgreSQL only."""
    return samples(session, ("hypothesis",), words)["hypothesis"].shares if words else {}
