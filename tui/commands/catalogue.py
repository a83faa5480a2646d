"""``whatsticks catalogue``: kinds of cheap test to choose from."""

from __future__ import annotations

import click

from tui import output
from tui.commands.session import NounGroup, stated
from tui.diagnostics import say


@click.group(cls=NounGroup)
def catalogue() -> None:
    """Kinds of cheap test: what each is good for and what it usually takes; defaults, weakly sourced."""


@catalogue.command("list")
@click.option("--text", default="", metavar="WORDS", help="Only kinds that all these words occur in.")
@click.option(
    "--risk", type=click.Choice(["desirability", "feasibility", "viability"]), help="Only kinds that answer it."
)
@click.option(
    "--strength", type=click.IntRange(1, 5), metavar="1-5", help="Only kinds whose evidence is at least so strong."
)
def list_kinds(text: str, risk: str | None, strength: int | None) -> None:
    """List kinds of test."""
    from experiments.catalogue import load_catalogue

    kinds = load_catalogue().search(text, risk, strength)  # type: ignore[arg-type]  # click keeps to the three
    if stated().json:
        output.records([kind.model_dump(mode="json") for kind in kinds], len(kinds))
    elif kinds:
        output.table(
            ["kind", "name", "group", "strength", "money", "days", "good for"],
            [
                (
                    kind.slug,
                    kind.name,
                    kind.group,
                    kind.strength,
                    kind.money,
                    kind.setup_days + kind.run_days,
                    kind.good_for,
                )
                for kind in kinds
            ],
        )
    else:
        say("there is no such kind; try a word of what it does")


@catalogue.command()
@click.argument("kind")
def show(kind: str) -> None:
    """Show one kind of test, by its slug or any of its names."""
    from experiments.catalogue import load_catalogue, strength_words

    found = load_catalogue().kind(kind)
    if stated().json:
        output.record(found.model_dump(mode="json"))
        return
    output.card(
        [
            ("Kind", found.slug),
            ("Name", found.name),
            ("Also called", ", ".join(found.aliases)),
            ("Group", f"{found.phase}: {found.group}"),
            ("Answers", ", ".join(found.answers)),
            ("Good for", found.good_for),
            ("Measure", found.measure),
            ("As a", f"{found.metric} against {found.comparison}, per {found.unit}"),
            ("Typical size", found.typical_size),
            ("Money", found.money),
            ("Days to set up", found.setup_days),
            ("Days to run", found.run_days),
            ("Evidence", f"{found.strength} of 5: {strength_words(found.strength)}"),
            ("Rating", found.rating),
        ]
    )
