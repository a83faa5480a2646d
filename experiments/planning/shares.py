"""Which shares of all units the arms of a plan have: planners ask about control and one arm, the pair."""

from __future__ import annotations

from experiments.metric import Comparison
from experiments.plan import Plan


def control_share(plan: Plan) -> float | None:
    """Return control's share of control and the smallest treatment arm; None where there is no control arm."""
    if plan.comparison is not Comparison.control:
        return None
    if not plan.shares:
        return 0.5
    return plan.shares[plan.control] / (plan.shares[plan.control] + _smallest(plan))


def pair_share(plan: Plan) -> float:
    """Return the share of all units that control and the smallest treatment arm have together."""
    if plan.comparison is not Comparison.control or not plan.shares:
        return 1.0
    return plan.shares[plan.control] + _smallest(plan)


def _smallest(plan: Plan) -> float:
    return min(share for arm, share in plan.shares.items() if arm != plan.control)
