"""Decisions that take a second person: when one is needed, what was proposed, and what was said to it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from pydantic import Field

from experiments.decision import Choice, Chosen, against
from experiments.hypothesis import Money
from experiments.noun import Moment, Noun
from experiments.text import Name, Prose
from experiments.verdict import Outcome


class Rules(Noun):
    """What the owner of a workspace asks of decisions.

    ``second_person``: whether a decision against the verdict needs one. ``limit``: the most money that one person may
    release; None: any amount.
    """

    second_person: bool = False
    limit: Money | None = None

    @property
    def sentence(self) -> str:
        """Say what is asked."""
        if not self.second_person:
            return "Nobody needs a second person for a decision."
        above = "" if self.limit is None else f", or that releases more than {self.limit:,.10g},"
        return f"A decision against the verdict{above} needs a second person."

    def reasons(self, choice: Choice, outcome: Outcome, money: float) -> tuple[str, ...]:
        """Say why a decision needs a second person, a reason each; empty where it needs none."""
        return tuple(self._reasons(choice, outcome, money)) if self.second_person else ()

    def _reasons(self, choice: Choice, outcome: Outcome, money: float) -> Iterator[str]:
        if against(choice, outcome):
            yield f"to {choice} goes against the verdict ({outcome})"
        if self.limit is not None and money > self.limit:
            yield f"{money:,.10g} is above the limit of {self.limit:,.10g} that one person may release"


class Proposal(Chosen):
    """A decision that waits for a second person. ``newest_batch``: the last batch of results when it was made."""

    newest_batch: int | None = None


class Ruling(StrEnum):
    """What became of a proposal."""

    approve = "approve"
    refuse = "refuse"
    withdraw = "withdraw"

    @property
    def done(self) -> str:
        """Return it as what was done."""
        return {"approve": "approved", "refuse": "refused", "withdraw": "withdrew"}[self.value]


class Review(Noun):
    """What somebody said to a proposal: one for each, and never changed."""

    proposal_id: int
    experiment_id: int
    ruling: Ruling
    who: Name
    at: Moment
    why: Prose = Field(min_length=1)


def same_person(one: str, other: str) -> bool:
    """Say whether two names are written alike; how people capitalise them does not tell them apart."""
    return one.strip().casefold() == other.strip().casefold()


def may_not_approve(name: str, proposal: Proposal, owner: str, made_by: str) -> str:
    """Say why somebody may not approve a proposal; empty where they may.

    Parameters
    ----------
    name : str
        Who wants to approve it.
    owner, made_by : str
        The owner that the experiment names, and who wrote it down.
    """
    if same_person(name, proposal.who):
        return "you proposed it yourself"
    if same_person(name, owner):
        return "you own the experiment"
    if same_person(name, made_by):
        return "you wrote the experiment down"
    return ""
