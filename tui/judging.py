"""From an experiment to its verdict: its inputs from the workspace's thread, the judge in the statistics process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.approval import Proposal
    from experiments.decision import Decision
    from experiments.observation import Observation
    from experiments.plan import Amendment, Plan
    from experiments.verdict import Verdict
    from store.workspace import Workspace
    from tui.app import WhatSticks
    from tui.ways_of_looking import PlannedLook


async def verdict_of(desk: WhatSticks, number: int) -> Verdict:
    """Return the verdict of an experiment as it stands; of a decided one, the verdict it was decided on."""
    decision = await desk.workspace.ask(lambda ws: ws.decisions.of(number))
    return decision.verdict if decision is not None else await _judged(desk, number)


async def verdict_and_looks(
    desk: WhatSticks, number: int, plan: Plan | None
) -> tuple[Verdict, tuple[PlannedLook, ...]]:
    """Return the verdict with the looks that are planned, where the plan pays for each of them."""
    from experiments.plan import Monitoring

    verdict = await verdict_of(desk, number)
    if plan is None or plan.monitoring is not Monitoring.group_sequential:
        return verdict, ()
    made = [look.units for look in verdict.looks]
    return verdict, await desk.statistics.planned_looks(plan, verdict.progress.planned, made)


async def verdict_for_page(desk: WhatSticks, number: int) -> Verdict | None:
    """Return the verdict that a page shows of a test that is not decided; None where there is nothing to judge yet."""
    from experiments.experiment import Action, refusal

    test = await desk.workspace.ask(lambda ws: ws.experiments.get(number))
    return None if refusal(Action.judge, test) else await verdict_of(desk, number)


async def decided(
    desk: WhatSticks, number: int, version: int, fields: Mapping[str, Any]
) -> tuple[Decision | Proposal, str]:
    """Judge an experiment as final, then write the decision on it, or propose it where it needs a second person.

    Return what was written, and the trail's sentence about it.
    """
    from experiments.errors import NeedsApproval

    verdict = await _judged(desk, number, final=True)

    def decide(ws: Workspace) -> tuple[Decision | Proposal, str]:
        try:
            return ws.decisions.decide(number, version, fields, verdict), ws.said
        except NeedsApproval:
            return ws.approvals.propose(number, version, fields, verdict), ws.said

    return await desk.workspace.ask(decide)


async def _judged(desk: WhatSticks, number: int, *, final: bool = False) -> Verdict:
    def inputs(ws: Workspace) -> tuple[Plan, tuple[Observation, ...], bool, tuple[Amendment, ...]]:
        return *ws.judged(number), ws.experiments.get(number).amendments

    plan, batches, ended, amendments = await desk.workspace.ask(inputs)
    return await desk.statistics.judge(plan, batches, final=final or ended, amendments=amendments)
