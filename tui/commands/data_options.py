"""The options that say where measurements are, shared by every command that reads them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from experiments.errors import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from experiments.plan import Plan
    from store.sources.open_rows import OpenRows
    from store.sources.preview import Preview
    from store.sources.reading import Reading

Command = Callable[..., Any]

_TABLE = "--table"


@dataclass(frozen=True)
class Data:
    """Where measurements are, as it was typed: a file, ``-`` for standard input, or a database and what of it."""

    where: str
    table: str = ""
    query: str = ""
    shape: Mapping[str, str] = field(default_factory=dict)

    def shaped(self, rows: OpenRows, plan: Plan) -> tuple[OpenRows, Plan]:
        """Return rows and plan with what was said of a row; a plan that says it too is not changed."""
        from experiments.shape import AS_IT_IS
        from store.sources.shapes.said import as_said, note_of

        if not self.shape:
            return rows, plan
        if plan.shape != AS_IT_IS:
            raise Refused(f"the plan says what a row is (one {plan.shape.row}); leave --shape out")
        return rows.noting(note_of(self.shape)), as_said(plan, self.shape)

    def looks(self, rows: OpenRows, plan: Plan, at: datetime) -> tuple[Reading, ...]:
        """Read open rows look by look; ``at`` is the time of day, for the record."""
        from store.again import stamped

        state = rows.state()
        seen, asked = self.shaped(rows, plan)
        return tuple(stamped(seen.read_looks(asked), state, at))

    def preview(self, rows: OpenRows, plan: Plan) -> Preview:
        """Look at open rows before anything is stored."""
        seen, asked = self.shaped(rows, plan)
        return seen.preview(asked)

    @contextmanager
    def opened(self) -> Iterator[OpenRows]:
        """Open them; standard input is kept in a file first, since the engine has to seek in it."""
        from store.sources.address import Address
        from store.sources.open_address import opened_at

        if self.where != "-":
            with opened_at(Address.of(self.where, self.table, self.query)) as rows:
                yield rows
            return
        from tempfile import TemporaryDirectory

        from store.sources.opened import opened
        from tui.commands.stdin import STDIN, file_from_stdin

        with TemporaryDirectory(prefix="whatsticks-") as folder, opened(file_from_stdin(folder), STDIN) as rows:
            yield rows


def data_options(command: Command) -> Command:
    """Give a command its ``--data`` and ``--query``; what was typed arrives as ``data``, or None.

    An argument of the command that is called ``source`` says it too. This stands below :func:`typed_options`, whose
    ``--table`` means the table of a database where data are named.
    """

    @functools.wraps(command)
    def with_data(
        *args: Any,
        data: str | None,
        query: str,
        shape: tuple[str, ...],
        typed: Mapping[str, tuple[str, ...]],
        **given: Any,
    ) -> Any:
        placed = given.pop("source", None)
        if data and placed:
            raise click.UsageError(
                "--data is given, and data are named beside the plan too", click.get_current_context()
            )
        data = data or placed
        table, typed = _table(data, typed)
        if query and not data:
            raise click.UsageError("--query is put to a database; name it with --data", click.get_current_context())
        if shape and not data:
            raise click.UsageError(
                "--shape says what a row of --data is; of a saved source, its columns say it: --column shape.row=event",
                click.get_current_context(),
            )
        said = _said(shape)
        return command(*args, data=Data(data, table, query, said) if data else None, typed=typed, **given)

    decorated: Command = with_data
    for option in (
        click.option(
            "--shape",
            multiple=True,
            metavar="KEY=VALUE",
            help="What a row is, where the plan does not say: row=event, assignment=who.csv, only=site=Rome ...",
        ),
        click.option("--query", default="", metavar="SQL", help="Of a database: the query whose rows are read."),
        click.option(
            "--data",
            metavar="FILE",
            help="A file with a row per unit, or the address of a database and --table NAME; - reads standard input.",
        ),
    ):
        decorated = option(decorated)
    return decorated


def _said(shape: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for entry in shape:
        key, equals, value = (part.strip() for part in entry.partition("="))
        if not (key and equals and value):
            raise click.BadParameter(
                f"{entry!r} is no KEY=VALUE, such as row=event",
                click.get_current_context(),
                param_hint="--shape",
            )
        found[key.removeprefix("shape.")] = value
    return found


def _table(data: str | None, typed: Mapping[str, tuple[str, ...]]) -> tuple[str, Mapping[str, tuple[str, ...]]]:
    """Tell the table of a database from the tables that results may be typed as, which are said to be of an arm."""
    named = typed.get(_TABLE, ())
    if not data or len(named) != 1 or "=" in named[0]:
        return "", typed
    return named[0], {flag: entries for flag, entries in typed.items() if flag != _TABLE}
