"""Options made from the descriptions of fields, and the parameter types that several commands share."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from typing import Any

import click

from experiments.fields import Field, fields_of, parse

Command = Callable[..., Any]


class Code(click.ParamType[int]):
    """The short handle of a noun, such as ``E12``; the number alone will do."""

    name = "code"

    def __init__(self, letter: str, noun: str) -> None:
        self.letter = letter
        self.noun = noun

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        match = re.fullmatch(rf"{self.letter}?([0-9]{{1,15}})", value.strip(), re.IGNORECASE)
        if not match:
            self.fail(f"{_short(value)} is no {self.noun}; write its code, such as {self.letter}1", param, ctx)
        return int(match[1])


SEGMENT = Code("S", "segment")
HYPOTHESIS = Code("H", "hypothesis")
EXPERIMENT = Code("E", "experiment")


def options_of(
    noun: str,
    *,
    into: str = "",
    prefix: str = "",
    only: tuple[str, ...] = (),
    renamed: Mapping[str, str] | None = None,
    required: bool = False,
    as_typed: bool = False,
) -> Callable[[Command], Command]:
    """Give a command one option per field of a noun; what was typed arrives parsed, as one mapping called ``into``.

    ``required`` insists on the fields that the noun cannot do without, as when it is made. ``as_typed`` leaves the
    texts alone, where what they mean depends on more than the command line.
    """
    fields = [field for field in fields_of(noun) if not only or field.name in only]

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def with_fields(*args: Any, **given: Any) -> Any:
            typed = [(field, given.pop(_slot(field))) for field in fields]
            read = (lambda _field, text: text) if as_typed else _parsed
            filled = {field.name: read(field, text) for field, text in typed if text not in (None, ())}
            return command(*args, **{into or noun: filled}, **given)

        decorated: Command = with_fields
        for field in reversed(fields):
            flag = (renamed or {}).get(field.name, f"--{prefix}{field.name.replace('_', '-')}")
            decorated = _option(field, flag, required and field.required)(decorated)
        return decorated

    return decorate


def _slot(field: Field) -> str:
    return field.key.replace(".", "__")


def _option(field: Field, flag: str, required: bool) -> Command:
    several = field.kind == "lines"
    return click.option(
        flag,
        _slot(field),
        type=click.Choice(_words(field), case_sensitive=False) if field.choices else str,
        metavar=None if field.choices else _METAVARS.get(field.kind, "TEXT"),
        multiple=several,
        required=required,
        help=f"{field.hint}{' Repeatable.' if several else ''}",
    )


def _words(field: Field) -> list[str]:
    """Return a field's choices as words that need no quotes in a shell."""
    return [choice.replace(" ", "-") for choice in field.choices]


_METAVARS = {
    "int": "NUMBER",
    "float": "NUMBER",
    "money": "AMOUNT",
    "percent": "SHARE",
    "range": "A to B",
    "date": "DATE",
    "shares": "ARM=SHARE,…",
    "list": "NAME,NAME,…",
}


def _parsed(field: Field, text: Any) -> Any:
    """Read one entry; ``-`` stands for the text on standard input where a field may have several lines."""
    if field.kind == "lines":
        return tuple(part for part in text if part.strip())
    if field.kind == "prose" and text == "-":
        from tui.commands.stdin import text_from_stdin

        text = text_from_stdin()
    return parse(field, str(text))


def page_options(command: Command) -> Command:
    """Give a listing its ``--text``, ``--limit`` and ``--offset``."""
    for option in (
        click.option("--offset", type=click.IntRange(min=0), default=0, metavar="NUMBER", help="Skip that many."),
        click.option(
            "--limit",
            type=click.IntRange(1, 100_000),
            default=200,
            show_default=True,
            metavar="NUMBER",
            help="At most so many.",
        ),
        click.option("--text", default="", metavar="WORDS", help="Only what holds these words."),
    ):
        command = option(command)
    return command


version_option = click.option(
    "--version",
    "insist",
    type=click.IntRange(min=0),
    metavar="NUMBER",
    help="Insist that nobody changed it since this version.",
)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:39] + "…"
