"""The command ``whatsticks``: without a subcommand it opens the terminal application."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from typing import Any, NoReturn

import click

from tui.commands.lazy import LazyGroup
from tui.commands.session import Session, shared_options
from tui.diagnostics import MEANINGS, cut_short, end_process, ended

COMMANDS: dict[str, tuple[str, str]] = {
    "segment": ("tui.commands.segment:segment", "Groups of customers: add, list, show, edit."),
    "hypothesis": ("tui.commands.hypothesis:hypothesis", "Beliefs about a segment: add, list, show, edit."),
    "experiment": ("tui.commands.experiment:experiment", "Tests of a hypothesis, from their plan to their end."),
    "plan": ("tui.commands.plan:plan", "Boundaries of a plan with several looks, and what looking costs."),
    "catalogue": ("tui.commands.catalogue:catalogue", "Kinds of cheap test to choose from."),
    "source": ("tui.commands.source:source", "Where measurements are, under a name: add, list, show, check."),
    "record": ("tui.commands.record:record", "Record results, typed or from a file."),
    "judge": (
        "tui.commands.judge:judge",
        "Read the verdict on an experiment, or on a plan and data without a workspace.",
    ),
    "decide": ("tui.commands.decide:decide", "Invest, pivot, persevere or stop, and say why."),
    "approvals": ("tui.commands.approvals:approvals", "Decisions that wait for a second person."),
    "approve": ("tui.commands.approvals:approve", "Approve a decision that waits, as the second person."),
    "refuse": ("tui.commands.approvals:refuse", "Refuse a decision that waits, and say why."),
    "withdraw": ("tui.commands.approvals:withdraw", "Take back your own proposal for a decision."),
    "board": ("tui.commands.board:board", "Every hypothesis: where it stands and what comes next."),
    "search": ("tui.commands.search:search", "Find what was believed, tested, decided or learned, by its words."),
    "export": ("tui.commands.export:export", "Write a decision or the portfolio for people who never saw this tool."),
    "trail": ("tui.commands.trail:trail", "Everything that was ever done, and whether it was tampered with."),
    "undo": ("tui.commands.undo:undo", "Take back your own last change, while nobody built on it."),
    "demo": ("tui.commands.demo:demo", "Open a throw-away workspace with a believable portfolio."),
    "init": ("tui.commands.init:init", "Create an empty workspace, in a file or on PostgreSQL."),
    "admin": ("tui.commands.admin:admin", "People, roles and which decisions need a second person."),
    "backup": ("tui.commands.backup:backup", "Copy the workspace into a file, while people work."),
    "copy": ("tui.commands.copy:copy", "Move the workspace to another place, such as the team's server."),
    "import": ("tui.commands.import_workspace:import_group", "Take in a workspace that was exported as one file."),
    "merge": ("tui.commands.merge:merge", "Bring in what was done in another workspace of the same team."),
    "doctor": ("tui.commands.doctor:doctor", "Check the workspace, this installation and the terminal."),
    "completion": ("tui.commands.completion:completion", "Print the completion script of a shell."),
}

_EPILOG = "\b\nExit codes:\n" + "\n".join(f"  {code:>3}  {meaning}" for code, meaning in MEANINGS.items())


class WhatSticksCommand(LazyGroup):
    """The root: the one place where errors become exit codes."""

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, *_: Any, **settings: Any) -> Any:
        """Run; in standalone mode (the console script) end the process with the right code."""
        typed = list(sys.argv[1:] if args is None else args)
        if not settings.pop("standalone_mode", True):
            return super().main(typed, prog_name, standalone_mode=False, **settings)
        work = partial(self._checked, typed, prog_name or "whatsticks", **settings)
        return sys.exit(ended(work, as_json=_asks_for_json(typed)))

    def invoke(self, ctx: click.Context) -> Any:
        """Run what was asked for."""
        with cut_short():
            return super().invoke(ctx)

    def _checked(self, typed: list[str], prog_name: str, **extra: Any) -> Any:
        for stream in (sys.stdout, sys.stderr):  # an old locale must not turn a name into a traceback
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")
        for position, word in enumerate(typed, start=1):
            if any("\ud800" <= character <= "\udfff" for character in word):
                raise click.UsageError(f"argument {position} is not text in UTF-8")
        return super().main(typed, prog_name, standalone_mode=False, **extra)


def _asks_for_json(typed: Sequence[str]) -> bool:
    """Say whether the answer was to be JSON; a line that cannot be parsed was never told so by Click."""
    options = typed[: typed.index("--")] if "--" in typed else typed
    return "--json" in options


def installed_version() -> str:
    """Return the version of this installation; a checkout that was never installed has none."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("whatsticks")
    except PackageNotFoundError:
        return "not installed"


def _version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(f"whatsticks {installed_version()}")
        ctx.exit()


@click.group(
    name="whatsticks",
    cls=WhatSticksCommand,
    lazy=COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    params=shared_options(),
    epilog=_EPILOG,
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Turn beliefs about customers into small bets, and judge them honestly.

    Without a command it opens the terminal application.
    """
    if ctx.invoked_subcommand is None:
        from tui.commands.open import open_application

        session = ctx.ensure_object(Session)
        open_application(session.address, session.actor)


def console() -> NoReturn:
    """Run as the console script: whoever waits for the answer need not wait for the interpreter to tidy up."""
    try:
        main()
    except SystemExit as end:
        end_process(end)
    end_process(SystemExit())
