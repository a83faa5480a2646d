"""How commands answer: what happened goes to stderr, the noun itself to stdout."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

import click

from experiments.fields import Field, fields_of
from experiments.noun import Noun, Value
from experiments.words import percent, rounded
from tui import output
from tui.commands.session import stated
from tui.diagnostics import say


class Coded(Protocol):
    """A noun that people call by a code."""

    @property
    def code(self) -> str: ...

    def model_dump(self, *, mode: str) -> dict[str, Any]: ...


Kept = TypeVar("Kept", bound=Noun)


def as_fields(noun: Coded, **more: Any) -> dict[str, Any]:
    """Return a noun as JSON has it: its code first, then its fields."""
    return {"code": noun.code, **noun.model_dump(mode="json"), **more}


def added(noun: Coded, said: str) -> None:
    """Answer that something new is kept; without ``--json`` its code stands alone on stdout, for scripts."""
    say(said)
    if stated().json:
        output.record(as_fields(noun))
    else:
        output.line(noun.code)


def changed(noun: Coded, said: str) -> None:
    """Answer that something was changed; there is no data unless JSON was asked for."""
    say(said)
    if stated().json:
        output.record(as_fields(noun))


def listed(items: Sequence[Coded], total: int, columns: Mapping[str, Callable[[Any], object]], empty: str) -> None:
    """Answer with a page of nouns, saying when there are more than were shown and what to do where there are none."""
    if stated().json:
        output.records([as_fields(item) for item in items], total)
    elif items:
        output.table(list(columns), [[cell(item) for cell in columns.values()] for item in items])
    if not total:
        say(empty)
    elif len(items) < total:
        say(f"{len(items)} of {total} shown; --limit, --offset and --text choose others")


def described(noun: str, value: Value) -> list[tuple[str, object]]:
    """Return a noun's fields as label and text, the way its form words them; what was left open is empty."""
    return [(field.label, _shown(field, getattr(value, field.name))) for field in fields_of(noun)]


def _shown(field: Field, value: Any) -> str:
    if value is None or value in ((), {}) or (value == 0 and field.kind in {"money", "float"}):
        return ""
    if field.kind == "percent":
        return percent(value, 6)
    if field.kind in {"money", "float", "int"}:
        return rounded(value, 15)
    return "; ".join(value) if field.kind == "lines" else str(value)


def require_changes(*changes: Mapping[str, Any]) -> None:
    """Refuse an edit that was given nothing to change."""
    if not any(changes):
        raise click.UsageError("nothing to change; give at least one option", click.get_current_context())


def version_of(noun: Kept, insist: int | None) -> int:
    """Return the version a change is based on: the one insisted on, or the one just read."""
    return noun.version if insist is None else insist


def number_of(noun: Noun) -> int:
    """Return the number of a noun that the store has written."""
    if noun.id is None:
        raise ValueError("this noun was never stored")
    return noun.id
