"""Saved sources: where a team's measurements are, under a name, so that tomorrow's reading asks for nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, Field

from experiments.noun import Noun
from experiments.text import Line, Name, Prose


def _no_place(name: str) -> str:
    if "/" in name or "\\" in name or "://" in name or re.fullmatch(r"[Dd]?[0-9]+", name) or name == "-":
        raise ValueError("it could be taken for a file or a number; name it in a word or two, such as 'visits'")
    return name


def _renaming(line: str) -> str:
    ours, equals, theirs = (part.strip() for part in line.partition("="))
    if not (ours and equals and theirs):
        raise ValueError("write the plan's name and the source's, such as 'revenue = rev_usd'")
    return f"{ours} = {theirs}"


Renaming = Annotated[Line, AfterValidator(_renaming)]
"""``revenue = rev_usd``: what the plan calls revenue, the source calls rev_usd."""


class SavedSource(Noun):
    """A file, or a table or query of a database, with what has to be known to read it. It never holds a secret.

    ``columns`` says what the plan's columns are called here, a line each; where the plan names none, its role does:
    ``arm = variant``. ``time_zone`` is the zone in which the days of its times are counted; empty: UTC.
    """

    name: Annotated[Name, AfterValidator(_no_place)]
    address: Annotated[Line, Field(min_length=1)]
    table: Line = ""
    query: Prose = ""
    columns: tuple[Renaming, ...] = ()
    time_zone: Line = ""

    @property
    def code(self) -> str:
        """Return the short handle people type and read, such as ``D3``."""
        return f"D{self.id}"

    @property
    def renamed(self) -> Mapping[str, str]:
        """Return what the plan's columns are called in this source."""
        pairs = (line.partition(" = ") for line in self.columns)
        return {ours: theirs for ours, _, theirs in pairs}
