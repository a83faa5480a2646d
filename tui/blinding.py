"""What may be seen when: before the one look of a fixed plan how many units, never how they did; else everything."""

from __future__ import annotations

from experiments.experiment import Experiment, Stage
from experiments.plan import Monitoring, Plan


def outcomes_hidden(test: Experiment, units: int) -> bool:
    """Say whether outcomes stay hidden with so many units recorded: a fixed plan below its size, still running."""
    plan = test.plan
    if plan is None or plan.monitoring is not Monitoring.fixed or plan.planned_size is None:
        return False
    return test.stage in (Stage.locked, Stage.running) and units < plan.planned_size


def what_recording_shows(plan: Plan | None) -> str:
    """Return what is to be known before a batch is recorded, where the plan makes each one a look; else nothing."""
    if plan is None or plan.monitoring is Monitoring.fixed:
        return ""
    return "Each recorded batch is a look: the verdict counts it, whether or not anybody reads it."


def the_last_look(plan: Plan | None) -> str:
    """Return what ending a test now makes of the data, in words that end a sentence."""
    if plan is None or plan.monitoring is Monitoring.fixed:
        return "the one look the plan allows"
    return "the last look; none comes after it"
