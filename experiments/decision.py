"""Decisions: what people chose after the verdict, why, and what was learned."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from experiments.hypothesis import Days, Money
from experiments.noun import Moment, Noun
from experiments.text import Line, Name, Prose
from experiments.verdict import Outcome, Verdict


class Choice(StrEnum):
    """What a team does next with a hypothesis."""

    invest = "invest"
    pivot = "pivot"
    persevere = "persevere"
    stop = "stop"


_FOLLOWS = {
    Outcome.invest: {Choice.invest},
    Outcome.stop: {Choice.stop, Choice.pivot},
    Outcome.keep_testing: {Choice.persevere},
    Outcome.inconclusive: {Choice.persevere, Choice.pivot, Choice.stop},
    Outcome.invalid: {Choice.persevere, Choice.stop},
}


def following(outcome: Outcome) -> tuple[Choice, ...]:
    """Return the choices that follow a verdict."""
    return tuple(choice for choice in Choice if choice in _FOLLOWS[outcome])


def against(choice: Choice, outcome: Outcome) -> bool:
    """Say whether a choice goes against the verdict (allowed, but it needs a written reason)."""
    return choice not in _FOLLOWS[outcome]


class Chosen(Noun):
    """A choice on one experiment, with the verdict it rests on.

    ``money`` and ``person_days`` are what is released; ``learning`` completes "from that we learned that".
    """

    experiment_id: int
    choice: Choice
    who: Name
    at: Moment
    why: Prose = Field(min_length=1)
    learning: Prose = Field(min_length=1)
    next_step: Prose = ""
    customers_told: Prose = ""
    money: Money = 0.0
    person_days: Days = 0.0
    verdict: Verdict

    @property
    def against_verdict(self) -> bool:
        """Say whether the choice goes against the verdict it was made on."""
        return against(self.choice, self.verdict.verdict)


class Decision(Chosen):
    """A choice that was made: once for each experiment. ``seconded_by`` is the second person behind it."""

    seconded_by: Line = ""
