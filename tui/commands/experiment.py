"""``whatsticks experiment``: one cheap test, registered, kept up to date and brought to its end."""

from __future__ import annotations

from typing import Any

import click

from experiments.experiment import Experiment, Stage, next_action, possible
from tui import output
from tui.commands.answer import added, as_fields, changed, described, listed, require_changes, version_of
from tui.commands.experiment_plan import amend, design_of_looks, lock, plan
from tui.commands.options import EXPERIMENT, HYPOTHESIS, options_of, page_options, version_option
from tui.commands.session import NounGroup, stated

_COLUMNS = {
    "code": lambda test: test.code,
    "title": lambda test: test.title,
    "hypothesis": lambda test: f"H{test.hypothesis_id}",
    "kind": lambda test: test.kind,
    "stage": lambda test: test.stage,
    "next": next_action,
    "owner": lambda test: test.owner,
}


@click.group(cls=NounGroup)
def experiment() -> None:
    """Cheap tests: designed, locked before data, run, concluded."""


@experiment.command()
@click.option(
    "--hypothesis", "hypothesis_id", type=HYPOTHESIS, required=True, metavar="CODE", help="What it tests: H1."
)
@options_of("experiment", into="fields", required=True)
@options_of("budget", prefix="budget-")
def add(hypothesis_id: int, fields: dict[str, Any], budget: dict[str, Any]) -> None:
    """Add an experiment and print its code."""
    with stated().open() as workspace:
        kept = workspace.experiments.add({"hypothesis_id": hypothesis_id, **_known_kind(fields), "budget": budget})
        added(kept, workspace.said)


@experiment.command("list")
@click.option("--hypothesis", "hypothesis_id", type=HYPOTHESIS, metavar="CODE", help="Only those of this hypothesis.")
@click.option("--stage", type=click.Choice(list(Stage), case_sensitive=False), help="Only those at this stage.")
@page_options
def list_experiments(hypothesis_id: int | None, stage: Stage | None, text: str, limit: int, offset: int) -> None:
    """List experiments."""
    wanted: dict[str, Any] = {"hypothesis_id": hypothesis_id, "stage": stage, "text": text}
    with stated().open() as workspace:
        items = workspace.experiments.list(**wanted, limit=limit, offset=offset)
        total = workspace.experiments.count(**wanted)
    listed(items, total, _COLUMNS, "there is no such experiment; add one: whatsticks experiment add --hypothesis H1 …")


@experiment.command()
@click.argument("code", type=EXPERIMENT)
def show(code: int) -> None:
    """Show an experiment, its batches of results and what can be done with it."""
    with stated().open() as workspace:
        kept = workspace.experiments.get(code)
        batches = workspace.observations.of(code)
    if stated().json:
        actions = {action.value: why_not or None for action, why_not in possible(kept)}
        made = {"design": found.model_dump(mode="json")} if (found := design_of_looks(kept)) else {}
        output.record(as_fields(kept, next=next_action(kept), refused=actions, batches=list(batches), **made))
    else:
        _show(kept, [f"batch {batch.id}: {batch.units:,} units, {batch.source.name or 'typed'}" for batch in batches])


def _looks(kept: Experiment) -> list[tuple[str, str]]:
    """Return when results may be seen, and what that costs where it is more than once."""
    from tui.commands.design import looking_cost
    from tui.ways_in_words import when_looked_at

    if kept.plan is None:
        return []
    made = design_of_looks(kept)
    return [("Looks", when_looked_at(kept.plan)), *(looking_cost(made) if made else [])]


def _show(kept: Experiment, batches: list[str]) -> None:
    budget = [(f"Budget: {label.lower()}", text) for label, text in described("budget", kept.budget)]
    output.card(
        [
            ("Code", kept.code),
            ("Tests", f"H{kept.hypothesis_id}"),
            *described("experiment", kept),
            *budget,
            *described("spend", kept.spend),
            ("Stage", kept.stage),
            ("Plan", kept.plan_hash[:8] or ("a draft" if kept.plan else "none yet")),
            *_looks(kept),
            ("Amended", f"{len(kept.amendments)} times" if kept.amendments else ""),
            ("Abandoned because", kept.abandoned_why),
            ("Results", "\n".join(batches)),
            ("Next", next_action(kept)),
            ("Version", kept.version),
        ]
    )


@experiment.command()
@click.argument("code", type=EXPERIMENT)
@options_of("experiment", into="fields")
@options_of("budget", prefix="budget-")
@version_option
def edit(code: int, fields: dict[str, Any], budget: dict[str, Any], insist: int | None) -> None:
    """Change a draft."""
    require_changes(fields, budget)
    with stated().open() as workspace:
        before = workspace.experiments.get(code)
        changes = _known_kind(fields) | ({"budget": before.budget.but(**budget)} if budget else {})
        changed(workspace.experiments.edit(code, version_of(before, insist), changes), workspace.said)


experiment.add_command(plan)
experiment.add_command(lock)


@experiment.command()
@click.argument("code", type=EXPERIMENT)
@version_option
def start(code: int, insist: int | None) -> None:
    """Say that a locked test has begun; recording its first results says so too."""
    with stated().open() as workspace:
        version = version_of(workspace.experiments.get(code), insist)
        changed(workspace.experiments.start(code, version), workspace.said)


experiment.add_command(amend)


@experiment.command()
@click.argument("code", type=EXPERIMENT)
@version_option
def conclude(code: int, insist: int | None) -> None:
    """Say that no more results will come; the verdict is then final."""
    with stated().open() as workspace:
        version = version_of(workspace.experiments.get(code), insist)
        changed(workspace.experiments.conclude(code, version), workspace.said)


@experiment.command()
@click.argument("code", type=EXPERIMENT)
@click.option("--why", required=True, metavar="TEXT", help="The reason, for whoever has this idea again.")
@version_option
def abandon(code: int, why: str, insist: int | None) -> None:
    """Give a test up for good, and say why."""
    with stated().open() as workspace:
        version = version_of(workspace.experiments.get(code), insist)
        changed(workspace.experiments.abandon(code, version, why), workspace.said)


@experiment.command()
@click.argument("code", type=EXPERIMENT)
@options_of("spend")
@version_option
def spend(code: int, spend: dict[str, Any], insist: int | None) -> None:
    """Say what a test has cost so far, in all."""
    require_changes(spend)
    with stated().open() as workspace:
        before = workspace.experiments.get(code)
        so_far = before.spend.but(**spend)
        version = version_of(before, insist)
        changed(workspace.experiments.spend(code, version, so_far.money, so_far.person_days), workspace.said)


@experiment.command()
@click.argument("code", type=EXPERIMENT)
def copy(code: int) -> None:
    """Start a new draft with the same plan, and print its code."""
    with stated().open() as workspace:
        added(workspace.experiments.copy(code), workspace.said)


def _known_kind(fields: dict[str, Any]) -> dict[str, Any]:
    """Take a kind of test by any of its names, and keep its slug."""
    if not fields.get("kind"):
        return fields
    from experiments.catalogue import load_catalogue

    return fields | {"kind": load_catalogue().kind(fields["kind"]).slug}
