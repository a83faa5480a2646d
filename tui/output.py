"""What goes to stdout: data. Aligned for a person at a terminal, tab-separated for a program, or JSON."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click
from pydantic import BaseModel

from experiments.text import clean, clean_prose

SCHEMA_VERSION = 1
"""Grows when a field of the JSON output is renamed or removed; new fields may come at any time."""

_GAP = "  "
_NARROWEST = 6


def line(text: str) -> None:
    """Write one line of data."""
    click.echo(clean(text))


def document(page: str | bytes) -> None:
    """Write a whole document as it is; on a terminal it is text, and nothing in it can steer the screen."""
    if sys.stdout.isatty():
        text = page.decode(errors="replace") if isinstance(page, bytes) else page
        click.echo(clean_prose(text).removesuffix("\n"))
    else:
        click.echo(page, nl=False)


def record(fields: Mapping[str, Any]) -> None:
    """Write one thing as a JSON object."""
    _json({"schema_version": SCHEMA_VERSION, **fields})


def records(items: Sequence[Mapping[str, Any]], total: int) -> None:
    """Write a list of things as a JSON object; ``total`` counts those that were not asked for too."""
    _json({"schema_version": SCHEMA_VERSION, "total": total, "items": list(items)})


def table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Write rows under their columns: aligned and cut to the width on a terminal, else whole, with tabs between."""
    cells = [[clean(_text(cell)) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        for row in [list(columns), *cells]:
            click.echo("\t".join(row))
        return
    widths = _fitted(_natural([list(columns), *cells]), shutil.get_terminal_size().columns)
    for row in [list(columns), *cells]:
        click.echo(_GAP.join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip())


def card(pairs: Sequence[tuple[str, object]]) -> None:
    """Write one thing as labels and values; empty values are left out."""
    filled = [(label, _text(value)) for label, value in pairs if _text(value)]
    if not sys.stdout.isatty():
        for label, value in filled:
            click.echo(f"{label}\t{clean(value)}")
        return
    width = max((len(label) for label, _ in filled), default=0)
    for label, value in filled:
        first, *others = clean_prose(value).splitlines()
        click.echo(f"{label:<{width}}{_GAP}{first}")
        for other in others:
            click.echo(f"{'':<{width}}{_GAP}{other}")


def _json(value: Mapping[str, Any]) -> None:
    """ASCII only, so that any terminal and any locale carries it, and no stored text can steer a terminal."""
    click.echo(json.dumps(value, ensure_ascii=True, indent=2, default=_plain, allow_nan=False))


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    return str(value)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value)


def _natural(rows: Sequence[Sequence[str]]) -> list[int]:
    from rich.cells import cell_len

    return [max(cell_len(row[column]) for row in rows) for column in range(len(rows[0]))]


def _fitted(widths: list[int], room: int) -> list[int]:
    """Take from the widest column first until the row fits; the first one holds what people type, and stays whole."""
    first, *others = widths
    room -= first + len(_GAP) * len(others)
    while others and sum(others) > room and max(others) > _NARROWEST:
        others[others.index(max(others))] -= 1
    return [first, *others]


def _padded(cell: str, width: int) -> str:
    from rich.cells import cell_len, set_cell_size

    if cell_len(cell) > width:
        return set_cell_size(cell, width - 1) + "…"
    return cell + " " * (width - cell_len(cell))
