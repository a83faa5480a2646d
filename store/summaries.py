"""Filling the summaries that leadership reads, from what is kept."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sql
from sqlmodel import Session, col, desc, func, select

from experiments.catalogue import load_catalogue, strength_words
from experiments.customers import Segment
from experiments.decision import Choice, Decision, against
from experiments.errors import InvalidField, NotFound, Unreachable
from experiments.experiment import Experiment, Stage
from experiments.hypothesis import Hypothesis
from experiments.observation import standing
from experiments.plan import Plan, Seen
from experiments.summary.model import (
    ApprovalMark,
    DecisionLine,
    DecisionSummary,
    LockMark,
    OtherTest,
    PortfolioRow,
    PortfolioSummary,
    TrailMark,
    batches_of,
)
from experiments.verdict import Outcome, Verdict
from store import observations
from store.approvals import approved
from store.bets import Bet, bets
from store.chain import BEFORE_THE_FIRST
from store.change import code, noun_of, read
from store.judging import evidence_for
from store.tables import DecisionRow, ExperimentRow, TrailRow
from store.trail import entry_of

_RAN = (Stage.running, Stage.concluded, Stage.decided)


def decision_summary(
    session: Session, experiment_id: int, address: str, now: datetime, verdict: Verdict | None = None
) -> DecisionSummary:
    """Return everything the page of one experiment shows; ``verdict`` spares judging where it is of these data."""
    test = read(session, Experiment, experiment_id)
    hypothesis = read(session, Hypothesis, test.hypothesis_id)
    (bet,) = bets(session, [test.hypothesis_id])
    batches = observations.batches_of(session, test)
    strength = max((batch.strength for batch in standing(batches)), default=None)
    lock, locked_plan = _lock(session, test)
    decision = _decision(session, test)
    judged = decision is None and test.stage in _RAN and batches
    return DecisionSummary(
        segment=read(session, Segment, hypothesis.segment_id),
        hypothesis=hypothesis,
        experiment=test,
        kind=_kind_name(test.kind),
        strength=strength,
        strength_words="" if strength is None else strength_words(strength),
        locked_plan=locked_plan if test.amendments else None,
        lock=lock,
        batches=batches_of(batches),
        verdict=_verdict(session, test, verdict) if judged else None,
        decision=decision,
        approval=_approval(session, test) if decision else None,
        belief=bet.belief,
        others=_others(session, test),
        workspace=Path(address).name,
        trail=_mark(session),
        generated_at=now,
    )


def _verdict(session: Session, test: Experiment, made: Verdict | None) -> Verdict:
    evidence = evidence_for(session, test)
    return made if made is not None and evidence.fits(made) else evidence.verdict()


def portfolio_summary(session: Session, address: str, now: datetime) -> PortfolioSummary:
    """Return everything the portfolio page shows."""
    return PortfolioSummary(
        workspace=Path(address).name,
        generated_at=now,
        trail=_mark(session),
        rows=tuple(_portfolio_row(bet) for bet in bets(session)),
        decisions=_decision_lines(session),
    )


def _portfolio_row(bet: Bet) -> PortfolioRow:
    tests, hypothesis = bet.tests, bet.hypothesis
    return PortfolioRow(
        code=hypothesis.code,
        title=hypothesis.title,
        sentence=hypothesis.sentence(bet.segment),
        segment=bet.segment,
        status=bet.status,
        owner=hypothesis.owner,
        belief=bet.belief,
        prior=hypothesis.prior,
        tests=sum(test.stage in _RAN for test in tests),
        units=sum(test.units for test in tests),
        verdicts=tuple(test.outcome for test in tests if test.outcome is not None),
        money_spent=sum(test.money_spent for test in tests),
        person_days_spent=sum(test.person_days_spent for test in tests),
        money_asked=hypothesis.money_asked,
        person_days_asked=hypothesis.person_days_asked,
        money_released=sum(test.money_released for test in tests),
        choice=next((test.choice for test in reversed(tests) if test.choice is not None), None),
        next_step=bet.next_step,
    )


def _decision_lines(session: Session) -> tuple[DecisionLine, ...]:
    """Return what was decided, the newest first: without the plans and verdicts, which of thousands fill the memory."""
    decision, test = DecisionRow.metadata.tables["decision"].c, DecisionRow.metadata.tables["experiment"].c
    of_test = (test.id, test.hypothesis_id, test.title, test.amendments)
    chosen = (decision.at, decision.choice, decision.outcome, decision.who, decision.why, decision.learning)
    query = (
        sql.select(*of_test, *chosen, decision.money)
        .join_from(decision.id.table, test.id.table, test.id == decision.experiment_id)
        .order_by(desc(decision.id))
        .execution_options(yield_per=1000)
    )
    return tuple(_decision_line(*row) for row in session.connection().execute(query))


def _decision_line(
    number: int, hypothesis: int, title: str, amendments: list[dict[str, Any]], at: datetime, *chosen: Any
) -> DecisionLine:
    choice, outcome, who, why, learning, money = chosen
    try:
        return DecisionLine.of(
            {
                "at": at,
                "code": code(Experiment, number),
                "hypothesis": code(Hypothesis, hypothesis),
                "title": title,
                "choice": choice,
                "outcome": outcome,
                "who": who,
                "why": why,
                "learning": learning,
                "money": money,
                "against_verdict": against(Choice(choice), Outcome(outcome)),
                "amended_knowing_results": any(change["seen"] == Seen.results_seen for change in amendments),
            }
        )
    except (InvalidField, ValueError, KeyError, TypeError):
        name = code(Experiment, number)
        raise Unreachable(f"the decision on {name} was changed behind the program's back") from None


def _decision(session: Session, test: Experiment) -> Decision | None:
    row = session.exec(select(DecisionRow).where(DecisionRow.experiment_id == test.id)).first()
    return None if row is None else noun_of(Decision, row)


def _approval(session: Session, test: Experiment) -> ApprovalMark | None:
    found = approved(session, test.id or 0)
    if found is None:
        return None
    proposal, review = found.proposal, found.review
    return ApprovalMark(
        proposed_by=proposal.who,
        proposed_at=proposal.at,
        approved_by=review.who,
        approved_at=review.at,
        why=review.why,
    )


def _others(session: Session, test: Experiment) -> tuple[OtherTest, ...]:
    query = (
        select(ExperimentRow, DecisionRow)
        .outerjoin(DecisionRow, col(DecisionRow.experiment_id) == col(ExperimentRow.id))
        .where(ExperimentRow.hypothesis_id == test.hypothesis_id, ExperimentRow.id != test.id)
        .order_by(col(ExperimentRow.id))
    )
    rows: Any = session.exec(query)  # an outer join: there may be no decision
    return tuple(
        OtherTest(
            code=code(Experiment, row.id or 0),
            title=row.title,
            stage=Stage(row.stage),
            outcome=None if decided is None else Outcome(decided.outcome),
            choice=None if decided is None else Choice(decided.choice),
        )
        for row, decided in rows
    )


def _lock(session: Session, test: Experiment) -> tuple[LockMark | None, Plan | None]:
    """Return the entry that froze the plan, and the plan as it was then."""
    row = session.exec(select(TrailRow).where(TrailRow.subject == test.code, TrailRow.action == "lock")).first()
    if row is None:
        return None, None
    entry = entry_of(row)
    return LockMark(seq=entry.seq, hash=entry.hash, who=entry.actor), Plan.of(entry.payload["experiment"]["plan"])


def _mark(session: Session) -> TrailMark:
    head = session.exec(select(TrailRow.hash).order_by(desc(TrailRow.seq)).limit(1)).first()
    length = session.exec(select(func.count()).select_from(TrailRow)).one()
    return TrailMark(head=head or BEFORE_THE_FIRST, length=length)


def _kind_name(slug: str) -> str:
    """Return what the catalogue calls a kind; a kind of the team's own is called what they wrote."""
    if not slug:
        return ""
    try:
        return load_catalogue().kind(slug).name
    except NotFound:
        return slug
