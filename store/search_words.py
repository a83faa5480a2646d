"""The words of a search: what people type becomes plain words, and never the syntax of an engine.

Words are runs of letters, digits and the marks that belong to them. Each stands for all that begins with it, in any
case and without accents: ``orde`` finds ``Ordering`` and ``arzt`` finds ``Ärztin``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MOST_WORDS = 12
"""Words of a search that count; the rest of a pasted page would only narrow it down to nothing."""

LONGEST = 1_000
"""Characters of a search that are read."""

_LONGEST_WORD = 60
_SHORTEST_BEGINNING = 2
"""Characters of a word that may go on: what begins with one letter is half of everything."""

_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f\u0900-\u0903\u093a-\u094f]*)+")
_ACCENTS = re.compile("[\u0300-\u036f]")

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3040-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
"""Scripts that write without blanks: Thai, Lao, Burmese, Khmer, Chinese and Japanese. No engine here finds their words,
so that a search with one of them reads texts from end to end."""


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, each once, without upper case: at most so many, none longer than is useful."""
    found = (match[0][:_LONGEST_WORD] for match in _WORD.finditer(_storable(text).casefold()))
    return tuple(dict.fromkeys(found))[:MOST_WORDS]


def is_spaced(text: str) -> bool:
    """Say whether a search can go by words: there are some, and blanks stand between them."""
    return bool(words_of(text)) and not _UNSPACED.search(text)


def bare(word: str) -> str:
    """Return a word without upper case and accents."""
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", word.casefold()))


def for_fts5(words: tuple[str, ...], *, any_of: bool = False) -> str:
    """Return the words as a question to SQLite's FTS5: strings in quotes, which its syntax leaves alone."""
    return (" OR " if any_of else " ").join(f'"{word}"{"*" if _goes_on(word) else ""}' for word in words)


def for_tsquery(words: tuple[str, ...], *, any_of: bool = False) -> str:
    """Return the words as a question to PostgreSQL; see :func:`for_fts5`."""
    return (" | " if any_of else " & ").join(f"'{bare(word)}'{':*' if _goes_on(word) else ''}" for word in words)


def marks_in(text: str, words: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Return where a text holds what was searched for: the first character of each place and the one after it."""
    if not is_spaced(" ".join(words)):
        return _places(text, words)
    starts, whole = _wanted(words)
    found = ((match.span(), _bare(match[0])) for match in _WORD.finditer(text))
    return tuple(span for span, word in found if word.startswith(starts) or word in whole)


def met(text: str, words: tuple[str, ...]) -> int:
    """Return how many of the words a text holds."""
    there = {_bare(match[0]) for match in _WORD.finditer(text)}
    starts, whole = _wanted(words)
    begun = sum(any(word.startswith(start) for word in there) for start in starts)
    return begun + sum(word in there for word in whole)


def _wanted(words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the bare words that may go on, and those that stand for themselves."""
    starts = tuple(_bare(word) for word in words if _goes_on(word))
    return starts, tuple(_bare(word) for word in words if not _goes_on(word))


def _goes_on(word: str) -> bool:
    return len(word) >= _SHORTEST_BEGINNING


def _places(text: str, words: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Return the places of words that may stand anywhere, as they are written."""
    pattern = "|".join(re.escape(word) for word in words)
    return tuple(match.span() for match in re.finditer(pattern, text, re.IGNORECASE)) if pattern else ()


def _storable(text: str) -> str:
    return text[:LONGEST].encode("utf-8", "replace").decode()


_bare = lru_cache(maxsize=4096)(bare)
