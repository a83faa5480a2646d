"""What may be seen before the one look that a fixed plan allows: how many units, never how they did."""

from __future__ import annotations

from experiments.experiment import Experiment, Stage
from experiments.plan import Monitoring


def outcomes_hidden(test: Experiment, units: int) -> bool:
    """Say whether outcomes stay hidden with so many units recorded: a fixed plan below its size, still running."""
    plan = test.plan
    if plan is None or plan.monitoring is not Monitoring.fixed or plan.planned_size is None:
        return False
    return test.stage in (Stage.locked, Stage.running) and units < plan.planned_size
