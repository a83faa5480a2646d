"""The rows of a form that say what a row of a source is, where the plan leaves that open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from experiments.fields import Field
from experiments.shape import AS_IT_IS, RowOf
from tui.widgets.field_row import FieldRow

if TYPE_CHECKING:
    from experiments.plan import Plan
    from store.sources.shapes.guessed import ShapeGuess

ROW = "shape.row"
_ASKED: dict[RowOf, tuple[str, ...]] = {
    RowOf.unit: (),
    RowOf.event: ("assignment", "unit", "time", "event", "window_days"),
    RowOf.answer: ("question", "answer"),
    RowOf.group: ("times",),
    RowOf.total: ("units", "cumulative", "arms"),
    RowOf.coding: ("coder", "codes"),
}
_SAID = {
    "assignment": ("Assignment", "The file or table that says which unit was in which arm."),
    "unit": ("Unit of an event", "Its column, where the events call the unit otherwise than the plan."),
    "time": ("Time of an event", "The column of when it happened."),
    "event": ("Kind of event", "The column of what happened, where a metric counts some kinds only."),
    "window_days": ("Window", "For how many days after its assignment a unit's events count; empty: all."),
    "question": ("Question", "The column of the question."),
    "answer": ("Answer", "The column of the answer."),
    "times": ("How many", "The column of how many units a row stands for."),
    "units": ("Number of units", "The column of how many units a row adds up; n_{arm} where arms stand side by side."),
    "cumulative": ("All until then", "Whether a row holds all until its time."),
    "arms": ("Arms side by side", "What stands for {arm} in the columns of each: control=old, treatment=new."),
    "coder": ("Coder", "The column of who coded, or {file} where each has a file."),
    "codes": ("Codes", "The columns of the codes; * takes several, such as Code *."),
}


def shape_rows(plan: Plan) -> list[FieldRow]:
    """Return the rows; none where the plan says what a row is, or reads pairs or clusters, which are of units."""
    if plan.shape != AS_IT_IS:
        return []
    hint = "One unit, unless the preview says that it looks like something else."
    kinds = tuple(row.value for row in RowOf)
    rows = [FieldRow(Field(key=ROW, label="A row is one", kind="choice", choices=kinds, initial="unit", hint=hint))]
    for name, (label, said) in _SAID.items():
        field = Field(key=f"shape.{name}", label=label, hint=said, kind="line")
        if name == "cumulative":
            field = field.but(kind="choice", choices=("no", "yes"), initial="no")
        rows.append(FieldRow(field, path=name == "assignment"))
    asked_only(rows)
    return rows


def asked_only(rows: Iterable[FieldRow]) -> None:
    """Show what such rows need, and nothing that others do."""
    by_key = {row.key: row for row in rows}
    if ROW not in by_key:
        return
    asked = _ASKED[RowOf(by_key[ROW].text)]
    for name in _SAID:
        by_key[f"shape.{name}"].display = name in asked


def said_of(rows: Iterable[FieldRow]) -> dict[str, str]:
    """Return what stands in the form, as a source says it; nothing where a row is a unit."""
    texts = {row.key: row.text.strip() for row in rows if row.key.startswith("shape.")}
    row = texts.get(ROW, "unit")
    if row == "unit":
        return {}
    asked = {f"shape.{name}": texts[f"shape.{name}"] for name in _ASKED[RowOf(row)]}
    return {ROW: row, **{key: text for key, text in asked.items() if text and text != "no"}}


def take_over(rows: Iterable[FieldRow], names: Mapping[str, str]) -> None:
    """Put what a saved source says of its rows where nothing was typed."""
    known = list(rows)
    for row in known:
        text = names.get(row.key, row.initial)
        if row.key.startswith("shape.") and not row.changed and row.text != text:
            row.text = row.initial = text
    asked_only(known)


def guessed_fields(guess: ShapeGuess | None) -> dict[str, str]:
    """Return the columns that were guessed, by their rows, so that saying what a row is may be enough."""
    if guess is None:
        return {}
    return {f"shape.{name}": "".join(_text(getattr(guess.shape, name))) for name in _ASKED[guess.row]}


def _text(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield ", ".join(f"{name}={text}" for name, text in value.items())
    elif isinstance(value, tuple):
        yield ", ".join(value)
    elif isinstance(value, str):
        yield value
