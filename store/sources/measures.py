"""What each kind of metric asks of a column: one class per kind, named in :data:`MEASURES`.

A measure gives the engine the expressions it needs of each row, the aggregates over an arm, and the condition that
finds a value it cannot take; and it turns the aggregates back into a statistic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from experiments.errors import Unreadable
from experiments.observation import Counts, Statistic
from experiments.form import Form
from experiments.plan import Metric
from store.sources.fixed_point import Grid, Sums
from store.sources.layout import Column
from store.sources.wording import quoted

ANSWERS = {
    **{"0": False, "1": True, "false": False, "true": True, "no": False, "yes": True},
    **{"0.0": False, "1.0": True},  # how pandas writes whole numbers of a column with gaps
}
"""What reads as yes and as no, in any case, with blanks around it or not."""


class Measure(Protocol):
    """One metric read from one column."""

    metric: Metric
    column: Column

    @property
    def per_row(self) -> tuple[str, ...]:
        """Return SQL for what is computed of each row."""

    @property
    def aggregates(self) -> tuple[str, ...]:
        """Return SQL for what is computed over an arm; the first counts the values that are there."""

    @property
    def impossible(self) -> str:
        """Return SQL for "this row's value cannot be"."""

    @property
    def takes(self) -> str:
        """Return what a value may be, as the end of a sentence."""

    def fits(self, values: Sequence[Any]) -> bool:
        """Say whether every value that is there could be taken."""

    def statistic(self, values: Sequence[Any]) -> Statistic:
        """Return the statistic out of the aggregates."""


class Share:
    """A proportion: a column of yes and no."""

    def __init__(self, metric: Metric, column: Column, name: str) -> None:
        if not (column.is_text or column.is_number or column.type in {"BOOLEAN", "NULL"}):
            raise _wrong_type(metric, column, "yes or no")
        self.metric = metric
        self.column = column
        self._filled = f"{name}_filled"
        self._answer = f"{name}_answer"

    @property
    def per_row(self) -> tuple[str, ...]:
        return f"{filled(self.column)} AS {self._filled}", f"{yes_or_no_of(self.column)} AS {self._answer}"

    @property
    def aggregates(self) -> tuple[str, ...]:
        return f"count({self._filled})", f"count({self._answer})", f"count_if({self._answer})"

    @property
    def impossible(self) -> str:
        return f"{self._filled} IS NOT NULL AND {self._answer} IS NULL"

    takes = "a proportion takes 1 or 0, true or false, yes or no"

    def fits(self, values: Sequence[Any]) -> bool:
        there, answered, _ = values
        return bool(there == answered)

    def statistic(self, values: Sequence[Any]) -> Counts:
        _, answered, successes = values
        return Counts(successes=successes or 0, trials=answered)


class Average:
    """A mean: a column of numbers, summed on a grid."""

    def __init__(self, metric: Metric, column: Column, name: str, grid: Grid | None = None) -> None:
        if not (column.is_text or column.is_number or column.type in {"BOOLEAN", "NULL"}):
            raise _wrong_type(metric, column, "numbers")
        self.metric = metric
        self.column = column
        self.grid = grid or Grid(0.0, 0)
        self._name = name

    def on(self, grid: Grid) -> Average:
        """Return the same measure on another grid."""
        return Average(self.metric, self.column, self._name, grid)

    @property
    def number(self) -> str:
        """Return SQL for the column as a floating-point number; None where it is not one."""
        return number_of(self.column)

    @property
    def per_row(self) -> tuple[str, ...]:
        return (
            f"{filled(self.column)} AS {self._name}_filled",
            f"{self.number} AS {self._name}_number",
        )

    @property
    def aggregates(self) -> tuple[str, ...]:
        return f"count({self._name}_filled)", *self.grid.aggregates(f"{self._name}_number")

    @property
    def impossible(self) -> str:
        # Never isnan(): the engine trusts a Parquet file's largest value, which does not tell of NaN.
        number = f"{self._name}_number"
        return f"{self._name}_filled IS NOT NULL AND ({number} IS NULL OR NOT isfinite({number}))"

    @property
    def takes(self) -> str:
        return "a mean takes finite numbers with a point for decimals, and an empty cell for no value"

    def fits(self, values: Sequence[Any]) -> bool:
        there, numbers, *_ = values
        return bool(there == numbers)

    def sums(self, values: Sequence[Any]) -> Sums:
        """Return the sums out of the aggregates."""
        _, n, total, squares, least, greatest = values
        return Sums(n, int(total or 0), int(squares or 0), least or 0.0, greatest or 0.0)

    def statistic(self, values: Sequence[Any]) -> Statistic:
        return self.grid.moments(self.sums(values))


MEASURES: dict[Form, type[Share] | type[Average]] = {Form.counts: Share, Form.moments: Average}


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
    if column.is_text:
        # Of a bare column the engine would have its CSV reader make numbers, which fails where TRY_CAST gives null.
        return f"TRY_CAST({filled(column)} AS DOUBLE)"
    return f"{column.sql}::DOUBLE" if column.is_number or column.type == "BOOLEAN" else "NULL::DOUBLE"


def _cases(answers: Mapping[str, bool]) -> str:
    return " ".join(f"WHEN '{word}' THEN {str(answer).lower()}" for word, answer in answers.items())


def _usual(answers: Mapping[str, bool]) -> dict[str, bool]:
    return {spelt: answer for word, answer in answers.items() for spelt in (word, word.upper(), word.capitalize())}


def _wrong_type(metric: Metric, column: Column, wanted: str) -> Unreadable:
    return Unreadable(
        f"column {quoted(column.name)} (metric {quoted(metric.name)}) holds {column.type.lower()}, not {wanted}"
    )
