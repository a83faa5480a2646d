"""Is the data fit to be judged? Each check has its number, its limit and one sentence, ahead of any verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from experiments.health.assignment import assignment, listed
from experiments.health.missing import missing, unmeasured
from experiments.health.result import result
from experiments.health.split import sample_ratio
from experiments.health.values import values
from experiments.observation import Observation
from experiments.phrases import unit_noun
from experiments.plan import Comparison, Kind, Metric, Monitoring, Plan, Role
from experiments.pooling import Data
from experiments.verdict import HealthCheck, Status


def check(
    plan: Plan, data: Data, batches: Sequence[Observation] = (), *, looked: bool = True
) -> tuple[HealthCheck, ...]:
    """Return every check that applies to this plan, in the order a reader should see them.

    ``batches`` are all that were recorded, replaced ones included. Until the plan allows a look (``looked``), checks
    whose numbers would show an effect are left out.
    """
    return tuple(_checks(plan, data, batches, looked=looked))


def _checks(plan: Plan, data: Data, batches: Sequence[Observation], *, looked: bool) -> Iterator[HealthCheck]:
    yield _arms(plan, data)
    units = {arm: found.units for arm, found in data.arms.items()}
    if plan.comparison is Comparison.control and len(units) > 1 and all(units.values()) and data.counts_units:
        shares = plan.shares or {arm: 1 / len(units) for arm in units}
        yield sample_ratio(units, shares, often=plan.monitoring is not Monitoring.fixed)
    yield from assignment(data, unit_noun(plan))
    yield from _of_batches(plan, batches)
    if any(metric.covariates or metric.role is Role.quality for metric in plan.metrics):
        from experiments.health.balance import balance

        yield from balance(plan, data)
    for metric in plan.metrics:
        yield from missing(metric, data)
        if looked:
            yield from unmeasured(metric, data)
            yield from values(metric, data, unit_noun(plan), exact=_any_number_will_do(plan, metric))
            yield from _of_coders(metric, data)


def _of_batches(plan: Plan, batches: Sequence[Observation]) -> Iterator[HealthCheck]:
    """Yield what the batches tell beside their statistics; most plans need none of it, and loading it takes time."""
    if any(batch.source.first for batch in batches):
        from experiments.health.calendar import calendar

        yield from calendar(plan, batches)
    if any(batch.source.notes for batch in batches):
        from experiments.health.as_read import as_read

        yield from as_read(batches)
    if any(batch.supersedes is not None for batch in batches):
        from experiments.health.batches import batches_agree

        yield from batches_agree(batches)


def _any_number_will_do(plan: Plan, metric: Metric) -> bool:
    """Say whether the method holds for any values, however few: looks at any time at a mean whose values have ends."""
    if plan.monitoring is not Monitoring.anytime:
        return False
    from experiments.anytime.ends import ends

    return ends(metric, plan.comparison) is not None


def _of_coders(metric: Metric, data: Data) -> Iterator[HealthCheck]:
    if metric.kind is Kind.theme:
        from experiments.health.coders import coders

        yield from coders(metric, data)


def _arms(plan: Plan, data: Data) -> HealthCheck:
    empty = [arm for arm, found in data.arms.items() if not found.units]
    arms = len(data.arms)
    if empty or not data.arms:
        named = f"arm {empty[0]!r} has no units" if empty else "nothing has been recorded"
        if data.faults.unknown_arms:
            named += f", while the data hold {listed(data.faults.unknown_arms)}, which the plan does not know"
        return result("arms", Status.fail, arms - len(empty), arms, f"{named}; there is nothing to judge yet")
    if plan.comparison is Comparison.control and arms < 2:
        only = next(iter(data.arms))
        return result(
            "arms", Status.fail, arms, 2, f"only the arm {only!r} has units; a control needs another beside it"
        )
    return result("arms", Status.ok, arms, arms, "every planned arm has units")
