"""What a row is, as said of a source: a locked plan that leaves it open takes the source's word.

It is said in lines, as the names of columns are: ``shape.row = event``, ``shape.assignment = assigned.csv``. A plan
that says itself what a row is keeps that: what it measures is not changed after the data.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from experiments.errors import InvalidField
from experiments.plan import Plan
from experiments.shape import AS_IT_IS, Shape
from experiments.text import clean

SAID = "shape."
"""How the keys of such lines begin."""
_YES = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def apart(names: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the names of columns, and what is said of rows by the fields of a shape."""
    said = {key.removeprefix(SAID): text for key, text in names.items() if key.startswith(SAID)}
    return {key: text for key, text in names.items() if not key.startswith(SAID)}, said


def as_said(plan: Plan, said: Mapping[str, str]) -> Plan:
    """Return a plan with the shape that was said of its rows, unless it has one of its own.

    Raises
    ------
    InvalidField
        Naming what cannot be said, or what is missing for such rows.
    """
    if not said or plan.shape != AS_IT_IS:
        return plan
    return plan.but(shape=shape_of(said))


def shape_of(said: Mapping[str, str]) -> Shape:
    """Return the shape out of its fields as texts: ``arms`` is ``new=n, old=o``, ``only`` is ``site=Rome|Oslo``."""
    fields: dict[str, Any] = {}
    for key, text in said.items():
        if key not in Shape.model_fields:
            raise InvalidField(f"{SAID}{key}", text, f"what can be said of rows is {', '.join(Shape.model_fields)}")
        fields[key] = _value(key, text.strip())
    return Shape.of(fields)


def note_of(said: Mapping[str, str]) -> str:
    """Return what was said in one line, for the record."""
    rest = ", ".join(f"{key} = {clean(text)}" for key, text in said.items() if key != "row")
    return f"a row is read as one {clean(said.get('row', 'unit'))}{f' ({rest})' if rest else ''}, as said of the source"


def _value(key: str, text: str) -> Any:
    if key == "cumulative":
        return _YES.get(text.casefold(), text)
    if key == "codes":
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if key in ("arms", "only"):
        pairs = [[side.strip() for side in part.partition("=")[::2]] for part in text.split(",") if part.strip()]
        if any(not (name and value) for name, value in pairs):
            raise InvalidField(f"{SAID}{key}", text, "write pairs such as control=c, treatment=t")
        return {name: value.split("|") if key == "only" else value for name, value in pairs}
    return text
