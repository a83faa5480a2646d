"""The tables, derived from the nouns: a field is written once, here only what a database needs beside it.

Every row has a ``uid``, its identity wherever the workspace is copied; ``id`` counts within one workspace. Columns
that no noun has (``folded``, ``total_units`` …) are computed from the noun by ``derived`` whenever it is written, so
that lists and sums need not open the nested values; they carry nothing of their own.

Rows never leave the store.
"""

from typing import Any

from pydantic import ConfigDict
from sqlalchemy import BigInteger, Index, MetaData, String, Text
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from experiments.approval import Proposal, Review, Rules, Ruling
from experiments.customers import Segment
from experiments.decision import Choice, Decision
from experiments.experiment import Budget, Experiment, Spend, Stage
from experiments.hypothesis import Hypothesis, Risk
from experiments.noun import Moment, Noun
from experiments.observation import ArmData, Faults, Observation, Source
from experiments.plan import Amendment, Plan
from experiments.saved_source import SavedSource
from experiments.verdict import Verdict
from store.columns import Json, Utc
from store.guards import guard_on_creation
from store.search_index import make_on_creation

_TABLE: Any = ConfigDict(frozen=False, extra="ignore")
"""Nouns are frozen; what a session fills in cannot be."""

_NUMBERED: dict[str, Any] = {"autoincrement": False}
"""Who inserts gives the number: see :meth:`store.change.Change.insert`."""


class Row(SQLModel):
    """What all tables share. Constraints have names, so that a migration can find them again."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def _folded(*texts: str) -> str:
    """Return texts in the form that searches compare: without upper case, in any script."""
    return "\n".join(text for text in texts if text).casefold()


class SegmentRow(Segment, Row, table=True):
    """A segment."""

    __tablename__ = "segment"
    model_config = _TABLE

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=_NUMBERED)
    uid: str = Field(max_length=32, unique=True)
    expectations: tuple[str, ...] = Field(default=(), sa_type=Json)
    size: int | None = Field(default=None, sa_type=BigInteger)
    folded: str = Field(sa_type=Text)

    @staticmethod
    def derived(segment: Segment) -> dict[str, Any]:
        """Return the columns that follow from the noun."""
        return {"folded": _folded(segment.name, segment.description, *segment.expectations, segment.where_to_find)}


class HypothesisRow(Hypothesis, Row, table=True):
    """A hypothesis."""

    __tablename__ = "hypothesis"
    __table_args__ = (Index(None, "segment_id", "id"),)
    model_config = _TABLE

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=_NUMBERED)
    uid: str = Field(max_length=32, unique=True)
    segment_id: int = Field(foreign_key="segment.id")
    risk: Risk = Field(default=Risk.desirability, sa_type=String)
    folded: str = Field(sa_type=Text)

    @staticmethod
    def derived(bet: Hypothesis) -> dict[str, Any]:
        """Return the columns that follow from the noun."""
        return {"folded": _folded(bet.title, bet.need, bet.behaviour, bet.offer, bet.competing, bet.owner)}


class ExperimentRow(Experiment, Row, table=True):
    """An experiment with its plan. Error rates, size and cost stand beside the nested values for sums over many."""

    __tablename__ = "experiment"
    __table_args__ = (Index(None, "hypothesis_id", "id"), Index(None, "stage", "id"))
    model_config = _TABLE

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=_NUMBERED)
    uid: str = Field(max_length=32, unique=True)
    hypothesis_id: int = Field(foreign_key="hypothesis.id")
    budget: Budget = Field(sa_type=Json)
    spend: Spend = Field(sa_type=Json)
    stage: Stage = Field(default=Stage.draft, sa_type=String)
    plan: Plan | None = Field(default=None, sa_type=Json)
    locked_at: Moment | None = Field(default=None, sa_type=Utc)
    started_at: Moment | None = Field(default=None, sa_type=Utc)
    concluded_at: Moment | None = Field(default=None, sa_type=Utc)
    amendments: tuple[Amendment, ...] = Field(default=(), sa_type=Json)
    folded: str = Field(sa_type=Text)
    alpha: float | None
    beta: float | None
    planned_size: int | None = Field(sa_type=BigInteger)
    money_spent: float
    person_days_spent: float

    @staticmethod
    def derived(test: Experiment) -> dict[str, Any]:
        """Return the columns that follow from the noun."""
        plan = test.plan
        return {
            "folded": _folded(test.title, test.kind, test.we_will, test.owner),
            "alpha": plan and plan.alpha,
            "beta": plan and plan.beta,
            "planned_size": plan and plan.planned_size,
            "money_spent": test.spend.money,
            "person_days_spent": test.spend.person_days,
        }


_REPLACES = sql("supersedes IS NOT NULL")


class ObservationRow(Observation, Row, table=True):
    """A batch of results. Never updated: what replaces it points back at it, and only one batch can.

    One index holds what the board adds up, so that a page of it need not read the results of three hundred tests; the
    other the few batches that replace one, so that it need not ask of each of three thousand whether it was replaced.
    """

    __tablename__ = "observation"
    __table_args__ = (
        Index(None, "experiment_id", "id", "total_units", "strength"),
        Index(None, "experiment_id", "supersedes", postgresql_where=_REPLACES, sqlite_where=_REPLACES),
    )
    model_config = _TABLE

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=_NUMBERED)
    uid: str = Field(max_length=32, unique=True)
    experiment_id: int = Field(foreign_key="experiment.id")
    at: Moment = Field(sa_type=Utc)
    source: Source = Field(sa_type=Json)
    arms: dict[str, ArmData] = Field(sa_type=Json)
    faults: Faults = Field(sa_type=Json)
    supersedes: int | None = Field(default=None, foreign_key="observation.id", unique=True)
    total_units: int = Field(sa_type=BigInteger)

    @staticmethod
    def derived(batch: Observation) -> dict[str, Any]:
        """Return the columns that follow from the noun."""
        return {"total_units": batch.units}


class DecisionRow(Decision, Row, table=True):
    """A decision: one for each experiment. Never updated."""

    __tablename__ = "decision"
    model_config = _TABLE

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=_NUMBERED)
    uid: str = Field(max_length=32, unique=True)
    experiment_id: int = Field(foreign_key="experiment.id", unique=True)
    choice: Choice = Field(sa_type=String)
    at: Moment = Field(sa_type=Utc)
    verdict: Verdict = Field(sa_type=Json)
    outcome: str = Field(max_length=40)
    folded: str = Field(sa_type=Text, sa_column_kwargs={"server_default": ""})

    @staticmethod
    def derived(decision: Decision) -> dict[str, Any]:
        """Return the columns that follow from the noun."""
        told = (decision.learning, decision.why, decision.next_step, decision.customers_told)
        return {"outcome": decision.verdict.verdict.value, "folded": _folded(*told)}


class ProposalRow(Proposal, Row, table=True):
    """A decision that waits, or waited, for a second person. Never updated."""

    __tablename__ = "proposal"
    __table_args__ = (Index(None, "experiment_id", "id"),)
    model_config = _TABLE

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=_NUMBERED)
    uid: str = Field(max_length=32, unique=True)
    experiment_id: int = Field(foreign_key="experiment.id")
    choice: Choice = Field(sa_type=String)
    at: Moment = Field(sa_type=Utc)
    verdict: Verdict = Field(sa_type=Json)

    @staticmethod
    def derived(_proposal: Proposal) -> dict[str, Any]:
        """Return the columns that follow from the noun."""
        return {}


class ReviewRow(Review, Row, table=True):
    """What was said to a proposal: once for each. Never updated."""

    __tablename__ = "review"
    model_config = _TABLE

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=_NUMBERED)
    uid: str = Field(max_length=32, unique=True)
    proposal_id: int = Field(foreign_key="proposal.id", unique=True)
    experiment_id: int = Field(foreign_key="experiment.id")
    ruling: Ruling = Field(sa_type=String)
    at: Moment = Field(sa_type=Utc)

    @staticmethod
    def derived(_review: Review) -> dict[str, Any]:
        """Return the columns that follow from the noun."""
        return {}


class RulesRow(Rules, Row, table=True):
    """What the owner asks of decisions: one row, once somebody asked for anything."""

    __tablename__ = "rules"
    model_config = _TABLE

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=_NUMBERED)
    uid: str = Field(max_length=32, unique=True)

    @staticmethod
    def derived(_rules: Rules) -> dict[str, Any]:
        """Return the columns that follow from the noun."""
        return {}


class SourceRow(SavedSource, Row, table=True):
    """A saved source."""

    __tablename__ = "source"
    model_config = _TABLE

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=_NUMBERED)
    uid: str = Field(max_length=32, unique=True)
    columns: tuple[str, ...] = Field(default=(), sa_type=Json)
    folded: str = Field(sa_type=Text)

    @staticmethod
    def derived(source: SavedSource) -> dict[str, Any]:
        """Return the columns that follow from the noun."""
        return {"folded": _folded(source.name, source.address, source.table)}


class TrailRow(Row, table=True):
    """One entry of the trail. All columns are the text that was hashed, byte for byte."""

    __tablename__ = "trail"
    __table_args__ = (Index(None, "subject", "seq"), Index(None, "actor", "seq"))

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: str = Field(max_length=40)
    actor: str = Field(max_length=200)
    action: str = Field(max_length=40)
    subject: str = Field(max_length=40)
    sentence: str = Field(sa_type=Text)
    payload: str = Field(sa_type=Text)
    previous: str = Field(max_length=64)
    hash: str = Field(max_length=64, unique=True)


ROWS: dict[type[Noun], Any] = {
    Segment: SegmentRow,
    Hypothesis: HypothesisRow,
    Experiment: ExperimentRow,
    Observation: ObservationRow,
    Decision: DecisionRow,
    Proposal: ProposalRow,
    Review: ReviewRow,
    Rules: RulesRow,
    SavedSource: SourceRow,
}


def kind_of(noun: type[Noun]) -> str:
    """Return what a noun is called in entries of the trail and in messages: as its table is."""
    name: str = ROWS[noun].__tablename__
    return name


guard_on_creation(Row.metadata)
make_on_creation(Row.metadata)
