"""Small tables that somebody types, pastes or keeps in a text file: one line per row, read in one way only. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from experiments.entry import value_of
from experiments.errors import InvalidField, shown
from experiments.statistic import EventTable, Tally
from tui.typed.entry import number_text

_A_WORD = re.compile(r"[^\W\d_]")
"""What a cell of a heading starts with."""

Row = tuple[float, ...]


@dataclass(frozen=True)
class Shape:
    """What the cells of a line are, how each is typed, and a line as an example."""

    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    example: str


EVENTS = Shape(("time", "events", "lost"), ("float", "int", "int"), "7 12 3")
PRICES = Shape(("too cheap", "cheap", "expensive", "too expensive"), ("float",) * 4, "4 6 11 15")
STEPS = Shape(("difference", "count"), ("int", "int"), "+1 14")


def event_table(text: str) -> EventTable:
    """Read lines of ``time events lost``; their order does not matter.

    Raises
    ------
    InvalidField
        Naming the line and what is wrong with it.
    """
    found: dict[float, tuple[int, int]] = {}
    for place, (time, events, lost) in _rows(text, EVENTS):
        if time <= 0:
            raise _at(place, f"time {time:g} is not above 0; a unit that left at once has a small time, not none")
        if time in found:
            raise _at(place, f"time {time:g} has a line already; write one line per time")
        found[time] = (_count(place, "events", events), _count(place, "lost", lost))
    times = sorted(found)
    return EventTable(
        times=tuple(times),
        events=tuple(found[time][0] for time in times),
        censored=tuple(found[time][1] for time in times),
    )


def prices(text: str) -> Tally:
    """Read lines of four prices, a line for each person."""
    answers: dict[Row, int] = {}
    for place, row in _rows(text, PRICES):
        if min(row) < 0:
            raise _at(place, f"a price of {min(row):g} is below 0")
        answers[row] = answers.get(row, 0) + 1
    return _tally(answers)


def steps(text: str, levels: int) -> Tally:
    """Read lines of ``difference count``; a difference is a number of levels, up or down."""
    counted: dict[Row, int] = {}
    for place, (difference, number) in _rows(text, STEPS):
        if abs(difference) >= levels:
            raise _at(place, f"a difference of {difference:+g} is more than {levels} levels allow")
        if (float(difference),) in counted:
            raise _at(place, f"a difference of {difference:+g} has a line already; write one line for each")
        counted[(float(difference),)] = _count(place, "the count", number)
    return _tally(counted)


def level_counts(text: str, levels: Sequence[str]) -> tuple[int, ...]:
    """Read lines of ``level count``, in any order; a level without a line was chosen by nobody."""
    counted: dict[str, int] = {}
    for nth, (place, line) in enumerate(_lines(text)):
        level, number = _level_and_count(place, line)
        if nth == 0 and level not in levels and _A_WORD.match(number):  # a heading
            continue
        if level not in levels:
            raise _at(place, f"{shown(level)} is no level of the plan; it has {', '.join(levels)}")
        if level in counted:
            raise _at(place, f"{shown(level)} has a line already; write one line per level")
        counted[level] = _count(place, "the count", cast(int, value_of(f"line {place}", "int", number)))
    if not counted:
        raise InvalidField.about("value", "the table is empty; write a line per level, such as “good 14”")
    return tuple(counted.get(level, 0) for level in levels)


def event_lines(table: EventTable) -> str:
    """Return the text that :func:`event_table` reads back."""
    rows = zip(table.times, table.events, table.censored, strict=True)
    return "\n".join(f"{number_text(time)} {events} {lost}" for time, events, lost in rows)


def price_lines(tally: Tally) -> str:
    """Return the text that :func:`prices` reads back."""
    rows = zip(tally.values, tally.counts, strict=True)
    return "\n".join(" ".join(map(number_text, value)) for value, count in rows for _ in range(count))


def step_lines(tally: Tally) -> str:
    """Return the text that :func:`steps` reads back."""
    return "\n".join(f"{value[0]:+g} {count}" for value, count in zip(tally.values, tally.counts, strict=True))


def _rows(text: str, shape: Shape) -> Iterator[tuple[int, Row]]:
    """Yield the place of each line and its numbers; a heading is passed over."""
    empty = True
    for nth, (place, line) in enumerate(_lines(text)):
        cells = _cells(line)
        if nth == 0 and all(_A_WORD.match(cell) for cell in cells):
            continue
        empty = False
        if len(cells) != len(shape.columns):
            numbers = "1 number" if len(cells) == 1 else f"{len(cells)} numbers"
            raise _at(place, f"{numbers} where {_listed(shape.columns)} belong, such as “{shape.example}”")
        label = f"line {place}"
        read = (value_of(label, kind, cell) for kind, cell in zip(shape.kinds, cells, strict=True))
        yield place, tuple(cast(float, number) for number in read)
    if empty:
        raise InvalidField.about("value", f"the table is empty; write lines of {_listed(shape.columns)}")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    return ((place, line) for place, line in enumerate(text.splitlines(), start=1) if line.strip())


def _cells(line: str) -> list[str]:
    """Take a line apart at its tabs or semicolons; without them at its commas; without those at its blanks."""
    for separator in ("\t", ";", ","):
        if separator in line:
            return [cell.strip() for cell in line.split(separator)]
    return line.split()


def _level_and_count(place: int, line: str) -> tuple[str, str]:
    """The count stands last, since a level may be several words."""
    head, _, number = max((line.strip().rpartition(mark) for mark in "\t;, ="), key=lambda parts: len(parts[0]))
    level = head.rstrip("\t;, =")
    if not level:
        raise _at(place, f"write a level and its count, such as “good 14”, not {shown(line.strip())}")
    return level.removeprefix('"').removesuffix('"'), number


def _count(place: int, what: str, number: float) -> int:
    if number < 0:
        raise _at(place, f"{what} cannot be {number:g}; a count is 0 or more")
    return int(number)


def _tally(counted: dict[Row, int]) -> Tally:
    values = tuple(sorted(counted))
    return Tally(values=values, counts=tuple(counted[value] for value in values))


def _at(place: int, sentence: str) -> InvalidField:
    return InvalidField.about(f"line {place}", sentence)


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"
