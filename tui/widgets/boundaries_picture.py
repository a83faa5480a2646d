"""Where a look ends the test, drawn: from how far below the target on it stops, from how far above the bar it invests.

The boundaries are drawn about as they lie between bar and target, on the normal scale on which they are made: the
estimate of a look errs by 1/√information, and after the last look nothing is left open, so that both boundaries meet
there (Jennison & Turnbull 2000, section 4.2). The table beside it has the exact p-values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

from tui.text import joined, shown
from tui.ways_in_words import size_words
from tui.ways_of_looking import PlannedLook

_MOST = 10
_LEAST = 24
_FROM, _TO = -1.0, 2.0
"""What the picture spans, where 0 is the bar and 1 the target."""
_STOP, _INVEST = "░", "█"
_FURTHER_DOWN, _FURTHER_UP = "◂", "▸"
"""Where a boundary lies outside the picture."""


class _Ends(NamedTuple):
    """A look and what ends it: estimates up to ``stop`` and from ``invest``, where 0 is the bar and 1 the target."""

    units: str
    stop: float | None
    invest: float | None


def boundaries_picture(looks: Sequence[PlannedLook], width: int) -> list[Content]:
    """Return a line for each look, of very many for some of them; nothing without room or without both boundaries."""
    rows = list(_ends(looks))
    wide = max((cell_len(row.units) for row in rows), default=0)
    room = width - wide - 2
    if not rows or room < _LEAST:
        return []
    bar, target = (round((at - _FROM) / (_TO - _FROM) * (room - 1)) for at in (0.0, 1.0))
    names = " " * (wide + 2 + bar - 1) + "bar" + " " * (target - bar - 5) + "target"
    lines = [shown(names, "$quiet")]
    lines += [_drawn(row, wide, room, (bar, target)) for row in rows]
    lines.append(joined((_STOP * 2, "$error"), " stop   ", (_INVEST * 2, "$success"), " invest   between: go on"))
    return lines


def _ends(looks: Sequence[PlannedLook]) -> Iterator[_Ends]:
    z = NormalDist().inv_cdf
    if not looks or looks[-1].p_invest is None or looks[-1].p_stop is None:
        return
    last = -z(looks[-1].p_invest) - z(looks[-1].p_stop)
    if last <= 0:
        return
    for look in _some(looks):
        error = sqrt(looks[-1].units / look.units) / last
        stop = None if look.p_stop is None else 1 + z(look.p_stop) * error
        invest = None if look.p_invest is None else -z(look.p_invest) * error
        yield _Ends(size_words(look.units), stop, invest)


def _some(looks: Sequence[PlannedLook]) -> Sequence[PlannedLook]:
    if len(looks) <= _MOST:
        return looks
    return [looks[round(place * (len(looks) - 1) / (_MOST - 1))] for place in range(_MOST)]


def _drawn(row: _Ends, wide: int, room: int, marks: tuple[int, int]) -> Content:
    cells = [" "] * room
    for mark in marks:
        cells[mark] = "┆"
    for at in range(room):
        value = _FROM + (_TO - _FROM) * at / (room - 1)
        if row.stop is not None and value <= row.stop:
            cells[at] = _STOP
        elif row.invest is not None and value >= row.invest:
            cells[at] = _INVEST
    if row.stop is not None and row.stop < _FROM:
        cells[0] = _FURTHER_DOWN
    if row.invest is not None and row.invest > _TO:
        cells[-1] = _FURTHER_UP
    tones = {_STOP: "$error", _FURTHER_DOWN: "$error", _FURTHER_UP: "$success", _INVEST: "$success", "┆": "$quiet"}
    return joined(
        " " * (wide - cell_len(row.units)) + row.units + "  ", *((cell, tones.get(cell, "")) for cell in cells)
    )
