"""Decisions that wait for a second person: proposed, then approved, refused or withdrawn.

Where there are roles the database holds the same rules. On a file, or where roles are off, they are a convention
between names that nobody proves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, desc, func, select

from experiments.approval import Proposal, Review, Ruling, may_not_approve, same_person
from experiments.decision import Decision
from experiments.errors import Conflict, NotFound, Refused
from experiments.experiment import Action, Experiment, Stage
from experiments.people import Role, named
from experiments.verdict import Verdict
from store import sentences
from store.change import Change, Desk, noun_of, read
from store.deciding import OWN, check_reason, evidence_of, settle, unchanged
from store.people import require, rules_of
from store.shelf import refuse_own
from store.stages import allow
from store.tables import ExperimentRow, ObservationRow, ProposalRow, ReviewRow, TrailRow

OPEN = (Stage.running, Stage.concluded)
"""The stages of a test that can be decided: a proposal about any other does not wait any more."""

_CHOSEN = ("experiment_id", "choice", "who", "why", "learning", "next_step", "customers_told", "money", "person_days")


@dataclass(frozen=True)
class Waiting:
    """A proposal that waits, with the test it is about, why it needs a second person, and why not you (or empty).

    ``yours`` says whether whoever reads this made the proposal, and so may withdraw it.
    """

    proposal: Proposal
    test: Experiment
    reasons: tuple[str, ...]
    why_not_you: str
    yours: bool


@dataclass(frozen=True)
class Approved:
    """A proposal that became a decision, and the approval of it."""

    proposal: Proposal
    review: Review


class Approvals:
    """The proposals of a workspace."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def waiting(self, limit: int = 200, offset: int = 0) -> tuple[Waiting, ...]:
        """Return the proposals that wait, the oldest first."""
        query = _waiting().order_by(col(ProposalRow.id)).limit(limit).offset(offset)
        with self._desk.reading() as session:
            return tuple(self._told(session, noun_of(Proposal, row)) for row in session.exec(query))

    def count(self) -> int:
        """Return how many proposals wait."""
        with self._desk.reading() as session:
            return session.exec(select(func.count()).select_from(_waiting().subquery())).one()

    def of(self, experiment_id: int) -> Waiting | None:
        """Return the proposal that waits for an experiment, or None."""
        with self._desk.reading() as session:
            proposal = waiting_for(session, experiment_id)
            return None if proposal is None else self._told(session, proposal)

    def propose(
        self, experiment_id: int, version: int, fields: Mapping[str, Any], verdict: Verdict | None = None
    ) -> Proposal:
        """Propose a decision that needs a second person; a test that runs goes on until it is approved.

        Raises
        ------
        Refused
            Where it needs none, another proposal waits, or a choice against the verdict has no proper reason.
        Conflict
            Where the experiment or its results changed since they were read.
        """
        refuse_own(fields, OWN)
        if fields.get("seconded_by"):
            raise Refused("seconded by: the second person is whoever approves it; leave it empty")
        evidence = evidence_of(self._desk, experiment_id, version)
        final = verdict if verdict is not None and evidence.gave(verdict) else evidence.verdict(final=True)
        newest = max((batch.id or 0 for batch in evidence.batches), default=None)
        with self._desk.changing() as change:
            test = unchanged(change, evidence)
            if waiting := waiting_for(change.session, experiment_id):
                raise Refused(f"a proposal of {waiting.who} waits for {sentences.named(test)} already")
            own = {"who": change.actor, "at": change.at, "verdict": final, "newest_batch": newest}
            given = {name: value for name, value in fields.items() if name != "seconded_by"}
            proposal = Proposal.of({**given, **own, "experiment_id": experiment_id})
            check_reason(proposal)
            reasons = rules_of(change.session).reasons(proposal.choice, final.verdict, proposal.money)
            if not reasons:
                raise Refused(f"to {proposal.choice} needs no second person here; decide it")
            proposal = change.insert(proposal)
            change.enter("propose", test.code, sentences.proposed(test, proposal, reasons))
        return proposal

    def approve(self, proposal_id: int, why: str) -> Decision:
        """Approve a proposal: the decision is made, and carries both names.

        Raises
        ------
        Refused
            Where it does not wait any more, or whoever works is not the second person it needs.
        Conflict
            Where the evidence is not what it was when it was proposed.
        """
        require(self._desk, Role.approver, "approving")
        with self._desk.changing() as change:
            proposal, test = _open(change, proposal_id)
            if why_not := _why_not(change.session, self._desk.actor, proposal, test):
                raise Refused(f"{sentences.named(test)} needs somebody else to approve it: {why_not}")
            _refuse_other_evidence(change, proposal, test)
            allow(Action.decide, test)
            self._review(change, proposal, test, Ruling.approve, why)
            chosen = {name: getattr(proposal, name) for name in _CHOSEN}
            both = {"at": change.at, "verdict": proposal.verdict, "seconded_by": change.actor}
            test, decision = settle(change, test, Decision.of({**chosen, **both}))
            change.enter("decide", test.code, sentences.decided_by_two(test, decision))
        return decision

    def refuse(self, proposal_id: int, why: str) -> Review:
        """Refuse a proposal; the experiment is as it was."""
        require(self._desk, Role.approver, "refusing")
        with self._desk.changing() as change:
            proposal, test = _open(change, proposal_id)
            if same_person(self._desk.actor, proposal.who):
                raise Refused("you proposed it yourself: withdraw it")
            return self._review(change, proposal, test, Ruling.refuse, why)

    def withdraw(self, proposal_id: int, why: str) -> Review:
        """Take back a proposal of one's own."""
        with self._desk.changing() as change:
            proposal, test = _open(change, proposal_id)
            if not same_person(self._desk.actor, proposal.who):
                raise Refused(f"only {proposal.who}, who proposed it, may withdraw it; an approver may refuse it")
            return self._review(change, proposal, test, Ruling.withdraw, why)

    def _review(self, change: Change, proposal: Proposal, test: Experiment, ruling: Ruling, why: str) -> Review:
        given = {"proposal_id": proposal.id, "experiment_id": test.id, "ruling": ruling}
        review = change.insert(Review.of({**given, "who": change.actor, "at": change.at, "why": why}))
        change.enter(ruling.value, test.code, sentences.reviewed(test, proposal, review))
        return review

    def _told(self, session: Session, proposal: Proposal) -> Waiting:
        test = read(session, Experiment, proposal.experiment_id)
        reasons = rules_of(session).reasons(proposal.choice, proposal.verdict.verdict, proposal.money)
        role, yours = self._desk.database.role, same_person(self._desk.actor, proposal.who)
        if role is not None and not role.includes(Role.approver):
            return Waiting(proposal, test, reasons, f"you are {named(role)}", yours)
        return Waiting(proposal, test, reasons, _why_not(session, self._desk.actor, proposal, test), yours)


def waiting_for(session: Session, experiment_id: int) -> Proposal | None:
    """Return the proposal about an experiment that waits, or None."""
    row = session.exec(_waiting().where(ProposalRow.experiment_id == experiment_id)).first()
    return None if row is None else noun_of(Proposal, row)


def approved(session: Session, experiment_id: int) -> Approved | None:
    """Return the proposal that the decision on an experiment came from, with its approval; None where none did."""
    query = (
        select(ProposalRow, ReviewRow)
        .join(ReviewRow, col(ReviewRow.proposal_id) == col(ProposalRow.id))
        .where(ProposalRow.experiment_id == experiment_id, ReviewRow.ruling == Ruling.approve.value)
        .order_by(desc(ProposalRow.id))
    )
    found = session.exec(query).first()
    return None if found is None else Approved(noun_of(Proposal, found[0]), noun_of(Review, found[1]))


def unanswered() -> ColumnElement[bool]:
    """Return the condition that nobody has answered a proposal yet."""
    return ~select(ReviewRow.id).where(ReviewRow.proposal_id == ProposalRow.id).exists()


def _waiting() -> Any:
    """Return the query for proposals that nobody answered, of tests that can still be decided."""
    open_tests = col(ExperimentRow.stage).in_([stage.value for stage in OPEN])
    query = select(ProposalRow).join(ExperimentRow, col(ExperimentRow.id) == col(ProposalRow.experiment_id))
    return query.where(unanswered(), open_tests)


def _open(change: Change, proposal_id: int) -> tuple[Proposal, Experiment]:
    """Return a proposal that waits, and its test; or refuse, saying what became of it."""
    proposal = read(change.session, Proposal, proposal_id)
    row = change.session.exec(select(ReviewRow).where(ReviewRow.proposal_id == proposal_id)).first()
    if row is not None:
        review = noun_of(Review, row)
        raise Conflict(f"this proposal does not wait any more: {review.who} {review.ruling.done} it")
    return proposal, read(change.session, Experiment, proposal.experiment_id)


def _refuse_other_evidence(change: Change, proposal: Proposal, test: Experiment) -> None:
    """Refuse a proposal whose verdict is not that of the plan and the results of now."""
    query = select(func.max(ObservationRow.id)).where(ObservationRow.experiment_id == test.id)
    more = change.session.exec(query).one() != proposal.newest_batch
    if more or proposal.verdict.plan_hash != test.plan_hash:
        what = "results came in" if more else "the plan was amended"
        raise Conflict(
            f"{what} since {proposal.who} proposed this for {sentences.named(test)}, so the verdict may be another;"
            " refuse it, or let it be withdrawn and proposed anew"
        )


def _why_not(session: Session, name: str, proposal: Proposal, test: Experiment) -> str:
    return may_not_approve(name, proposal, test.owner, _made_by(session, test))


def _made_by(session: Session, test: Experiment) -> str:
    """Return who wrote an experiment down."""
    query = select(TrailRow.actor).where(TrailRow.subject == test.code).order_by(col(TrailRow.seq)).limit(1)
    return session.exec(query).first() or ""


def find_waiting(approvals: Approvals, experiment_id: int) -> Waiting:
    """Return the proposal that waits for an experiment, or raise NotFound."""
    found = approvals.of(experiment_id)
    if found is None:
        raise NotFound("proposal that waits for", f"E{experiment_id}", "whatsticks approvals names those that do")
    return found
