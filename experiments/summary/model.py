"""What a summary page says, made complete before any format sees it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from experiments.customers import Segment
from experiments.decision import Choice, Decision
from experiments.experiment import Experiment, Stage
from experiments.hypothesis import Days, Hypothesis, Money
from experiments.noun import Moment, Value
from experiments.observation import Observation, standing
from experiments.plan import Amendment, Plan, Seen
from experiments.text import Line, Name, Prose
from experiments.verdict import Outcome, Verdict

Belief = Annotated[float, Field(ge=0, le=1)]
"""The probability that a hypothesis is true, as the tests so far leave it."""

Number = Annotated[int, Field(ge=0)]
"""How many there are of something."""


class TrailMark(Value):
    """Where the trail stood when the page was made: the hash of its last entry and how many entries it has."""

    head: str = ""
    length: Number = 0


class LockMark(Value):
    """The trail entry that froze the plan: its number, its hash and who made it."""

    seq: int
    hash: str
    who: Line = ""


class Batch(Value):
    """One batch of evidence: when, by whom, from where, how many units. It carries no results on purpose."""

    number: int
    at: Moment
    who: Line
    source: Line
    digest: str = ""
    units: Number
    strength: int
    supersedes: int | None = None
    superseded: bool = False
    why: Prose = ""


class ApprovalMark(Value):
    """The two people behind a decision that one could not make alone, and why the second agreed."""

    proposed_by: Line
    proposed_at: Moment
    approved_by: Line
    approved_at: Moment
    why: Prose


class OtherTest(Value):
    """Another test of the same hypothesis, so that a reader sees what this one follows up."""

    code: str
    title: Line
    stage: Stage
    outcome: Outcome | None = None
    choice: Choice | None = None


class DecisionSummary(Value):
    """Everything the page of one experiment shows.

    ``kind`` names the kind of test, ``strength_words`` says what evidence of that strength is worth. ``belief`` is the
    probability of the hypothesis after its tests. ``locked_plan`` is the plan as first locked, for an experiment whose
    plan was amended; ``experiment.plan`` is the one in force.
    """

    segment: Segment
    hypothesis: Hypothesis
    experiment: Experiment
    kind: Line = ""
    strength: int | None = None
    strength_words: Line = ""
    locked_plan: Plan | None = None
    lock: LockMark | None = None
    batches: tuple[Batch, ...] = ()
    verdict: Verdict | None = None
    decision: Decision | None = None
    approval: ApprovalMark | None = None
    belief: Belief
    others: tuple[OtherTest, ...] = ()
    workspace: Line = ""
    trail: TrailMark = TrailMark()
    generated_at: Moment

    @property
    def code(self) -> str:
        """Return the experiment's handle, such as ``E12``."""
        return self.experiment.code

    @property
    def sentence(self) -> str:
        """Return the bet in one sentence."""
        return self.hypothesis.sentence(self.segment.name)

    @property
    def judged(self) -> Verdict | None:
        """Return the verdict the page rests on: the one decided upon, or else the one of now."""
        return self.decision.verdict if self.decision else self.verdict

    @property
    def planned(self) -> Plan | None:
        """Return the plan as it was before any amendment, as far as it is known."""
        return self.locked_plan or self.experiment.plan

    @property
    def amendments(self) -> tuple[Amendment, ...]:
        """Return the changes made to the plan after it was locked."""
        return self.experiment.amendments

    @property
    def amended_knowing_results(self) -> bool:
        """Say whether the plan was changed by somebody who had seen results."""
        return any(amendment.seen is Seen.results_seen for amendment in self.amendments)

    @property
    def calendar_days(self) -> float | None:
        """Return the days from start to conclusion (or to this page), or None before the start."""
        if self.experiment.started_at is None:
            return None
        end = self.experiment.concluded_at or self.generated_at
        return max(0.0, (end - self.experiment.started_at).total_seconds() / 86_400)


class PortfolioRow(Value):
    """One hypothesis in the portfolio. ``verdicts`` are those of its tests, oldest first; ``choice`` is the latest."""

    code: str
    title: Line
    sentence: str
    segment: Line
    status: Line
    owner: Line = ""
    belief: Belief
    prior: Belief
    tests: Number = 0
    units: Number = 0
    verdicts: tuple[Outcome, ...] = ()
    money_spent: Money = 0.0
    person_days_spent: Days = 0.0
    money_asked: Money = 0.0
    person_days_asked: Days = 0.0
    money_released: Money = 0.0
    choice: Choice | None = None
    next_step: Prose = ""

    @property
    def verdict_words(self) -> str:
        """Return the verdicts so far as words: ``stop, then invest``."""
        return ", then ".join(self.verdicts) if self.verdicts else "none yet"


class DecisionLine(Value):
    """One decision in the portfolio's history."""

    at: Moment
    code: str
    hypothesis: str
    title: Line
    choice: Choice
    outcome: Outcome
    who: Line
    why: Prose
    learning: Prose = ""
    money: Money = 0.0
    against_verdict: bool = False
    amended_knowing_results: bool = False


class PortfolioSummary(Value):
    """Everything the portfolio page shows; the totals follow from the rows, so that they cannot disagree with them."""

    title: Name = "Portfolio of bets"
    workspace: Line = ""
    generated_at: Moment
    trail: TrailMark = TrailMark()
    rows: tuple[PortfolioRow, ...] = ()
    decisions: tuple[DecisionLine, ...] = ()

    @property
    def tests(self) -> int:
        """Return how many tests were run."""
        return sum(row.tests for row in self.rows)

    @property
    def money_spent(self) -> float:
        """Return what all tests have cost."""
        return sum(row.money_spent for row in self.rows)

    @property
    def person_days_spent(self) -> float:
        """Return the work all tests have taken."""
        return sum(row.person_days_spent for row in self.rows)

    @property
    def money_released(self) -> float:
        """Return what decisions have released."""
        return sum(row.money_released for row in self.rows)

    @property
    def stopped(self) -> tuple[PortfolioRow, ...]:
        """Return the bets whose last decision was to stop."""
        return tuple(row for row in self.rows if row.choice is Choice.stop)

    @property
    def money_avoided(self) -> float:
        """Return what the stopped bets had asked for and did not get."""
        return sum(max(0.0, row.money_asked - row.money_released) for row in self.stopped)

    @property
    def in_time_order(self) -> tuple[DecisionLine, ...]:
        """Return the decisions, newest first."""
        return tuple(sorted(self.decisions, key=lambda line: line.at, reverse=True))


def batches_of(observations: tuple[Observation, ...]) -> tuple[Batch, ...]:
    """Describe recorded batches without their results; ``number`` counts them as people do, from 1."""
    numbers = {batch.id: number for number, batch in enumerate(observations, start=1)}
    counted = standing(observations)
    return tuple(
        Batch(
            number=number,
            at=batch.at,
            who=batch.recorded_by,
            source=batch.source.name or ("typed counts" if batch.source.kind == "typed" else "a file"),
            digest=batch.source.digest,
            units=batch.units,
            strength=batch.strength,
            supersedes=numbers.get(batch.supersedes) if batch.supersedes is not None else None,
            superseded=batch not in counted,
            why=batch.why,
        )
        for number, batch in enumerate(observations, start=1)
    )
