"""Hypotheses: one belief about one segment, with what is at stake if it is true."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from experiments.noun import Noun
from experiments.text import Line, Name

Money = Annotated[float, Field(ge=0, le=1e12)]
"""An amount in the workspace's own currency; the product never converts."""

Days = Annotated[float, Field(ge=0, le=1e6)]
"""Days of one person's work, or of the calendar, as the field says."""


class Risk(StrEnum):
    """What could make the belief worthless: nobody wants it, it cannot be built, it does not pay."""

    desirability = "desirability"
    feasibility = "feasibility"
    viability = "viability"


def _open_question(probability: float) -> float:
    if not 0 < probability < 1:
        raise ValueError("a probability strictly between 0 and 1: at 0 or 1 no test could change your mind")
    return probability


Probability = Annotated[float, AfterValidator(_open_question)]


class Hypothesis(Noun):
    """ "We believe that *segment* *need* and will *behaviour* if *offer*": one claim each.

    ``prior`` is the probability that it is true before any test; ``money_asked`` and ``person_days_asked`` what would
    be invested if it is; ``value_if_true`` what that would earn.
    """

    segment_id: int
    title: Name
    need: Line = ""
    behaviour: Line = ""
    offer: Line = ""
    competing: Line = ""
    risk: Risk = Risk.desirability
    importance: int = Field(default=3, ge=1, le=5)
    prior: Probability = 0.5
    money_asked: Money = 0.0
    person_days_asked: Days = 0.0
    value_if_true: Money = 0.0
    owner: Line = ""

    @property
    def code(self) -> str:
        """Return the short handle people type and read, such as ``H7``."""
        return f"H{self.id}"

    def sentence(self, segment: str) -> str:
        """Return the bet in one sentence about the named segment; parts left empty are left out."""
        clauses = [part for part in (self.need, f"will {self.behaviour}" if self.behaviour else "") if part]
        if not clauses:
            return f"We believe, of {segment}: {self.title}."
        condition = f" if {self.offer}" if self.offer else ""
        return f"We believe that {segment} {' and '.join(clauses)}{condition}."
