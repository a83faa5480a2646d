"""``whatsticks experiment plan|lock|amend``: what will count as success, before and after it is frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from experiments.errors import Refused
from experiments.experiment import Experiment
from experiments.plan import Monitoring, Plan, Seen
from tui import output
from tui.commands.answer import as_fields, changed, version_of
from tui.commands.options import EXPERIMENT, options_of, version_option
from tui.commands.plan_options import Typed, plan_options
from tui.commands.session import Verb, stated
from tui.diagnostics import say

if TYPE_CHECKING:
    from experiments.power import Design


@click.command(cls=Verb)
@click.argument("code", type=EXPERIMENT)
@plan_options
@click.option("--fresh", is_flag=True, help="Start from nothing, not from the plan that is there.")
@click.option("--dry-run", is_flag=True, help="Show the design; store nothing.")
@click.option("--simulate", is_flag=True, help="Take the chances from simulated tests, which takes seconds.")
@click.option("--show-toml", is_flag=True, help="Print the stored plan as a plan.toml.")
@version_option
def plan(
    code: int, typed: Typed, fresh: bool, dry_run: bool, simulate: bool, show_toml: bool, insist: int | None
) -> None:
    """Set the plan of a draft and show the test it makes; without options, show the plan that is there.

    One metric fits on the line: --metric sign-ups --bar 8% --target 15%. A known --metric is changed, a new one added.
    A file holds any plan: --plan plan.toml.
    """
    if show_toml and (typed.anything or dry_run or simulate):
        raise click.UsageError("--show-toml prints the stored plan and goes with no other option")
    with stated().open() as workspace:
        test = workspace.experiments.get(code)
        if show_toml:
            _print_toml(_planned(test))
            return
        wanted = typed.over(None if fresh else test.plan, test.title) if typed.anything or fresh else _planned(test)
        if typed.anything and not dry_run:
            test = workspace.experiments.plan(code, version_of(test, insist), wanted)
            say(workspace.said)
        belief = workspace.hypotheses.get(test.hypothesis_id).prior
    _answer(test, wanted, wanted.prior if wanted.prior is not None else belief, simulate=simulate)


def _planned(test: Experiment) -> Plan:
    if test.plan is None:
        raise Refused(
            f"{test.code} has no plan yet; try whatsticks experiment plan {test.code} --metric … --bar … --target …"
        )
    return test.plan


def _print_toml(plan: Plan) -> None:
    from experiments.plan_toml import to_toml

    if stated().json:
        output.record({"toml": to_toml(plan)})
    else:
        output.document(to_toml(plan))


def _answer(test: Experiment, wanted: Plan, belief: float, *, simulate: bool) -> None:
    from experiments.power import design
    from tui.commands.design import print_design

    made = design(wanted, test.budget, prior=belief, simulate=simulate)
    if stated().json:
        output.record(as_fields(test, plan=wanted.model_dump(mode="json"), design=made.model_dump(mode="json")))
    else:
        print_design(wanted, made)
    for sentence in (*made.needs, *made.warnings):
        say(f"note: {sentence}")


@click.command(cls=Verb)
@click.argument("code", type=EXPERIMENT)
@click.option("--size", type=click.IntRange(min=1), metavar="NUMBER", help="Units over all arms, if the plan has none.")
@version_option
def lock(code: int, size: int | None, insist: int | None) -> None:
    """Freeze the plan: from here on it can only be amended, and the amendment shows."""
    with stated().open() as workspace:
        test = workspace.experiments.get(code)
        if test.plan and test.plan.planned_size and size not in (None, test.plan.planned_size):
            raise Refused(
                f"the plan says {test.plan.planned_size} units;"
                f" change it first: whatsticks experiment plan {test.code} --size {size}"
            )
        needed = size or _computed_size(test)
        locked = workspace.experiments.lock(code, version_of(test, insist), needed)
        changed(locked, workspace.said)
    if made := design_of_looks(locked):
        say(f"note: {made.sentence}")


def design_of_looks(test: Experiment) -> Design | None:
    """Return the design of a plan of several looks; of one look it has nothing to add to the plan."""
    if test.plan is None or test.plan.monitoring is Monitoring.fixed:
        return None
    from experiments.power import design

    return design(test.plan, test.budget)


def _computed_size(test: Experiment) -> int | None:
    """Return the size that bar and target ask for, where the plan names none."""
    if test.plan is None or test.plan.planned_size:
        return None
    from experiments.power import design

    made: Design = design(test.plan, test.budget)
    return made.size


@click.command(cls=Verb)
@click.argument("code", type=EXPERIMENT)
@plan_options
@options_of("amendment", into="because", only=("why",), required=True)
@options_of("amendment", into="knowing", only=("seen",))
@version_option
def amend(code: int, typed: Typed, because: dict[str, Any], knowing: dict[str, Any], insist: int | None) -> None:
    """Change a locked plan. The verdict will say that it was changed, why, and what was known by then.

    What had been seen of the data follows from what was recorded; --seen may say that it was more, never less.
    """
    if not typed.anything:
        raise click.UsageError(
            "nothing to change; give --plan FILE or an option of the plan", click.get_current_context()
        )
    with stated().open() as workspace:
        test = workspace.experiments.get(code)
        wanted = typed.over(_planned(test), test.title)
        seen = Seen(knowing["seen"]) if knowing else None
        version = version_of(test, insist)
        changed(workspace.experiments.amend(code, version, wanted, because["why"], seen), workspace.said)
