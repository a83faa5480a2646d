"""``whatsticks completion``: what a shell needs to complete commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from tui import output
from tui.commands.session import Verb, stated

VARIABLE = "_WHATSTICKS_COMPLETE"


@click.command(cls=Verb)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    r"""Print the completion script of a shell.

    \b
    bash: eval "$(whatsticks completion bash)"        in ~/.bashrc
    zsh:  eval "$(whatsticks completion zsh)"         in ~/.zshrc
    fish: whatsticks completion fish | source         in config.fish
    """
    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"there is no completion for {shell}")
    script = kind.source_template % kind(click.Command("whatsticks"), {}, "whatsticks", VARIABLE).source_vars()
    if stated().json:
        output.record({"shell": shell, "script": script})
    else:
        output.document(f"{script.strip()}\n")
