"""What people type is read in one way only, or not at all; and every editable field has words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments import fields
from experiments.errors import InvalidField
from experiments.fields import FIELDS, Field, MetricNature, edit_text, fields_of, metric_field, parse
from experiments.plan import Comparison, Kind, Scale, Score

# Not typed by a person: kept by the program, or asked for by other means.
_KEPT = {
    "id", "version", "segment_id", "hypothesis_id", "experiment_id", "budget", "spend", "stage", "plan", "plan_hash",
    "locked_at", "started_at", "concluded_at", "abandoned_why", "amendments", "metrics", "columns", "pace", "who", "at",
    "verdict", "before", "after", "changes", "recorded_by", "source", "arms", "faults", "supersedes", "shape", "read",
}  # fmt: skip


@pytest.mark.parametrize("noun", fields._NOUNS)
def test_every_field_a_person_fills_in_is_described(noun: str) -> None:
    described = {field.name for field in fields_of(noun)}
    typed = {"columns"} if noun == "source" else set()
    assert described == set(fields._NOUNS[noun].model_fields) - (_KEPT - typed)


@pytest.mark.parametrize("field", FIELDS.values(), ids=FIELDS.keys())
def test_hints_are_one_sentence_with_a_short_label(field: Field) -> None:
    assert field.hint.endswith((".", "limit.", "”."))
    assert len(field.hint) <= 90
    assert len(field.label) <= 26
    assert field.label[0].isupper()


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("metric.bar", "8%", 0.08),
        ("metric.bar", " 8 % ", 0.08),
        ("metric.bar", "0.08", 0.08),
        ("metric.bar", "−0.5%", -0.005),
        ("metric.bar", "7%", 0.07),
        ("segment.size", "5,000", 5000),
        ("segment.size", "5 000", 5000),
        ("segment.size", "1,234,567", 1234567),
        ("plan.planned_size", "160", 160),
        ("hypothesis.money_asked", "5,000", 5000.0),
        ("hypothesis.money_asked", "€ 40 000", 40000.0),
        ("hypothesis.money_asked", "1,234.50", 1234.5),
        ("pace.units_per_day", "1,234,567.5", 1234567.5),
        ("pace.units_per_day", "2.5", 2.5),
        ("plan.start", "2026-03-02", date(2026, 3, 2)),
        ("plan.monitoring", "Group sequential", "group-sequential"),
        ("segment.expectations", "fast\n\n kind ", ("fast", "kind")),
        ("plan.shares", "old, new", {"old": 0.5, "new": 0.5}),
        ("plan.shares", "old page=50%, new=0.5", {"old page": 0.5, "new": 0.5}),
        ("plan.shares", "a=b=90%\nc,d=10%", {"a=b": 0.9, "c,d": 0.1}),
        ("metric.levels", "1, 2,3", ("1", "2", "3")),
        ("metric.prices", 'p1, "a, b", "say ""x""", p4', ("p1", "a, b", 'say "x"', "p4")),
        ("metric.covariates", "", ()),
        ("metric.between", "1 to 5", (1.0, 5.0)),
        ("metric.between", "-2.5, 10", (-2.5, 10.0)),
        ("metric.between", "0–100", (0.0, 100.0)),
        ("metric.between", "", None),
        ("pace.weekly", "Yes", "yes"),
        ("plan.looks", "5", 5),
        ("plan.looks", "Weekly", "weekly"),
        ("plan.looks", "500, 1000", (500, 1000)),
        ("plan.looks", "500,", (500,)),
        ("plan.looks", "2026-03-02, 2026-03-09", (date(2026, 3, 2), date(2026, 3, 9))),
        ("segment.size", "", None),
        ("hypothesis.money_asked", "", 0.0),
        ("hypothesis.owner", "  ", ""),
    ],
)
def test_what_is_typed_becomes_the_value(key: str, text: str, value: object) -> None:
    assert parse(FIELDS[key], text) == value


@pytest.mark.parametrize(
    ("key", "text", "says"),
    [
        ("metric.sd", "5,000", "thousands or decimals"),
        ("metric.bar", "0,08", "write 0.08"),
        ("hypothesis.money_asked", "5.000", "thousands or not"),
        ("segment.size", "5.000", "whole number"),
        ("segment.size", "many", "whole number"),
        ("segment.size", "9" * 50, "at most"),
        ("metric.sd", "nan", "a number such as"),
        ("metric.sd", "inf", "a number such as"),
        ("metric.sd", "1e999", "larger than"),
        ("metric.bar", "٣", "8% or 0.08"),
        ("plan.start", "02.03.2026", "year-month-day"),
        ("plan.start", "2026-02-30", "year-month-day"),
        ("plan.comparison", "nothing", "benchmark, control, paired"),
        ("plan.shares", "old=50%, new", "each arm with its share"),
        ("plan.shares", "a=50%, a=50%", "named once"),
        ("hypothesis.title", " ", "required"),
        ("metric.levels", "bad,,good", "a name is missing"),
        ("metric.levels", 'bad, "good', "in quotes"),
        ("metric.bar", "20", "did you mean 20%"),
        ("plan.looks", "often", "daily, weekly"),
        ("metric.between", "5", "the least and the greatest value"),
        ("metric.between", "1 to 2 to 3", "the least and the greatest value"),
        ("metric.between", "1 to many", "write a number"),
        ("decision.choice", "maybe", "invest, pivot, persevere, stop"),
    ],
)
def test_what_could_mean_two_things_or_nothing_is_refused_on_one_line(key: str, text: str, says: str) -> None:
    with pytest.raises(InvalidField, match=says) as refused:
        parse(FIELDS[key], text)
    assert str(refused.value).startswith(FIELDS[key].label)
    assert "\n" not in str(refused.value)


@given(st.sampled_from(["percent", "money", "float"]), st.floats(allow_nan=False, allow_infinity=False))
def test_the_text_of_a_number_reads_back_as_the_number(kind: str, number: float) -> None:
    field = FIELDS["metric.bar"].but(kind=kind)
    assert parse(field, edit_text(field, number)) == number


@given(st.dictionaries(st.sampled_from(["a", "b,c", "d=e", "old page"]), st.floats(0.01, 1), min_size=1))
def test_the_text_of_shares_reads_back_as_the_shares(shares: dict[str, float]) -> None:
    field = FIELDS["plan.shares"]
    assert parse(field, edit_text(field, shares)) == shares


def test_a_share_is_edited_in_percent_and_a_mean_as_it_is() -> None:
    assert edit_text(metric_field("bar", Kind.proportion), 0.07) == "7%"
    assert edit_text(metric_field("bar", Kind.mean), 7.0) == "7"
    assert edit_text(FIELDS["segment.expectations"], ("fast", "kind")) == "fast\nkind"
    assert edit_text(FIELDS["plan.deadline"], None) == ""


@given(st.lists(st.text(st.characters(exclude_categories=("C", "Z")) | st.sampled_from(', "'), min_size=1), min_size=1))
def test_the_text_of_a_list_reads_back_as_the_list(names: list[str]) -> None:
    stripped = tuple(name.strip() or "x" for name in names)
    field = FIELDS["metric.levels"]
    assert parse(field, edit_text(field, stripped)) == stripped


AGAINST = Comparison.control
NUMBERS = {
    "a share": (MetricNature(Kind.proportion), "percent"),
    "a theme": (MetricNature(Kind.theme, comparison=AGAINST), "percent"),
    "what is left": (MetricNature(Kind.time_to_event), "percent"),
    "answers": (MetricNature(Kind.ordinal, comparison=AGAINST), "percent"),
    "NPS": (MetricNature(Kind.ordinal, score=Score.nps), "percent"),
    "steps of pairs": (MetricNature(Kind.ordinal, comparison=Comparison.paired), "percent"),
    "an amount": (MetricNature(Kind.mean, comparison=AGAINST), "float"),
    "a ratio": (MetricNature(Kind.ratio), "float"),
    "a rate": (MetricNature(Kind.rate), "float"),
    "a price": (MetricNature(Kind.price), "float"),
    "a lift of a mean": (MetricNature(Kind.mean, Scale.relative, AGAINST), "percent"),
    "a lift of a rate": (MetricNature(Kind.rate, Scale.relative, AGAINST), "percent"),
}


@pytest.mark.parametrize(("nature", "kind"), NUMBERS.values(), ids=NUMBERS.keys())
def test_bar_target_and_margin_are_typed_as_the_metric_is_written(nature: MetricNature, kind: str) -> None:
    for name in ("bar", "target", "margin"):
        assert metric_field(name, nature.kind, nature).kind == kind


def test_a_baseline_is_an_amount_where_a_lift_of_it_is_a_share() -> None:
    lift = MetricNature(Kind.mean, Scale.relative, AGAINST)
    assert metric_field("baseline", Kind.mean, lift).kind == "float"
    assert metric_field("baseline", Kind.theme, MetricNature(Kind.theme, comparison=AGAINST)).kind == "percent"


def test_the_hint_of_a_promoter_score_says_how_20_is_typed() -> None:
    assert "an NPS of 20 is typed as 20%" in metric_field("bar", Kind.ordinal, NUMBERS["NPS"][0]).hint


@pytest.mark.parametrize("looks", [5, "daily", (500,), (500, 1000), (date(2026, 3, 2), date(2026, 3, 9))])
def test_the_text_of_looks_reads_back_as_the_looks(looks: object) -> None:
    assert parse(FIELDS["plan.looks"], edit_text(FIELDS["plan.looks"], looks)) == looks


def test_the_text_of_a_range_reads_back_as_the_range() -> None:
    field = FIELDS["metric.between"]
    assert edit_text(field, (1.0, 5.0)) == "1 to 5"
    assert parse(field, edit_text(field, (-0.5, 1e6))) == (-0.5, 1e6)
