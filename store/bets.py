"""How every bet stands: hypotheses with their tests, results and decisions, read in three queries for a whole page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

from sqlalchemy import desc, func, select
from sqlmodel import Session

from experiments.decision import Choice
from experiments.evidence import belief
from experiments.experiment import Stage
from experiments.hypothesis import Hypothesis
from experiments.verdict import Outcome
from store.approvals import OPEN, unanswered
from store.change import noun_from
from store.paging import among
from store.tables import DecisionRow, ExperimentRow, HypothesisRow, ObservationRow, ProposalRow, SegmentRow


class Test(NamedTuple):
    """One experiment, as far as an overview needs it. ``units`` and ``strength`` are of the batches that stand.

    ``proposed`` says that a decision on it waits for a second person.
    """

    id: int
    stage: Stage
    has_plan: bool
    planned_size: int | None
    alpha: float | None
    beta: float | None
    money_spent: float
    person_days_spent: float
    units: int
    strength: int | None
    choice: Choice | None
    outcome: Outcome | None
    next_step: str
    money_released: float
    proposed: bool

    @property
    def code(self) -> str:
        """Return the short handle people type and read."""
        return f"E{self.id}"

    @property
    def complete(self) -> bool:
        """Say whether a running test has the units it was planned for."""
        return self.planned_size is not None and self.units >= self.planned_size

    @property
    def for_people(self) -> bool:
        """Say whether a running test waits for people and not for data."""
        return self.complete or self.proposed


@dataclass(frozen=True)
class Bet:
    """A hypothesis with its tests, oldest first."""

    hypothesis: Hypothesis
    segment: str
    tests: tuple[Test, ...]

    @property
    def belief(self) -> float:
        """Return the probability that it is true. A verdict counts once it was decided upon."""
        weighed = [
            (test.outcome, test.alpha, test.beta)
            for test in self.tests
            if test.outcome is not None and test.alpha is not None and test.beta is not None
        ]
        return belief(self.hypothesis.prior, weighed)

    @cached_property
    def leading(self) -> Test | None:
        """Return the test that says where the bet stands: one that waits for people, else one that runs, else any.

        Of several it is the newest.
        """
        newest: Test | None = None
        for test in reversed(self.tests):
            if test.stage is Stage.concluded or (_runs(test) and test.for_people):
                return test
            if test.stage is not Stage.abandoned and (newest is None or (_runs(test) and not _runs(newest))):
                newest = test
        return newest

    @property
    def status(self) -> str:
        """Say in a word or two where the bet stands."""
        test = self.leading
        if test is None:
            return "untested"
        if test.stage is Stage.decided:
            return f"decided: {test.choice}"
        if test.proposed:
            return "approval waits"
        if _runs(test):
            return "verdict waits" if test.complete else "testing"
        return "verdict waits" if test.stage is Stage.concluded else "planned"

    @property
    def next_step(self) -> str:
        """Say what moves the bet on."""
        test = self.leading
        if test is None:
            return "plan a cheap test"
        if test.stage is Stage.decided:
            return " ".join(test.next_step.split()) or _AFTER.get(test.choice, "")
        if test.proposed:
            return f"approve or refuse {test.code}"
        if test.stage is Stage.draft:
            return f"{'lock' if test.has_plan else 'design'} the plan of {test.code}"
        if _runs(test):
            return f"{'read the verdict of' if test.complete else 'record more for'} {test.code}"
        return f"{'decide on' if test.stage is Stage.concluded else 'record results for'} {test.code}"


_AFTER: dict[Choice | None, str] = {
    Choice.invest: "invest",
    Choice.pivot: "write down the next hypothesis",
    Choice.persevere: "plan the next test",
    Choice.stop: "nothing more",
}


def _runs(test: Test) -> bool:
    return test.stage is Stage.running


def bets(session: Session, numbers: Sequence[int] | None = None) -> tuple[Bet, ...]:
    """Return how the bets with some numbers stand, or all, the newest first."""
    every, asked = numbers is None, {} if numbers is None else {"numbers": list(numbers)}
    connection = session.connection()  # rows as they are: that a session looks at each of hundreds takes time
    hypotheses = connection.execute(_hypotheses(every=every), asked).all()
    tests = connection.execute(_tests(every=every), asked).all()
    of_these = {} if every else {"numbers": [row[1] for row in tests]}
    standing = {number: of_it for number, *of_it in connection.execute(_standing(every=every), of_these)}
    of_hypothesis: dict[int, list[Test]] = {}
    for hypothesis, *test in tests:
        of_hypothesis.setdefault(hypothesis, []).append(_test(*standing.get(test[0], (0, None)), *test))
    return tuple(
        Bet(noun_from(Hypothesis, row), segment, tuple(of_hypothesis.get(row[0], ()))) for *row, segment in hypotheses
    )


@cache
def _hypotheses(*, every: bool) -> Any:
    """Return the query for hypotheses as their fields, the newest first, each with the name of its segment."""
    bet, segment = _columns(HypothesisRow), _columns(SegmentRow)
    fields = [bet[field] for field in Hypothesis.model_fields]
    both = bet.id.table.join(segment.id.table, segment.id == bet.segment_id)
    query = select(*fields, segment.name).select_from(both).order_by(desc(bet.id))
    return query if every else query.where(among(bet.id))


@cache
def _tests(*, every: bool) -> Any:
    """Return the query for tests, the oldest first: what they test, then the columns of :func:`_test`."""
    test, decision, proposal = _columns(ExperimentRow), _columns(DecisionRow), _columns(ProposalRow)
    query = (
        select(
            test.hypothesis_id,
            test.id,
            test.stage,
            test.plan.is_not(None),
            test.planned_size,
            test.alpha,
            test.beta,
            test.money_spent,
            test.person_days_spent,
            decision.choice,
            decision.outcome,
            decision.next_step,
            decision.money,
            select(proposal.id).where(proposal.experiment_id == test.id, unanswered()).exists(),
        )
        .select_from(test.id.table.outerjoin(decision.id.table, decision.experiment_id == test.id))
        .order_by(test.id)
    )
    return query if every else query.where(among(test.hypothesis_id))


@cache
def _standing(*, every: bool) -> Any:
    """Return the query for the units and the strength of the batches that no other batch replaces, of each test.

    A batch replaces one of its own test, so that those that replace are few and are asked for once.
    """
    batch = _columns(ObservationRow)
    newer = batch.id.table.alias().c
    replaced = select(newer.supersedes).where(newer.supersedes.is_not(None))
    if not every:
        replaced = replaced.where(among(newer.experiment_id))
    query = (
        select(batch.experiment_id, func.sum(batch.total_units), func.max(batch.strength))
        .where(batch.id.not_in(replaced))
        .group_by(batch.experiment_id)
    )
    return query if every else query.where(among(batch.experiment_id))


def _columns(row_type: Any) -> Any:
    """Return the columns of a table: to read many rows, asking for classes costs twice as much."""
    return row_type.__table__.c


_STAGES: dict[Any, Stage] = {stage.value: stage for stage in Stage}
_CHOICES: dict[Any, Choice | None] = {None: None, **{choice.value: choice for choice in Choice}}
_OUTCOMES: dict[Any, Outcome | None] = {None: None, **{outcome.value: outcome for outcome in Outcome}}


def _test(units: int, strength: int | None, number: int, stage: str, *columns: Any) -> Test:
    has_plan, planned_size, alpha, beta, money, days, choice, outcome, next_step, released, proposed = columns
    return Test(
        number,
        _STAGES[stage],
        bool(has_plan),
        planned_size,
        alpha,
        beta,
        money,
        days,
        int(units or 0),
        strength,
        _CHOICES[choice],
        _OUTCOMES[outcome],
        next_step or "",
        released or 0.0,
        bool(proposed) and stage in OPEN,
    )
