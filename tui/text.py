"""How text that people wrote reaches the screen: literally, and without what a terminal would obey.

Textual reads a plain ``str`` as markup, and passes escape sequences on to the terminal. So no widget is ever given a
``str`` that somebody typed: it gets the :class:`~textual.content.Content` that is made here.
"""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from textual.content import Content


def clean(text: str) -> str:
    """Return one line without control and direction-changing characters."""
    if text.isprintable():  # nothing to drop; and the first frame need not wait for what comes along below
        return text
    from experiments.text import clean as drop_controls

    return drop_controls(text)


def clean_prose(text: str) -> str:
    """Return several lines without control characters."""
    from experiments.text import clean_prose as drop_controls

    return drop_controls(text).expandtabs(4)


def shown(text: str, style: str = "") -> Content:
    """Return one line as a widget may show it."""
    return Content.styled(clean(text), style) if style else Content(clean(text))


def prose(text: str, style: str = "") -> Content:
    """Return several lines as a widget may show them."""
    return Content.styled(clean_prose(text), style) if style else Content(clean_prose(text))


def joined(*parts: str | tuple[str, str] | Content) -> Content:
    """Join pieces of text, each with its style, into one line; every piece may be somebody's text."""
    return Content("").join([part if isinstance(part, Content) else _piece(part) for part in parts])


def _piece(part: str | tuple[str, str]) -> Content:
    return shown(part) if isinstance(part, str) else shown(*part)


def fitted(text: str, width: int, *, right: bool = False) -> str:
    """Return text that fills exactly so many cells; what is cut ends in ``…``."""
    length = cell_len(text)
    if length > width:
        return set_cell_size(text, width - 1) + "…" if width > 0 else ""
    blank = " " * (width - length)
    return blank + text if right else text + blank


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: ``1 batch``, ``2,000 batches``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def days_of(number: float) -> str:
    """Return a number of days: ``1 day``, ``2.5 days``."""
    return f"{number:g} {'day' if number == 1 else 'days'}"


def effort(money: float, person_days: float, none: str = "nothing") -> str:
    """Return what something takes: ``40,000 and 60 person-days``, or only the one that is not nought."""
    days = "1 person-day" if person_days == 1 else f"{person_days:g} person-days"
    parts = [f"{money:,.0f}" if money else "", days if person_days else ""]
    return " and ".join(part for part in parts if part) or none


def wrapped(text: str, width: int) -> list[str]:
    """Break one line of text into lines of so many cells, between words; always at least one."""
    return [str(line) for line in shown(text).wrap(width)] or [""]
