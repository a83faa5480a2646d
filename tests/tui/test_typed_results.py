"""What is typed of each form of data becomes its statistic and texts again, and what cannot be is one clear line."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.errors import InvalidField
from experiments.fields import parse
from experiments.form import Form
from experiments.observation import Observation
from experiments.plan import Plan
from experiments.statistic import Categories, Coded, Counts, CrossMoments, Events, EventTable, Moments, Pairs, Tally
from tests.experiments.recorded import AT
from tui.commands.counts import typed_arms
from tui.typed.arms import arms_of
from tui.typed.forms import FORMS
from tui.typed.tables import event_lines, event_table, level_counts, price_lines, prices, step_lines, steps
from tui.typed_results import arms_typed, not_typed, numbers_asked, texts_of

AGAINST = {"comparison": "control", "control": "old", "shares": {"old": 0.5, "new": 0.5}}


def plan(metric: dict[str, Any], **fields: Any) -> Plan:
    return Plan.of({"metric": [{"name": "m", "bar": 0.0, "target": 0.1, **metric}], **fields})


PAIRED = {"comparison": "paired"}
LEVELS = {"kind": "ordinal", "levels": ["bad", "fair", "good"]}
TYPED: dict[Form, tuple[Plan, dict[str, str], Any]] = {
    Form.counts: (plan({}), {"successes": "12", "trials": "80"}, Counts(successes=12, trials=80)),
    Form.coded: (
        plan({"kind": "theme"}),
        {"successes": "13", "trials": "20", "both": "9", "only_first": "1", "only_second": "2", "neither": "8"},
        Coded(successes=13, trials=20, both=9, only_first=1, only_second=2, neither=8),
    ),
    Form.moments: (plan({"kind": "mean"}), {"n": "40", "mean": "25", "sd": "9"}, Moments(n=40, mean=25, variance=81)),
    Form.differences: (
        plan({"kind": "mean"}, **PAIRED),
        {"n": "40", "mean": "-1.5", "sd": "4"},
        Moments(n=40, mean=-1.5, variance=16),
    ),
    Form.totals: (
        plan({"kind": "ratio", "numerator": "revenue", "denominator": "visits"}),
        {"n": "140", "mean_above": "31", "sd_above": "25", "mean_below": "4", "sd_below": "2", "correlation": "0.5"},
        CrossMoments(n=140, names=("revenue", "visits"), means=(31, 4), covariance=((625, 25), (25, 4))),
    ),
    Form.adjusted: (
        plan({"kind": "mean", "covariates": ["before"]}, **AGAINST),
        {"n": "140", "mean": "12", "sd": "10", "covariate_mean": "11", "covariate_sd": "8", "correlation": "0.5"},
        CrossMoments(n=140, names=("m", "before"), means=(12, 11), covariance=((100, 40), (40, 64))),
    ),
    Form.events: (
        plan({"kind": "rate"}),
        {"events": "37", "exposure": "4200.5", "over": "140"},
        Events(events=37, exposure=4200.5, over=140),
    ),
    Form.levels: (
        plan(LEVELS),
        {"level_0": "3", "level_1": "0", "level_2": "22"},
        Categories(levels=("bad", "fair", "good"), counts=(3, 0, 22)),
    ),
    Form.event_table: (
        plan({"kind": "time_to_event", "horizon": 30}),
        {"table": "7 12 3\n14.5 5 2"},
        EventTable(times=(7, 14.5), events=(12, 5), censored=(3, 2)),
    ),
    Form.prices: (
        plan({"kind": "price"}),
        {"table": "3 5 9 12\n4 6 11 15\n4 6 11 15"},
        Tally(values=((3, 5, 9, 12), (4, 6, 11, 15)), counts=(1, 2)),
    ),
    Form.pairs: (
        plan({"discordant": 0.3}, **PAIRED),
        {"both": "30", "gained": "14", "lost": "5", "neither": "51"},
        Pairs(both=30, gained=14, lost=5, neither=51),
    ),
    Form.steps: (
        plan(LEVELS, **PAIRED),
        {"table": "-1 10\n+0 40\n+2 5"},
        Tally(values=((-1,), (0,), (2,)), counts=(10, 40, 5)),
    ),
}


def typed(plan: Plan, texts: dict[str, str]) -> dict[str, Any]:
    """The values of the rows of every arm, as the record screen reads them."""
    arms = arms_of(plan)
    return {
        asked.key: parse(asked.field, texts.get(asked.key.rpartition(".")[2], ""))
        for asked in numbers_asked(plan, arms)
    }


def test_every_form_of_data_can_be_typed() -> None:
    assert set(FORMS) == set(TYPED) == set(Form)


@pytest.mark.parametrize("form", TYPED, ids=str)
def test_what_is_typed_becomes_the_statistic_and_the_same_texts_again(form: Form) -> None:
    plan, texts, statistic = TYPED[form]
    assert plan.form(plan.metrics[0]) is form
    arms = arms_of(plan)
    found = arms_typed(plan, arms, typed(plan, texts))
    for arm in arms:
        assert found[arm].statistics == {"m": statistic}
        assert found[arm].units == statistic.n
    batch = Observation(experiment_id=1, at=AT, recorded_by="Ada", arms=found)
    for key, text in texts_of(plan, arms, batch).items():
        assert text == texts[key.rpartition(".")[2]]


WRONG: dict[str, tuple[Form, dict[str, str], str, str]] = {
    "more successes than trials": (Form.counts, {"successes": "90"}, "successes", "90 successes out of 80"),
    "a negative count": (Form.counts, {"successes": "-3"}, "successes", "a count is 0 or more"),
    "a negative number of units": (Form.moments, {"n": "-3"}, "n", "a count is 0 or more"),
    "two coders in part": (Form.coded, {"only_second": ""}, "only_second", "type all four numbers"),
    "events from nobody": (Form.events, {"over": "0"}, "over", "0 units cannot have had 37 events"),
    "more coded twice than coded": (Form.coded, {"both": "19"}, "successes", "do not fit into 20 units"),
    "a negative spread": (Form.moments, {"sd": "-9"}, "sd", "a standard deviation is 0 or more"),
    "no exposure": (Form.events, {"exposure": "0"}, "exposure", "above 0"),
    "a negative exposure": (Form.events, {"exposure": "-5"}, "exposure", "-5 is no exposure"),
    "nothing to divide by": (Form.totals, {"mean_below": "0"}, "mean_below", "cannot be divided by"),
    "no correlation": (Form.adjusted, {"correlation": "1.5"}, "correlation", "from −1 to 1"),
    "a negative level": (Form.levels, {"level_1": "-1"}, "level_1", "a count is 0 or more"),
    "a negative pair": (Form.pairs, {"lost": "-5"}, "lost", "a count is 0 or more"),
    "a time of 0": (Form.event_table, {"table": "0 3 1"}, "table", "line 1: time 0 is not above 0"),
    "a time twice": (Form.event_table, {"table": "7 1 1\n\n7 2 2"}, "table", "line 3: time 7 has a line already"),
    "a ragged line": (
        Form.event_table,
        {"table": "7 1 1\n8 2"},
        "table",
        "line 2: 2 numbers where time, events and lost",
    ),
    "a loss below 0": (Form.event_table, {"table": "7 1 -1"}, "table", "line 1: lost cannot be -1"),
    "half an event": (Form.event_table, {"table": "7 1.5 1"}, "table", "line 1: '1.5' is not possible; write a whole"),
    "only a heading": (Form.event_table, {"table": "time events lost"}, "table", "the table is empty"),
    "three prices": (Form.prices, {"table": "4 6 11"}, "table", "line 1: 3 numbers where too cheap, cheap, expensive"),
    "a price below 0": (Form.prices, {"table": "-4 6 11 15"}, "table", "below 0"),
    "a step too far": (Form.steps, {"table": "+3 4"}, "table", "line 1: a difference of +3 is more than 3 levels"),
}


@pytest.mark.parametrize(("form", "changes", "entry", "says"), WRONG.values(), ids=WRONG.keys())
def test_what_cannot_be_is_told_of_its_entry_on_one_line(
    form: Form, changes: dict[str, str], entry: str, says: str
) -> None:
    plan, texts, _ = TYPED[form]
    with pytest.raises(InvalidField) as refused:
        arms_typed(plan, arms_of(plan), typed(plan, texts | changes))
    assert refused.value.field == f"0.0.{entry}"
    assert says in refused.value.hint
    assert "\n" not in str(refused.value)


def test_a_correction_starts_with_the_numbers_of_the_one_group_however_it_was_called() -> None:
    plan, texts, found = TYPED[Form.pairs]
    batch = Observation(
        experiment_id=1, at=AT, recorded_by="Ada", arms={"all": {"units": found.n, "statistics": {"m": found}}}
    )
    assert texts_of(plan, ("after",), batch) == {f"0.0.{name}": text for name, text in texts.items()}


def test_levels_without_any_answer_are_no_results() -> None:
    plan, _, _ = TYPED[Form.levels]
    with pytest.raises(InvalidField, match="no answer is counted yet"):
        arms_typed(plan, ("all",), typed(plan, {}))


def test_several_covariates_are_read_from_a_file_only() -> None:
    several = plan({"kind": "mean", "covariates": ["a", "b"]}, **AGAINST)
    assert not_typed(several) == ("m has 2 covariates: their products are read from a file, not typed",)
    assert list(numbers_asked(several, ("old", "new"))) == []
    with pytest.raises(InvalidField, match="read from a file"):
        arms_typed(several, ("old", "new"), {})


@pytest.mark.parametrize(
    "text", ["Time,Events,Lost\n14,5,2\n7,12,3\n", "7\t12\t3\n14\t5\t2", "7;12;3\n14; 5; 2", "7 12 3\n14 5 2"]
)
def test_a_table_may_come_from_a_spreadsheet_in_any_order(text: str) -> None:
    assert event_table(text) == EventTable(times=(7, 14), events=(12, 5), censored=(3, 2))


@pytest.mark.parametrize(
    "text", ["bad 3\ngood 22", "level,count\ngood, 22\nbad, 3", '"bad"\t3\ngood\t22', "good = 22\nbad=3"]
)
def test_levels_have_a_line_each_in_any_order(text: str) -> None:
    assert level_counts(text, ("bad", "fair", "good")) == (3, 0, 22)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("best 3", "line 1: 'best' is no level of the plan; it has bad, fair, good"),
        ("bad 3\nbad 4", "line 2: 'bad' has a line already"),
        ("bad\ngood 3", "line 1: write a level and its count"),
        ("bad -3", "line 1: the count cannot be -3"),
        ("", "the table is empty"),
    ],
)
def test_a_level_that_is_unknown_or_has_two_lines_is_refused(text: str, says: str) -> None:
    with pytest.raises(InvalidField) as refused:
        level_counts(text, ("bad", "fair", "good"))
    assert str(refused.value).startswith(says)


AMOUNTS = st.floats(0, 1e9).map(lambda value: round(value, 3))
COUNTS = st.integers(0, 10**9)


@given(st.dictionaries(AMOUNTS.filter(bool), st.tuples(COUNTS, COUNTS), min_size=1))
def test_an_event_table_survives_its_lines(rows: dict[float, tuple[int, int]]) -> None:
    times = tuple(sorted(rows))
    table = EventTable(
        times=times, events=tuple(rows[time][0] for time in times), censored=tuple(rows[time][1] for time in times)
    )
    assert event_table(event_lines(table)) == table


@given(st.dictionaries(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS), st.integers(1, 3), min_size=1))
def test_prices_survive_their_lines(rows: dict[tuple[float, ...], int]) -> None:
    values = tuple(sorted(rows))
    tally = Tally(values=values, counts=tuple(rows[value] for value in values))
    assert prices(price_lines(tally)) == tally


@given(st.dictionaries(st.integers(-4, 4), COUNTS, min_size=1))
def test_steps_survive_their_lines(rows: dict[int, int]) -> None:
    tally = Tally(
        values=tuple((float(step),) for step in sorted(rows)), counts=tuple(rows[step] for step in sorted(rows))
    )
    assert steps(step_lines(tally), 5) == tally


@pytest.mark.parametrize("written", ["1,2,3,4", "after=1,2,3,4"])
def test_pairs_typed_after_a_file_go_to_the_group_that_the_file_named(written: str) -> None:
    plan, _, found = TYPED[Form.pairs]
    arms = {"after": {"units": found.n, "statistics": {"m": found}}}
    batch = Observation(experiment_id=1, at=AT, recorded_by="Ada", arms=arms)
    assert list(typed_arms(plan, {"--pairs": (written,)}, (batch,))) == ["after"]
    assert list(typed_arms(plan, {"--pairs": ("1,2,3,4",)})) == ["all"]
