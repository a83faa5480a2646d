"""The shelf of decisions: made once, read for ever."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import desc, select

from experiments.decision import Decision
from experiments.errors import Refused
from experiments.verdict import Verdict
from store import sentences
from store.approvals import waiting_for
from store.change import Desk, noun_of
from store.deciding import LEAST_REASON, OWN, check_alone, check_reason, evidence_of, settle, unchanged
from store.people import rules_of
from store.shelf import refuse_own
from store.tables import DecisionRow

__all__ = ["LEAST_REASON", "Decisions"]


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
        NeedsApproval
            Where it takes a second person: :meth:`store.approvals.Approvals.propose` it.
        Conflict
            Where the experiment or its results changed since they were read.
        """
        refuse_own(fields, OWN)
        evidence = evidence_of(self._desk, experiment_id, version)
        # Judging takes a while, so nobody is kept waiting for it: it happens before the change begins.
        final = verdict if verdict is not None and evidence.gave(verdict) else evidence.verdict(final=True)
        with self._desk.changing() as change:
            test = unchanged(change, evidence)
            if waiting := waiting_for(change.session, experiment_id):
                raise Refused(
                    f"a proposal of {waiting.who} waits for {sentences.named(test)} ({waiting.choice});"
                    " approve, refuse or withdraw it first"
                )
            made = {"who": change.actor, "at": change.at, "verdict": final}
            decision = Decision.of({**fields, **made, "experiment_id": experiment_id})
            check_reason(decision)
            check_alone(rules_of(change.session), decision)
            test, decision = settle(change, test, decision)
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
