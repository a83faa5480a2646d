"""What a row is belongs to the plan, is refused where it cannot be read, and changes nothing where it is not said."""

from __future__ import annotations

from typing import Any

import pytest

from experiments.errors import InvalidField
from experiments.plan import Plan

SHARE = {"name": "bought", "bar": 0.0, "target": 0.1}
TEST: dict[str, Any] = {"comparison": "control", "control": "old", "metric": [SHARE]}
UNIT = {"columns": {"arm": "arm", "unit": "who"}}


def test_a_plan_without_a_shape_is_kept_and_hashed_as_before_there_were_any() -> None:
    plan = Plan.of(TEST)
    assert plan.hash == "98c806613606223978370a847a8a0675e8f6eeae4658db831ed74c867be03454"
    assert "shape" not in plan.model_dump_json()
    assert "read" not in plan.model_dump_json()
    assert plan.hash == Plan.of({**TEST, "shape": {}, "metric": [{**SHARE, "read": {}}]}).hash
    assert plan.hash == Plan.of({**TEST, "shape": {"row": "unit"}}).hash


def test_a_shape_is_part_of_what_is_promised() -> None:
    events = {"row": "event", "assignment": "seen.csv"}
    plain, shaped = Plan.of({**TEST, **UNIT}), Plan.of({**TEST, **UNIT, "shape": events})
    assert plain.hash != shaped.hash
    assert shaped.hash != Plan.of({**TEST, **UNIT, "shape": {**events, "assignment": "others.csv"}}).hash
    assert Plan.model_validate_json(shaped.model_dump_json()) == shaped


REFUSED = {
    "no assignment": ({**UNIT, "shape": {"row": "event"}}, "set shape.assignment"),
    "no unit": ({"shape": {"row": "event", "assignment": "a.csv"}}, "set columns.unit"),
    "a window without times": (
        {**UNIT, "shape": {"row": "event", "assignment": "a.csv", "window_days": 7}},
        "a window needs two times",
    ),
    "a window of units": ({**UNIT, "shape": {"window_days": 7}}, 'belongs to row = "event"'),
    "no question": ({**UNIT, "shape": {"row": "answer", "answer": "a"}}, "set shape.question"),
    "clusters of events": (
        {"columns": {"arm": "a", "unit": "u", "cluster": "c"}, "shape": {"row": "group", "times": "n"}},
        "read from one row per unit",
    ),
    "sums of units": ({"metric": [{**SHARE, "read": {"sum": "total"}}]}, "read.sum belongs to rows"),
    "yes of a mean": ({"metric": [{**SHARE, "kind": "mean", "read": {"yes": ["a"]}}]}, "read.yes belongs to"),
    "a start without an end": (
        {"metric": [{**SHARE, "kind": "time_to_event", "horizon": 9, "read": {"start": "a"}}]},
        "name both read.start and read.end",
    ),
    "an unknown row": ({"shape": {"row": "page"}}, "row"),
}


@pytest.mark.parametrize(("fields", "says"), REFUSED.values(), ids=REFUSED.keys())
def test_a_shape_that_cannot_be_read_is_refused_with_the_way_out(fields: dict[str, Any], says: str) -> None:
    with pytest.raises(InvalidField, match=says):
        Plan.of({**TEST, **fields})
