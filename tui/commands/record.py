"""``whatsticks record``: a batch of results, typed or read from a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from experiments.errors import NotFound, Refused
from experiments.experiment import Experiment
from experiments.observation import Observation, standing
from experiments.plan import Plan
from experiments.words import count
from tui import output
from tui.commands.options import EXPERIMENT, options_of
from tui.commands.session import Verb, stated
from tui.commands.stdin import STDIN, readable
from tui.commands.typed_options import NO_RESULTS, Entries, typed_options
from tui.diagnostics import say

if TYPE_CHECKING:
    from store.workspace import Workspace


@click.command(cls=Verb)
@click.argument("code", type=EXPERIMENT)
@typed_options
@click.option("--data", metavar="FILE", help="A CSV or Parquet file with a row per unit; - reads standard input.")
@click.option("--preview", is_flag=True, help="Show what the file holds; store nothing.")
@click.option("--replaces", type=click.IntRange(min=1), metavar="BATCH", help="The batch this one corrects; say --why.")
@options_of("observation", into="about")
def record(
    code: int,
    typed: Entries,
    data: str | None,
    preview: bool,
    replaces: int | None,
    about: dict[str, Any],
) -> None:
    """Record results. The first ones start a locked test.

    Typed: --counts control=412/5000 --counts new=470/5010, or --counts 27/141 where there is no control arm. Where the
    plan has several metrics, name them: --counts "new:sign-ups=470/5010". Each kind of metric has its option.
    """
    _check_ways(bool(typed), data, preview)
    with stated().open() as workspace:
        test = workspace.experiments.get(code)
        plan = _plan_of(test)
        if preview:
            _preview(data or "", plan)
            return
        results = _from_file(data, plan) if data else _typed(plan, typed)
        fields = {"strength": _usual_strength(test), **results, **about}
        batch = workspace.observations.record(code, fields | ({"supersedes": replaces} if replaces else {}))
        said = workspace.said
        _answer(workspace, workspace.experiments.get(code), batch, said)


def _check_ways(typed: bool, data: str | None, preview: bool) -> None:
    context = click.get_current_context()
    if typed and data:
        raise click.UsageError("results are typed or read from a file, not both at once", context)
    if preview and not data:
        raise click.UsageError("--preview looks at a file; name it with --data", context)
    if not typed and not data:
        raise click.UsageError(f"nothing to record; {NO_RESULTS}", context)


def _plan_of(test: Experiment) -> Plan:
    if test.plan is None:
        raise Refused(f"{test.code} has no plan yet; design one and lock it first")
    return test.plan


def _typed(plan: Plan, typed: Entries) -> dict[str, Any]:
    from tui.commands.counts import typed_arms

    return {"arms": typed_arms(plan, typed)}


def _from_file(data: str, plan: Plan) -> dict[str, Any]:
    from store.sources.files import read

    with readable(data) as path:
        reading = read(path, plan)
    source = reading.source.but(name=STDIN) if data == "-" else reading.source
    return {"arms": reading.arms, "faults": reading.faults, "source": source}


def _preview(data: str, plan: Plan) -> None:
    from store.sources.files import preview
    from tui.commands.preview import print_preview

    with readable(data) as path:
        found = preview(path, plan)
    print_preview(found.but(name=STDIN) if data == "-" else found)


def _usual_strength(test: Experiment) -> int:
    """Return how strong evidence of this kind of test usually is."""
    from experiments.catalogue import load_catalogue

    try:
        return load_catalogue().kind(test.kind).strength
    except NotFound:
        return int(Observation.model_fields["strength"].default)


def _answer(workspace: Workspace, test: Experiment, batch: Observation, said: str) -> None:
    """Say how far the test is. How the arms did is for the verdict to show, at the time the plan allows."""
    say(said)
    units = sum(other.units for other in standing(workspace.observations.of(batch.experiment_id)))
    planned = test.plan.planned_size if test.plan else None
    if stated().json:
        fields = {"experiment": test.code, "batch": batch.id, "units": units, "planned": planned}
        output.record(fields | batch.model_dump(mode="json", exclude={"id", "experiment_id", "version"}))
    else:
        output.table(
            ["arm", "units", "missing values"],
            [(arm, data.units, sum(data.missing.values())) for arm, data in batch.arms.items()],
        )
    say(
        f"{count(units)} units so far{f' of {count(planned)} planned' if planned else ''}; whatsticks judge {test.code}"
    )
