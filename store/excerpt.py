"""The part of a text that holds what was searched for, with the places marked as ranges and never as markup."""

from __future__ import annotations

from collections.abc import Iterable

from experiments.noun import Value
from experiments.text import clean
from store.search_words import Sought

ROOM = 120
"""Characters of an excerpt."""

_BEFORE = 30

Marks = tuple[tuple[int, int], ...]
"""For each word that was found, its first character and the one after its last."""


class Excerpt(Value):
    """A part of a field's text.

    Parameters
    ----------
    field : str
        The field it is from.
    text : str
        One line without control characters; ``…`` stands where it was cut.
    marks : Marks
        Where in ``text`` the words are.
    """

    field: str
    text: str
    marks: Marks


def excerpt(fields: Iterable[tuple[str, str]], sought: Sought) -> Excerpt:
    """Return the part of the field that holds most of the words; of the first field where none holds any."""
    name, text, marks = _telling(((name, clean(text)) for name, text in fields if text), sought)
    start, stop = _window(text, marks)
    cut = f"{'…' if start else ''}{text[start:stop]}{'…' if stop < len(text) else ''}"
    shift = start - bool(start)
    kept = tuple((first - shift, last - shift) for first, last in marks if start <= first and last <= stop)
    return Excerpt(field=name, text=cut, marks=kept)


def _telling(fields: Iterable[tuple[str, str]], sought: Sought) -> tuple[str, str, Marks]:
    """Return the first field that holds most of the words, and where; the rest is not read where one holds them all."""
    best: tuple[str, str, Marks] | None = None
    most = 0
    for name, text in fields:
        marks = sought.places(text)
        holds = sought.met(text, marks) if marks else 0
        if best is None or holds > most:
            best, most = (name, text, marks), holds
        if most == sought.all:
            break
    return best or ("", "", ())


def _window(text: str, marks: Marks) -> tuple[int, int]:
    """Return where to cut: a little before the first mark, between words where there are blanks."""
    if len(text) <= ROOM:
        return 0, len(text)
    first = marks[0][0] if marks else 0
    start = max(0, min(first - _BEFORE, len(text) - ROOM))
    if start:
        blank = text.find(" ", start, first)
        start = start if blank < 0 else blank + 1
    stop = min(len(text), start + ROOM)
    if stop < len(text):
        blank = text.rfind(" ", start + ROOM // 2, stop)
        stop = stop if blank < 0 else blank
    return start, stop
