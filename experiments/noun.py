"""What all nouns of the spine share: they are values, they know their number and their version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from experiments.errors import InvalidField


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
            raise first_fault(error) from None

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
    "extra_forbidden": "no such field is known",
    "string_too_short": "write something",
    "too_short": "write something",
}


def first_fault(error: ValidationError) -> InvalidField:
    """Turn pydantic's report into one line about its first entry."""
    fault = error.errors(include_url=False)[0]
    where = ": ".join(_step(step) for step in fault["loc"]) or "value"
    hint = _HINTS.get(fault["type"], fault["msg"].removeprefix("Value error, "))
    value = fault["input"]
    if fault["type"] == "missing" or isinstance(
        value, Mapping | BaseModel
    ):  # a rule over several fields names them itself
        return InvalidField.about(where, hint)
    return InvalidField(where, value, hint[:1].lower() + hint[1:])


def _step(step: int | str) -> str:
    return f"number {step + 1}" if isinstance(step, int) else step.replace("_", " ")
