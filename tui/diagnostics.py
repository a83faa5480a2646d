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


def complain(text: str, code: ExitCode, *, as_json: bool = False) -> None:
    """Report an error on one line: a sentence, or an object for a program that asked for JSON."""
    from experiments.text import clean

    sentence = " ".join(clean(text).split())
    if as_json:
        import json

        sentence = json.dumps({"error": {"code": int(code), "kind": code.name.lower(), "message": sentence}})
        click.echo(sentence, err=True)
    else:
        click.echo(f"whatsticks: {sentence}", err=True)


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


def ended(work: Callable[[], object], *, as_json: bool = False) -> int:
    """Run a command and return its exit code; whatever goes wrong is one line on stderr."""
    try:
        result = work()
    except click.exceptions.Exit as end:
        return end.exit_code
    except (Exception, KeyboardInterrupt) as error:
        code, sentence = _told(error)
        complain(sentence, code, as_json=as_json)
        return code
    return result if isinstance(result, int) else ExitCode.DONE


def end_process(end: SystemExit) -> NoReturn:
    """End now, without taking the loaded libraries apart, which takes a tenth of a second and changes nothing."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # a reader that left was dealt with; a closed stream has nothing to say
            stream.flush()
    os._exit(end.code if isinstance(end.code, int) else int(end.code is not None))


def _told(error: BaseException) -> tuple[ExitCode, str]:
    """Return the exit code of an error, and the sentence about it."""
    if isinstance(error, click.Abort | KeyboardInterrupt):
        return ExitCode.INTERRUPTED, "interrupted"
    if os.environ.get(DEBUG):
        import traceback

        click.echo("".join(traceback.format_exception(error)), err=True, nl=False)
    if isinstance(error, click.UsageError):
        return ExitCode.USAGE, _usage(error)
    if isinstance(error, Unreachable):
        return ExitCode.UNREACHABLE, str(error)
    return ExitCode.REFUSED, _sentence(error)


def _sentence(error: BaseException) -> str:
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


def _nobody_reads() -> None:
    """Whoever read our output has left, which is their right: stay silent, also when Python flushes at its end."""
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, sys.stdout.fileno())
