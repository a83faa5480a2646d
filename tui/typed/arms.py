"""For which arms results are typed."""

from __future__ import annotations

from collections.abc import Sequence

from experiments.observation import Observation
from experiments.plan import Comparison, Plan
from experiments.pooling import ONE_GROUP

_OTHER_ARM = "treatment"


def group_of(plan: Plan) -> str:
    """Return what the one group of a plan without a control arm is called; of pairs, the side that was changed."""
    names = plan.treatments if plan.comparison is Comparison.paired else tuple(plan.shares)
    return next(iter(names), ONE_GROUP)


def arms_of(plan: Plan, batches: Sequence[Observation] = ()) -> tuple[str, ...]:
    """Return the arms to ask for: the plan's, or those that were recorded before where it names none."""
    if plan.comparison is not Comparison.control:
        return tuple(batches[-1].arms) if batches and not plan.shares else (group_of(plan),)
    if plan.shares:
        return tuple(plan.shares)
    return tuple(batches[-1].arms) if batches else (plan.control, _OTHER_ARM)


def with_group_named(plan: Plan, batches: Sequence[Observation]) -> Plan:
    """Return the plan with its one group named as it was recorded before; one with a control arm as it is."""
    if plan.comparison is Comparison.control or plan.shares or not batches:
        return plan
    (group, *_) = arms_of(plan, batches)
    shares = {group: 1.0} if plan.comparison is Comparison.benchmark else {plan.control: 0.5, group: 0.5}
    return plan.model_copy(update={"shares": shares})
