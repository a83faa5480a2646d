"""What a row probably is, from the first rows: shown with its reason, corrected by a person, never acted upon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from experiments.noun import Value
from experiments.shape import ARM, RowOf, Shape
from store.sources.effects import effects_in
from store.sources.guess import Guess, Profile
from store.sources.written_dates import is_written

CHOICES: dict[RowOf, str] = {
    RowOf.unit: "one unit: a customer, a visitor, an order",
    RowOf.event: "one event of a unit: a visit, a purchase; the arms stand in an assignment file",
    RowOf.answer: "one answer of a person to one question",
    RowOf.group: "so many units that are alike: a table of counts",
    RowOf.total: "the sums of so many units: of an arm, or of a day and arm",
    RowOf.coding: "what one coder found in one interview",
}
"""What a row can be, in words that a form can show."""

_MANY = 1.02
_FEW_ROWS = 20_000
_QUESTION = {"question", "questions", "item", "prompt"}
_ANSWER = {"answer", "answers", "response", "value"}
_EVENT = {"event", "action", "type"}
_MEASURED = {"respondent", "person", "participant", "subject", "shop", "store", "location", "site", "school", "team"}
_COUNT = {"n", "freq", "frequency", "count", "counts", "times"}
_UNITS = {
    *("units", "users", "visitors", "sessions", "impressions", "pageviews", "views", "trials", "customers", "sent"),
    *("participants", "exposures", "clicks", "n", "total", "count"),
}
_DATE = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}([ T].*)?")
_CODE = re.compile(r"(code|theme|tag)\s*_?\d+", re.I)
_ENDED = re.compile(r"(.*(?:_|\())([^_()]+)\)?")
_WHOLE = re.compile(r"\s*\d+(\.0+)?\s*")
_NAMED = {"metric", "measure", "statistic", "quantity", "variable", "name", "key"}
_START = {"start", "started", "begin", "began", "signed", "joined", "opened", "created"}
_END = {"end", "ended", "left", "churned", "cancelled", "canceled", "closed", "until"}


class ShapeGuess(Value):
    """What a row is taken for.

    Parameters
    ----------
    row : RowOf
        The guess.
    why : str
        The reason in a sentence's first half, such as ``looks like one row per event: 3.2 rows per user``.
    ask : str
        What has to be named before it can be read so; empty where nothing is missing.
    shape : Shape
        The same as a plan would say it, as far as columns could be told.
    """

    row: RowOf
    why: str
    ask: str = ""
    shape: Shape = Shape()

    @property
    def sentence(self) -> str:
        """Return guess and question as a preview shows them."""
        return f"{self.why}; {self.ask}" if self.ask else self.why

    @property
    def choices(self) -> tuple[tuple[RowOf, str], ...]:
        """Return all that a row can be, the guess first, each in words."""
        return ((self.row, CHOICES[self.row]), *((row, words) for row, words in CHOICES.items() if row is not self.row))


def guess_shape(profiles: Sequence[Profile], guesses: dict[str, Guess]) -> ShapeGuess:
    """Guess what a row is.

    Parameters
    ----------
    profiles : sequence of Profile
        What the first rows say of each column.
    guesses : dict of str to Guess
        What each column probably holds, by its name in SQL.
    """
    unit = next((one for one in profiles if guesses.get(one.column.sql) == "unit"), None)
    arm = next((one for one in profiles if guesses.get(one.column.sql) == "arm"), None)
    others = [one for one in profiles if one not in (unit, arm)]
    guesses_in_turn = (
        _effects(profiles),
        _named_numbers(profiles),
        _coding(others),
        _side_by_side(profiles),
        _repeated(others, unit, arm),
        _group(others, unit),
        _total(others, unit),
    )
    return next((guess for guess in guesses_in_turn if guess is not None), _unit(others, unit))


def _effects(profiles: Sequence[Profile]) -> ShapeGuess | None:
    found = effects_in(one.column.name for one in profiles)
    if found is None:
        return None
    return ShapeGuess(
        row=RowOf.unit,
        why=f"looks like effects of studies, each with its error ({found[0]}, {found[1]})",
        ask="a test is judged by its units, or by counts, means and spreads of each arm",
    )


def _named_numbers(profiles: Sequence[Profile]) -> ShapeGuess | None:
    """Guess from two columns, names that all differ and what each of them amounts to."""
    if len(profiles) != 2 or not (profiles[0].all_differ and profiles[1].is_number) or profiles[0].is_number:
        return None
    if not _words(profiles[0]) & _NAMED:
        return None
    return ShapeGuess(
        row=RowOf.unit,
        why=f"looks like a list of numbers, each named in {profiles[0].column.name}",
        ask="write a row for each arm, with its number of units and its sums",
    )


def _coding(others: Sequence[Profile]) -> ShapeGuess | None:
    codes = [one for one in others if _CODE.fullmatch(one.column.name.strip())]
    if len(codes) < 2:
        return None
    stem = re.sub(r"\d+$", "*", codes[0].column.name.strip())
    coder = _named(others, {"coder", "rater"})
    return ShapeGuess(
        row=RowOf.coding,
        why=f"looks like the codes of an interview in {len(codes)} columns",
        ask="" if coder else "name the column of the coder, or {file} where each has a file",
        shape=Shape(row=RowOf.coding, codes=(stem,), coder=coder.column.name if coder else "{file}"),
    )


def _side_by_side(profiles: Sequence[Profile]) -> ShapeGuess | None:
    """Guess from columns that come in pairs, such as ``n_old`` and ``n_new`` with ``mean_old`` and ``mean_new``."""
    ends: dict[str, list[str]] = {}
    for profile in profiles:
        found = _ENDED.fullmatch(profile.column.name.strip()) if profile.is_number else None
        if found:
            ends.setdefault(found[1], []).append(found[2])
    for stem, ending in ends.items():
        arms = [arm for arm in ending if sum(arm in others for others in ends.values()) > 1]
        if len(arms) == 2 and set(_split(stem)) & (_UNITS | _COUNT):
            close = ")" if stem.endswith("(") else ""
            return ShapeGuess(
                row=RowOf.total,
                why=f"looks like totals with two arms side by side, {arms[0]} and {arms[1]}",
                ask="say what the arms are called",
                shape=Shape(row=RowOf.total, units=f"{stem}{ARM}{close}", arms={arm: arm for arm in arms}),
            )
    return None


def _repeated(others: Sequence[Profile], unit: Profile | None, arm: Profile | None) -> ShapeGuess | None:
    """Guess from units that stand in several rows each."""
    unit = unit or _coarse_unit(others)
    if unit is None or not unit.values or unit.filled / len(unit.values) < _MANY:
        return None
    many = f"{unit.filled / len(unit.values):.1f} rows per {unit.column.name}"
    question, answer = _named(others, _QUESTION), _named(others, _ANSWER)
    if question and answer and question is not answer:
        return ShapeGuess(
            row=RowOf.answer,
            why=f"looks like one row per answer: {many}",
            shape=Shape(row=RowOf.answer, question=question.column.name, answer=answer.column.name),
        )
    if arm is not None:
        return ShapeGuess(
            row=RowOf.unit,
            why=f"several rows belong together: {many}",
            ask=f"name {unit.column.name} as the cluster, or as the pair, unless a row is an event",
        )
    if _total(others, unit) and not any(map(_is_date, others)):
        return None
    at, kind = next((one for one in others if _is_date(one)), None), _named(others, _EVENT)
    return ShapeGuess(
        row=RowOf.event,
        why=f"looks like one row per event: {many}",
        ask="name the assignment file",
        shape=Shape(
            row=RowOf.event,
            time=at.column.name if at else "",
            event=kind.column.name if kind and kind is not at else "",
        ),
    )


def _coarse_unit(others: Sequence[Profile]) -> Profile | None:
    """Return who or what was measured several times, where no column is called as a unit."""
    return _named(others, _MEASURED)


def _group(others: Sequence[Profile], unit: Profile | None) -> ShapeGuess | None:
    counts = [one for one in others if _is_count(one) and _words(one) & _COUNT]
    rest = [one for one in others if one not in counts and one.column.name.casefold() not in ("rownames", "")]
    if len(counts) != 1 or not rest or any(one.is_number and not one.is_yes_or_no for one in rest):
        return None
    if any(_is_date(one) for one in rest) or (unit is not None and "rownames" not in _words(unit)):
        return None
    name = counts[0].column.name
    return ShapeGuess(
        row=RowOf.group, why=f"looks like a table of counts, in column {name}", shape=Shape(row=RowOf.group, times=name)
    )


def _total(others: Sequence[Profile], unit: Profile | None) -> ShapeGuess | None:
    counts = [one for one in others if _is_count(one) and _words(one) & _UNITS]
    if unit is not None and unit.all_differ:
        return None
    if not counts or counts[0].rows > _FEW_ROWS or max(_greatest(one) for one in counts) < 10:
        return None
    units = max(counts, key=_greatest)
    return ShapeGuess(
        row=RowOf.total,
        why=f"looks like totals of many units each, their number in column {units.column.name}",
        ask="say whether a row holds all until its time (cumulative)" if any(map(_is_date, others)) else "",
        shape=Shape(row=RowOf.total, units=units.column.name),
    )


def _unit(others: Sequence[Profile], unit: Profile | None) -> ShapeGuess:
    called = f": {unit.column.name}" if unit else ""
    start = next((one for one in others if _is_date(one) and _words(one) & _START), None)
    end = next((one for one in others if _is_date(one) and _words(one) & _END), None)
    if start and end:
        return ShapeGuess(
            row=RowOf.unit,
            why=f"looks like one row per unit{called}",
            ask=f"a time to event can be read from {start.column.name} to {end.column.name}",
        )
    return ShapeGuess(row=RowOf.unit, why=f"looks like one row per unit{called}")


def _named(profiles: Sequence[Profile], words: set[str]) -> Profile | None:
    return next((one for one in profiles if _words(one) & words), None)


def _words(profile: Profile) -> set[str]:
    return set(_split(profile.column.name))


def _split(name: str) -> Iterator[str]:
    yield name.strip().casefold()
    yield from re.split(r"[^a-z0-9]+", name.strip().casefold())


def _is_date(profile: Profile) -> bool:
    if profile.column.type == "DATE" or profile.column.type.startswith("TIMESTAMP"):
        return True
    return bool(profile.values) and all(_DATE.fullmatch(value.strip()) or is_written(value) for value in profile.values)


def _is_count(profile: Profile) -> bool:
    """Say whether a column holds whole numbers, and not the same few that answers would be."""
    return profile.is_number and not profile.is_yes_or_no and all(map(_WHOLE.fullmatch, profile.values))


def _greatest(profile: Profile) -> float:
    return max(float(value) for value in profile.values)
