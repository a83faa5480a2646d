"""How names and values out of a file are quoted in a message: printable, on one line, cut when long."""

from __future__ import annotations

from collections.abc import Iterable

_LONGEST = 60
_MOST_NAMED = 20


def quoted(value: object, longest: int = _LONGEST) -> str:
    """Return a value as it may be shown anywhere; what is not printable is escaped."""
    text = repr(value if len(str(value)) <= longest else str(value)[: longest - 1] + "…")
    return text if text.startswith(("'", '"')) else f"'{text}'"


def listed(names: Iterable[object]) -> str:
    """Return names in a row, the first twenty of them."""
    known = list(names)
    text = ", ".join(quoted(name) for name in known[:_MOST_NAMED])
    return text + (f" and {len(known) - _MOST_NAMED:,} more" if len(known) > _MOST_NAMED else "")


def rows(number: int) -> str:
    """Return ``1 row`` or ``2,000 rows``."""
    return f"{number:,} {'row' if number == 1 else 'rows'}"
