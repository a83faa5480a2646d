"""Segments: the groups of customers that hypotheses are about."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from experiments.noun import Noun
from experiments.text import Name, Prose

_NOBODY = {"everyone", "everybody", "all", "anyone", "anybody", "all customers", "all users", "customers", "users"}


def _narrow(name: str) -> str:
    if name.casefold().strip(" .!") in _NOBODY:
        raise ValueError("name one group you could go and meet, such as 'parents of toddlers who shop at night'")
    return name


SegmentName = Annotated[Name, AfterValidator(_narrow)]


class Segment(Noun):
    """A group of customers narrow enough to be reached and understood.

    ``size`` is the number of reachable customers; ``expectations`` are their top ones, at most three.
    """

    name: SegmentName
    description: Prose = ""
    demographics: Prose = ""
    psychographics: Prose = ""
    expectations: tuple[Name, ...] = Field(default=(), max_length=3)
    size: int | None = Field(default=None, ge=1, le=10_000_000_000)
    where_to_find: Prose = ""

    @property
    def code(self) -> str:
        """Return the short handle people type and read, such as ``S3``."""
        return f"S{self.id}"
