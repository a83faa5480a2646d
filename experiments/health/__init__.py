"""Is the data fit to be judged? Each check has its number, its limit and one sentence, ahead of any verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from experiments.health.assignment import assignment, listed
from experiments.health.balance import balance
from experiments.health.batches import batches_agree
from experiments.health.calendar import calendar
from experiments.health.coders import coders
from experiments.health.missing import missing, unmeasured
from experiments.health.result import result
from experiments.health.split import sample_ratio
from experiments.health.values import values
from experiments.observation import Observation
from experiments.plan import Comparison, Monitoring, Plan
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
    yield from assignment(data)
    yield from calendar(plan, batches)
    yield from batches_agree(batches)
    yield from balance(plan, data)
    for metric in plan.metrics:
        yield from missing(metric, data)
        if looked:
            yield from unmeasured(metric, data)
            yield from values(metric, data)
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
