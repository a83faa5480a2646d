"""What all commands share: which workspace, who acts, and whether to answer in JSON."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from store.workspace import Workspace

WORKSPACE = "WHATSTICKS_WORKSPACE"
ACTOR = "WHATSTICKS_ACTOR"


@dataclass
class Session:
    """The answers to ``--workspace``, ``--actor`` and ``--json``, wherever on the line they stood."""

    workspace: str | None = None
    actor: str | None = None
    json: bool = False

    @property
    def address(self) -> str:
        """Return where the workspace is: the option, the environment, or the usual place."""
        if named := self.workspace or os.environ.get(WORKSPACE):
            return named
        return usual_address()

    @contextmanager
    def open(self, *, create: bool = False, upgrade: bool = False) -> Iterator[Workspace]:
        """Open the workspace; only what can be a first step may create one, and init bring a server up to date."""
        from store.workspace import Workspace

        with Workspace.open(self.address, actor=self.actor, create=create, upgrade=upgrade) as workspace:
            yield workspace


def usual_address() -> str:
    """Return ``store.workspace.DEFAULT_ADDRESS`` without importing the store: the first frame does not wait for it."""
    from platformdirs import user_data_dir

    return os.path.join(user_data_dir("whatsticks", appauthor=False), "workspace.db")


def stated() -> Session:
    """Return what was stated on this command line."""
    return click.get_current_context().find_root().ensure_object(Session)


def _kept(ctx: click.Context, option: click.Parameter, value: Any) -> Any:
    """Note an option that was given; one that stands later on the line wins."""
    session = ctx.find_root().ensure_object(Session)
    if value:
        setattr(session, str(option.name), value)
    return value


def shared_options() -> list[click.Option]:
    """Return the options that every command takes, before and after its name."""
    return [
        click.Option(
            ["--workspace"],
            metavar="PATH",
            help=f"The workspace file, or a database address. [env: {WORKSPACE}]",
            callback=_kept,
            expose_value=False,
        ),
        click.Option(
            ["--actor"],
            metavar="NAME",
            help=f"Who acts, as the trail will name it. [env: {ACTOR}; default: your login]",
            callback=_kept,
            expose_value=False,
        ),
        click.Option(["--json"], is_flag=True, help="Answer in JSON.", callback=_kept, expose_value=False),
    ]


class Verb(click.Command):
    """A command that takes the shared options beside its own."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params.extend(shared_options())


class NounGroup(click.Group):
    """The verbs of one noun."""

    command_class = Verb

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params.extend(shared_options())
        self.no_args_is_help = False

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order people need them."""
        return list(self.commands)
