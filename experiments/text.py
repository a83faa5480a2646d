"""What counts as text a person may store, and how stored text is made safe to show.

A name travels into terminals, HTML and spreadsheets. Control characters are refused on the way in (never repaired
silently) and dropped on the way out, because a shared workspace may hold what an older program let through.
"""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

_BIDI = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_CONTROL = {*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029} | _BIDI
_PROSE_ALLOWED = frozenset({0x09, 0x0A})
_DROP_IN_LINE = dict.fromkeys(_CONTROL)
_DROP_IN_PROSE = dict.fromkeys(_CONTROL - _PROSE_ALLOWED)


def clean(text: str) -> str:
    """Drop every control and direction-changing character; tabs and line ends become blanks."""
    return text.replace("\r\n", " ").replace("\n", " ").replace("\t", " ").translate(_DROP_IN_LINE)


def clean_prose(text: str) -> str:
    """Like :func:`clean`, keeping line ends and tabs."""
    return text.replace("\r\n", "\n").translate(_DROP_IN_PROSE)


def _refuse_control(text: str, allowed: frozenset[int]) -> str:
    for position, character in enumerate(text, start=1):
        if ord(character) in _CONTROL - allowed:
            name = unicodedata.name(character, f"U+{ord(character):04X}")
            raise ValueError(f"holds a control character ({name}) at position {position}; remove it")
    return text


# Nearly all texts are printable, and nothing that is refused counts as that. A list asks this of every field it reads.


def _checked_line(text: str) -> str:
    return text if text.isprintable() else _refuse_control(text, frozenset())


def _checked_prose(text: str) -> str:
    return text if text.isprintable() else _refuse_control(text.replace("\r\n", "\n"), _PROSE_ALLOWED)


_STRIPPED = StringConstraints(strip_whitespace=True)

Name = Annotated[str, Field(min_length=1, max_length=200), _STRIPPED, AfterValidator(_checked_line)]
"""One line that must say something: a title, an arm, a metric."""

Line = Annotated[str, Field(max_length=500), _STRIPPED, AfterValidator(_checked_line)]
"""One line that may be empty."""

Prose = Annotated[str, Field(max_length=20_000), _STRIPPED, AfterValidator(_checked_prose)]
"""Several lines; may be empty."""
