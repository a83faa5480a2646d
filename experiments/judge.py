"""The one door into the statistics: plan and observations in, verdict out.

Pure: no clock, no randomness, no I/O; the same input gives the same verdict to the byte. What takes long to import is
imported when a verdict is asked for, so that a screen or a help text need not wait for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from experiments.errors import Refused
from experiments.observation import Observation
from experiments.plan import Amendment, Monitoring, Plan, Seen
from experiments.verdict import HealthCheck, MetricResult, Outcome, Progress, Status, Verdict

if TYPE_CHECKING:
    from experiments.pooling import Data

JUDGE_VERSION = "1.4"


def judge(
    plan: Plan, batches: Sequence[Observation], *, final: bool = False, amendments: Sequence[Amendment] = ()
) -> Verdict:
    """Return what the evidence says.

    Parameters
    ----------
    plan : Plan
        As locked, amendments included.
    batches : sequence of Observation
        Every batch, replaced ones included; order and split do not matter.
    final : bool
        True where no more data will come: what is there is the one look.
    amendments : sequence of Amendment
        Changes made to the plan after it was locked; they mark the verdict.

    Raises
    ------
    InvalidField
        Where observations do not fit the plan.
    Refused
        Where the plan asks for a method that is not offered.
    """
    refuse_what_is_not_offered(plan)
    from experiments.decide import Reading, decide
    from experiments.health import check
    from experiments.looks import looks
    from experiments.monitoring import monitor
    from experiments.readings import History, measured, withheld

    seen = looks(plan, batches)
    data = seen[-1]
    progress = Progress(units=data.units, planned=planned_size(plan, data))
    history = History(seen, progress.planned, final)
    watch = monitor(plan)
    looked = watch.may_look(data.units, plan.planned_size, final=final)
    reading = Reading(
        plan=plan,
        progress=progress,
        results=tuple(measured(plan, history, watch) if looked else withheld(plan, data)),
        health=check(plan, data, batches, looked=looked),
        looked=looked,
        final=final,
    )
    verdict = decide(reading, JUDGE_VERSION)
    if plan.monitoring is not Monitoring.fixed:
        from experiments.stopping import with_looks

        verdict = with_looks(verdict, plan, history, watch)
    return _with_marks(verdict, amendments)


def warm(plan: Plan) -> None:
    """Import everything that judging this plan will need, so that it can happen while data are being read."""
    import experiments.decide
    import experiments.health
    import experiments.monitoring
    import experiments.pooling
    import experiments.readings  # noqa: F401
    from experiments.inference import maker
    from experiments.monitoring import monitor
    from experiments.monitoring import offered as monitored

    if monitored(plan.monitoring):
        monitor(plan)
    for metric in plan.metrics:
        maker(plan.form(metric), plan.comparison)


def refuse_what_is_not_offered(plan: Plan) -> None:
    """Raise Refused, naming it, where a plan asks for a way to look that the judge does not have."""
    from experiments.monitoring import offered as monitored

    if not monitored(plan.monitoring):
        raise Refused(f'monitoring {plan.monitoring.value!r} cannot be judged yet; use monitoring = "fixed"')


def planned_size(plan: Plan, data: Data) -> int | None:
    """Return the units the plan asks for; where it names none, the size computed from bar, target and the data.

    Baseline and spread that the plan does not give are taken from all arms together, which does not show the effect.
    """
    if plan.planned_size is not None:
        return plan.planned_size
    from experiments.assumed import with_observed_spread
    from experiments.power import design

    return design(with_observed_spread(plan, data)).size


def _with_marks(verdict: Verdict, amendments: Sequence[Amendment]) -> Verdict:
    """Say on the verdict that the plan was changed after it was locked."""
    if not amendments:
        return verdict
    marks = tuple(
        f"the plan was amended on {change.at:%Y-%m-%d}, {change.seen.value}: {'; '.join(change.changes)}"
        + (" — read this verdict as exploratory" if change.seen is Seen.results_seen else "")
        for change in amendments
    )
    return verdict.model_copy(update={"warnings": (*marks, *verdict.warnings)})


__all__ = ["JUDGE_VERSION", "HealthCheck", "MetricResult", "Outcome", "Status", "judge", "planned_size", "warm"]
