"""A look at a file before anything is stored: its columns, its first rows, its arms, and what is odd about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from experiments.errors import Unreadable
from experiments.noun import Value
from experiments.observation import Faults
from experiments.plan import Plan
from experiments.text import clean
from store.sources.guess import MOST_VALUES, Guess, Profile, guesses, is_number
from store.sources.layout import Column, Layout
from store.sources.number_words import number_hint
from store.sources.open_rows import OpenRows
from store.sources.query import MOST_ARMS, arm_value
from store.sources.reading import Reading, reading
from store.sources.shapes.guessed import ShapeGuess, guess_shape
from store.sources.shapes.shaped import shaped
from store.sources.survey_signs import survey_signs
from store.sources.wording import listed, quoted, rows

if TYPE_CHECKING:
    from store.sources.engines import Engine

_LOOKED_AT = 20_000
_LEAST_ROWS = 1_000
_MOST_CELLS = 500_000
_SHOWN_ROWS = 8
_MOST_COLUMNS = 200
_LONGEST_CELL = 80


class PreviewColumn(Value):
    """One column. ``distinct`` is None where there are more than twenty values; it and ``nulls`` are of the rows
    looked at.
    """

    name: str
    type: str
    guess: Guess
    distinct: int | None
    nulls: int


class Preview(Value):
    """What is in a file, or in several that are read as one, whose names are then in ``files``.

    ``rows`` and ``arms`` are of the whole file, columns are judged by the first ``looked_at`` rows. With a plan,
    ``reading`` is the file read as the plan asks, or None and ``refusal`` says why it cannot be. ``shape`` is what a
    row probably is.
    """

    name: str
    format: str
    bytes: int
    rows: int
    looked_at: int
    columns: tuple[PreviewColumn, ...]
    head: tuple[tuple[str, ...], ...]
    arm: str
    unit: str
    arms: dict[str, int]
    oddities: tuple[str, ...]
    reading: Reading | None = None
    refusal: str = ""
    files: tuple[str, ...] = ()
    shape: ShapeGuess | None = None


def preview(file: OpenRows, plan: Plan | None) -> Preview:
    """Look at an open file."""
    seen = _seen(file, plan)
    if plan is None:
        return seen
    try:
        with shaped(file.planned(plan), plan) as (rows_of_units, asked):
            found = reading(rows_of_units, asked)
    except Unreadable as error:
        return seen.but(refusal=str(error))
    return seen.but(reading=found, oddities=(*seen.oddities, *_about(found.faults)))


def _seen(file: OpenRows, plan: Plan | None) -> Preview:
    engine, layout = file.engine, file.layout
    shown = layout.columns[:_MOST_COLUMNS]
    with engine.in_order():  # the first rows
        profiles = _profiles(engine, layout, shown)
        head = _head(engine, layout, shown)
    guessed = guesses(profiles, plan.shares if plan else ())
    arm = _chosen(layout, plan.columns.arm if plan else "", guessed, "arm")
    unit = _chosen(layout, _unit_named(plan), guessed, "unit")
    held = file.holding([arm.name] if arm else [])
    arms = _arms(held.engine, held.layout, arm)
    return Preview(
        name=file.short_name,
        format=layout.format,
        bytes=file.bytes,
        rows=sum(arms.values()),
        looked_at=profiles[0].rows if profiles else 0,
        columns=tuple(_column(profile, guessed[profile.column.sql]) for profile in profiles),
        head=head,
        arm=arm.name if arm else "",
        unit=unit.name if unit else "",
        arms={clean(name): number for name, number in arms.items() if name is not None and name.strip()} if arm else {},
        oddities=(
            *_files(layout),
            *map(clean, layout.notes),
            *_oddities(layout, profiles, arms, arm),
            *survey_signs(profiles, head),
        ),
        files=tuple(clean(part.name) for part in layout.parts) if len(layout.parts) > 1 else (),
        shape=guess_shape(profiles, guessed),
    )


def _unit_named(plan: Plan | None) -> str:
    """Return the column that tells units apart: of clusters and of pairs, each is one unit of several rows."""
    return (plan.columns.cluster or plan.columns.pair or plan.columns.unit) if plan else ""


def _chosen(layout: Layout, named: str, guessed: dict[str, Guess], what: Guess) -> Column | None:
    """Return the column that the plan names, or else the guessed one."""
    for column in layout.columns:
        if column.name == named if named else guessed.get(column.sql) == what:
            return column
    return None


def _profiles(engine: Engine, layout: Layout, columns: Sequence[Column]) -> list[Profile]:
    """Look at the first rows: fewer of a wide file, which has more cells in each."""
    looked_at = max(_LEAST_ROWS, min(_LOOKED_AT, _MOST_CELLS // len(columns)))
    texts = ", ".join(f"nullif({column.sql}::VARCHAR, '')" for column in columns)
    found = engine.rows(f"SELECT {texts} FROM {layout.source} LIMIT {looked_at}")
    return [Profile.of(column, [row[at] for row in found]) for at, column in enumerate(columns)]


def _column(profile: Profile, guess: Guess) -> PreviewColumn:
    return PreviewColumn(
        name=profile.column.name,
        type=profile.kind,
        guess=guess,
        distinct=len(profile.values) if len(profile.values) <= MOST_VALUES else None,
        nulls=profile.rows - profile.filled,
    )


def _head(engine: Engine, layout: Layout, columns: Sequence[Column]) -> tuple[tuple[str, ...], ...]:
    cells = ", ".join(f"{column.sql}::VARCHAR" for column in columns)
    found = engine.rows(f"SELECT {cells} FROM {layout.source} LIMIT {_SHOWN_ROWS}")
    return tuple(tuple("" if cell is None else clean(cell)[:_LONGEST_CELL] for cell in row) for row in found)


def _arms(engine: Engine, layout: Layout, arm: Column | None) -> dict[str | None, int]:
    """Return the rows of each arm; all of them under one key where there is no arm column."""
    found = engine.rows(
        f"SELECT arm, count(*) FROM (SELECT {arm_value(arm)} AS arm FROM {layout.source})"
        f" GROUP BY arm ORDER BY arm LIMIT {MOST_ARMS + 1}"
    )
    if len(found) > MOST_ARMS and arm:
        raise Unreadable(f"column {quoted(arm.name)} (the arm) holds more than {MOST_ARMS:,} different values")
    return dict(found)


def _files(layout: Layout) -> Iterator[str]:
    if len(layout.parts) > 1:
        names = listed(part.name for part in layout.parts)
        yield f"{len(layout.parts):,} files are read as one, in this order: {names}"


def _oddities(
    layout: Layout, profiles: Sequence[Profile], arms: dict[str | None, int], arm: Column | None
) -> Iterator[str]:
    if not arms:
        yield "the file has no rows"
    names = [column.name for column in layout.columns]
    for name, times in Counter(names).items():
        if times > 1:
            yield f"{times} columns are called {quoted(name)}"
    if nameless := sum(not name.strip() for name in names):
        yield f"{nameless} {'column has' if nameless == 1 else 'columns have'} no name"
    if len(names) > _MOST_COLUMNS:
        yield f"only the first {_MOST_COLUMNS} of {len(names):,} columns are shown"
    empty = [profile.column.name for profile in profiles if profile.rows and not profile.filled]
    if empty:
        yield f"nothing stands in {listed(empty)} in the rows looked at"
    for column in layout.columns:
        if column.commas:
            yield f"column {quoted(column.name)} has decimal commas; 3,14 is read as 3.14, and 1.234,5 as 1234.5"
    for profile in profiles:
        yield from _odd_numbers(profile)
    if arm:
        yield from _odd_arms(arms)


def _odd_arms(arms: dict[str | None, int]) -> Iterator[str]:
    if without := sum(number for name, number in arms.items() if name is None or not name.strip()):
        yield f"{rows(without)} name no arm"
    folded = Counter(name.strip().casefold() for name in arms if name is not None and name.strip())
    for name in sorted(name for name, times in folded.items() if times > 1):
        alike = [arm for arm in arms if arm is not None and arm.strip().casefold() == name]
        yield f"the arms {listed(alike)} differ only in case or blanks"


def _odd_numbers(profile: Profile) -> Iterator[str]:
    """Say of a column that looks like numbers, and is none, how to write it."""
    if profile.is_number or not profile.values:
        return
    hints = {number_hint(value, commas=profile.column.commas) for value in profile.values if not is_number(value)}
    if not hints or "" in hints:
        return
    first = min(value for value in profile.values if not is_number(value))
    yield f"column {quoted(profile.column.name)}: {quoted(first)} {number_hint(first, commas=profile.column.commas)}"


def _about(faults: Faults) -> Iterator[str]:
    """Say what reading under the plan met."""
    some = f", such as {'; '.join(faults.examples[:3])}" if faults.examples else ""
    if faults.units_in_two_arms:
        yield f"{faults.units_in_two_arms:,} units are in more than one arm{some}"
    if faults.duplicate_units:
        yield f"{faults.duplicate_units:,} units have more than one row{some}"
    if faults.incomplete_pairs:
        yield f"{faults.incomplete_pairs:,} pairs have one side only{some}"
    for name, number in faults.unknown_arms.items():
        yield f"{rows(number)} of the arm {quoted(name)}, which the plan does not know, will be left out"
