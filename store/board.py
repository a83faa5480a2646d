"""The board: one row for each hypothesis, with how it stands."""

from __future__ import annotations

from itertools import islice

from sqlmodel import Session

from experiments.hypothesis import Hypothesis
from experiments.noun import Value
from store.bets import Bet, bets
from store.excerpt import Excerpt
from store.paging import numbers, size_of
from store.search import excerpts, ranked
from store.tables import HypothesisRow


class BoardRow(Value):
    """How one hypothesis stands. ``evidence`` says what the strongest of it is worth; ``units`` counts all of it.

    Where a text was searched, ``found_in`` is the code of what holds it and ``found`` the part that does.
    """

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
    found_in: str = ""
    found: Excerpt | None = None


class BoardFound(Value):
    """A page of the board: ``total`` counts what was searched out, and ``more`` says that others hold the text too."""

    rows: tuple[BoardRow, ...]
    total: int
    more: bool = False


_STRENGTH = {
    1: "what people say",
    2: "what people do",
    3: "what people commit",
    4: "what people stake",
    5: "what people pay",
}
"""The ladder of evidence in few words: a column is narrow."""


def board(session: Session, text: str, limit: int, offset: int) -> BoardFound:
    """Return a page of the board: the newest hypotheses first, or those that hold a text, the best first."""
    if not text.strip():
        size = size_of(session, HypothesisRow)
        page = numbers(session, HypothesisRow, limit, offset, size=size)
        return BoardFound(rows=tuple(_row(bet) for bet in bets(session, page)), total=size.total)
    found = ranked(session, text)
    places = dict(islice(found.places.items(), offset, offset + limit))
    stand = {bet.hypothesis.id or 0: bet for bet in bets(session, [*places])}
    parts = excerpts(session, places, text, {number: bet.hypothesis for number, bet in stand.items()})
    rows = tuple(_row(stand[number], *parts[number]) for number in places if number in stand)
    return BoardFound(rows=rows, total=len(found.places), more=found.more)


def _row(bet: Bet, place: str = "", part: Excerpt | None = None) -> BoardRow:
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
        found_in=place,
        found=part,
    )
