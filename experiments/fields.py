"""One description of every field a person fills in: forms, command-line options and messages are made from it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Literal, get_args

from pydantic.fields import FieldInfo

from experiments.customers import Segment
from experiments.decision import Decision
from experiments.entry import Parsed, text_of, value_of
from experiments.errors import InvalidField
from experiments.experiment import Budget, Experiment, Spend
from experiments.hypothesis import Hypothesis
from experiments.noun import Value
from experiments.observation import Observation
from experiments.plan import Amendment, Columns, Kind, Metric, Pace, Plan

FieldKind = Literal["line", "prose", "int", "float", "percent", "money", "choice", "lines", "shares", "date"]

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


def metric_field(name: str, kind: Kind) -> Field:
    """Return a metric's field as its kind writes it: shares in percent, means as plain numbers."""
    field = FIELDS[f"metric.{name}"]
    return field.but(kind="float") if field.kind == "percent" and kind is Kind.mean else field


def _described(key: str, label: str, hint: str, kind: FieldKind) -> Field:
    """Join the words about a field with what its noun says of it: required or not, default, choices."""
    noun, name = key.split(".", 1)
    info = _NOUNS[noun].model_fields[name]
    return Field(
        key=key,
        label=label,
        hint=hint,
        kind=kind,
        choices=_choices(info),
        required=info.is_required(),
        initial=None if info.is_required() else info.get_default(call_default_factory=True),
    )


def _choices(info: FieldInfo) -> tuple[str, ...]:
    if isinstance(info.annotation, type) and issubclass(info.annotation, StrEnum):
        return tuple(info.annotation)
    return tuple(choice for choice in get_args(info.annotation) if isinstance(choice, str))


_SEGMENT: tuple[tuple[str, str, str, FieldKind], ...] = (
    ("segment.name", "Name", "A group you could go and meet, such as “parents who shop at night”.", "line"),
    ("segment.description", "Description", "Who they are and what they share, in a few sentences.", "prose"),
    ("segment.demographics", "Demographics", "Facts about them, such as “30 to 45, in cities, two children”.", "prose"),
    (
        "segment.psychographics",
        "Psychographics",
        "What they value and fear, such as “never late, hate waste”.",
        "prose",
    ),
    (
        "segment.expectations",
        "Top expectations",
        "At most three, one per line, such as “delivered before noon”.",
        "lines",
    ),
    ("segment.size", "Reachable customers", "How many you could reach, such as 40,000.", "int"),
    ("segment.where_to_find", "Where to find them", "Places and channels, such as “the playground forum”.", "prose"),
)

_HYPOTHESIS: tuple[tuple[str, str, str, FieldKind], ...] = (
    (
        "hypothesis.title",
        "Title",
        "The belief in a few words, such as “Night parents pay for morning delivery”.",
        "line",
    ),
    ("hypothesis.need", "Need", "What they have or want, such as “run out of milk at night”.", "line"),
    ("hypothesis.behaviour", "Will", "What they will do, such as “order before midnight twice a week”.", "line"),
    ("hypothesis.offer", "If", "What you offer, such as “we deliver before seven”.", "line"),
    ("hypothesis.competing", "Or else", "What else could be true, such as “they only like the discount”.", "line"),
    (
        "hypothesis.risk",
        "Risk",
        "What could make it worthless: nobody wants it, it cannot be built, it does not pay.",
        "choice",
    ),
    ("hypothesis.importance", "Importance", "From 1 (nice to know) to 5 (all depends on it).", "int"),
    ("hypothesis.prior", "Belief before any test", "How likely it is true, such as 30%.", "percent"),
    ("hypothesis.money_asked", "Money asked", "What you would invest if it is true, such as 40,000.", "money"),
    ("hypothesis.person_days_asked", "Person-days asked", "Work you would invest if it is true, such as 60.", "float"),
    ("hypothesis.value_if_true", "Value if true", "What it would earn, such as 250,000.", "money"),
    ("hypothesis.owner", "Owner", "Who answers for it, such as “Ana”.", "line"),
)

_EXPERIMENT: tuple[tuple[str, str, str, FieldKind], ...] = (
    ("experiment.title", "Title", "The test in a few words, such as “Landing page with a price”.", "line"),
    ("experiment.kind", "Kind of test", "A name from the catalogue, such as “smoke-test”.", "line"),
    ("experiment.we_will", "To verify that, we will", "What you do, such as “show the page to 150 visitors”.", "prose"),
    ("experiment.owner", "Owner", "Who runs it, such as “Ben”.", "line"),
    ("budget.money", "Money, at most", "What the test may cost, such as 500. Empty: no limit.", "money"),
    ("budget.person_days", "Person-days, at most", "Work the test may take, such as 4. Empty: no limit.", "float"),
    ("budget.calendar_days", "Calendar days, at most", "How long it may run, such as 14. Empty: no limit.", "float"),
    ("spend.money", "Money spent", "What the test has cost so far, such as 320.", "money"),
    ("spend.person_days", "Person-days spent", "Work it has taken so far, such as 2.5.", "float"),
)

_METRIC: tuple[tuple[str, str, str, FieldKind], ...] = (
    ("metric.name", "Metric", "What is measured, such as “sign-ups”.", "line"),
    (
        "metric.role",
        "Role",
        "Success has to gain, a guardrail must not lose much, deterioration must not be shown.",
        "choice",
    ),
    ("metric.kind", "Kind", "A proportion counts who did it; a mean averages an amount per unit.", "choice"),
    ("metric.column", "Column", "The column of a file that holds it, such as “signed_up”.", "line"),
    ("metric.direction", "Better is", "Whether more or less of it is better.", "choice"),
    ("metric.scale", "Compared by", "Difference (12% against 10% is 2 points) or relative (it is 20% more).", "choice"),
    ("metric.bar", "Bar", "The least that would justify more investment, such as 8%.", "percent"),
    ("metric.target", "Target", "What you expect if you are right, such as 15%.", "percent"),
    ("metric.margin", "Margin", "For a guardrail: the loss you could still accept, such as 1%.", "percent"),
    ("metric.baseline", "Without the change", "What you expect without it, such as 10%; used to plan.", "percent"),
    ("metric.sd", "Spread of one unit", "The standard deviation, such as 25; used to plan a mean.", "float"),
    ("metric.unit", "Unit", "What one of it is, such as “€” or “minutes”.", "line"),
)

_PLAN: tuple[tuple[str, str, str, FieldKind], ...] = (
    ("plan.title", "Title", "The test in a few words, such as “Landing page with a price”.", "line"),
    ("plan.comparison", "Compared with", "A fixed benchmark, a control arm, or the same units before.", "choice"),
    ("plan.control", "Control arm", "Which arm is the old way, such as “old page”.", "line"),
    ("plan.alpha", "Risk of a false invest", "Chance to invest although it is only at the bar, such as 5%.", "percent"),
    ("plan.beta", "Risk of a false stop", "Chance to stop although it is at the target, such as 20%.", "percent"),
    ("plan.monitoring", "Looks", "When results may be seen: once at the planned size (fixed), or earlier.", "choice"),
    (
        "plan.planned_size",
        "Planned size",
        "Units over all arms, such as 160. Empty: computed from bar and target.",
        "int",
    ),
    ("plan.success", "Success needs", "All success metrics, or any one of them.", "choice"),
    ("plan.shares", "Arms", "Each arm with its share, such as “old page=50%, new page=50%”.", "shares"),
    ("columns.arm", "Arm column", "The column of a file that names the arm, such as “version”.", "line"),
    ("columns.unit", "Unit column", "The column that names who was assigned, such as “userid”.", "line"),
    ("plan.start", "Start", "First day, such as 2026-03-02.", "date"),
    ("plan.deadline", "Deadline", "Last day, such as 2026-03-16.", "date"),
    ("pace.units_per_day", "Units per day", "How many come in a day over all arms, such as 25.", "float"),
    ("pace.setup_days", "Days to set up", "Before the first unit, such as 3.", "float"),
    ("pace.fixed_cost", "Fixed cost", "Paid whatever the size, such as 200.", "money"),
    ("pace.cost_per_unit", "Cost per unit", "Paid for each unit, such as 1.80.", "money"),
    ("pace.person_days", "Person-days", "Work the test will take, such as 4.", "float"),
    ("amendment.why", "Why", "Why the locked plan changes, such as “half the traffic we expected”.", "prose"),
    ("amendment.seen", "What had been seen", "What was known of the data when the plan changed.", "choice"),
)

_OUTCOME: tuple[tuple[str, str, str, FieldKind], ...] = (
    ("observation.strength", "Evidence strength", "From 1 (what people say) to 5 (what they pay).", "int"),
    ("observation.why", "Why or note", "Why an earlier batch is replaced, or where the numbers came from.", "prose"),
    ("decision.choice", "Choice", "Invest, pivot, persevere (test on) or stop.", "choice"),
    ("decision.why", "Why", "The reason in your own words, such as “it clears the bar at the price we need”.", "prose"),
    (
        "decision.learning",
        "From that we learned that",
        "What you know now, such as “price matters more than speed”.",
        "prose",
    ),
    (
        "decision.next_step",
        "Next step",
        "What happens next and who does it, such as “Ben builds the pilot in May”.",
        "prose",
    ),
    (
        "decision.customers_told",
        "What customers are told",
        "What became of their answers, such as “it opens in June”.",
        "prose",
    ),
    ("decision.money", "Money released", "What this decision spends, such as 40,000.", "money"),
    ("decision.person_days", "Person-days released", "Work this decision spends, such as 60.", "float"),
    ("decision.seconded_by", "Seconded by", "A second person who stands behind it, such as “Ana”.", "line"),
)

FIELDS: dict[str, Field] = {
    row[0]: _described(*row) for row in (*_SEGMENT, *_HYPOTHESIS, *_EXPERIMENT, *_METRIC, *_PLAN, *_OUTCOME)
}
