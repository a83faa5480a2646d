"""Ordered answers, price questions and coded themes, read from the columns that hold them."""

from __future__ import annotations

import pyarrow as pa
import pytest

from experiments.errors import Unreadable
from experiments.statistic import Categories, Coded, Tally
from store.sources import query
from store.sources.files import preview, read

LIKERT = {"name": "ease", "kind": "ordinal", "levels": [1, 2, 3], "bar": 0.5, "target": 0.6}
NPS = {"name": "recommend", "kind": "ordinal", "score": "nps", "bar": 0.0, "target": 0.2}
WORDS = {**LIKERT, "levels": ["it's bad", "fine", "good"]}
PRICES = {"name": "price", "kind": "price", "prices": ["a", "b", "c", "d"], "bar": 5, "target": 9}
THEME = {"name": "fear", "kind": "theme", "bar": 0.1, "target": 0.3}


@pytest.mark.parametrize(
    "column",
    [
        pa.array([1, 3, None, 3], pa.int8()),
        pa.array([1.0, 3.0, None, 3.0]),
        pa.array(["1", "3.0", "", " 3 "]),
        pa.array(["1", "3", " ", "3"]).dictionary_encode(),
    ],
    ids=lambda column: str(column.type),
)
def test_a_level_is_the_same_however_its_number_is_written(parquet, one_group, column) -> None:
    data = read(parquet({"ease": column}), one_group(LIKERT)).arms["all"]
    assert data.statistics["ease"] == Categories(levels=("1", "2", "3"), counts=(1, 0, 2))
    assert (data.units, data.missing) == (4, {"ease": 1})


def test_levels_may_be_words(csv, one_group) -> None:
    found = read(csv("ease\ngood\n it's bad\ngood \n"), one_group(WORDS)).arms["all"].statistics["ease"]
    assert (found.levels, found.counts) == (("it's bad", "fine", "good"), (1, 0, 2))


def test_a_promoter_score_takes_nought_to_ten(csv, planned) -> None:
    rows = "old,0\nold,10\nnew,9\nnew,9\n"
    arms = read(csv(f"arm,recommend\n{rows}"), planned(NPS)).arms
    assert arms["old"].statistics["recommend"].counts == (1, *[0] * 9, 1)
    assert arms["new"].statistics["recommend"].counts == (*[0] * 9, 2, 0)


@pytest.mark.parametrize("value", ["4", "great", "1.5", "nan", "Fine"])
def test_an_unknown_answer_is_refused_with_its_line_and_the_levels(csv, one_group, value) -> None:
    for metric, known in ((LIKERT, "the levels are '1', '2', '3'"), (WORDS, "'fine', 'good'")):
        first = metric["levels"][0]
        with pytest.raises(Unreadable) as refused:
            read(csv(f"ease,id\n{first},1\n,2\n{value},3\n{value},4\n"), one_group(metric))
        assert f"line 4, column 'ease' (metric 'ease'): '{value}' is not possible; the levels are" in str(refused.value)
        assert known in str(refused.value)
        assert str(refused.value).endswith("; 1 more like it")


def test_price_answers_are_counted_as_they_were_given(csv, one_group) -> None:
    rows = "5,8,12,20\n5,8,12,20\n4.5,8,12,20\n,8,12,20\n5,8,12,\n"
    data = read(csv(f"a,b,c,d\n{rows}"), one_group(PRICES)).arms["all"]
    assert data.statistics["price"] == Tally(values=((4.5, 8, 12, 20), (5, 8, 12, 20)), counts=(1, 2))
    assert (data.units, data.missing) == (5, {"price": 2})


def test_prices_stay_in_the_order_that_the_plan_names(csv, one_group) -> None:
    metric = {**PRICES, "prices": ["d", "c", "b", "a"]}
    found = read(csv("a,b,c,d\n20,12,8,5\n"), one_group(metric)).arms["all"].statistics["price"]
    assert found.values == ((5, 8, 12, 20),)


def test_prices_that_cannot_be_or_are_not_named_are_refused(csv, one_group) -> None:
    with pytest.raises(Unreadable, match=r"line 2, column 'c' \(metric 'price'\): '-1' is not possible; a price is a"):
        read(csv("a,b,c,d\n5,8,-1,20\n"), one_group(PRICES))
    with pytest.raises(
        Unreadable, match=r"metric 'price' is a price: set its prices to four columns, too cheap, cheap"
    ):
        read(csv("a,b,c,d\n5,8,1,20\n"), one_group({**PRICES, "prices": []}))


def test_too_many_different_price_answers_are_refused(csv, one_group, monkeypatch) -> None:
    monkeypatch.setattr(query, "MOST_DISTINCT", 3)
    with pytest.raises(Unreadable, match="holds more than 3 different values; round them"):
        read(csv("a,b,c,d\n" + "".join(f"{n},8,12,20\n" for n in range(4))), one_group(PRICES))


def test_one_coder_counts_what_they_found(csv, one_group) -> None:
    data = read(csv("fear,second\n1,\n0,\n,1\nyes,0\n"), one_group(THEME)).arms["all"]
    assert data.statistics["fear"] == Coded(successes=2, trials=3)
    assert data.missing == {"fear": 1}


def test_a_blank_of_the_second_coder_is_no_code_of_theirs(csv, one_group) -> None:
    rows = "1,1\n1,0\n1,\n0,1\n0,0\n0,0\n0,\n,1\n"
    metric = {**THEME, "second_coder": "second"}
    data = read(csv(f"fear,second\n{rows}"), one_group(metric)).arms["all"]
    coded = Coded(successes=3, trials=7, both=1, only_first=1, only_second=1, neither=2)
    assert data.statistics["fear"] == coded
    assert (data.units, data.missing) == (8, {"fear": 1})


def test_a_code_that_is_neither_yes_nor_no_is_refused(csv, one_group) -> None:
    with pytest.raises(
        Unreadable, match=r"line 3, column 'second' \(metric 'fear'\): 'maybe' is not possible; it takes"
    ):
        read(csv("fear,second\n1,1\n1,maybe\n"), one_group({**THEME, "second_coder": "second"}))


def test_every_kind_of_metric_of_one_file_is_read_at_once_and_shown_in_a_preview(csv, one_group) -> None:
    path = csv("ease,recommend,a,b,c,d,fear\n1,9,5,8,12,20,1\n3,10,5,8,12,20,0\n")
    plan = one_group(LIKERT, NPS, PRICES, THEME)
    found = preview(path, plan)
    assert (found.refusal, found.rows) == ("", 2)
    assert {name: one.n for name, one in found.reading.arms["all"].statistics.items()} == dict.fromkeys(
        ("ease", "recommend", "price", "fear"), 2
    )
