"""How every bet stands: hypotheses with their tests, results and decisions, read in two queries for a whole page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, desc, select

from experiments.decision import Choice
from experiments.evidence import belief
from experiments.experiment import Stage
from experiments.hypothesis import Hypothesis
from experiments.verdict import Outcome
from store.approvals import OPEN, unanswered
from store.change import noun_of
from store.shelf import Conditions
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

    @property
    def leading(self) -> Test | None:
        """Return the test that says where the bet stands: one that waits for people, else the newest."""
        alive = [test for test in self.tests if test.stage is not Stage.abandoned]
        waiting = [test for test in alive if test.stage is Stage.concluded or (_runs(test) and test.for_people)]
        running = [test for test in alive if _runs(test)]
        return next(iter((waiting or running or alive)[::-1]), None)

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


_about = col(SegmentRow.id) == col(HypothesisRow.segment_id)


def bets(session: Session, conditions: Conditions | None = None) -> tuple[Bet, ...]:
    """Return how the bets that meet some conditions stand, the newest first."""
    query = (
        select(HypothesisRow, SegmentRow.name, *_test_columns())
        .join(SegmentRow, _about)
        .outerjoin(ExperimentRow, col(ExperimentRow.hypothesis_id) == col(HypothesisRow.id))
        .outerjoin(DecisionRow, col(DecisionRow.experiment_id) == col(ExperimentRow.id))
        .where(*(conditions or []))
        .order_by(desc(HypothesisRow.id), col(ExperimentRow.id))
    )
    rows = session.execute(query).all()
    standing = _standing(session, None if conditions is None else [row[2] for row in rows if row[2] is not None])
    return tuple(_bet(list(group), standing) for _, group in groupby(rows, key=lambda row: row[0].id))


def _bet(rows: list[Any], standing: dict[int, tuple[int, int]]) -> Bet:
    hypothesis, segment = rows[0][0], rows[0][1]
    tests = tuple(_test(*standing.get(row[2], (0, None)), *row[2:]) for row in rows if row[2] is not None)
    return Bet(noun_of(Hypothesis, hypothesis), segment, tests)


@cache
def _test_columns() -> tuple[Any, ...]:
    """Return the columns of a test, in the order of its fields."""
    return (
        ExperimentRow.id,
        ExperimentRow.stage,
        col(ExperimentRow.plan).is_not(None),
        ExperimentRow.planned_size,
        ExperimentRow.alpha,
        ExperimentRow.beta,
        ExperimentRow.money_spent,
        ExperimentRow.person_days_spent,
        DecisionRow.choice,
        DecisionRow.outcome,
        DecisionRow.next_step,
        DecisionRow.money,
        select(ProposalRow.id).where(ProposalRow.experiment_id == ExperimentRow.id, unanswered()).exists(),
    )


def _standing(session: Session, tests: list[int] | None) -> dict[int, tuple[int, int]]:
    """Return the units and the strength of the batches that no other batch replaces, of some experiments or of all."""
    newer = aliased(ObservationRow)
    replaced = select(newer.id).where(newer.supersedes == ObservationRow.id).exists()
    query = (
        select(ObservationRow.experiment_id, func.sum(ObservationRow.total_units), func.max(ObservationRow.strength))
        .where(*([] if tests is None else [col(ObservationRow.experiment_id).in_(tests)]), ~replaced)
        .group_by(col(ObservationRow.experiment_id))
    )
    return {number: (units, strength) for number, units, strength in session.execute(query).all()}


def _test(units: int, strength: int | None, number: int, stage: str, *columns: Any) -> Test:
    has_plan, planned_size, alpha, beta, money, days, choice, outcome, next_step, released, proposed = columns
    return Test(
        id=number,
        stage=Stage(stage),
        has_plan=bool(has_plan),
        planned_size=planned_size,
        alpha=alpha,
        beta=beta,
        money_spent=money,
        person_days_spent=days,
        units=int(units or 0),
        strength=strength,
        choice=None if choice is None else Choice(choice),
        outcome=None if outcome is None else Outcome(outcome),
        next_step=next_step or "",
        money_released=released or 0.0,
        proposed=bool(proposed) and stage in OPEN,
    )
