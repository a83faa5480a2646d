"""``whatsticks record``: a batch of results, typed or read from a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from experiments.errors import NotFound, Refused
from experiments.experiment import Experiment
from experiments.observation import Faults, Observation, standing
from experiments.phrases import unit_noun
from experiments.plan import Plan
from experiments.words import count
from store.intake import days_in_words, intake, looks_in_words
from tui import output
from tui.commands.data_options import Data, data_options
from tui.commands.options import EXPERIMENT, options_of
from tui.commands.session import Verb, stated
from tui.commands.stoppable import stoppable
from tui.commands.typed_options import NO_RESULTS, Entries, typed_options
from tui.diagnostics import say

if TYPE_CHECKING:
    from experiments.saved_source import SavedSource
    from store.again import Origin
    from store.intake import Intake
    from store.sources.reading import Reading
    from store.workspace import Workspace


@click.command(cls=Verb)
@click.argument("code", type=EXPERIMENT)
@typed_options
@data_options
@click.option("--from", "saved", metavar="SOURCE", help="A saved source (whatsticks source list) to read.")
@click.option("--again", is_flag=True, help="Read the source that the experiment was recorded from last.")
@click.option("--preview", is_flag=True, help="Show what the file holds; store nothing.")
@click.option("--replaces", type=click.IntRange(min=1), metavar="BATCH", help="The batch this one corrects; say --why.")
@click.option("--other-units", is_flag=True, help="The file's units are others than those recorded for the same days.")
@options_of("observation", into="about")
def record(
    code: int,
    typed: Entries,
    data: Data | None,
    saved: str | None,
    again: bool,
    preview: bool,
    about: dict[str, Any],
    **held: Any,
) -> None:
    """Record results. The first ones start a locked test.

    Typed: --counts control=412/5000 --counts new=470/5010, or --counts 27/141 where there is no control arm. Where the
    plan has several metrics, name them: --counts "new:sign-ups=470/5010". Each kind of metric has its option.

    A file of a plan that names its column of times and has several looks gives a batch for each look, all at once.
    Tomorrow's file, which has today's rows and more, adds what is new; so does a saved source: --from visits today, and
    --again tomorrow. Where yesterday's numbers are different today, it is refused and says what differs.
    """
    _check_ways(bool(typed), data or saved or again, preview, held["other_units"])
    if sum(map(bool, (data, saved, again))) > 1:
        raise click.UsageError("name one of --data, --from and --again", click.get_current_context())
    with stated().open() as workspace:
        test = workspace.experiments.get(code)
        plan = _plan_of(test)
        about = {"strength": _usual_strength(test), **about}
        if not (data or saved or again):
            correction = {"supersedes": held["replaces"]} if held["replaces"] else {}
            arms = _typed(plan, typed, workspace.observations.of(code))
            recorded = workspace.observations.record(code, {**about, **arms, **correction})
            _answer(workspace, workspace.experiments.get(code), (recorded,), workspace.said)
            return
        origin = data or _origin(workspace, test, saved)
        if preview:
            _preview(origin, plan, workspace.observations.of(code))
            return
        looks = _looks_of(origin, plan)
        news: list[Intake] = []

        def new(before: tuple[Observation, ...]) -> Sequence[Mapping[str, Any]]:
            news[:] = [intake(plan, looks, before, **held)]
            return news[0].batches(about)

        batches = workspace.observations.take_in(code, plan, new)
        said = workspace.said
        if known := news[0].known:
            said += f" {count(known)} {'batch' if known == 1 else 'batches'} of the same source stay as they are."
        _answer(workspace, workspace.experiments.get(code), batches, said)


def _saved(workspace: Workspace, source: str) -> SavedSource:
    try:
        return workspace.sources.named(source)
    except NotFound:
        if "://" in source or Path(source).exists():
            hint = "to read a file or an address itself, give it with --data"
            raise NotFound("saved source", source, hint) from None
        raise


def _origin(workspace: Workspace, test: Experiment, source: str | None) -> Origin:
    """Return the saved source that was named, or the one that the experiment remembers."""
    from store.again import Origin, remembered

    if source:
        return Origin.of(_saved(workspace, source))
    return Origin.of(workspace.sources.get(remembered(test.code, workspace.observations.of(test.id or 0))))


def _check_ways(typed: bool, data: object, preview: bool, other_units: bool) -> None:
    context = click.get_current_context()
    if other_units and not data:
        raise click.UsageError("--other-units is said of a file; name it with --data", context)
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


def _typed(plan: Plan, typed: Entries, recorded: Sequence[Observation]) -> dict[str, Any]:
    from tui.commands.counts import typed_arms

    return {"arms": typed_arms(plan, typed, recorded)}


def _looks_of(origin: Data | Origin, plan: Plan) -> tuple[Reading, ...]:
    with origin.opened() as rows:
        return stoppable(rows, lambda: origin.looks(rows, plan, datetime.now(UTC)))


def _preview(origin: Data | Origin, plan: Plan, recorded: Sequence[Observation]) -> None:
    from tui.commands.preview import print_preview

    with origin.opened() as rows:
        found = stoppable(rows, lambda: origin.preview(rows, plan))
        print_preview(found)
        if found.reading and (plan.columns.time or recorded):
            looks = stoppable(rows, lambda: origin.looks(rows, plan, datetime.now(UTC)))
            _say_what_is_new(plan, looks, recorded)


def _say_what_is_new(plan: Plan, looks: Sequence[Reading], recorded: Sequence[Observation]) -> None:
    """Say which looks the data have, and how many of them would be recorded."""
    say(looks_in_words(looks))
    try:
        new = intake(plan, looks, recorded)
    except Refused as refusal:
        say(f"It cannot be recorded like this: {refusal}")
    else:
        if new.known:
            say(f"New of them: {looks_in_words(new.readings)}")


def _usual_strength(test: Experiment) -> int:
    """Return how strong evidence of this kind of test usually is."""
    from experiments.catalogue import load_catalogue

    try:
        return load_catalogue().kind(test.kind).strength
    except NotFound:
        return int(Observation.model_fields["strength"].default)


def _answer(workspace: Workspace, test: Experiment, recorded: Sequence[Observation], said: str) -> None:
    """Say how far the test is. How the arms did is for the verdict to show, at the time the plan allows."""
    say(said)
    units = sum(other.units for other in standing(workspace.observations.of(recorded[0].experiment_id)))
    planned = test.plan.planned_size if test.plan else None
    if stated().json:
        far: dict[str, Any] = {"experiment": test.code, "units": units, "planned": planned}
        output.record(
            far | (_as_fields(recorded[0]) if len(recorded) == 1 else {"batches": list(map(_as_fields, recorded))})
        )
    elif len(recorded) == 1:
        output.table(["arm", "units", "missing values"], list(_arms(recorded[0])))
    else:
        output.table(
            ["batch", "days", "arm", "units", "missing values"],
            [
                (one.id, days_in_words(one.source.first, one.source.last), *arm)
                for one in recorded
                for arm in _arms(one)
            ],
        )
    for one in recorded:
        for oddity in _oddities(one, test.plan):
            say(f"mind: {oddity}")
    say(
        f"{count(units)} units so far{f' of {count(planned)} planned' if planned else ''}; whatsticks judge {test.code}"
    )


def _oddities(batch: Observation, plan: Plan | None) -> Iterator[str]:
    """Yield what was wrong with single units of a file, as the verdict will say it; nothing of it was repaired."""
    if plan is None or batch.faults == Faults():
        return
    from experiments.health.assignment import assignment
    from experiments.pooling import Data as Pooled

    yield from (check.message for check in assignment(Pooled(batch.arms, batch.faults), unit_noun(plan)))


def _as_fields(batch: Observation) -> dict[str, Any]:
    return {"batch": batch.id, **batch.model_dump(mode="json", exclude={"id", "experiment_id", "version"})}


def _arms(batch: Observation) -> Iterator[tuple[str, int, int]]:
    for arm, data in batch.arms.items():
        yield arm, data.units, sum(data.missing.values())
