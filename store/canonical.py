"""The one way in which values become text here, so that equal values are equal bytes and can be hashed."""

from __future__ import annotations

import json
from typing import Any

from pydantic_core import PydanticSerializationError

from experiments.errors import InvalidField
from experiments.noun import Noun

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
_COMPACT = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def canonical(value: Any) -> str:
    """Return canonical JSON: sorted keys, no blanks, nothing escaped that need not be, no NaN or infinity."""
    return _CANONICAL.encode(value)


def compact(value: Any) -> str:
    """Return JSON without blanks that keeps the order of keys: people named the arms in an order of their own."""
    return _COMPACT.encode(value)


def fields_of(noun: Noun) -> dict[str, Any]:
    """Return a noun's fields as plain JSON values; an infinite limit is the word ``Infinity``."""
    try:
        fields: dict[str, Any] = json.loads(noun.model_dump_json())
    except PydanticSerializationError:
        about = "a text in it holds half a character (a lone surrogate), which cannot be kept; type it again"
        raise InvalidField.about(type(noun).__name__.lower(), about) from None
    return fields
