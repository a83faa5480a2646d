"""What a row is, is guessed from the first rows with a reason; what survey tools add to an export is told."""

from __future__ import annotations

import pytest

from experiments.shape import RowOf
from store.sources.files import preview
from store.sources.shapes.guessed import CHOICES

EVENTS = "user,at,event,amount\n" + "".join(f"u{n % 5},2026-03-0{n % 7 + 1} 10:00,purchase,{n}.5\n" for n in range(16))
ANSWERS = "respondent,question,answer\n" + "".join(f"r{n // 3},q{n % 3},{n % 5}\n" for n in range(30))
DAILY = "day,arm,visitors,buyers\n" + "".join(
    f"2026-03-0{n // 2 + 1},{'old' if n % 2 else 'new'},{1000 + n},{n}\n" for n in range(12)
)
SIDES = "day,n_old,n_new,mean_old,mean_new\n" + "".join(f"{n},{n * 100 + 9},{n * 101},1.5,1.6\n" for n in range(8))
TABLE = "sex,outcome,freq\nmen,admitted,512\nmen,rejected,313\nwomen,admitted,89\nwomen,rejected,19\n"
WEEKS = "shop,arm,week,sales\n" + "".join(f"shop{n // 4},{'ab'[n // 4 % 2]},{n % 4},{n}.5\n" for n in range(40))
STAY = "customer,signed_up,left_on\n" + "".join(
    f"c{n},2026-01-1{n % 9},{'' if n % 2 else '2026-02-01'}\n" for n in range(9)
)
CODED = "interview,code 1,code 2,code 3\n" + "".join(f"i{n},trust,{'price' if n % 2 else ''},\n" for n in range(9))

GUESSES = {
    "events": (EVENTS, RowOf.event, "looks like one row per event: 3.2 rows per user; name the assignment file"),
    "answers": (ANSWERS, RowOf.answer, "looks like one row per answer: 3.0 rows per respondent"),
    "days": (DAILY, RowOf.total, "looks like totals of many units each, their number in column visitors"),
    "arms side by side": (SIDES, RowOf.total, "looks like totals with two arms side by side, old and new"),
    "a table of counts": (TABLE, RowOf.group, "looks like a table of counts, in column freq"),
    "clusters": (WEEKS, RowOf.unit, "several rows belong together: 4.0 rows per shop; name shop as the cluster"),
    "dates": (STAY, RowOf.unit, "a time to event can be read from signed_up to left_on"),
    "codings": (CODED, RowOf.coding, "looks like the codes of an interview in 3 columns"),
    "units": ("user_id,arm,bought\n1,old,0\n2,new,1\n3,old,1\n", RowOf.unit, "looks like one row per unit: user_id"),
}


@pytest.mark.parametrize(("content", "row", "says"), GUESSES.values(), ids=GUESSES.keys())
def test_a_row_is_taken_for_what_it_looks_like(csv, content, row, says) -> None:
    guess = preview(csv(content)).shape
    assert guess.row is row
    assert says in guess.sentence
    assert [one for one, _ in guess.choices] == [row, *(one for one in CHOICES if one is not row)]


def test_the_columns_of_a_shape_are_named_where_they_can_be_told(csv) -> None:
    shape = preview(csv(EVENTS)).shape.shape
    assert (shape.time, shape.event) == ("at", "event")
    sides = preview(csv(SIDES)).shape.shape
    assert (sides.units, sides.arms) == ("n_{arm}", {"old": "old", "new": "new"})
    assert preview(csv(CODED)).shape.shape.codes == ("code *",)


QUALTRICS = (
    'ResponseId,Q1,Q2\nResponse ID,How old are you?,How was it?\n"{""ImportId"":""_id""}","{""ImportId"":""QID1""}",'
    '"{""ImportId"":""QID2""}"\nR_1,34,5\nR_2,51,4\n'
)
MONKEY = "Respondent ID,How was it?,Other\n,Response,Open-Ended Response\n1,5,fine\n2,4,so so\n"


def test_a_second_header_is_told(csv) -> None:
    assert (
        "the first 2 rows below the header describe the questions; delete what is no answer"
        in preview(csv(QUALTRICS)).oddities
    )
    assert any("the first row below the header repeats it" in line for line in preview(csv(MONKEY)).oddities)
    assert not any("below the header" in line for line in preview(csv(DAILY)).oddities)


def test_several_choices_in_a_cell_and_other_texts_are_told(csv) -> None:
    told = "column 'heard' holds several choices in a cell; to count some of them, set shape.separator = \";\""
    cells = "".join(
        f"{n},{cell}\n" for n, cell in enumerate(["shop;friend", "friend", "web;shop", "web;friend;shop"] * 4)
    )
    assert any(line.startswith(told) for line in preview(csv("id,heard\n" + cells)).oddities)
    other = "id,Other (please specify)\n1,a talk with Jo\n2,\n"
    assert any("what people wrote themselves" in line for line in preview(csv(other)).oddities)
    comment = 'id,comment\n1,"good, cheap, near"\n2,"no idea; really"\n3,fine\n4,"well, yes"\n'
    assert not any("several choices" in line for line in preview(csv(comment)).oddities)
