"""What all nouns of the spine share: they are values, they know their number and their version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Self, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from experiments.errors import InvalidField, shown


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("needs a time zone, such as 2026-03-01T09:00:00Z")
    return moment.astimezone(UTC)


Moment = Annotated[datetime, AfterValidator(_in_utc)]
"""A point in time, always with a zone, kept in UTC."""


class Value(BaseModel):
    """A frozen value made complete; unknown fields are refused."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        ser_json_inf_nan="strings",
        allow_inf_nan=False,
        defer_build=True,  # a command pays for the nouns it uses
    )

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Self:
        """Build from untrusted fields.

        Raises
        ------
        InvalidField
            Naming the first field that cannot be, its value and what is allowed.
        """
        try:
            return cls.model_validate(fields)
        except ValidationError as error:
            raise first_fault(error, cls) from None

    def but(self, **changes: Any) -> Self:
        """Return the same value with some fields changed, checked again."""
        return type(self).of({**self.model_dump(), **changes})


class Noun(Value):
    """A value that is kept: ``id`` is its number in the workspace, ``version`` grows with each edit.

    Both are None and 0 until the store has written it.
    """

    id: int | None = None
    version: int = 0


_HINTS = {
    "missing": "it is required",
    "string_too_short": "write something",
    "too_short": "write something",
    "string_unicode": "holds half a character (a lone surrogate); type it again",
}


def first_fault(error: ValidationError, model: type[BaseModel] | None = None) -> InvalidField:
    """Turn pydantic's report into one line about its first entry; of an unknown field of ``model``, name the known."""
    fault = error.errors(include_url=False)[0]
    where = ": ".join(_step(step) for step in fault["loc"]) or "value"
    if fault["type"] == "extra_forbidden":
        return InvalidField.about(_as_written(fault["loc"]), _unknown(fault["loc"], model))
    hint = _HINTS.get(fault["type"], fault["msg"].removeprefix("Value error, "))
    value = fault["input"]
    if fault["type"] == "missing" or isinstance(
        value, Mapping | BaseModel
    ):  # a rule over several fields names them itself
        return InvalidField.about(where, hint)
    return InvalidField(where, value, hint[:1].lower() + hint[1:])


def _step(step: int | str) -> str:
    return f"number {step + 1}" if isinstance(step, int) else step.replace("_", " ")


def _as_written(loc: tuple[int | str, ...]) -> str:
    """Return where a field stands, its own name as it was written."""
    name = str(loc[-1])
    return ": ".join(
        [*(_step(step) for step in loc[:-1]), name if name.isidentifier() and len(name) < 60 else shown(name)]
    )


def _unknown(loc: tuple[int | str, ...], model: type[BaseModel] | None) -> str:
    """Return that a field is not known, and which are, those that look most like it first."""
    inner = _model_at(model, loc[:-1]) if model is not None else None
    if inner is None:
        return "no such field is known"
    from difflib import SequenceMatcher  # only where there is a fault to explain

    written = str(loc[-1])
    likeness = {name: SequenceMatcher(None, written.casefold(), name).ratio() for name in _names(inner)}
    nearest = sorted(likeness, key=lambda name: -likeness[name])
    meant = f"; did you mean {nearest[0]}?" if likeness[nearest[0]] >= _ALIKE else ";"
    return f"no such field is known{meant} known: {', '.join(nearest)}"


_ALIKE = 0.6
"""From here on two names look like one that was mistyped; difflib's own cutoff."""


def _names(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> type[BaseModel] | None:
    """Follow the steps to a part of a model and return the model of that part."""
    for step in loc:
        if isinstance(step, int):  # an entry of a list is described by the list
            continue
        named = next((f for name, f in model.model_fields.items() if step in (name, f.alias)), None)
        inner = None if named is None else _model_in(named.annotation)
        if inner is None:
            return None
        model = inner
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """Return the model that an annotation is, or holds entries of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)
