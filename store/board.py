"""The board: one row for each hypothesis, with how it stands."""

from __future__ import annotations

from sqlalchemy import func
from sqlmodel import Session, col, select

from experiments.hypothesis import Hypothesis
from experiments.noun import Value
from store.bets import Bet, bets, matching
from store.tables import HypothesisRow, SegmentRow


class BoardRow(Value):
    """How one hypothesis stands. ``evidence`` says what the strongest of it is worth; ``units`` counts all of it."""

    hypothesis: Hypothesis
    segment: str
    status: str
    belief: float
    experiments: int
    units: int
    evidence: str
    money_spent: float
    person_days_spent: float
    next_step: str
    newest_experiment: int | None


_STRENGTH = {
    1: "what people say",
    2: "what people do",
    3: "what people commit",
    4: "what people stake",
    5: "what people pay",
}
"""The ladder of evidence in few words: a column is narrow."""


def board(session: Session, text: str, limit: int, offset: int) -> tuple[BoardRow, ...]:
    """Return a page of the board, the newest hypotheses first."""
    return tuple(_row(bet) for bet in bets(session, matching(text), limit, offset))


def board_count(session: Session, text: str) -> int:
    """Return how many hypotheses the whole board has."""
    query = select(func.count()).select_from(HypothesisRow)
    if conditions := matching(text):
        query = query.join(SegmentRow, col(SegmentRow.id) == col(HypothesisRow.segment_id)).where(*conditions)
    return session.exec(query).one()


def _row(bet: Bet) -> BoardRow:
    strongest = max((test.strength for test in bet.tests if test.strength is not None), default=None)
    return BoardRow(
        hypothesis=bet.hypothesis,
        segment=bet.segment,
        status=bet.status,
        belief=bet.belief,
        experiments=len(bet.tests),
        units=sum(test.units for test in bet.tests),
        evidence="none yet" if strongest is None else _STRENGTH[strongest],
        money_spent=sum(test.money_spent for test in bet.tests),
        person_days_spent=sum(test.person_days_spent for test in bet.tests),
        next_step=bet.next_step,
        newest_experiment=max((test.id for test in bet.tests), default=None),
    )
