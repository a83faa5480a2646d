"""The words of a search: what people type becomes plain words, and never the syntax of an engine.

Words are runs of letters, digits and the marks that belong to them. Each stands for all that begins with it, in any
case and without accents: ``orde`` finds ``Ordering`` and ``arzt`` finds ``Ärztin``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
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


def for_fts5(words: tuple[str, ...], *, any_of: bool = False, whole: Collection[str] = ()) -> str:
    """Return the words as a question to SQLite's FTS5: strings in quotes, which its syntax leaves alone.

    Those that are ``whole`` stand for themselves, and not for what begins with them.
    """
    question = (f'"{word}"{"*" if _goes_on(word) and word not in whole else ""}' for word in words)
    return (" OR " if any_of else " ").join(question)


def for_tsquery(words: tuple[str, ...], *, any_of: bool = False, whole: Collection[str] = ()) -> str:
    """Return the words as a question to PostgreSQL; see :func:`for_fts5`."""
    question = (f"'{bare(word)}'{':*' if _goes_on(word) and word not in whole else ''}" for word in words)
    return (" | " if any_of else " & ").join(question)


class Sought:
    """The words of one search, made ready to be found in many texts."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self._words = words
        self._spaced = is_spaced(" ".join(words))
        self._starts = tuple(bare(word) for word in words if _goes_on(word))
        self._whole = frozenset(bare(word) for word in words if not _goes_on(word))
        ways = [rf"(?:{start})[^\W_]*" for start in map(re.escape, self._starts)]
        ways += [rf"(?:{word})(?![^\W_])" for word in map(re.escape, self._whole)]
        self._in_ascii = re.compile(rf"(?<![^\W_])(?:{'|'.join(ways)})", re.IGNORECASE | re.ASCII)

    def places(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return where a text holds what was searched for: the first character of each place and the one after it."""
        if not self._spaced:
            return self._anywhere(text)
        if text.isascii():  # where a word is bare as it stands, and found without taking the text apart
            return tuple(match.span() for match in self._in_ascii.finditer(text))
        return tuple(match.span() for match in _WORD.finditer(text) if self._is_sought(_bare(match[0])))

    def met(self, text: str, places: tuple[tuple[int, int], ...]) -> int:
        """Return how many of the words a text holds, given its places."""
        if self.all == 1:
            return min(len(places), 1)
        there = {_bare(text[first:last]) for first, last in places}
        begun = sum(any(word.startswith(start) for word in there) for start in self._starts)
        return begun + len(self._whole & there)

    @property
    def all(self) -> int:
        """Return how many words there are."""
        return len(self._words)

    def _is_sought(self, word: str) -> bool:
        return word.startswith(self._starts) or word in self._whole

    def _anywhere(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return the places of words that may stand anywhere, as they are written."""
        pattern = "|".join(re.escape(word) for word in self._words)
        return tuple(match.span() for match in re.finditer(pattern, text, re.IGNORECASE)) if pattern else ()


def _goes_on(word: str) -> bool:
    return len(word) >= _SHORTEST_BEGINNING


def _storable(text: str) -> str:
    return text[:LONGEST].encode("utf-8", "replace").decode()


_bare = lru_cache(maxsize=4096)(bare)
