"""What is typed of one metric of one arm: its entries, and how their numbers become a statistic and texts again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from experiments.errors import InvalidField
from experiments.field_words import FieldKind
from experiments.metric import Metric
from experiments.noun import Value
from experiments.observation import Statistic

Numbers = Mapping[str, Any]
"""What the entries of one metric of one arm stand for, by their names."""

Made = TypeVar("Made", bound=Value)


@dataclass(frozen=True)
class Entry:
    """One number, or one small table, that is typed."""

    name: str
    label: str
    hint: str
    kind: FieldKind = "int"
    required: bool = True


@dataclass(frozen=True)
class TypedForm:
    """The entries of a form, the way from them to a statistic, and the way back to their texts."""

    entries: Callable[[Metric], tuple[Entry, ...]]
    read: Callable[[Metric, Numbers], Statistic]
    texts: Callable[[Any], dict[str, str]]


def made(model: type[Made], entry: str, fields: Mapping[str, Any]) -> Made:
    """Return the statistic; what is wrong with it is told of the entry of that name, or else of the one given."""
    try:
        return model.of(fields)
    except InvalidField as error:
        if (name := error.field.replace(" ", "_")) in fields:
            raise InvalidField.about(name, str(error).partition(": ")[2]) from None
        raise InvalidField.about(entry, str(error)) from None


def not_negative(entry: str, number: float, what: str = "a count") -> float:
    """Return the number where it is 0 or more."""
    if number < 0:
        raise InvalidField.about(entry, f"{number:g} cannot be; {what} is 0 or more")
    return number


def number_text(value: float) -> str:
    """Return a number as it is typed."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))
