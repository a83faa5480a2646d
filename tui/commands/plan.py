"""``whatsticks plan``: what a way of looking would ask, before there is any experiment."""

from __future__ import annotations

from typing import Any

import click

from experiments.errors import InvalidField
from tui import output
from tui.commands.plan_compare import compare
from tui.commands.session import NounGroup, Verb, stated


@click.group(cls=NounGroup)
def plan() -> None:
    """What a way of looking at data asks for, before there is an experiment."""


plan.add_command(compare)


@plan.command("boundaries", cls=Verb)
@click.option("--looks", default="5", show_default=True, metavar="K|T,T,…", help="How many, or at which fractions.")
@click.option("--alpha", type=click.FloatRange(1e-9, 0.5), default=0.05, show_default=True, help="One-sided.")
@click.option("--beta", type=click.FloatRange(1e-9, 0.5), default=0.2, show_default=True, help="1 less the power.")
@click.option(
    "--spending",
    default="obrien-fleming",
    show_default=True,
    metavar="FUNCTION",
    help="How alpha is spent: obrien-fleming, pocock, hsd:γ or power:ρ.",
)
@click.option("--futility", default="", metavar="FUNCTION", help="How beta is spent, if looks may stop for want of it.")
def boundaries(looks: str, alpha: float, beta: float, spending: str, futility: str) -> None:
    """Show the boundaries of a group-sequential plan and what looking costs.

    A look stops the test where its z lies above the boundary, or its one-sided p-value below the nominal one. The
    sizes are multiples of what one look with the same error rates needs, at the planned power.

    Without --futility no look stops for want of an effect. The looks of a plan do, obrien-fleming if it does not say:
    give the same here to see its size. The bounds are the classical pair that meets at the last look.
    """
    from experiments.sequential.scheme import scheme

    found = scheme(_fractions(looks), alpha, beta, spending, futility)
    if stated().json:
        output.record(_finite(found.model_dump()))
        return
    head = ["look", "information", "z", "nominal p", "alpha spent"]
    rows: list[list[object]] = [
        [one.look, f"{one.fraction:.4g}", f"{one.z:.4f}", f"{one.nominal_p:.6g}", f"{one.alpha_spent:.6g}"]
        for one in found.looks
    ]
    if futility:
        head += ["futility z", "beta spent"]
        rows = [
            [*row, f"{one.futility:.4f}", f"{one.beta_spent:.6g}"] for row, one in zip(rows, found.looks, strict=True)
        ]
    output.table(head, rows)
    output.card(
        [
            ("Largest size", f"{found.inflation:.4f} × one look"),
            ("Expected at the bar", f"{found.expected_at_bar:.4f} × one look"),
            ("Expected at the target", f"{found.expected_at_target:.4f} × one look"),
        ]
    )


def _fractions(looks: str) -> list[float]:
    """Read ``5`` as five equal steps, ``0.2,0.5,1`` as they are."""
    try:
        if "," not in looks and float(looks).is_integer() and float(looks) >= 1:
            count = int(float(looks))
            return [(look + 1) / count for look in range(min(count, 1000))]
        found = [float(part) for part in looks.split(",")]
    except (ValueError, OverflowError):
        raise InvalidField("looks", looks, "write a number such as 5, or fractions such as 0.2,0.5,1") from None
    if found[-1] != 1:
        raise InvalidField("looks", looks, "the last look has all the information: end with 1")
    return found


def _finite(fields: Any) -> Any:
    """Write bounds that do not exist as words: JSON has no infinity."""
    if isinstance(fields, dict):
        return {name: _finite(value) for name, value in fields.items()}
    if isinstance(fields, list | tuple):
        return [_finite(value) for value in fields]
    if isinstance(fields, float) and fields in (float("inf"), float("-inf")):
        return "inf" if fields > 0 else "-inf"
    return fields
