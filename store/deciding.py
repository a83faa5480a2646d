"""The steps that deciding and proposing share: what is judged, what has to hold, and what is written at the end."""

from __future__ import annotations

from experiments.approval import Rules
from experiments.decision import Chosen, Decision
from experiments.errors import Conflict, NeedsApproval, Refused
from experiments.experiment import Action, Experiment, Stage
from store.change import Change, Desk
from store.judging import Evidence, evidence_for
from store.stages import allow, concluded

LEAST_REASON = 20
"""Characters that a reason against the verdict has at least: more than "because"."""

OWN = ("id", "version", "experiment_id", "who", "at", "verdict", "newest_batch")
"""What only the program writes of a choice."""


def evidence_of(desk: Desk, experiment_id: int, version: int) -> Evidence:
    """Return what a choice on an experiment would rest on, if one can be made now."""
    with desk.reading() as session:
        test = Change(session, desk.actor, desk.clock()).current(Experiment, experiment_id, version)
        allow(Action.decide, test)
        return evidence_for(session, test)


def unchanged(change: Change, evidence: Evidence) -> Experiment:
    """Return the experiment if it and its results are still what was judged."""
    judged = evidence.test
    test = change.current(Experiment, judged.id or 0, judged.version)
    if evidence_for(change.session, test).batches != evidence.batches:
        raise Conflict(f"results of {test.code} came in just now; nothing was decided: look at the verdict again")
    return test


def check_reason(chosen: Chosen) -> None:
    """Ask for a reason of some length where a choice goes against the verdict."""
    outcome = chosen.verdict.verdict
    if chosen.against_verdict and len(chosen.why) < LEAST_REASON:
        article = "an" if outcome.startswith("i") else "a"
        raise Refused(
            f"to {chosen.choice} goes against {article} “{outcome}” verdict;"
            f" say why in {LEAST_REASON} characters or more"
        )


def check_alone(rules: Rules, decision: Decision) -> None:
    """Refuse what one person may not decide alone, or who writes another's name where a second person is asked for.

    Raises
    ------
    NeedsApproval
        With the reasons, and the verdict that was made.
    """
    reasons = rules.reasons(decision.choice, decision.verdict.verdict, decision.money)
    if reasons:
        raise NeedsApproval(reasons, decision.verdict)
    if rules.second_person and decision.seconded_by:
        raise Refused("seconded by: a second person approves a proposal here, and is not written down; leave it empty")


def settle(change: Change, test: Experiment, decision: Decision) -> tuple[Experiment, Decision]:
    """Write a decision, and conclude before it what still runs; without its entry in the trail."""
    if test.stage is Stage.running:
        test = concluded(change, test)
    made = change.insert(decision)
    return change.update(test.but(stage=Stage.decided)), made
