"""What goes to stderr, and with which code the command ends: nothing else in the command line knows either."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import IntEnum
from typing import NoReturn

import click

from experiments.errors import Unreachable, WhatSticksError

DEBUG = "WHATSTICKS_DEBUG"


class ExitCode(IntEnum):
    """How a command can end; scripts may rely on these."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    UNREACHABLE = 3
    INTERRUPTED = 130


MEANINGS: dict[ExitCode, str] = {
    ExitCode.DONE: "done, whatever the verdict",
    ExitCode.REFUSED: "refused: the rules, a value, a file or a missing noun; nothing was changed",
    ExitCode.USAGE: "the command line itself is wrong",
    ExitCode.UNREACHABLE: "the workspace cannot be opened",
    ExitCode.INTERRUPTED: "interrupted",
}


def say(text: str) -> None:
    """Tell the person what happened, a line at a time, away from the data."""
    from experiments.text import clean

    for line in text.splitlines():
        click.echo(clean(line), err=True)


def complain(text: str) -> None:
    """Report an error on one line."""
    from experiments.text import clean

    click.echo(f"whatsticks: {' '.join(clean(text).split())}", err=True)


@contextmanager
def cut_short() -> Iterator[None]:
    """Treat what ends a command from outside before Click does, which would write an empty line or the code 1."""
    try:
        yield
        sys.stdout.flush()
    except KeyboardInterrupt:
        raise click.Abort from None
    except BrokenPipeError:
        _nobody_reads()


def ended(work: Callable[[], object]) -> int:
    """Run a command and return its exit code; whatever goes wrong is one line on stderr."""
    try:
        result = work()
    except Exception as error:
        return _code_of(error)
    except KeyboardInterrupt:
        return _interrupted()
    return result if isinstance(result, int) else ExitCode.DONE


def end_process(end: SystemExit) -> NoReturn:
    """End now, without taking the loaded libraries apart, which takes a tenth of a second and changes nothing."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # a reader that left was dealt with; a closed stream has nothing to say
            stream.flush()
    os._exit(end.code if isinstance(end.code, int) else int(end.code is not None))


def _code_of(error: Exception) -> int:
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.Abort):
        return _interrupted()
    if os.environ.get(DEBUG):
        import traceback

        click.echo("".join(traceback.format_exception(error)), err=True, nl=False)
    if isinstance(error, click.UsageError):
        complain(_usage(error))
        return ExitCode.USAGE
    if isinstance(error, Unreachable):
        complain(str(error))
        return ExitCode.UNREACHABLE
    complain(_sentence(error))
    return ExitCode.REFUSED


def _sentence(error: Exception) -> str:
    if isinstance(error, WhatSticksError):
        return str(error)
    if isinstance(error, click.ClickException):
        return error.format_message()
    if isinstance(error, OSError) and error.strerror:
        place = f" {error.filename}" if error.filename else ""
        return f"cannot use the file{place}: {error.strerror.lower()}"
    return f"this is a fault of the program: {type(error).__name__}: {error} (set {DEBUG}=1 to see where)"


def _usage(error: click.UsageError) -> str:
    message = error.format_message()
    if error.ctx is None:
        return message
    return f"{message.removesuffix('.')} (see {error.ctx.command_path} --help)"


def _interrupted() -> int:
    complain("interrupted")
    return ExitCode.INTERRUPTED


def _nobody_reads() -> None:
    """Whoever read our output has left, which is their right: stay silent, also when Python flushes at its end."""
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, sys.stdout.fileno())
