"""``whatsticks plan compare``: the three ways to look at data, side by side, for one plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui import output
from tui.commands.session import Verb, stated

if TYPE_CHECKING:
    from tui.ways_of_looking import Ways


@click.command("compare", cls=Verb)
@click.option("--plan", "path", required=True, metavar="FILE", help="A plan.toml; - reads standard input.")
def compare(path: str) -> None:
    """Show what one look, looks paid for in advance and looks at any time would each take.

    All three keep the plan's bar, target and error rates. The size is the most units each may take; bar and target are
    the units after which it ends on average, if the truth lies there. The planned looks follow, each with the p-value
    that ends a group-sequential test there.
    """
    from experiments.errors import Refused
    from experiments.plan import Plan
    from experiments.power import design
    from tui.commands.stdin import text_of
    from tui.ways_of_looking import ways_of_looking

    plan = Plan.of_toml(text_of(path))
    ways = ways_of_looking(plan)
    if not ways.ways:
        made = design(plan)
        raise Refused(f"no size can be worked out: {'; '.join(made.needs or made.warnings)}")
    if stated().json:
        output.record(ways.model_dump(mode="json"))
    else:
        _print(ways)


def _print(ways: Ways) -> None:
    from tui.ways_in_words import meaning, p_words

    output.table(
        ["way", "chosen", "size", "bar", "target"],
        [
            [way.monitoring, "yes" if way.chosen else "", *map(_units, (way.size, way.at_bar, way.at_target))]
            for way in ways.ways
        ],
    )
    output.line("")
    output.card([(str(way.monitoring), meaning(way, ways)) for way in ways.ways])
    output.line("")
    output.table(
        ["look", "units", "z", "p to invest", "p to stop"],
        [
            [
                one.look,
                _units(one.units),
                "–" if one.z is None else f"{one.z:.2f}",
                *map(p_words, (one.p_invest, one.p_stop)),
            ]
            for one in ways.looks
        ],
    )


def _units(number: float | None) -> str:
    from experiments.words import count

    return "–" if number is None else count(round(number))
