"""``whatsticks search``: what was believed, tested, decided and learned, found again by its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tui import output
from tui.commands.session import Verb, stated
from tui.diagnostics import say

if TYPE_CHECKING:
    from store.excerpt import Excerpt
    from store.search import Found, Hit


@click.command(cls=Verb)
@click.argument("words", nargs=-1)
@click.option("--limit", type=click.IntRange(1, 1_000), default=20, show_default=True, help="At most so many.")
@click.option("--offset", type=click.IntRange(min=0), default=0, metavar="NUMBER", help="Skip that many.")
@click.option("--rebuild", is_flag=True, help="Make the index of words anew first, from what is kept.")
def search(words: tuple[str, ...], limit: int, offset: int, rebuild: bool) -> None:
    """Find hypotheses, learnings, experiments and segments that hold all WORDS, the best first.

    A word stands for all that begins with it, in any case and without accents. Nothing in it is syntax.
    """
    text = " ".join(words)
    if not text.strip() and not rebuild:
        raise click.UsageError("name the words to look for, such as: whatsticks search night deliveries")
    with stated().open() as workspace:
        if rebuild:
            workspace.remake_search()
        found = workspace.search(text, limit=limit, offset=offset)
    if stated().json:
        output.records([hit.model_dump(mode="json") for hit in found.hits], found.total)
    elif found.hits:
        rows = [(hit.code, hit.kind, hit.title, f"{hit.excerpt.field}: {_marked(hit)}") for hit in found.hits]
        output.table(["code", "what", "title", "found in"], rows)
    _say_how_many(found, text, offset, rebuild)


def _say_how_many(found: Found, text: str, offset: int, rebuilt: bool) -> None:
    if rebuilt:
        say("The search index was made anew.")
    if not text.strip():
        return
    if not found.total:
        say(f"nothing holds all of: {text}")
    elif len(found.hits) < found.total or found.more:
        last = offset + len(found.hits)
        more = ", and more that are older: one more word narrows it down" if found.more else ""
        say(f"{offset + 1} to {last} of {found.total}{more}; --offset {last} goes on")


def _marked(hit: Hit) -> str:
    """Return an excerpt with its marks in brackets that need no colours: ``they buy «milk» at night``."""
    return with_marks(hit.excerpt, "«", "»")


def with_marks(part: Excerpt, opening: str, closing: str) -> str:
    """Return the text of an excerpt with signs around what was found."""
    pieces: list[Any] = []
    last = 0
    for start, stop in part.marks:
        pieces += [part.text[last:start], opening, part.text[start:stop], closing]
        last = stop
    return "".join([*pieces, part.text[last:]])
