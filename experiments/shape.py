"""What a row of the data is, where it is not a unit, and how a metric is read from such rows."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from experiments.noun import Value
from experiments.text import Line, Name

FILE = "{file}"
"""Stands for the name of the file that a row lies in, where a column would be named."""

ARM = "{arm}"
"""Stands in the name of a column for what it says of an arm, where a row holds all arms side by side."""


class RowOf(StrEnum):
    """What one row is about."""

    unit = "unit"
    event = "event"
    answer = "answer"
    group = "group"
    total = "total"
    coding = "coding"


def _several(value: object) -> object:
    """Let one value stand for a list of one, and numbers for their texts."""
    values = value if isinstance(value, list | tuple) else [value]
    return tuple(str(one) for one in values)


Values = Annotated[tuple[Name, ...], BeforeValidator(_several)]


class Shape(Value):
    """What a row is, and which of its columns say so.

    Parameters
    ----------
    row : RowOf
        ``unit``: as without a shape. ``event``: something a unit did, joined to the ``assignment`` of units.
        ``answer``: one answer of one person to one question. ``group``: so many ``times`` the same unit. ``total``:
        a number of units with their sums. ``coding``: what one coder found in one interview.
    only : dict of str to tuple of str
        Which rows are read: columns, and the values they may have.
    assignment, unit, time, event : str
        Of events: the file or table of assignments; what the events call the unit, when it happened, and what kind of
        event it is.
    window_days : float
        How long after its assignment what a unit does is counted.
    question, answer : str
        Of answers: the two columns.
    separator : str
        What stands between several choices in one cell.
    times : str
        Of groups: the column of how many units a row stands for.
    units, cumulative, arms : str, bool, dict of str to str
        Of totals: the column of the number of units; whether a row holds all until its time; and where one row holds
        all arms, what stands for ``{arm}`` in the columns of each.
    coder, codes : str, tuple of str
        Of codings: who coded, and the columns of the codes, of which ``*`` takes several.
    until : date
        The last day the data know of; left out, it is the last one in them.
    """

    row: RowOf = RowOf.unit
    only: dict[Name, Values] = Field(default_factory=dict)
    assignment: Line = ""
    unit: Line = ""
    time: Line = ""
    event: Line = ""
    window_days: float | None = Field(default=None, gt=0, le=36_525)
    question: Line = ""
    answer: Line = ""
    separator: Annotated[str, Field(max_length=3)] = ""
    times: Line = ""
    units: Line = ""
    cumulative: bool = False
    arms: dict[Name, Line] = Field(default_factory=dict)
    coder: Line = ""
    codes: Values = ()
    until: date | None = None


class Read(Value):
    """How one metric is read, where its column does not say it by itself.

    Parameters
    ----------
    yes : tuple of str
        What counts as yes; any other answer is a no. Of a theme in codings: the codes that are the theme.
    events, take : tuple of str, str
        Of events: the kinds that count (none named: all), and whether a unit's ``any``, ``count``, ``sum`` or
        ``first`` of them is measured.
    start, end : str
        Of a time to event: the columns of the day it began and of the day of the event, empty where there was none.
    units, sum, mean, squares, variance, sd : str
        Of totals: the columns of how many units were measured, of the sum or mean of their values, and of the sum of
        squares, the variance or the standard deviation.
    """

    yes: Values = ()
    events: Values = ()
    take: Literal["any", "count", "sum", "first", ""] = ""
    start: Line = ""
    end: Line = ""
    units: Line = ""
    sum: Line = ""
    mean: Line = ""
    squares: Line = ""
    variance: Line = ""
    sd: Line = ""


AS_IT_IS = Shape()
BY_ITS_COLUMN = Read()
