"""For which arms results are typed."""

from __future__ import annotations

from experiments.observation import Observation
from experiments.plan import Comparison, Plan

_ONE_GROUP = "all"
_OTHER_ARM = "treatment"


def group_of(plan: Plan) -> str:
    """Return what the one group of a plan without a control arm is called; of pairs, the side that was changed."""
    names = plan.treatments if plan.comparison is Comparison.paired else tuple(plan.shares)
    return next(iter(names), _ONE_GROUP)


def arms_of(plan: Plan, batches: tuple[Observation, ...] = ()) -> tuple[str, ...]:
    """Return the arms to ask for: the plan's, or those that were recorded before where it names none."""
    if plan.comparison is not Comparison.control:
        return tuple(batches[-1].arms) if batches and not plan.shares else (group_of(plan),)
    if plan.shares:
        return tuple(plan.shares)
    return tuple(batches[-1].arms) if batches else (plan.control, _OTHER_ARM)
