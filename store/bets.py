"""How every bet stands: hypotheses with their tests, results and decisions, read in three queries for a whole page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, desc, select

from experiments.decision import Choice
from experiments.evidence import belief
from experiments.experiment import Stage
from experiments.hypothesis import Hypothesis
from experiments.verdict import Outcome
from store.approvals import OPEN, unanswered
from store.change import noun_from
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


def bets(session: Session, numbers: Sequence[int] | None = None) -> tuple[Bet, ...]:
    """Return how the bets with some numbers stand, or all, the newest first."""
    asked = {} if numbers is None else {"numbers": list(numbers)}
    hypotheses = session.execute(_hypotheses(every=numbers is None), asked).all()
    tests = session.execute(_tests(every=numbers is None), asked).all()
    running = {} if numbers is None else {"numbers": [row[1] for row in tests]}
    summed = session.execute(_standing(every=numbers is None), running).all()
    standing = {number: (units, strength) for number, units, strength in summed}
    of_hypothesis: dict[int, list[Test]] = {}
    for hypothesis, *test in tests:
        of_hypothesis.setdefault(hypothesis, []).append(_test(*standing.get(test[0], (0, None)), *test))
    return tuple(
        Bet(noun_from(Hypothesis, row), segment, tuple(of_hypothesis.get(row[0], ()))) for *row, segment in hypotheses
    )


@cache
def _hypotheses(*, every: bool) -> Any:
    """Return the query for hypotheses as their fields, the newest first, each with the name of its segment."""
    columns: list[Any] = [*(getattr(HypothesisRow, field) for field in Hypothesis.model_fields), SegmentRow.name]
    query = (
        select(*columns)
        .join(SegmentRow, col(SegmentRow.id) == col(HypothesisRow.segment_id))
        .order_by(desc(HypothesisRow.id))
    )
    return query if every else query.where(_numbered(HypothesisRow.id))


@cache
def _tests(*, every: bool) -> Any:
    """Return the query for tests, the oldest first: what they test, then the columns of :func:`_test`."""
    columns: list[Any] = [
        ExperimentRow.hypothesis_id,
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
    ]
    query = (
        select(*columns)
        .outerjoin(DecisionRow, col(DecisionRow.experiment_id) == col(ExperimentRow.id))
        .order_by(col(ExperimentRow.id))
    )
    return query if every else query.where(_numbered(ExperimentRow.hypothesis_id))


@cache
def _standing(*, every: bool) -> Any:
    """Return the query for the units and the strength of the batches that no other batch replaces, of each test."""
    newer = aliased(ObservationRow)
    replaced = select(newer.id).where(newer.supersedes == ObservationRow.id).exists()
    query = (
        select(ObservationRow.experiment_id, func.sum(ObservationRow.total_units), func.max(ObservationRow.strength))
        .where(~replaced)
        .group_by(col(ObservationRow.experiment_id))
    )
    return query if every else query.where(_numbered(ObservationRow.experiment_id))


def _numbered(column: Any) -> ColumnElement[bool]:
    return col(column).in_(bindparam("numbers", expanding=True, literal_execute=True))


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
