"""One description of every field a person fills in: forms, command-line options and messages are made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, get_args

from pydantic.fields import FieldInfo

from experiments import field_words as words
from experiments.customers import Segment
from experiments.decision import Decision
from experiments.entry import Parsed, text_of, value_of
from experiments.errors import InvalidField
from experiments.estimand import Writing, writing_of
from experiments.experiment import Budget, Experiment, Spend
from experiments.field_words import FieldKind
from experiments.hypothesis import Hypothesis
from experiments.noun import Value
from experiments.observation import Observation
from experiments.plan import Amendment, Columns, Comparison, Kind, Metric, Pace, Plan, Scale, Score
from experiments.saved_source import SavedSource

_NOUNS: dict[str, type[Value]] = {
    "segment": Segment,
    "hypothesis": Hypothesis,
    "experiment": Experiment,
    "budget": Budget,
    "spend": Spend,
    "metric": Metric,
    "plan": Plan,
    "columns": Columns,
    "pace": Pace,
    "amendment": Amendment,
    "observation": Observation,
    "decision": Decision,
    "source": SavedSource,
}


class Field(Value):
    """What a person is told about one field, and how what they type becomes its value.

    ``key`` is ``noun.field``; ``hint`` one sentence with an example; ``initial`` what an empty entry stands for where
    the field is not ``required``.
    """

    key: str
    label: str
    hint: str
    kind: FieldKind
    choices: tuple[str, ...] = ()
    required: bool = False
    initial: Any = None

    @property
    def name(self) -> str:
        """Return the field's name in its noun."""
        return self.key.split(".", 1)[1]


def parse(field: Field, text: str) -> Parsed:
    """Turn what was typed into the field's value.

    Raises
    ------
    InvalidField
        Naming the field's label, what was typed and how to write it.
    """
    if text.strip():
        return value_of(field.label, field.kind, text, field.choices)
    if field.required:
        raise InvalidField.about(field.label, f"it is required. {field.hint}")
    initial: Parsed = field.initial
    return initial


def edit_text(field: Field, value: object) -> str:
    """Return the text that :func:`parse` reads back as the value: what an edit form starts from."""
    return "" if value is None else text_of(field.kind, value)


def fields_of(noun: str) -> tuple[Field, ...]:
    """Return a noun's fields in the order a form asks for them."""
    return tuple(field for key, field in FIELDS.items() if key.startswith(f"{noun}."))


@dataclass(frozen=True)
class MetricNature:
    """What decides how the numbers of a metric are written: its kind and what it is held against, and how."""

    kind: Kind
    scale: Scale = Scale.difference
    comparison: Comparison = Comparison.benchmark
    score: Score = Score.usual
    unit: str = ""


def metric_field(name: str, kind: Kind, nature: MetricNature | None = None) -> Field:
    """Return a metric's field as its kind writes it.

    Shares, points and lifts are typed in percent, amounts as plain numbers, a promoter score in percent. The baseline
    is what one arm shows, so it is written as against a benchmark, whatever the metric is compared with.
    """
    nature = nature or MetricNature(kind)
    field = FIELDS[f"metric.{name}"]
    if name == "kind":
        return field.but(hint=words.KINDS[kind])
    if name == "score":
        return field.but(hint=words.SCORES[nature.score])
    if name not in _MEASURED:
        return field
    own = replace(nature, scale=Scale.difference, comparison=Comparison.benchmark)
    hints = _hints(nature if name != "baseline" else own)
    hint = hints.get(name, field.hint)
    if field.kind != "percent":
        return field.but(hint=hint)
    in_amounts = _writing(nature if name != "baseline" else own) in (Writing.amount, Writing.change)
    return field.but(kind="float" if in_amounts else "percent", hint=hint)


_MEASURED = ("bar", "target", "margin", "baseline", "sd")


def _writing(nature: MetricNature) -> Writing:
    return writing_of(nature, nature.comparison)


def _hints(nature: MetricNature) -> Mapping[str, str]:
    """Return the hints that fit the metric better than the usual ones."""
    if nature.kind is Kind.ordinal:
        if nature.score is Score.nps:
            return words.METRIC_AS_NPS
        if nature.comparison is Comparison.paired:
            return words.METRIC_AS_STEPS
        if nature.comparison is Comparison.control and nature.score is Score.usual:
            return words.METRIC_AS_CHANCE
    return _HINTS.get(_writing(nature), {})


_HINTS: Mapping[Writing, Mapping[str, str]] = {
    Writing.amount: words.METRIC_AS_AMOUNTS,
    Writing.change: words.METRIC_AS_AMOUNTS,
    Writing.points: words.METRIC_AS_POINTS,
}


def _described(key: str, label: str, hint: str, kind: FieldKind) -> Field:
    """Join the words about a field with what its noun says of it: required or not, default, choices."""
    noun, name = key.split(".", 1)
    info = _NOUNS[noun].model_fields[name]
    initial = None if info.is_required() else info.get_default(call_default_factory=True)
    return Field(
        key=key,
        label=label,
        hint=hint,
        kind=kind,
        choices=_choices(info),
        required=info.is_required(),
        initial=text_of("choice", initial) if kind == "choice" and initial is not None else initial,
    )


def _choices(info: FieldInfo) -> tuple[str, ...]:
    if isinstance(info.annotation, type) and issubclass(info.annotation, StrEnum):
        return tuple(info.annotation)
    if info.annotation is bool:
        return ("no", "yes")
    return tuple(choice for choice in get_args(info.annotation) if isinstance(choice, str))


FIELDS: dict[str, Field] = {
    row[0]: _described(*row) for row in (*words.SEGMENT, *words.HYPOTHESIS, *words.EXPERIMENT, *words.METRIC)
} | {row[0]: _described(*row) for row in (*words.PLAN, *words.OUTCOME, *words.SOURCE)}
