"""What a column probably holds, from its name and its first values. A guess is shown, never acted upon."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from store.sources.cells import ANSWERS
from store.sources.csv_header import fits_comma
from store.sources.layout import Column

Guess = Literal["arm", "unit", "proportion", "mean", "text"]

MOST_VALUES = 20
_MOST_ARMS = 10
_ARM_WORDS = (
    *("variant", "arm", "version", "variation", "treatment", "group", "bucket", "segment", "cohort", "branch"),
    *("test_group", "ab_group", "experiment_group", "exp_group", "landing_page", "promotion", "condition"),
)
_ARM_VALUES = {"control", "treatment", "test", "a", "b", "baseline", "variant", "old", "new", "holdout", "placebo"}
_UNIT_WORDS = {"id", "uid", "uuid", "user", "userid", "customer", "visitor", "client", "account", "device", "member"}


@dataclass(frozen=True)
class Profile:
    """What the first rows say of a column; ``values`` are the different texts in them."""

    column: Column
    rows: int
    filled: int
    values: frozenset[str]
    is_yes_or_no: bool
    is_number: bool

    @classmethod
    def of(cls, column: Column, cells: Sequence[str | None]) -> Profile:
        """Look at the cells of a column, as text."""
        filled = [cell for cell in cells if cell is not None]
        values = frozenset(filled)
        yes_or_no = bool(values) and all(value.strip().lower() in ANSWERS for value in values)
        number = fits_comma if column.commas else is_number
        return cls(column, len(cells), len(filled), values, yes_or_no, bool(values) and all(map(number, values)))

    @property
    def kind(self) -> str:
        """Return what the column holds, in everyday words."""
        if not self.column.is_text and not self.column.is_number and self.column.type != "BOOLEAN":
            return self.column.type.lower()
        if self.column.type == "BOOLEAN" or (self.column.is_text and self.is_yes_or_no):
            return "yes or no"
        return "number" if self.column.is_number or self.is_number else "text"

    @property
    def all_differ(self) -> bool:
        """Say whether every row has a value of its own."""
        return len(self.values) == self.filled == self.rows > 1


def is_number(text: str) -> bool:
    """Say whether a text is a finite number, with a point for decimals."""
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def guesses(profiles: Sequence[Profile], planned: Iterable[str] = ()) -> dict[str, Guess]:
    """Return a guess for every column, by its name in SQL; at most one is the arm and one the unit."""
    found: dict[str, Guess] = {profile.column.sql: _measured(profile) for profile in profiles}
    arm = _best([(_arm_score(profile, set(planned)), profile) for profile in profiles])
    if arm:
        found[arm.column.sql] = "arm"
    # Of two that may be it, the one that tells more rows apart: a shop, and not its town.
    finest = sorted((profile for profile in profiles if profile is not arm), key=lambda one: -len(one.values))
    unit = _best([(_unit_score(profile), profile) for profile in finest])
    if unit:
        found[unit.column.sql] = "unit"
    return found


def _best(scored: Sequence[tuple[int, Profile]]) -> Profile | None:
    score, profile = max(scored, key=lambda entry: entry[0], default=(0, None))
    return profile if score > 0 else None


def _measured(profile: Profile) -> Guess:
    if profile.is_yes_or_no:
        return "proportion"
    return "mean" if profile.is_number else "text"


def _arm_score(profile: Profile, planned: set[str]) -> int:
    """Rate a column as the arm; 0: it is not."""
    if not 2 <= len(profile.values) <= _MOST_ARMS:
        return 0
    if planned and planned <= profile.values:
        return 9
    name = profile.column.name.strip().casefold()
    words = set(re.split(r"[^a-z0-9]+", name))
    named = 4 if name in _ARM_WORDS else 2 if words & set(_ARM_WORDS) else 0
    told = 3 if {value.strip().casefold() for value in profile.values} & _ARM_VALUES else 0
    if profile.is_number and not named:
        return 0
    return named + told


def _unit_score(profile: Profile) -> int:
    """Rate a column as the unit; 0: it is not."""
    if not profile.filled or profile.is_yes_or_no or (profile.column.is_number and not profile.column.is_whole):
        return 0
    name = profile.column.name.strip().casefold()
    words = set(re.split(r"[^a-z0-9]+", name)) | {name}
    named = 3 if words & _UNIT_WORDS or name.endswith("id") else 0
    return named + 2 if named and profile.all_differ else named if len(profile.values) > 2 else 0
