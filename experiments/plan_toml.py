"""Writing a plan as TOML that :meth:`experiments.plan.Plan.of_toml` reads back to an equal plan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from typing import Any

from experiments.plan import Plan

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_ALWAYS_SAID = ("title", "comparison", "alpha", "beta", "monitoring")
"""Written even where they equal the default: a reader of the file should see what was promised."""

_ALWAYS_SAID_OF_A_METRIC = ("name", "role", "kind", "direction")


def to_toml(plan: Plan) -> str:
    """Return the plan as a ``plan.toml``: what was chosen, and of the defaults those that matter to a reader."""
    chosen = plan.model_dump(exclude_defaults=True, by_alias=False)
    whole = plan.model_dump(by_alias=False)
    tables = {name: chosen.pop(name) for name in ("shares", "columns", "shape", "pace") if name in chosen}
    del chosen["metrics"]
    lines = [*_pairs(_with(_ALWAYS_SAID, whole, chosen))]
    for name, table in tables.items():
        lines += ["", f"[{name}]", *_pairs(table)]
    for metric in plan.metrics:
        fields = _with(_ALWAYS_SAID_OF_A_METRIC, metric.model_dump(), metric.model_dump(exclude_defaults=True))
        lines += ["", "[[metric]]", *_pairs(fields)]
    return "\n".join(lines) + "\n"


def _with(always: tuple[str, ...], whole: Mapping[str, Any], chosen: Mapping[str, Any]) -> dict[str, Any]:
    return {name: chosen.get(name, value) for name, value in whole.items() if name in always or name in chosen}


def _pairs(fields: Mapping[str, Any]) -> Iterator[str]:
    for name, value in fields.items():
        yield f"{name if _BARE_KEY.fullmatch(name) else _quoted(name)} = {_value(value)}"


def _value(value: object) -> str:
    if isinstance(value, Enum):
        return _quoted(str(value.value))
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, int | date):
        return str(value)
    if isinstance(value, dict):
        return f"{{ {', '.join(_pairs(value))} }}"
    if isinstance(value, tuple | list):
        return f"[{', '.join(_value(one) for one in value)}]"
    raise TypeError(f"a plan holds no {type(value).__name__}")


def _quoted(text: str) -> str:
    """Write a TOML basic string; everything that is not printable is escaped."""
    return '"' + "".join(_character(character) for character in text) + '"'


def _character(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character.isprintable():
        return character
    point = ord(character)
    return f"\\u{point:04X}" if point <= 0xFFFF else f"\\U{point:08X}"
