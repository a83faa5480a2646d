"""One column of a metric, read as a number, as yes or no, or as an answer: SQL for the value and for what cannot be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite

from experiments.errors import Unreadable
from experiments.plan import Metric
from store.sources.engine import text_literal
from store.sources.layout import Column
from store.sources.wording import quoted

ANSWERS = {
    **{"0": False, "1": True, "false": False, "true": True, "no": False, "yes": True},
    **{"0.0": False, "1.0": True},  # how pandas writes whole numbers of a column with gaps
}
"""What reads as yes and as no, in any case, with blanks around it or not."""


@dataclass(frozen=True)
class Fault:
    """What cannot be in a row: the condition in SQL, the column that is shown, and what it may hold instead."""

    column: Column
    condition: str
    takes: str


@dataclass(frozen=True)
class Cell:
    """A column's value in each row.

    Parameters
    ----------
    name : str
        What the value is called in the rows that the engine adds up.
    filled : str
        SQL that is null where the cell is empty.
    value : str
        SQL for the value, null where the cell is empty or holds what it cannot take.
    is_bare : bool
        Whether the value may be infinite or none at all, because the sum that it goes into refuses it.
    takes : str
        What the value may be, as the end of a sentence.
    """

    column: Column
    name: str
    filled: str
    value: str
    takes: str
    is_yes_or_no: bool = False
    is_bare: bool = False

    @property
    def is_certain(self) -> bool:
        """Say whether there is a value wherever the cell is filled, so that nobody need look."""
        return self.is_bare and self.column.is_number

    @property
    def per_row(self) -> tuple[str, ...]:
        """Return SQL for what is computed of each row."""
        value = f"{self.value} AS {self.name}"
        return (value,) if self.is_certain else (f"{self.filled} AS {self.name}_filled", value)

    def greatest(self, value: str) -> str:
        """Return SQL for the greatest of several such values; yes is greater than no."""
        return f"{'bool_or' if self.is_yes_or_no else 'max'}({value})"

    @property
    def wrong(self) -> str:
        """Return SQL that counts the values that cannot be; those that a sum refuses are not among them."""
        return "0" if self.is_certain else f"count({self.name}_filled) - count({self.name})"

    @property
    def fault(self) -> Fault:
        """Return what cannot be in this column."""
        if self.is_certain:
            return Fault(self.column, f"NOT isfinite({self.name})", self.takes)
        wrong = f"({self.name} IS NULL OR NOT isfinite({self.name}))" if self.is_bare else f"{self.name} IS NULL"
        return Fault(self.column, f"{self.name}_filled IS NOT NULL AND {wrong}", self.takes)


def number(metric: Metric, column: Column, name: str, takes: str = "", *, least: str = "", whole: bool = False) -> Cell:
    """Read finite numbers, none outside the ends that a metric names; ``least`` is a bound such as ``>= 0``."""
    check_type(metric, column, "numbers")
    value = number_of(column)
    # Never isnan(): the engine trusts a Parquet file's largest value, which does not tell of NaN.
    conditions = [
        f"isfinite({value})",
        f"{value} {least}" if least else "",
        f"{value} = floor({value})" if whole else "",
        "" if metric.between is None else f"{value} BETWEEN {metric.between[0]!r} AND {metric.between[1]!r}",
    ]
    possible = " AND ".join(condition for condition in conditions if condition)
    if metric.between is not None:
        takes = f"its values lie between {metric.between[0]:g} and {metric.between[1]:g}"
    takes = takes or "numbers are finite, with a point for decimals, and an empty cell for no value"
    return Cell(column, name, filled(column), f"CASE WHEN {possible} THEN {value} END", takes)


def bare_number(metric: Metric, column: Column, name: str) -> Cell:
    """Read numbers of which nothing is asked but that they can be added up."""
    guarded = number(metric, column, f"{name}_number")
    return replace(guarded, value=number_of(column), is_bare=True)


def yes_or_no(metric: Metric, column: Column, name: str) -> Cell:
    """Read yes and no."""
    check_type(metric, column, "yes or no")
    return Cell(column, name, filled(column), yes_or_no_of(column), f"it takes {YES_OR_NO}", is_yes_or_no=True)


def answer(column: Column, name: str, levels: Sequence[str]) -> Cell:
    """Read one of ordered answers as its place among them; numbers are the same however they are written."""
    text = f"trim({column.sql}::VARCHAR)"
    exact = " ".join(f"WHEN {text_literal(level.strip())} THEN {at}" for at, level in enumerate(levels))
    numbers = {at: value for at, level in enumerate(levels) if (value := _number(level)) is not None}
    as_number = " ".join(f"WHEN {value:.17e} THEN {at}" for at, value in numbers.items())
    otherwise = f" ELSE CASE TRY_CAST({text} AS DOUBLE) {as_number} END" if numbers else ""
    known = ", ".join(quoted(level) for level in levels)
    place = f"(CASE {text} {exact}{otherwise} END)::TINYINT"
    return Cell(column, name, f"nullif({text}, '')", place, f"the levels are {known}")


YES_OR_NO = "1 or 0, true or false, yes or no"


def check_type(metric: Metric, column: Column, wanted: str) -> None:
    """Raise Unreadable where a column's type holds neither numbers nor text, such as dates."""
    if not (column.is_text or column.is_number or column.type in {"BOOLEAN", "NULL"}):
        raise Unreadable(
            f"column {quoted(column.name)} (metric {quoted(metric.name)}) holds {column.type.lower()}, not {wanted}"
        )


def filled(column: Column) -> str:
    """Return SQL for a column's value, null where the cell is empty."""
    return f"nullif({column.sql}, '')" if column.is_text else column.sql


def yes_or_no_of(column: Column) -> str:
    """Return SQL for a column read as yes or no, null where it cannot be."""
    if column.type == "BOOLEAN":
        return column.sql
    if column.is_number:
        return f"CASE {column.sql} WHEN 1 THEN true WHEN 0 THEN false END"
    if not column.is_text:
        return "NULL::BOOLEAN"
    # As it is usually written first, since folding every value is slow. No IN: the engine makes a join of a long one.
    folded = f"CASE lower(trim({column.sql})) {_cases(ANSWERS)} END"
    return f"CASE {column.sql} {_cases(_usual(ANSWERS))} ELSE {folded} END"


def number_of(column: Column) -> str:
    """Return SQL for a column read as floating-point numbers, null where it cannot be."""
    if column.commas:
        return _number_with_comma(filled(column))
    if column.is_text:
        # Of a bare column the engine would have its CSV reader make numbers, which fails where TRY_CAST gives null.
        return f"TRY_CAST({filled(column)} AS DOUBLE)"
    return f"{column.sql}::DOUBLE" if column.is_number or column.type == "BOOLEAN" else "NULL::DOUBLE"


def _number_with_comma(text: str) -> str:
    """Return SQL for a number such as ``1.234,56``, null for one that is written otherwise."""
    fits = f"regexp_full_match(trim({text}), '[+-]?([0-9]+|[0-9]{{1,3}}([.][0-9]{{3}})+)(,[0-9]+)?')"
    return f"CASE WHEN {fits} THEN TRY_CAST(replace(replace({text}, '.', ''), ',', '.') AS DOUBLE) END"


def _cases(answers: Mapping[str, bool]) -> str:
    return " ".join(f"WHEN '{word}' THEN {str(answer).lower()}" for word, answer in answers.items())


def _usual(answers: Mapping[str, bool]) -> dict[str, bool]:
    return {spelt: answer for word, answer in answers.items() for spelt in (word, word.upper(), word.capitalize())}


def _number(level: str) -> float | None:
    """Return a level's number, or None where it is a word."""
    try:
        value = float(level)
    except ValueError:
        return None
    return value if isfinite(value) else None
