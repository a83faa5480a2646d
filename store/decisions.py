"""The shelf of decisions: made once, read for ever."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import desc, select

from experiments.decision import Decision, against
from experiments.errors import Conflict, Refused
from experiments.experiment import Action, Experiment, Stage
from experiments.verdict import Verdict
from store import sentences
from store.change import Change, Desk, noun_of
from store.judging import Evidence, evidence_for
from store.shelf import refuse_own
from store.stages import allow, concluded
from store.tables import DecisionRow

LEAST_REASON = 20
"""Characters that a reason against the verdict has at least: more than "because"."""

_OWN = ("id", "version", "experiment_id", "who", "at", "verdict")


class Decisions:
    """The decisions of a workspace."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def decide(
        self, experiment_id: int, version: int, fields: Mapping[str, Any], verdict: Verdict | None = None
    ) -> Decision:
        """Decide on an experiment; one that still runs is concluded first.

        Parameters
        ----------
        fields : Mapping
            choice, why, learning; and next_step, customers_told, money, person_days, seconded_by.
        verdict : Verdict, optional
            The verdict as it was shown, to spare judging again; one that is not of this evidence is not taken.

        Raises
        ------
        Refused
            Where the rules do not allow it now, or a choice against the verdict has no proper reason.
        Conflict
            Where the experiment or its results changed since they were read.
        """
        refuse_own(fields, _OWN)
        evidence = self._evidence(experiment_id, version)
        # Judging takes a while, so nobody is kept waiting for it: it happens before the change begins.
        final = verdict if verdict is not None and evidence.gave(verdict) else evidence.verdict(final=True)
        with self._desk.changing() as change:
            test = self._unchanged(change, evidence)
            made = {"who": change.actor, "at": change.at, "verdict": final}
            decision = Decision.of({**fields, **made, "experiment_id": experiment_id})
            _check_reason(decision)
            if test.stage is Stage.running:
                test = concluded(change, test)
            decision = change.insert(decision)
            test = change.update(test.but(stage=Stage.decided))
            change.enter("decide", test.code, sentences.decided(test, decision))
        return decision

    def of(self, experiment_id: int) -> Decision | None:
        """Return the decision on an experiment, or None while there is none."""
        query = select(DecisionRow).where(DecisionRow.experiment_id == experiment_id)
        with self._desk.reading() as session:
            row = session.exec(query).first()
            return None if row is None else noun_of(Decision, row)

    def list(self, limit: int = 200, offset: int = 0) -> tuple[Decision, ...]:
        """Return decisions, the newest first."""
        query = select(DecisionRow).order_by(desc(DecisionRow.id)).limit(limit).offset(offset)
        with self._desk.reading() as session:
            return tuple(noun_of(Decision, row) for row in session.exec(query))

    def _evidence(self, experiment_id: int, version: int) -> Evidence:
        with self._desk.reading() as session:
            test = Change(session, self._desk.actor, self._desk.clock()).current(Experiment, experiment_id, version)
            allow(Action.decide, test)
            return evidence_for(session, test)

    def _unchanged(self, change: Change, evidence: Evidence) -> Experiment:
        """Return the experiment if it and its results are still what was judged."""
        judged = evidence.test
        test = change.current(Experiment, judged.id or 0, judged.version)
        if evidence_for(change.session, test).batches != evidence.batches:
            raise Conflict(f"results of {test.code} came in just now; nothing was decided: look at the verdict again")
        return test


def _check_reason(decision: Decision) -> None:
    """Ask for a reason of some length where a choice goes against the verdict."""
    outcome = decision.verdict.verdict
    if against(decision.choice, outcome) and len(decision.why) < LEAST_REASON:
        article = "an" if outcome.startswith("i") else "a"
        raise Refused(
            f"to {decision.choice} goes against {article} “{outcome}” verdict;"
            f" say why in {LEAST_REASON} characters or more"
        )
